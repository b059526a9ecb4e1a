package io.github.imagebind4j.model;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.torch.Precision;
import java.util.Map;

/// How much native memory a model takes, told from its config before anything is computed. Upper
/// bounds that are meant to be less than twice of what is really used.
///
/// With D the trunk's width, L the tokens of a sequence (an image, a text or a clip) and B the
/// sequences that go through the trunk together, the widest moment of a block holds
///
/// | tensor | floats a token |
/// |---|---|
/// | the block's input, and the trunk's | 2 D |
/// | norm 1, the fused query, key and value, their mix, its projection, the sum | 7 D |
/// | an extra key and value (audio, depth, thermal, IMU) | 2 D |
/// | norm 2, the MLP's hidden layer before and after its GELU, its output, the sum | 11 D |
///
/// so `B · L · D · (20 or 22) · 4` bytes, to which come three copies of the input tensor and a
/// fixed [#WORKSPACE_BYTES]. Attention's `L × L` table is never whole in memory. The table is that
/// of FP32, and holds for the other precisions as a bound: their residual stream stays in FP32, and
/// the rest is narrower.
///
/// Immutable and safe for use by any thread.
///
/// @param config the model's
/// @param precision the number format that it computes in; STORED and AUTO count as FP32, the
///   widest that they can become
public record ModelMemory(ModelConfig config, Precision precision) {
  /// What the matrix library and the allocator keep for themselves, whatever the batch: packed
  /// weights of one layer, buffers of each thread.
  public static final long WORKSPACE_BYTES = 48L << 20;

  private static final int FLOATS_A_TOKEN = 20;
  private static final int FLOATS_OF_BIAS_KV = 2;
  private static final int INPUT_COPIES = 3;

  /// How much a modality's tower takes once it is loaded: 4, 2 or 1 bytes for each weight of its
  /// blocks' linear layers by precision, and 4 for each other number.
  ///
  /// FP32 weights that are mapped from an FP32 file count like any others, for they have to be in
  /// memory to be fast; the system can drop them and read them again.
  ///
  /// @param modality one of the model's
  /// @return bytes
  /// @throws ConfigException if the model has no such modality
  public long weights(Modality modality) {
    ModalityConfig tower = config.modality(modality);
    ModelConfig alone = config.only(modality::equals);
    long bytes = 0;
    for (Map.Entry<String, Shape> tensor : alone.tensors().entrySet()) {
      boolean linear = tensor.getKey().contains(".blocks.") && tensor.getValue().rank() == 2;
      bytes += tensor.getValue().count() * (linear ? bytesOfLinearWeight() : Float.BYTES);
    }
    if (precision == Precision.INT8) { // a scale for each output channel
      bytes += 9L * Float.BYTES * tower.trunk().embedDim() * tower.trunk().numBlocks();
    }
    return bytes;
  }

  private int bytesOfLinearWeight() {
    return switch (precision) {
      case STORED, AUTO, FP32 -> 4;
      case BF16, FP16 -> 2;
      case INT8 -> 1;
    };
  }

  /// The most that sequences of one modality take on top of the weights while they go through the
  /// model together.
  ///
  /// @param modality one of the model's
  /// @param sequence the shape of one image, text or clip, without batch and clip axes, e.g. `[3,
  ///   224, 224]`
  /// @param count how many go together
  /// @return bytes
  /// @throws ConfigException if the model has no such modality
  public long batch(Modality modality, Shape sequence, int count) {
    return WORKSPACE_BYTES + count * sequence(modality, sequence);
  }

  /// The largest batch of sequences that fits.
  ///
  /// @param modality one of the model's
  /// @param sequence the shape of one image, text or clip, without batch and clip axes
  /// @param bytes how much there is beside the weights
  /// @return how many; 0 if not even one fits
  /// @throws ConfigException if the model has no such modality
  public int largestBatch(Modality modality, Shape sequence, long bytes) {
    long most = (bytes - WORKSPACE_BYTES) / sequence(modality, sequence);
    return Math.clamp(most, 0, Integer.MAX_VALUE);
  }

  /// How many tokens the trunk sees for one sequence.
  ///
  /// @param modality one of the model's
  /// @param sequence its shape, without batch and clip axes
  /// @return the tokens, class token included: the config's own number, or more for an image that
  ///   is larger than the config's
  /// @throws ConfigException if the model has no such modality
  public int tokens(Modality modality, Shape sequence) {
    StemConfig stem = config.modality(modality).stem();
    if (stem instanceof StemConfig.Patches patches && sequence.rank() >= 3) {
      long rows = ((long) sequence.dim(-2) - patches.kernel()) / patches.stride() + 1;
      long columns = ((long) sequence.dim(-1) - patches.kernel()) / patches.stride() + 1;
      long times = patches.frames() == 0 ? 1 : patches.frames() / patches.kernelFrames();
      long all = 1 + rows * columns * times;
      return Math.clamp(all, patches.tokens(), StemConfig.MAX_TOKENS);
    }
    return stem.tokens();
  }

  private long sequence(Modality modality, Shape sequence) {
    TrunkConfig trunk = config.modality(modality).trunk();
    long floats = (long) FLOATS_A_TOKEN + (trunk.biasKv() ? FLOATS_OF_BIAS_KV : 0);
    long tokens = tokens(modality, sequence);
    return Float.BYTES * (floats * trunk.embedDim() * tokens + INPUT_COPIES * sequence.count());
  }
}
