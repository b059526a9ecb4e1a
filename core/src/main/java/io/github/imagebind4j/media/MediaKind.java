package io.github.imagebind4j.media;

/// What a file is by its content.
///
/// Depth maps and thermal images are pictures or arrays by their bytes: only the one who took them
/// knows, so they are never recognised as such.
public enum MediaKind {
  /// A picture: JPEG, PNG, WebP, GIF (moving or not), BMP or TIFF.
  IMAGE,
  /// A file with a video stream.
  VIDEO,
  /// A file with sound and no video stream; a cover picture does not count.
  AUDIO,
  /// A table whose header names an accelerometer and a gyroscope.
  IMU,
  /// A NumPy array: a depth map, a thermal image, a motion recording or a raw tensor.
  ARRAY,
  /// Text.
  TEXT,
  /// None of these.
  UNKNOWN
}
