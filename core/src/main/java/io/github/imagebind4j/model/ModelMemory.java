package io.github.imagebind4j.model;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.torch.Precision;

/// How much native memory a model takes, told from its config before anything is computed. Upper
/// bounds that are meant to be less than twice of what is really used.
///
/// Let D be the trunk's width and L the tokens of a sequence (an image, a text or a clip), T the
/// threads and P the sequences that one thread takes through a block together (one image; up to 32
/// texts). At once there are
///
/// | what | bytes |
/// |---|---|
/// | each sequence that waits between two blocks, at most 32 a thread: its input, its tokens, these as the blocks change them, and scratch | input + 3 · 4 · L · D |
/// | inside a block: two norms, query, key and value, the mix and its projection, the MLP's hidden layer and output, scratch | T · P · 18 · 4 · L · D |
/// | the same for audio, depth, thermal and IMU: an extra key and value | T · P · 2 · 4 · L · D |
/// | what the matrix library and the allocator keep | [#WORKSPACE_BYTES] |
///
/// Attention's `L × L` table is never whole in memory. This is FP32 and INT8, whose products come
/// out wide; in BF16 and FP16 what is inside a block is half as wide, and is counted so.
///
/// Estimated, and measured as growth of resident memory at full size on two threads, weights
/// included, in MB:
///
/// | | FP32 | BF16 | INT8 |
/// |---|---|---|---|
/// | 16 images | 2,560, measured 2,548 | 1,742, 1,598 | 1,132, 981 |
/// | 64 texts of 77 tokens | 1,786, measured 1,650 | 1,167, 1,093 | 956, 674 |
///
/// Immutable and safe for use by any thread.
///
/// @param config the model's
/// @param precision the number format that it computes in; STORED and AUTO count as FP32, the
///   widest that they can become
/// @param threads how many threads it computes on
public record ModelMemory(ModelConfig config, Precision precision, int threads) {
  /// What the matrix library and the allocator keep for themselves, whatever the batch.
  public static final long WORKSPACE_BYTES = 32L << 20;

  private static final int FLOATS_INSIDE = 18;
  private static final int FLOATS_OF_BIAS_KV = 2;
  private static final int FLOATS_WAITING = 3;

  /// Checks the threads.
  ///
  /// @throws ConfigException if there are none
  public ModelMemory {
    if (threads < 1) {
      throw new ConfigException("a model computes on at least one thread, got " + threads);
    }
  }

  /// How much a modality's tower takes once it is loaded: 4, 2 or 1 bytes for each weight of its
  /// blocks' linear layers by precision, and 4 for nearly all other numbers; in other precisions
  /// than FP32 a third more for what packing leaves behind.
  ///
  /// FP32 weights that are mapped from an FP32 file count like any others, for they have to be in
  /// memory to be fast; the system can drop them and read them again.
  ///
  /// @param modality one of the model's
  /// @return bytes
  /// @throws ConfigException if the model has no such modality
  public long weights(Modality modality) {
    ModalityConfig _ = config.modality(modality); // or says that there is none
    long bytes = StoredPrecision.bytes(config, modality, precision);
    return switch (precision) {
      case STORED, AUTO, FP32 -> bytes; // mapped as they are
      case BF16, FP16, INT8 -> bytes + bytes / 3; // packing leaves gaps in the heap
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
    return fixed(modality, sequence) + Math.min(count, mostWaiting()) * waiting(modality, sequence);
  }

  /// The largest batch of sequences that fits.
  ///
  /// @param modality one of the model's
  /// @param sequence the shape of one image, text or clip, without batch and clip axes
  /// @param bytes how much there is beside the weights
  /// @return how many; 0 if not even one fits; [Integer#MAX_VALUE] if more of them take no more
  ///   memory, since they go through in pieces
  /// @throws ConfigException if the model has no such modality
  public int largestBatch(Modality modality, Shape sequence, long bytes) {
    long room = bytes - fixed(modality, sequence);
    long most = Math.max(0, room) / waiting(modality, sequence);
    return most >= mostWaiting() ? Integer.MAX_VALUE : Math.toIntExact(most);
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

  private long mostWaiting() {
    return (long) ModalityEncoder.MOST_AT_ONCE * threads;
  }

  private long waiting(Modality modality, Shape sequence) {
    return Float.BYTES * (FLOATS_WAITING * floatsOfTokens(modality, sequence) + sequence.count());
  }

  private long fixed(Modality modality, Shape sequence) {
    ModalityConfig tower = config.modality(modality);
    long floats = FLOATS_INSIDE + (tower.trunk().biasKv() ? FLOATS_OF_BIAS_KV : 0L);
    long together = together(tower.stem(), tokens(modality, sequence));
    long bytes =
        switch (precision) {
          case STORED, AUTO, FP32, INT8 -> Float.BYTES;
          case BF16, FP16 -> Short.BYTES;
        };
    return WORKSPACE_BYTES
        + threads * together * floats * bytes * floatsOfTokens(modality, sequence);
  }

  /// The most that one thread takes through a block together.
  private int together(StemConfig stem, int tokens) {
    int rows = ModalityEncoder.ROWS_WANTED * (precision == Precision.INT8 ? 4 : 1);
    return stem instanceof StemConfig.Tokens
        ? ModalityEncoder.MOST_AT_ONCE
        : Math.clamp(rows / tokens, 1, ModalityEncoder.MOST_AT_ONCE);
  }

  private long floatsOfTokens(Modality modality, Shape sequence) {
    return (long) config.modality(modality).trunk().embedDim() * tokens(modality, sequence);
  }
}
