package io.github.imagebind4j.train.nn;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.ConfigException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/// Low-rank adaptation: a weight W stays as it is, and `W + alpha / rank · up · down` takes its
/// place, of which only the two small matrices are trained. `up` starts at zero, so that training
/// starts from the model as it was.
///
/// Source: Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, 2021, section 4.1.
///
/// Immutable and safe for use by any thread.
///
/// @param rank of the change, at least 1
/// @param alpha the change is multiplied by `alpha / rank`
/// @param names which two-dimensional weights are adapted, by checkpoint key
/// @param seed of the start values
public record Lora(int rank, double alpha, Predicate<String> names, long seed) {
  private static final String DOWN = ".lora_down";
  private static final String UP = ".lora_up";

  /// Checks the sizes.
  ///
  /// @throws ConfigException if the rank is not positive or alpha not a positive number
  public Lora {
    if (rank < 1 || !(alpha > 0) || Double.isInfinite(alpha)) {
      throw new ConfigException(
          "LoRA needs a rank of at least 1 and a positive alpha, got " + rank + " and " + alpha);
    }
  }

  boolean adapts(String weight) {
    return names.test(weight);
  }

  static String down(String weight) {
    return weight + DOWN;
  }

  static String up(String weight) {
    return weight + UP;
  }

  static boolean isDown(String name) {
    return name.endsWith(DOWN);
  }

  /// `down [rank, K]` and `up [N, rank]` of a weight `[N, K]`.
  SequencedMap<String, Shape> shapes(String weight, Shape shape) {
    if (shape.rank() != 2) {
      throw new ConfigException("LoRA adapts matrices only, but " + weight + " has shape " + shape);
    }
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(down(weight), Shape.of(rank, shape.dim(1)));
    shapes.put(up(weight), Shape.of(shape.dim(0), rank));
    return shapes;
  }

  /// Uniform within ±1 / √K, as a dense layer starts in PyTorch and `loralib`.
  FloatArray start(String name, Shape shape) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003 + name.hashCode());
    double bound = 1 / Math.sqrt(shape.dim(1));
    float[] values = new float[Math.toIntExact(shape.count())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return FloatArray.wrap(values, shape.dims());
  }

  Tensor merged(Tensor weight, Tensor down, Tensor up) {
    return weight.add(up.matmul(down).mul(new Scalar(alpha / rank)));
  }
}
