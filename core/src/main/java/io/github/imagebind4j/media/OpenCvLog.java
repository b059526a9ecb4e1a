package io.github.imagebind4j.media;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Keeps OpenCV from writing about damaged files to stderr: what matters reaches the caller as an
/// exception.
///
/// OpenCV's Java bindings leave `cv::utils::logging::setLogLevel` out, so it is called by its
/// symbol, once, after OpenCV's core is loaded. Where the symbol has another name (Windows), the
/// messages stay.
final class OpenCvLog {
  private static final String SET_LEVEL = "_ZN2cv5utils7logging11setLogLevelENS1_8LogLevelE";
  private static final int SILENT = 0;

  private OpenCvLog() {}

  static void silence() {
    SymbolLookup.loaderLookup()
        .find(SET_LEVEL)
        .ifPresent(symbol -> {
          var signature = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
          MethodHandle setLevel = Linker.nativeLinker().downcallHandle(symbol, signature);
          try {
            int _ = (int) setLevel.invokeExact(SILENT);
          } catch (Throwable e) {
            throw new LinkageError("OpenCV's log level can't be set", e);
          }
        });
  }
}
