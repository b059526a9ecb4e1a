package io.github.imagebind4j.train.data;

import io.github.imagebind4j.preprocess.DepthProfile;
import io.github.imagebind4j.preprocess.PreprocessProfiles;
import io.github.imagebind4j.preprocess.ThermalProfile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cached pictures, depth maps and thermal images to the model's input, varied or as for
/// evaluation. One thread.
final class PictureView {
  private static final ValueLayout.OfShort LITTLE_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final double MIN_ERASED = 0.02;
  private static final double MAX_ERASED = 1.0 / 3;
  private static final double ERASED_RATIO = 1 / 0.3;
  private static final int MEAN_EVERY = 4;

  private final DepthProfile depth;
  private final ThermalProfile thermal;
  private final BoxResampler resampler = new BoxResampler();
  private final ColourMatrix colours = new ColourMatrix();
  private final double[] means = new double[3];
  private final float[] disparities = new float[1 << 16];
  private double disparitiesOf = Double.NaN;
  private byte[] bytes = new byte[0];
  private short[] shorts = new short[0];
  private float[] planes = new float[0];
  private @Nullable RandAugment randAugment;

  PictureView(PreprocessProfiles profiles) {
    this.depth = profiles.depth();
    this.thermal = profiles.thermal();
  }

  /// The evaluation's view: the middle, by a bicubic filter.
  void evaluate(CachedMedia media, int size, float[] out, int at) {
    Crop crop = media.centre(size);
    render(media, size, crop, BoxResampler.Kernel.BICUBIC, null, null, null, out, at);
  }

  /// A varied view.
  ///
  /// @param shared the crop, if another picture decides it
  /// @param shape draws RandAugment's operations, which aligned pictures share
  /// @param own draws the rest
  void vary(
      CachedMedia media,
      int size,
      ImageAugment augment,
      @Nullable Crop shared,
      Draws shape,
      Draws own,
      float[] out,
      int at) {
    if (augment.equals(ImageAugment.NONE)) {
      evaluate(media, size, out, at);
      return;
    }
    Crop crop = shared != null ? shared : Crop.random(media.width(), media.height(), augment, own);
    render(media, size, crop, BoxResampler.Kernel.BILINEAR, augment, shape, own, out, at);
    if (own.chance(augment.erase())) {
      int channels = media.kind() == CachedMedia.Kind.RGB ? 3 : 1;
      erase(size, channels, own, out, at);
    }
  }

  private void render(
      CachedMedia media,
      int size,
      Crop crop,
      BoxResampler.Kernel kernel,
      @Nullable ImageAugment augment,
      @Nullable Draws shape,
      @Nullable Draws own,
      float[] out,
      int at) {
    boolean rgb = media.kind() == CachedMedia.Kind.RGB;
    boolean operations = augment != null && shape != null && augment.operations() > 0;
    Arrays.fill(means, 0);
    int plane = size * size;
    int channels = rgb ? 3 : 1;
    if (operations && planes.length < channels * plane) {
      planes = new float[channels * plane];
    }
    boolean levels = augment == null && media.kind() != CachedMedia.Kind.DEPTH;
    BoxResampler.Box box = crop.box(media.width(), media.height());
    BoxResampler.Sink sink =
        (y, row) -> {
          if (operations) {
            for (int c = 0; c < channels; c++) {
              System.arraycopy(row, c * size, planes, c * plane + y * size, size);
            }
            return;
          }
          if (y == 0) {
            prepare(media, augment, own);
          }
          finish(media, row, 0, size, size, out, at + y * size, plane);
        };
    resampler.resample(
        rows(media),
        channels,
        media.width(),
        media.height(),
        new BoxResampler.Plan(box, crop.flip(), kernel, levels, size, size),
        sink);
    if (operations && augment != null && shape != null) {
      if (randAugment == null) {
        randAugment = new RandAugment();
      }
      randAugment.apply(planes, channels, size, fill(media), augment, shape);
      prepare(media, augment, own);
      finish(media, planes, 0, plane, plane, out, at, plane);
    }
  }

  private void prepare(CachedMedia media, @Nullable ImageAugment augment, @Nullable Draws own) {
    colours.reset();
    if (augment != null && own != null) {
      if (media.kind() == CachedMedia.Kind.RGB) {
        colours.jitter(augment, own, means);
      } else {
        grayJitter(augment.jitter(), own);
      }
    } else {
      grayGain = 1;
      grayOffset = 0;
    }
    colours.prepare();
  }

  private float grayGain = 1;
  private float grayOffset;

  private void grayJitter(ImageAugment.Jitter jitter, Draws draws) {
    double brightness = draws.between(1 - jitter.brightness(), 1 + jitter.brightness());
    double contrast = draws.between(1 - jitter.contrast(), 1 + jitter.contrast());
    grayGain = (float) (brightness * contrast);
    grayOffset = (float) ((1 - contrast) * brightness * means[0]);
  }

