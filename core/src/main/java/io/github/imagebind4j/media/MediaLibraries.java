package io.github.imagebind4j.media;

import io.github.imagebind4j.error.MissingNativeException;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;

/// Which native media libraries this process has, for diagnosis.
///
/// Stateless and safe for use by any thread.
public final class MediaLibraries {
  private MediaLibraries() {}

  /// Loads FFmpeg if it is not loaded yet.
  ///
  /// @return its version and licence, e.g. `8.1.2, LGPL version 3 or later`
  /// @throws MissingNativeException if it can't be loaded
  public static String ffmpeg() {
    MediaNatives.ffmpeg();
    try (BytePointer version = avutil.av_version_info();
        BytePointer licence = avcodec.avcodec_license()) {
      return version.getString() + ", " + licence.getString();
    }
  }

  /// Loads OpenCV if it is not loaded yet.
  ///
  /// @return its version, e.g. `4.14.0`
  /// @throws MissingNativeException if it can't be loaded
  public static String opencv() {
    MediaNatives.opencv();
    return opencv_core.CV_VERSION;
  }
}
