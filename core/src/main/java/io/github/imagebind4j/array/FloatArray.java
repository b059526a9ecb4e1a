package io.github.imagebind4j.array;

import io.github.imagebind4j.error.InputException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/// An n-dimensional array of floats on the Java heap, row-major.
///
/// Immutable and safe for use by any thread.
public final class FloatArray {
  private final float[] data;
  private final Shape shape;

  private FloatArray(float[] data, Shape shape) {
    if (shape.count() != data.length) {
      throw new InputException(
          "shape " + shape + " needs " + shape.count() + " values, got " + data.length);
    }
    this.data = data;
    this.shape = shape;
  }

  /// Makes an array from a copy of `data`.
  ///
  /// @param data values, row-major
  /// @param dims axis sizes, outermost first
  /// @return the array
  /// @throws InputException if the number of values is not the product of `dims`
  public static FloatArray copyOf(float[] data, int... dims) {
    return new FloatArray(data.clone(), Shape.of(dims));
  }

  /// Makes an array that takes over `data` without copying. The caller must not write to it again.
  ///
  /// @param data values, row-major
  /// @param dims axis sizes, outermost first
  /// @return the array
  /// @throws InputException if the number of values is not the product of `dims`
  public static FloatArray wrap(float[] data, int... dims) {
    return new FloatArray(data, Shape.of(dims));
  }

  /// Joins arrays of one shape along a new outermost axis.
  ///
  /// @param items at least one array, all of the same shape `[...]`
  /// @return an array `[items.size(), ...]`
  /// @throws InputException if there are none, or their shapes differ
  public static FloatArray stack(List<FloatArray> items) {
    if (items.isEmpty()) {
      throw new InputException("stack needs at least one array, got none");
    }
    Shape shape = items.getFirst().shape;
    float[] all = new float[Math.toIntExact(shape.count() * items.size())];
    int at = 0;
    for (FloatArray item : items) {
      if (!item.shape.equals(shape)) {
        throw new InputException("stack needs equal shapes, got " + shape + " and " + item.shape);
      }
      System.arraycopy(item.data, 0, all, at, item.data.length);
      at += item.data.length;
    }
    int[] dims = new int[shape.rank() + 1];
    dims[0] = items.size();
    System.arraycopy(shape.dims(), 0, dims, 1, shape.rank());
    return new FloatArray(all, Shape.of(dims));
  }

  /// The axis sizes.
  ///
  /// @return the shape
  public Shape shape() {
    return shape;
  }

  /// The values, row-major, as a view.
  ///
  /// @return a fresh read-only buffer over all values; no copy is made
  public FloatBuffer asBuffer() {
    return FloatBuffer.wrap(data).asReadOnlyBuffer();
  }

  /// The values, row-major.
  ///
  /// @return a fresh copy
  public float[] toArray() {
    return data.clone();
  }

  /// One value by its place in row-major order.
  ///
  /// @param flatIndex from 0 to `shape().count() - 1`
  /// @return the value
  public float get(int flatIndex) {
    return data[flatIndex];
  }

  /// One entry of the outermost axis.
  ///
  /// @param index from 0 to `shape().dim(0) - 1`
  /// @return a copy, its shape without the outermost axis
  public FloatArray slice(int index) {
    int[] dims = shape.dims();
    int size = Math.toIntExact(shape.count() / dims[0]);
    float[] part = Arrays.copyOfRange(data, index * size, (index + 1) * size);
    return new FloatArray(part, Shape.of(Arrays.copyOfRange(dims, 1, dims.length)));
  }

  /// The same values under another shape.
  ///
  /// @param dims axis sizes whose product is this array's count
  /// @return an array that shares the values
  /// @throws InputException if the counts differ
  public FloatArray reshape(int... dims) {
    return new FloatArray(data, Shape.of(dims));
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof FloatArray other
        && shape.equals(other.shape)
        && Arrays.equals(data, other.data);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return "FloatArray" + shape;
  }
}
