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
/// class tokens and positional embeddings normal with deviation 1 / √D, those of text 0.01.
///
/// Stateless and safe for use by any thread.
public final class RandomWeights {
  private static final int CHUNK_BYTES = 1 << 16;
  private static final double TEXT_PLACES = 0.01;

  /// How far from zero weights begin.
  public enum Scheme {
    /// As in the reference: 0.02 whatever the width, made for widths of about a thousand.
    REFERENCE,
    /// By the trunk's width D and depth L, for training models of any size: `1/√D` into attention,
    /// `1/√(2D)` into the MLP, `1/√(2DL)` out of both, `1/√inputs` elsewhere. A small model begun
    /// at 0.02 says the same of every picture and takes long to find out of it.
    ///
    /// Source: `open_clip`, `TextTransformer.init_parameters`.
    BY_WIDTH
  }

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
    write(config, seed, Scheme.REFERENCE, to, progress);
  }

  /// Writes a model of random float32 weights by another scheme.
  ///
  /// @param config the model
  /// @param seed the same seed gives the same file
  /// @param scheme how far from zero they begin
  /// @param to a `.safetensors` file, which also carries the config, or a `.pth` file, which does
  ///   not
  /// @param progress told the bytes of weights written so far
  /// @throws CheckpointException if the file can't be written, or its name ends otherwise
  public static void write(
      ModelConfig config, long seed, Scheme scheme, Path to, LongConsumer progress) {
    Map<String, String> metadata = Map.of(ModelConfig.METADATA_KEY, config.toJson());
    CheckpointConverter.write(to, sources(config, seed, scheme), metadata, progress);
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
        sources(config, seed, Scheme.REFERENCE).stream()
            .flatMap(
                tensor -> PrecisionConverter.packed(config, tap.over(tensor), precision).stream())
            .toList();
    SafetensorsWriter.write(
        to,
        tensors,
        () -> PrecisionConverter.metadata(config, precision, tap.fingerprint()),
        progress);
  }

  private static List<TensorSource> sources(ModelConfig config, long seed, Scheme scheme) {
    return config.tensors().entrySet().stream()
        .map(tensor -> source(config, seed, scheme, tensor.getKey(), tensor.getValue()))
        .toList();
  }

  private static TensorSource source(
      ModelConfig config, long seed, Scheme scheme, String name, Shape shape) {
    return new TensorSource(
        name, DType.F32, shape, out -> fill(out, shape, values(config, seed, scheme, name, shape)));
  }

  /// The values of one tensor, asked for in order.
  private interface Values {
    float at(long index);
  }

  private static Values values(
      ModelConfig config, long seed, Scheme scheme, String name, Shape shape) {
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
    double deviation = deviation(config, scheme, name, shape);
    // A generator a tensor, so that a tower's weights do not depend on which other towers there
    // are.
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003 + name.hashCode());
    return _ -> (float) random.nextGaussian(0, deviation);
  }

  private static double deviation(ModelConfig config, Scheme scheme, String name, Shape shape) {
    if (name.equals(StateDict.preprocessor(Modality.TEXT) + ".pos_embed")) {
      return TEXT_PLACES;
    }
    if (name.endsWith("cls_token") || name.endsWith("pos_embed")) {
      return 1 / Math.sqrt(shape.dim(-1));
    }
    if (convolution(name)) {
      return he(shape);
    }
    boolean words = name.endsWith("token_embedding.weight");
    boolean biasKv = name.endsWith("bias_k") || name.endsWith("bias_v");
    if (scheme == Scheme.REFERENCE || words || biasKv) {
      return 0.02;
    }
    double inputs = (double) shape.count() / shape.dim(0);
    if (name.endsWith("fc1.weight")) {
      return 1 / Math.sqrt(2 * inputs);
    }
    if (name.endsWith("out_proj.weight") || name.endsWith("fc2.weight")) {
      return 1 / Math.sqrt(2.0 * shape.dim(0) * depth(config, name));
    }
    return 1 / Math.sqrt(inputs);
  }

  private static int depth(ModelConfig config, String name) {
    return config.modalities().entrySet().stream()
        .filter(m -> name.startsWith(StateDict.trunk(m.getKey()) + "."))
        .mapToInt(m -> m.getValue().trunk().numBlocks())
        .findFirst()
        .orElseThrow();
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
