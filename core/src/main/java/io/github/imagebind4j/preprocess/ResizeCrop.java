package io.github.imagebind4j.preprocess;

/// torchvision's `Resize(size)` then `CenterCrop(size)`, as numbers: the short side becomes `size`,
/// the other keeps the proportion, and the middle is cut out. A strip of 1 x 10^8 pixels is resized
/// to 224 x 2.24 · 10^10: only its middle is ever computed.
///
/// Source: `goldens/reference_behaviours.md`, I2 and I4.
///
/// @param size of the square result
/// @param width of the source
/// @param height of the source
/// @param resizedWidth the width after resizing
/// @param resizedHeight the height after resizing
record ResizeCrop(int size, int width, int height, long resizedWidth, long resizedHeight) {

  static ResizeCrop of(int size, int width, int height) {
    int shorter = Math.min(width, height);
    // Truncated, in double, as Python's int(size * long / short).
    long longer = (long) ((double) ((long) size * Math.max(width, height)) / shorter);
    return width <= height
        ? new ResizeCrop(size, width, height, size, longer)
        : new ResizeCrop(size, width, height, longer, size);
  }

  /// Output columns that the crop keeps start here.
  long left() {
    return offset(resizedWidth);
  }

  /// Output rows that the crop keeps start here.
  long top() {
    return offset(resizedHeight);
  }

  /// Python's round((n - size) / 2): half to even.
  private long offset(long resized) {
    return (long) Math.rint((resized - size) / 2.0);
  }

  /// The weights along the rows, for the kept columns only.
  BicubicAxis horizontal() {
    return BicubicAxis.of(width, resizedWidth, left(), size);
  }

  /// The weights along the columns, for the kept rows only.
  BicubicAxis vertical() {
    return BicubicAxis.of(height, resizedHeight, top(), size);
  }

  boolean keepsWidth() {
    return width == resizedWidth;
  }

  boolean keepsHeight() {
    return height == resizedHeight;
  }
}
