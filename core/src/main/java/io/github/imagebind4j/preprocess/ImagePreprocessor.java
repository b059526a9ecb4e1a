package io.github.imagebind4j.preprocess;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.media.RgbRows;
import java.util.Locale;

/// A still picture to the vision encoder's input, number for number as the reference: short side to
/// 224 pixels by Pillow's bicubic, the middle 224 x 224 cut out, values divided by 255 and
/// normalised with CLIP's mean and standard deviation.
///
/// Source: `load_and_transform_vision_data` in ImageBind's `data.py`;
/// `docs/reference-behaviours.md`, I2 to I5.
///
/// Immutable and safe for use by any thread.
public final class ImagePreprocessor {
  /// The side of the published model's input in pixels.
  public static final int DEFAULT_SIZE = 224;

  static final float[] MEAN = {(float) 0.48145466, (float) 0.4578275, (float) 0.40821073};
  static final float[] STD = {(float) 0.26862954, (float) 0.26130258, (float) 0.27577711};

  private static final int CHANNELS = 3;
  private static final int LEVELS = 256;
  private static final int MAX_SIZE = 4096;

  private final int size;
  private final float[] normalised = new float[CHANNELS * LEVELS];

  private ImagePreprocessor(int size) {
    this.size = checkSize(size);
    for (int c = 0; c < CHANNELS; c++) {
      for (int level = 0; level < LEVELS; level++) {
        normalised[c * LEVELS + level] = (level / 255f - MEAN[c]) / STD[c];
      }
    }
  }

  static int checkSize(int size) {
    if (size < 1 || size > MAX_SIZE) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "a model's input size must be from 1 to %d pixels, got %d",
              MAX_SIZE,
              size));
    }
    return size;
  }

  /// The reference's preprocessing.
  ///
  /// @return a preprocessor to `[3, 224, 224]`
  public static ImagePreprocessor reference() {
    return new ImagePreprocessor(DEFAULT_SIZE);
  }

  /// The reference's preprocessing to another size, for a model with another input.
  ///
  /// @param size the side in pixels, from 1 to 4096
  /// @return a preprocessor to `[3, size, size]`
  /// @throws ConfigException if the size is out of range
  public static ImagePreprocessor ofSize(int size) {
    return new ImagePreprocessor(size);
  }

  /// Preprocesses a picture.
  ///
  /// @param image any size; an [io.github.imagebind4j.media.RgbImage], or lent rows
  /// @return `[3, size, size]`: red, green and blue planes, normalised
  public FloatArray apply(RgbRows image) {
    byte[] crop = crop(image);
    int plane = size * size;
    float[] out = new float[CHANNELS * plane];
    for (int i = 0; i < plane; i++) {
      out[i] = normalised[crop[3 * i] & 0xff];
      out[plane + i] = normalised[LEVELS + (crop[3 * i + 1] & 0xff)];
      out[2 * plane + i] = normalised[2 * LEVELS + (crop[3 * i + 2] & 0xff)];
    }
    return FloatArray.wrap(out, CHANNELS, size, size);
  }

  /// Resizes and crops, before normalising.
  ///
  /// @return `[size, size, 3]`
  byte[] crop(RgbRows image) {
    ResizeCrop plan = ResizeCrop.centre(size, image.width(), image.height());
    return ByteResampler.resample(image::copyRow, CHANNELS, plan);
  }
}
