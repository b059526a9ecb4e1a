package io.github.imagebind4j.media;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.DepthFormat;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Locale;

/// Distances from the camera in metres, row by row from the top left, and the camera that took
/// them. Where the sensor saw nothing the value is 0: a hole.
///
/// Immutable and safe for use by any thread.
public final class DepthMap {
  private final int width;
  private final int height;
  private final float[] metres;
  private final DepthFormat camera;

  private DepthMap(int width, int height, float[] metres, DepthFormat camera) {
    if (width < 1 || height < 1 || (long) width * height != metres.length) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "a depth map of %d x %d needs %d values, got %d; both sides must be at least 1",
              width,
              height,
              (long) width * height,
              metres.length));
    }
    this.width = width;
    this.height = height;
    this.metres = metres;
    this.camera = camera;
  }

  /// Makes a depth map from a copy of `metres`. Zero, negative, NaN and infinite values become
  /// holes.
  ///
  /// @param width pixels in a row, at least 1
  /// @param height rows, at least 1
  /// @param metres `height * width` distances in metres, row by row
  /// @param camera the focal length in pixels of this map, and the baseline
  /// @return the depth map
  /// @throws InputException if the number of values does not fit the size
  public static DepthMap copyOf(int width, int height, float[] metres, DepthFormat camera) {
    float[] values = metres.clone();
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] > 0 && values[i] < Float.POSITIVE_INFINITY)) {
        values[i] = 0;
      }
    }
    return new DepthMap(width, height, values, camera);
  }

  /// Pixels in a row.
  ///
  /// @return the width, at least 1
  public int width() {
    return width;
  }

  /// Rows.
  ///
  /// @return the height, at least 1
  public int height() {
    return height;
  }

  /// The camera, whose focal length and baseline turn metres into disparity.
  ///
  /// @return the format that the map was read by
  public DepthFormat camera() {
    return camera;
  }

  /// All distances in metres, `[height, width]` row-major, as a view; 0 is a hole.
  ///
  /// @return a fresh read-only buffer; no copy is made
  public FloatBuffer asBuffer() {
    return FloatBuffer.wrap(metres).asReadOnlyBuffer();
  }

  /// All distances in metres, `[height, width]` row-major; 0 is a hole.
  ///
  /// @return a fresh copy
  public float[] toArray() {
    return metres.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof DepthMap other
        && width == other.width
        && height == other.height
        && camera.equals(other.camera)
        && Arrays.equals(metres, other.metres);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * width + height) + camera.hashCode()) + Arrays.hashCode(metres);
  }

  @Override
  public String toString() {
    return "DepthMap[" + width + " x " + height + "]";
  }
}
