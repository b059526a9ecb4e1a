package io.github.imagebind4j.torch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a processor is called and which instructions it has, as far as the operating system tells.
/// Linux tells; on macOS and Windows Java can't ask, and both are empty. Needs no native library.
///
/// Immutable and safe for use by any thread.
///
/// @param model the processor's name, e.g. `Intel(R) Xeon(R) Processor`; empty if unknown
/// @param instructionSets the names that Linux has for its instruction sets, e.g. `avx2`; empty if
///   unknown
public record CpuFeatures(String model, Set<String> instructionSets) {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  /// Those that decide how fast a model runs, slowest first.
  private static final List<String> DECISIVE =
      List.of(
          "avx2",
          "fma",
          "avx_vnni",
          "avx512f",
          "avx512_vnni",
          "avx512_bf16",
          "avx512_fp16",
          "amx_int8",
          "amx_bf16",
          "amx_fp16");

  /// Copies the set.
  public CpuFeatures {
    instructionSets = Collections.unmodifiableSet(new LinkedHashSet<>(instructionSets));
  }

  /// Looks at the processor of this machine, or at what a virtual machine shows of it.
  ///
  /// @return its features; empty ones where they can't be found out
  public static CpuFeatures detect() {
    if (!Files.isReadable(CPUINFO)) {
      return new CpuFeatures("", Set.of());
    }
    try (Stream<String> lines = Files.lines(CPUINFO, StandardCharsets.ISO_8859_1)) {
      // The first block stands for all: they differ in clock and numbers only.
      return parse(lines.takeWhile(line -> !line.isBlank()).toList());
    } catch (IOException e) {
      return new CpuFeatures("", Set.of()); // knowing is a convenience
    }
  }

  /// Reads one processor's block of `/proc/cpuinfo`, e.g. `flags : fpu avx2`.
  static CpuFeatures parse(List<String> block) {
    String flags = value(block, "flags");
    Set<String> names =
        flags.isEmpty()
            ? Set.of()
            : Arrays.stream(flags.split("\\s+"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    return new CpuFeatures(value(block, "model name"), names);
  }

  private static String value(List<String> block, String key) {
    for (String line : block) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equals(key)) {
        return line.substring(colon + 1).strip();
      }
    }
    return "";
  }

  /// Whether the instruction sets could be found out at all.
  ///
  /// @return false on macOS and Windows
  public boolean known() {
    return !instructionSets.isEmpty();
  }

  /// Whether the processor has an instruction set.
  ///
  /// @param instructionSet by Linux' name, e.g. `amx_bf16`
  /// @return true if it is known to have it
  public boolean has(String instructionSet) {
    return instructionSets.contains(instructionSet);
  }

  /// The instruction sets that decide how fast a model runs.
  ///
  /// @return those of them that this processor is known to have, slowest first
  public SequencedSet<String> decisive() {
    return DECISIVE.stream().filter(this::has).collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
