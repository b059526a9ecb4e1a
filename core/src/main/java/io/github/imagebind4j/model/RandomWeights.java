package io.github.imagebind4j.model;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.checkpoint.CheckpointConverter;
import io.github.imagebind4j.checkpoint.DType;
import io.github.imagebind4j.checkpoint.SafetensorsWriter;
import io.github.imagebind4j.checkpoint.TensorSource;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.torch.Precision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Models as they are before any training: for trying things out, for measuring speed and memory at
/// full size, and as the start of training. Their embeddings mean nothing.
///
/// Initialised as the reference does (`imagebind/models/transformer.py`,
/// `multimodal_preprocessors.py`): weights normal with deviation 0.02, norms 1 and 0, biases 0,
/// class tokens and positional embeddings normal with deviation 1 / √D.
///
/// Stateless and safe for use by any thread.
public final class RandomWeights {
  private static final int CHUNK_BYTES = 1 << 16;

  private RandomWeights() {}

  /// Writes a model of random float32 weights.
  ///
  /// @param config the model
  /// @param seed the same seed gives the same file
  /// @param to a `.safetensors` file, which also carries the config, or a `.pth` file, which does
  ///   not
  /// @param progress told the bytes of weights written so far
  /// @throws CheckpointException if the file can't be written, or its name ends otherwise
  public static void write(ModelConfig config, long seed, Path to, LongConsumer progress) {
    Map<String, String> metadata = Map.of(ModelConfig.METADATA_KEY, config.toJson());
    CheckpointConverter.write(to, sources(config, seed), metadata, progress);
  }

  /// Writes a model of random weights as [PrecisionConverter] would convert the float32 file of the
  /// same seed, without making that one.
  ///
  /// @param config the model
  /// @param seed the same seed gives the same file
  /// @param precision BF16 or INT8
  /// @param to a `.safetensors` file
  /// @param progress told the bytes of weights written so far
  /// @throws ConfigException if the precision is another
  /// @throws CheckpointException if the file can't be written, or its name ends otherwise
  public static void write(
      ModelConfig config, long seed, Precision precision, Path to, LongConsumer progress) {
    PrecisionConverter.requireTarget(precision, to);
    if (!CheckpointConverter.isSafetensors(to)) {
      throw new CheckpointException(
          "a packed model needs a file that says so, which " + to + " can't; name it .safetensors");
    }
    FingerprintTap tap = new FingerprintTap(config);
    List<TensorSource> tensors =
        sources(config, seed).stream()
            .flatMap(tensor -> PrecisionConverter.packed(tap.over(tensor), precision).stream())
            .toList();
    SafetensorsWriter.write(
        to,
        tensors,
        () -> PrecisionConverter.metadata(config, precision, tap.fingerprint()),
        progress);
  }

  private static List<TensorSource> sources(ModelConfig config, long seed) {
    return config.tensors().entrySet().stream()
        .map(tensor -> source(config, seed, tensor.getKey(), tensor.getValue()))
        .toList();
  }

  private static TensorSource source(ModelConfig config, long seed, String name, Shape shape) {
    return new TensorSource(
        name, DType.F32, shape, out -> fill(out, shape, values(config, seed, name, shape)));
  }

  /// The values of one tensor, asked for in order.
  private interface Values {
    float at(long index);
  }

  private static Values values(ModelConfig config, long seed, String name, Shape shape) {
    if (name.endsWith(".mask")) {
      int context = shape.dim(0);
      return i -> i % context > i / context ? Float.NEGATIVE_INFINITY : 0; // causal
    }
    if (name.endsWith(StateDict.LOGIT_SCALE)) {
      float log = (float) Math.log(logitScale(config, name));
      return _ -> log;
    }
    boolean norm = name.contains("norm") || name.contains("pre_transformer_layer");
    boolean headNorm = shape.rank() == 1 && name.startsWith("modality_heads.");
    if (name.endsWith("bias")) {
      return _ -> 0;
    }
    if (norm || headNorm) {
      return _ -> 1;
    }
    boolean place = name.endsWith("cls_token") || name.endsWith("pos_embed");
    double deviation = place ? 1 / Math.sqrt(shape.dim(-1)) : convolution(name) ? he(shape) : 0.02;
    // A generator a tensor, so that a tower's weights do not depend on which other towers there
    // are.
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003 + name.hashCode());
    return _ -> (float) random.nextGaussian(0, deviation);
  }

  private static boolean convolution(String name) {
    return name.contains(".stages.");
  }

  /// For rectified inputs (He et al., Delving Deep into Rectifiers, 2015): keeps their variance
  /// from stage to stage.
  private static double he(Shape shape) {
    return Math.sqrt(2.0 * shape.dim(0) / shape.count());
  }

  private static double logitScale(ModelConfig config, String name) {
    for (Modality modality : config.modalities().keySet()) {
      if (name.startsWith(StateDict.postprocessor(modality) + ".")) {
        return config.modality(modality).logitScale().orElseThrow();
      }
    }
    throw new AssertionError(name + " belongs to no modality");
  }

  private static void fill(WritableByteChannel out, Shape shape, Values values) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i < shape.count(); i++) {
      chunk.putFloat(values.at(i));
      if (!chunk.hasRemaining()) {
        out.write(chunk.flip());
        chunk.clear();
      }
    }
    out.write(chunk.flip());
  }
}
