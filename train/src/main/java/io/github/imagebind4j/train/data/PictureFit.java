package io.github.imagebind4j.train.data;

/// What the cache keeps of a picture: the middle of it, so many pixels large.
///
/// @param sourceWidth of the picture as it was decoded
/// @param sourceHeight of the picture as it was decoded
/// @param box what is kept, in its pixels
/// @param width of what is stored
/// @param height of what is stored
record PictureFit(int sourceWidth, int sourceHeight, BoxResampler.Box box, int width, int height) {

  /// The most that 4/3 of a whole number is off it.
  private static final double ROUNDING = 1e-6;

  static PictureFit of(int width, int height, CacheSettings settings) {
    int shorter = Math.min(width, height);
    int longer = Math.max(width, height);
    int kept = (int) Math.min(longer, shorter * settings.maxAspect() + ROUNDING);
    int newShort = Math.min(shorter, settings.shortSide());
    int newLong = (int) Math.max(1, Math.rint((double) kept * newShort / shorter));
    double cut = (longer - kept) / 2.0;
    if (newShort == shorter) {
      // What is not scaled is not moved by half a pixel either.
      cut = Math.floor(cut);
    }
    boolean wide = width > height;
    BoxResampler.Box box =
        wide
            ? new BoxResampler.Box(cut, 0, kept, height)
            : new BoxResampler.Box(0, cut, width, kept);
    return new PictureFit(width, height, box, wide ? newLong : newShort, wide ? newShort : newLong);
  }

  /// The evaluation's crop to `size`: torchvision's whole-pixel arithmetic on the picture as it was
  /// decoded, in parts of what is stored.
  Crop centre(int size) {
    int shorter = Math.min(sourceWidth, sourceHeight);
    int longer = Math.max(sourceWidth, sourceHeight);
    long resized = (long) ((double) ((long) size * longer) / shorter);
    double pixels = (double) longer / resized;
    double from = Math.rint((resized - size) / 2.0) * pixels;
    boolean wide = sourceWidth > sourceHeight;
    return wide
        ? new Crop((from - box.x()) / box.width(), 0, size * pixels / box.width(), 1, false)
        : new Crop(0, (from - box.y()) / box.height(), 1, size * pixels / box.height(), false);
  }
}
