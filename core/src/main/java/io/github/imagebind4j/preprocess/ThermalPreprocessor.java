package io.github.imagebind4j.preprocess;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.media.ThermalImage;

/// A thermal image to the thermal encoder's input: short side to 224 pixels by Pillow's bicubic on
/// 8-bit levels, the middle 224 x 224 cut out, divided by 255, then the profile's normalisation
/// (none by default).
///
/// Immutable and safe for use by any thread.
public final class ThermalPreprocessor {
  private final ThermalProfile profile;
  private final int size;
  private final float[] normalised = new float[256];

  private ThermalPreprocessor(ThermalProfile profile, int size) {
    this.profile = profile;
    this.size = ImagePreprocessor.checkSize(size);
    for (int level = 0; level < normalised.length; level++) {
      normalised[level] = (level / 255f - profile.mean()) / profile.std();
    }
  }

  /// Preprocessing by [ThermalProfile#REFERENCE].
  ///
  /// @return a preprocessor to `[1, 224, 224]`
  public static ThermalPreprocessor reference() {
    return of(ThermalProfile.REFERENCE, ImagePreprocessor.DEFAULT_SIZE);
  }

  /// Preprocessing by a profile.
  ///
  /// @param profile the normalisation
  /// @param size the side in pixels, from 1 to 4096
  /// @return a preprocessor to `[1, size, size]`
  /// @throws ConfigException if the size is out of range
  public static ThermalPreprocessor of(ThermalProfile profile, int size) {
    return new ThermalPreprocessor(profile, size);
  }

  /// The profile in use.
  ///
  /// @return the profile
  public ThermalProfile profile() {
    return profile;
  }

  /// Preprocesses a thermal image.
  ///
  /// @param image any size
  /// @return `[1, size, size]`, by the default profile from 0 to 1
  public FloatArray apply(ThermalImage image) {
    ResizeCrop plan = ResizeCrop.centre(size, image.width(), image.height());
    byte[] crop = ByteResampler.resample(image::copyRow, 1, plan);
    float[] out = new float[crop.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = normalised[crop[i] & 0xff];
    }
    return FloatArray.wrap(out, 1, size, size);
  }
}
