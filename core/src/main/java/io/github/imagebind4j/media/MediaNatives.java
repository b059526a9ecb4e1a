package io.github.imagebind4j.media;

import io.github.imagebind4j.error.MissingNativeException;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.jspecify.annotations.Nullable;

/// Loads the native libraries of this package, each at most once in a process, before their first
/// use. A library that failed to load stays failed: the JVM does not let a class try twice.
///
/// Safe for use by any thread.
final class MediaNatives {
  private static final long MAX_ALLOCATION = 512L << 20;

  private static final Library FFMPEG =
      new Library(
          "FFmpeg",
          () -> {
            // In the order of their dependencies, so that each finds ours and not a system copy.
            Loader.load(avutil.class);
            Loader.load(swresample.class);
            Loader.load(avcodec.class);
            Loader.load(avformat.class);
            Loader.load(swscale.class);
            // What matters reaches the caller as an exception; stderr is not a library's to use.
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
            // FFmpeg believes a header's counts up to this many bytes in one piece. It is enough
            // for a frame of 178 million pixels in RGB.
            avutil.av_max_alloc(MAX_ALLOCATION);
          });

  private static final Library OPENCV =
      new Library(
          "OpenCV",
          () -> {
            Loader.load(opencv_core.class);
            Loader.load(opencv_imgproc.class);
            Loader.load(opencv_imgcodecs.class);
            OpenCvLog.silence();
          });

  private MediaNatives() {}

  /// Makes sure that FFmpeg can be called.
  ///
  /// @throws MissingNativeException if it can't be loaded
  static void ffmpeg() {
    FFMPEG.ensureLoaded();
  }

  /// Makes sure that OpenCV's core, imgproc and imgcodecs can be called.
  ///
  /// @throws MissingNativeException if one of them can't be loaded
  static void opencv() {
    OPENCV.ensureLoaded();
  }

  /// One library, its state and the way to load it.
  static final class Library {
    private final String name;
    private final Runnable load;
    private volatile boolean loaded;
    private @Nullable Throwable failure;

    Library(String name, Runnable load) {
      this.name = name;
      this.load = load;
    }

    void ensureLoaded() {
      if (!loaded) {
        loadOnce();
      }
    }

    private synchronized void loadOnce() {
      if (loaded) {
        return;
      }
      if (failure == null) {
        try {
          load.run();
          loaded = true;
          return;
        } catch (LinkageError | TypeNotPresentException e) {
          failure = e;
        }
      }
      throw missing(name, failure);
    }
  }

  private static MissingNativeException missing(String name, Throwable cause) {
    return new MissingNativeException(
        name
            + " can't be loaded on "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ": "
            + cause
            + "; add io.github.imagebind4j:imagebind4j-natives (type pom) to the class path, built"
            + " for this platform (-Djavacpp.platform=…)",
        cause);
  }
}
