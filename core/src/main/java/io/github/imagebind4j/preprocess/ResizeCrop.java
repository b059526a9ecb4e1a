package io.github.imagebind4j.preprocess;

/// A resize and the part of its result that is wanted, as numbers. Only that part is ever computed:
/// a strip of 1 x 10^8 pixels may well be "resized" to 224 x 2.24 · 10^10.
///
/// @param width of the source
/// @param height of the source
/// @param resizedWidth the width after resizing
/// @param resizedHeight the height after resizing
/// @param left the first wanted column of the resized picture
/// @param top the first wanted row of the resized picture
/// @param cropWidth wanted columns
/// @param cropHeight wanted rows
record ResizeCrop(
    int width,
    int height,
    long resizedWidth,
    long resizedHeight,
    long left,
    long top,
    int cropWidth,
    int cropHeight) {

  /// torchvision's `Resize(size)` then `CenterCrop(size)`: the short side becomes `size`, the other
  /// keeps the proportion, and the middle is cut out.
  ///
  /// Source: `docs/reference-behaviours.md`, I2 and I4.
  static ResizeCrop centre(int size, int width, int height) {
    int shorter = Math.min(width, height);
    // Truncated, in double, as Python's int(size * long / short).
    long longer = (long) ((double) ((long) size * Math.max(width, height)) / shorter);
    long resizedWidth = width <= height ? size : longer;
    long resizedHeight = width <= height ? longer : size;
    return new ResizeCrop(
        width,
        height,
        resizedWidth,
        resizedHeight,
        offset(resizedWidth, size),
        offset(resizedHeight, size),
        size,
        size);
  }

  /// A resize of which everything is wanted.
  static ResizeCrop whole(int width, int height, int resizedWidth, int resizedHeight) {
    return new ResizeCrop(
        width, height, resizedWidth, resizedHeight, 0, 0, resizedWidth, resizedHeight);
  }

  /// Python's round((n - size) / 2): half to even.
  private static long offset(long resized, int size) {
    return (long) Math.rint((resized - size) / 2.0);
  }

  /// The weights along the rows, for the wanted columns only.
  BicubicAxis horizontal() {
    return BicubicAxis.of(width, resizedWidth, left, cropWidth);
  }

  /// The weights along the columns, for the wanted rows only.
  BicubicAxis vertical() {
    return BicubicAxis.of(height, resizedHeight, top, cropHeight);
  }

  boolean keepsWidth() {
    return width == resizedWidth;
  }

  boolean keepsHeight() {
    return height == resizedHeight;
  }
}
