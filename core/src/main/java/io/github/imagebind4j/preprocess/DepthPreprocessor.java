package io.github.imagebind4j.preprocess;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.media.DepthMap;

/// A depth map to the depth encoder's input: holes filled, metres to scaled disparity by the
/// profile, short side to 224 pixels by antialiased bicubic, the middle 224 x 224 cut out, then
/// normalised. The order is Omnivore's.
///
/// The resize is that of floats (Pillow's mode `F`; torchvision's of a tensor gives the same within
/// rounding), so disparity is never cut to 8 bits.
///
/// Immutable and safe for use by any thread.
public final class DepthPreprocessor {
  private final DepthProfile profile;
  private final int size;

  private DepthPreprocessor(DepthProfile profile, int size) {
    this.profile = profile;
    this.size = ImagePreprocessor.checkSize(size);
  }

  /// Preprocessing by [DepthProfile#REFERENCE].
  ///
  /// @return a preprocessor to `[1, 224, 224]`
  public static DepthPreprocessor reference() {
    return of(DepthProfile.REFERENCE, ImagePreprocessor.DEFAULT_SIZE);
  }

  /// Preprocessing by a profile.
  ///
  /// @param profile metres to input
  /// @param size the side in pixels, from 1 to 4096
  /// @return a preprocessor to `[1, size, size]`
  /// @throws ConfigException if the size is out of range
  public static DepthPreprocessor of(DepthProfile profile, int size) {
    return new DepthPreprocessor(profile, size);
  }

  /// The profile in use.
  ///
  /// @return the profile
  public DepthProfile profile() {
    return profile;
  }

  /// Preprocesses a depth map.
  ///
  /// @param map any size, in metres, with its camera
  /// @return `[1, size, size]`, normalised disparity
  /// @throws io.github.imagebind4j.error.MediaException if the map has nothing but holes
  public FloatArray apply(DepthMap map) {
    float[] values = HoleFiller.fill(map);
    double focalLength = map.camera().focalLengthPx();
    double baseline = map.camera().baselineMetres();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) profile.scaledDisparity(values[i], focalLength, baseline);
    }
    float[] out =
        FloatResampler.resample(values, ResizeCrop.centre(size, map.width(), map.height()));
    float mean = (float) profile.mean();
    float std = (float) profile.std();
    for (int i = 0; i < out.length; i++) {
      out[i] = (out[i] - mean) / std;
    }
    return FloatArray.wrap(out, 1, size, size);
  }
}
