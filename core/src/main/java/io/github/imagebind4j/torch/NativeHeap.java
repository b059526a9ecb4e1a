package io.github.imagebind4j.torch;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// How the C library keeps the memory that LibTorch frees: enough at hand for the next layer, and
/// no more than that.
///
/// Each operation of a layer makes a tensor of some megabytes and frees it soon after. As it comes,
/// glibc asks the kernel for such memory and gives it back each time, and the kernel clears every
/// page anew: a sixth of an 8-bit layer's time. Only glibc is told; elsewhere nothing happens.
///
/// Stateless and safe for use by any thread.
public final class NativeHeap {
  // From malloc.h.
  private static final int M_TRIM_THRESHOLD = -1;
  private static final int M_TOP_PAD = -2;
  private static final int M_MMAP_THRESHOLD = -3;

  /// The most that glibc allows.
  private static final int LARGEST_KEPT = 32 << 20;

  private static final int SLACK = 256 << 20;

  /// Size of the heaps that glibc makes for threads other than the first. One that becomes empty is
  /// given back at once, whatever the slack, unless so much must stay free beside it.
  private static final int THREAD_HEAP = 64 << 20;

  private NativeHeap() {}

  /// Keeps up to 256 MB of freed memory at hand, for this process and from now on.
  static void keepSlack() {
    setting(M_MMAP_THRESHOLD, LARGEST_KEPT);
    setting(M_TRIM_THRESHOLD, SLACK);
    setting(M_TOP_PAD, THREAD_HEAP);
  }

  /// Gives back to the system what is free now.
  public static void trim() {
    Optional<MemorySegment> function = find("malloc_trim");
    if (function.isPresent()) {
      try {
        int _ = (int) handle(function.get(), ValueLayout.JAVA_LONG).invokeExact(0L);
      } catch (Throwable e) {
        throw new IllegalStateException("malloc_trim throws nothing", e);
      }
    }
  }

  private static void setting(int parameter, int value) {
    Optional<MemorySegment> function = find("mallopt");
    if (function.isPresent()) {
      MethodHandle mallopt = handle(function.get(), ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
      try {
        int _ = (int) mallopt.invokeExact(parameter, value);
      } catch (Throwable e) {
        throw new IllegalStateException("mallopt throws nothing", e);
      }
    }
  }

  private static Optional<MemorySegment> find(String function) {
    return Linker.nativeLinker().defaultLookup().find(function);
  }

  private static MethodHandle handle(MemorySegment function, ValueLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }
}
