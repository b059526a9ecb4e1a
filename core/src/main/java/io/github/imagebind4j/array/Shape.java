package io.github.imagebind4j.array;

import io.github.imagebind4j.error.InputException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The sizes of an array's axes, outermost first. A scalar has no axes.
///
/// Immutable and safe for use by any thread.
public final class Shape {
  private final int[] dims;
  private final long count;

  private Shape(int[] dims) {
    long product = 1;
    for (int dim : dims) {
      if (dim < 0) {
        throw new InputException("a shape has no negative axis, got " + Arrays.toString(dims));
      }
      try {
        product = Math.multiplyExact(product, dim);
      } catch (ArithmeticException e) {
        throw new InputException(
            "shape " + Arrays.toString(dims) + " has more than 2^63 elements", e);
      }
    }
    this.dims = dims;
    this.count = product;
  }

  /// The shape with these axis sizes.
  ///
  /// @param dims axis sizes, outermost first, none negative
  /// @return the shape
  /// @throws InputException if a size is negative
  public static Shape of(int... dims) {
    return new Shape(dims.clone());
  }

  /// How many axes there are.
  ///
  /// @return the number of axes
  public int rank() {
    return dims.length;
  }

  /// The size of one axis.
  ///
  /// @param axis from 0; a negative one counts from the end, so -1 is the innermost
  /// @return its size
  public int dim(int axis) {
    return dims[axis < 0 ? axis + dims.length : axis];
  }

  /// All axis sizes, outermost first.
  ///
  /// @return a fresh copy
  public int[] dims() {
    return dims.clone();
  }

  /// How many elements an array of this shape has.
  ///
  /// @return the product of the axes; 1 for a scalar
  public long count() {
    return count;
  }

  /// Checks this shape against named and fixed axes, once, at a boundary.
  ///
  /// @param fix what the caller should do when it does not fit, e.g. `run ImagePreprocessor first`
  /// @param axes per axis either an `Integer` (that size exactly) or a `String` (a name such as
  ///   `B`: any size)
  /// @throws InputException `expected [B, 3, 224, 224], got [1, 3, 256, 256]; ` and the fix
  public void require(String fix, Object... axes) {
    boolean fits = axes.length == dims.length;
    for (int i = 0; fits && i < axes.length; i++) {
      fits = !(axes[i] instanceof Integer size) || size == dims[i];
    }
    if (!fits) {
      String expected =
          Stream.of(axes).map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
      throw new InputException("expected " + expected + ", got " + this + "; " + fix);
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Shape other && Arrays.equals(dims, other.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  @Override
  public String toString() {
    return Arrays.toString(dims);
  }
}
