package io.github.imagebind4j.torch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Recognises LibTorch's own report that an allocation failed, which comes as a plain
/// `RuntimeException` with a C++ stack trace for a message.
///
/// Stateless and safe for use by any thread.
public final class OutOfNativeMemory {
  // c10/core/impl/alloc_cpu.cpp: "DefaultCPUAllocator: can't allocate memory: you tried to allocate
  // N bytes. Error code 12 (Cannot allocate memory)", on Windows "not enough memory: you tried to
  // allocate N bytes."
  private static final Pattern CPU =
      Pattern.compile("DefaultCPUAllocator: .*you tried to allocate (\\d+ bytes)", Pattern.DOTALL);

  // c10/cuda/CUDACachingAllocator.cpp: "CUDA out of memory. Tried to allocate 20.00 MiB. …"
  private static final Pattern CUDA =
      Pattern.compile("CUDA out of memory\\. Tried to allocate ([\\d.]+ \\w+)");

  private static final Pattern OTHER =
      Pattern.compile("(std::bad_alloc|could not create a memory)");

  private OutOfNativeMemory() {}

  /// What was asked for when memory ran out.
  ///
  /// @param e what LibTorch threw
  /// @return e.g. `17179869184 bytes`; empty if the exception is about something else
  public static Optional<String> request(RuntimeException e) {
    return find(CPU, e.getMessage())
        .or(() -> find(CUDA, e.getMessage()))
        .or(() -> find(OTHER, e.getMessage()).map(_ -> "more memory"));
  }

  private static Optional<String> find(Pattern pattern, @Nullable String message) {
    Matcher matcher = pattern.matcher(message == null ? "" : message);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
