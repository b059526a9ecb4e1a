package io.github.imagebind4j.model;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.DType;
import io.github.imagebind4j.checkpoint.StoredTensor;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.torch.Precision;
import java.util.Locale;
import java.util.Set;

/// Holds a file's number types to the precision that it claims. A file that gets by can be computed
/// with: every int8 weight has its scales, and they are sound.
final class StoredTypes {
  private static final String FIX = "; convert the original checkpoint again";

  private final Checkpoint checkpoint;
  private final Precision precision;

  private StoredTypes(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
    this.precision = StoredPrecision.of(checkpoint);
  }

  /// @param config the model
  /// @param names its tensors, of the right shapes
  /// @throws CheckpointException naming what is wrong
  static void require(ModelConfig config, Set<String> names, Checkpoint checkpoint) {
    StoredTypes types = new StoredTypes(checkpoint);
    for (String name : names) {
      types.requireType(config, name);
      if (checkpoint.tensor(name).dtype() == DType.I8) {
        types.requireScales(name);
      }
    }
  }

  /// Refuses int8 weights in a file that does not say that it is int8: before all else, for their
  /// scales would pass for tensors of another model.
  ///
  /// @param names the model's tensors, there or not
  static void requireInt8IsSaid(Set<String> names, Checkpoint checkpoint) {
    StoredTypes types = new StoredTypes(checkpoint);
    if (types.precision == Precision.INT8) {
      return;
    }
    for (String name : names) {
      if (checkpoint.names().contains(name) && checkpoint.tensor(name).dtype() == DType.I8) {
        throw types.bad(
            name,
            "is I8, but the file's metadata lacks " + StoredPrecision.METADATA_KEY + " = int8");
      }
    }
  }

  private void requireType(ModelConfig config, String name) {
    DType found = checkpoint.tensor(name).dtype();
    DType due = StoredPrecision.dtype(config, name, precision);
    boolean right =
        switch (precision) {
          // Files from before blocks were left in bf16 have all of them in int8.
          case INT8 -> found == due || (found == DType.I8 && StoredPrecision.isLinearWeight(name));
          case BF16 -> found == due;
          case STORED, FP32, FP16, AUTO -> found.isFloat();
        };
    if (right) {
      return;
    }
    throw bad(
        name,
        switch (precision) {
          case INT8, BF16 ->
              String.format(
                  Locale.ROOT,
                  "is %s, where a file of %s has %s",
                  found,
                  precision.name().toLowerCase(Locale.ROOT),
                  due);
          case STORED, FP32, FP16, AUTO -> "is " + found + ", but a weight must be a float";
        });
  }

  private void requireScales(String weight) {
    String name = weight + StoredPrecision.SCALE;
    if (!checkpoint.names().contains(name)) {
      throw bad(weight, "is int8, but its scales " + name + " are missing");
    }
    StoredTensor scales = checkpoint.tensor(name);
    Shape due = Shape.of(checkpoint.tensor(weight).shape().dim(0));
    if (scales.dtype() != DType.F32 || !scales.shape().equals(due)) {
      throw bad(
          name,
          String.format(
              Locale.ROOT,
              "is %s %s, but scales are F32, one for each row: %s",
              scales.dtype(),
              scales.shape(),
              due));
    }
    FloatArray values = checkpoint.visit(name, StoredTensor::toFloatArray);
    for (int i = 0; i < due.dim(0); i++) {
      float scale = values.get(i);
      if (!(scale >= Float.MIN_NORMAL && scale < Float.POSITIVE_INFINITY)) {
        throw bad(
            name,
            String.format(
                Locale.ROOT,
                "has the scale %s for row %d, but scales are positive and normal",
                scale,
                i));
      }
    }
  }

  private CheckpointException bad(String tensor, String what) {
    return new CheckpointException(
        checkpoint.file() + " is no sound model: its tensor " + tensor + " " + what + FIX);
  }
}
