package io.github.imagebind4j.media;

import io.github.imagebind4j.array.NpyFile;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.DepthFormat.Unit;
import io.github.imagebind4j.input.MediaSource;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Locale;

/// Depth files to metres.
///
/// Source: SUN RGB-D's toolbox undoes the rotation of its 16-bit millimetres by `(v >> 3) | (v <<
/// 13)`.
final class DepthDecoder {
  private static final float MILLIMETRES_PER_METRE = 1000;

  private DepthDecoder() {}

  static DepthMap decode(
      MediaSource source, DepthFormat format, MediaLimits limits, ImageDecoder images) {
    if (NpyMedia.isNpy(source.head(ImageFormat.HEAD_BYTES))) {
      NpyFile.Content content = NpyMedia.read(source, limits, limits.maxPixels());
      ImageSize size = NpyMedia.size(source, content.values(), limits);
      float[] metres = content.values().toArray();
      if (content.integer()) {
        fromIntegers(metres, format.unit());
      } else {
        fromFloats(metres, format.unit(), source);
      }
      return DepthMap.copyOf((int) size.width(), (int) size.height(), metres, format);
    }
    return switch (images.decode(source)) {
      case Pixels.Gray16(int width, int height, ShortBuffer values) -> {
        float[] metres = new float[width * height];
        for (int i = 0; i < metres.length; i++) {
          metres[i] = values.get(i) & 0xffff;
        }
        fromIntegers(metres, format.unit());
        yield DepthMap.copyOf(width, height, metres, format);
      }
      case Pixels.GrayFloat(int width, int height, FloatBuffer values) -> {
        float[] metres = new float[width * height];
        values.get(0, metres);
        fromFloats(metres, format.unit(), source);
        yield DepthMap.copyOf(width, height, metres, format);
      }
      case Pixels.Gray8 _ -> throw notMetric(source, "8-bit gray");
      case Pixels.Rgb _ -> throw notMetric(source, "8-bit colour");
    };
  }

  private static void fromIntegers(float[] values, Unit unit) {
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (unit) {
            case AUTO, MILLIMETRES -> values[i] / MILLIMETRES_PER_METRE;
            case SUN_RGBD -> unrotated((int) values[i]) / MILLIMETRES_PER_METRE;
            case METRES -> values[i];
          };
    }
  }

  private static int unrotated(int stored) {
    return ((stored >> 3) | (stored << 13)) & 0xffff;
  }

  private static void fromFloats(float[] values, Unit unit, MediaSource source) {
    switch (unit) {
      case AUTO, METRES -> {}
      case MILLIMETRES -> {
        for (int i = 0; i < values.length; i++) {
          values[i] /= MILLIMETRES_PER_METRE;
        }
      }
      case SUN_RGBD ->
          throw new MediaException(
              source.name()
                  + " holds floats, but SUN RGB-D's rotated form is 16-bit integers; use DepthFormat.Unit.METRES or MILLIMETRES");
    }
  }

  private static MediaException notMetric(MediaSource source, String found) {
    return new MediaException(
        String.format(
            Locale.ROOT,
            "%s is %s: a picture of depth, not distances; give a 16-bit PNG in millimetres (or SUN RGB-D's rotated form), a float TIFF or an .npy in metres",
            source.name(),
            found));
  }
}
