package io.github.imagebind4j.train.data;

/// A crop in parts of the picture's sides, so that one drawn for a photo also fits its depth map of
/// another size.
///
/// @param x the left edge, from 0
/// @param y the upper edge, from 0
/// @param width up to 1
/// @param height up to 1
/// @param flip whether left becomes right
record Crop(double x, double y, double width, double height, boolean flip) {
  private static final int ATTEMPTS = 10;

  /// A random resized crop as torchvision draws it, but at places between pixels too.
  static Crop random(int width, int height, ImageAugment augment, Draws draws) {
    boolean flip = draws.chance(augment.flip());
    double logRatio = Math.log(augment.maxRatio());
    for (int i = 0; i < ATTEMPTS; i++) {
      double area = draws.between(augment.minScale(), augment.maxScale()) * width * height;
      double ratio = Math.exp(draws.between(-logRatio, logRatio));
      double w = Math.sqrt(area * ratio) / width;
      double h = Math.sqrt(area / ratio) / height;
      if (w <= 1 && h <= 1) {
        return new Crop(draws.between(0, 1 - w), draws.between(0, 1 - h), w, h, flip);
      }
    }
    // None fits: the middle, as square as the ratio asks for.
    double side = Math.min(width, height) * augment.maxRatio();
    double w = Math.min(1, side / width);
    double h = Math.min(1, side / height);
    return new Crop((1 - w) / 2, (1 - h) / 2, w, h, flip);
  }

  BoxResampler.Box box(int pixelsWide, int pixelsHigh) {
    return new BoxResampler.Box(
        x * pixelsWide, y * pixelsHigh, width * pixelsWide, height * pixelsHigh);
  }
}
