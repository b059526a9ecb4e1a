package io.github.imagebind4j.train.data;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One decoded item in the cache.
///
/// @param kind its form
/// @param dims its axes, by `kind`
/// @param extra of depth: focal length · baseline (pixel · metre); of motion: samples a second
/// @param fit of a picture: what part of the decoded one it is; null for other kinds
/// @param data its values, little-endian, as long as `kind` and `dims` say
record CachedMedia(
    Kind kind, int[] dims, double extra, @Nullable PictureFit fit, MemorySegment data) {

  /// A form of decoded media.
  enum Kind {
    /// Red, green, blue of each pixel: `[height, width, 3]` bytes.
    RGB(1, 1, 2, 3),
    /// Log-mel energies: `[bands, frames]` float16.
    MEL(2, 2, 2, 1),
    /// Distances in millimetres without holes: `[height, width]` unsigned shorts.
    DEPTH(3, 2, 2, 1),
    /// Thermal levels: `[height, width]` bytes.
    GRAY(4, 1, 2, 1),
    /// Accelerometer and gyroscope: `[6, samples]` floats.
    IMU(5, 4, 2, 1),
    /// Any array of up to four axes: floats.
    RAW(6, 4, 4, 1);

    /// What index files call it.
    final int code;

    /// Bytes of a value.
    final int valueBytes;

    /// The most axes that are named in `dims`.
    final int maxRank;

    /// Values for each place of `dims`.
    final int channels;

    Kind(int code, int valueBytes, int maxRank, int channels) {
      this.code = code;
      this.valueBytes = valueBytes;
      this.maxRank = maxRank;
      this.channels = channels;
    }

    boolean isPicture() {
      return switch (this) {
        case RGB, DEPTH, GRAY -> true;
        case MEL, IMU, RAW -> false;
      };
    }

    static @Nullable Kind ofCode(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      return null;
    }

    /// How many bytes the values take; negative if the axes make no sense.
    long bytes(int[] dims) {
      long count = (long) valueBytes * channels;
      for (int dim : dims) {
        if (dim < 1 || count > Integer.MAX_VALUE / dim) {
          return -1;
        }
        count *= dim;
      }
      return dims.length == 0 || dims.length > maxRank ? -1 : count;
    }
  }

  int height() {
    return dims[0];
  }

  int width() {
    return dims[1];
  }

  boolean isPicture() {
    return kind.isPicture();
  }

  /// The evaluation's crop of a picture.
  Crop centre(int size) {
    return Objects.requireNonNull(fit, "pictures have a fit").centre(size);
  }
}
