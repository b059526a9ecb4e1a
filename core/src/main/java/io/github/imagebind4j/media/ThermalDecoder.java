package io.github.imagebind4j.media;

import io.github.imagebind4j.array.NpyFile;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.ThermalFormat;
import io.github.imagebind4j.input.ThermalFormat.Scaling;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Locale;

/// Thermal files to 8-bit gray levels.
final class ThermalDecoder {
  private static final int TOP_LEVEL = 255;

  private ThermalDecoder() {}

  static ThermalImage decode(
      MediaSource source, ThermalFormat format, MediaLimits limits, ImageDecoder images) {
    if (NpyMedia.isNpy(source.head(ImageFormat.HEAD_BYTES))) {
      NpyFile.Content content = NpyMedia.read(source, limits, limits.maxPixels());
      ImageSize size = NpyMedia.size(source, content.values(), limits);
      float[] values = content.values().toArray();
      boolean levels = NpyMedia.holdsBytes(source);
      return scaled(
          source,
          (int) size.width(),
          (int) size.height(),
          values,
          levels ? ThermalFormat.fixed(0, TOP_LEVEL) : format);
    }
    return switch (images.decode(source)) {
      case Pixels.Rgb(RgbImage image) -> ThermalImage.luma(image);
      case Pixels.Gray8(int width, int height, ByteBuffer values) -> {
        byte[] levels = new byte[width * height];
        values.get(0, levels);
        yield ThermalImage.copyOf(width, height, levels);
      }
      case Pixels.Gray16(int width, int height, ShortBuffer values) -> {
        float[] raw = new float[width * height];
        for (int i = 0; i < raw.length; i++) {
          raw[i] = values.get(i) & 0xffff;
        }
        yield scaled(source, width, height, raw, format);
      }
      case Pixels.GrayFloat(int width, int height, FloatBuffer values) -> {
        float[] raw = new float[width * height];
        values.get(0, raw);
        yield scaled(source, width, height, raw, format);
      }
    };
  }

  private static ThermalImage scaled(
      MediaSource source, int width, int height, float[] values, ThermalFormat format) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new MediaException(
            String.format(
                Locale.ROOT,
                "%s: the pixel in row %d, column %d is %s; replace it by a number",
                source.name(),
                i / width,
                i % width,
                values[i]));
      }
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
    if (format.scaling() == Scaling.FIXED) {
      low = format.low();
      high = format.high();
    }
    double range = high > low ? high - low : 1;
    byte[] levels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      long level = Math.round((values[i] - low) * TOP_LEVEL / range);
      levels[i] = (byte) Math.clamp(level, 0, TOP_LEVEL);
    }
    return ThermalImage.copyOf(width, height, levels);
  }
}