  private void finish(
      CachedMedia media,
      float[] row,
      int from,
      int stride,
      int count,
      float[] out,
      int at,
      int plane) {
    switch (media.kind()) {
      case RGB -> colours.apply(row, from, stride, count, out, at, plane);
      case GRAY -> {
        float scale = 1 / (255 * thermal.std());
        for (int x = 0; x < count; x++) {
          float level = Math.min(255, Math.max(0, row[from + x] * grayGain + grayOffset));
          out[at + x] = level * scale - thermal.mean() / thermal.std();
        }
      }
      case DEPTH -> {
        float scale = (float) (1 / depth.std());
        float shift = (float) (-depth.mean() / depth.std());
        for (int x = 0; x < count; x++) {
          out[at + x] = (row[from + x] * grayGain + grayOffset) * scale + shift;
        }
      }
      case MEL, IMU, RAW -> throw new IllegalStateException(media.kind() + " is no picture");
    }
  }

  /// What empty corners are filled with: the value that normalises to zero.
  private float[] fill(CachedMedia media) {
    return switch (media.kind()) {
      case RGB ->
          new float[] {
            ColourMatrix.meanLevel(0), ColourMatrix.meanLevel(1), ColourMatrix.meanLevel(2)
          };
      case GRAY -> new float[] {255 * thermal.mean()};
      case DEPTH -> new float[] {(float) depth.mean()};
      case MEL, IMU, RAW -> throw new IllegalStateException(media.kind() + " is no picture");
    };
  }

  private BoxResampler.Rows rows(CachedMedia media) {
    MemorySegment data = media.data();
    int width = media.width();
    return switch (media.kind()) {
      case RGB ->
          (y, x, count, target) -> {
            bytes = bytes.length < 3 * count ? new byte[3 * count] : bytes;
            long from = 3L * ((long) y * width + x);
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, from, bytes, 0, 3 * count);
            widen(bytes, 3 * count, target);
            if (y % MEAN_EVERY == 0) {
              addMeans(bytes, count);
            }
          };
      case GRAY ->
          (y, x, count, target) -> {
            bytes = bytes.length < count ? new byte[count] : bytes;
            long from = (long) y * width + x;
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, from, bytes, 0, count);
            widen(bytes, count, target);
            addMean(target, count);
          };
      case DEPTH -> {
        fillDisparities(media.extra());
        yield (y, x, count, target) -> {
          shorts = shorts.length < count ? new short[count] : shorts;
          long from = 2 * ((long) y * width + x);
          MemorySegment.copy(data, LITTLE_SHORT, from, shorts, 0, count);
          for (int i = 0; i < count; i++) {
            target[i] = disparities[shorts[i] & 0xffff];
          }
          addMean(target, count);
        };
      }
      case MEL, IMU, RAW -> throw new IllegalStateException(media.kind() + " is no picture");
    };
  }

  private static void widen(byte[] from, int count, float[] to) {
    for (int i = 0; i < count; i++) {
      to[i] = from[i] & 0xff;
    }
  }

  private double pixels;

  private void addMeans(byte[] row, int count) {
    int r = 0;
    int g = 0;
    int b = 0;
    for (int i = 0; i < 3 * count; i += 3) {
      r += row[i] & 0xff;
      g += row[i + 1] & 0xff;
      b += row[i + 2] & 0xff;
    }
    // Running means: rows of one crop are equally long.
    pixels = means[0] == 0 && means[1] == 0 && means[2] == 0 ? count : pixels + count;
    double part = count / pixels;
    means[0] += ((double) r / count - means[0]) * part;
    means[1] += ((double) g / count - means[1]) * part;
    means[2] += ((double) b / count - means[2]) * part;
  }

  private void addMean(float[] row, int count) {
    float sum = 0;
    for (int i = 0; i < count; i++) {
      sum += row[i];
    }
    pixels = means[0] == 0 ? count : pixels + count;
    means[0] += (sum / count - means[0]) * (count / pixels);
  }

  /// Scaled disparity of every number of millimetres, by the profile's formula.
  private void fillDisparities(double camera) {
    if (camera == disparitiesOf) {
      return;
    }
    for (int i = 0; i < disparities.length; i++) {
      double metres =
          Math.clamp(i / 1000.0 * depth.depthFactor(), depth.minDepth(), depth.maxDepth());
      double disparity = Math.clamp(camera / metres, depth.minDisparity(), depth.maxDisparity());
      disparities[i] = (float) (disparity / depth.divisor());
    }
    disparitiesOf = camera;
  }

  /// A rectangle of zeros.
  private static void erase(int size, int channels, Draws draws, float[] out, int at) {
    double area = draws.between(MIN_ERASED, MAX_ERASED) * size * size;
    double log = Math.log(ERASED_RATIO);
    double ratio = Math.exp(draws.between(-log, log));
    int width = (int) Math.clamp(Math.rint(Math.sqrt(area * ratio)), 1, size);
    int height = (int) Math.clamp(Math.rint(Math.sqrt(area / ratio)), 1, size);
    int x = draws.below(size - width + 1);
    int y = draws.below(size - height + 1);
    for (int c = 0; c < channels; c++) {
      for (int row = y; row < y + height; row++) {
        int from = at + (c * size + row) * size + x;
        Arrays.fill(out, from, from + width, 0);
      }
    }
  }
}
