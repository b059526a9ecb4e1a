package io.github.imagebind4j;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelMemory;
import io.github.imagebind4j.model.StemConfig;
import io.github.imagebind4j.torch.Device;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How many sequences (images, texts, clips) go through the model at once: what was asked for, or
/// as many as are fast, and never more than fit into the memory.
///
/// Safe for use by any thread.
final class BatchLimits {
  /// More tokens for each thread make it no faster, but need more memory.
  private static final int TOKENS_A_THREAD = 2048;

  /// The most sequences for each thread unless more are asked for.
  private static final int SEQUENCES_A_THREAD = 32;

  /// Beyond so many threads batches grow no more, or results would come in large lumps.
  private static final int MOST_THREADS = 8;

  /// Of the memory that is available when the model is loaded, the share that it may take if no
  /// budget is set: a quarter of the machine's memory is what a Java heap takes by default.
  private static final double SHARE = 0.75;

  private final ModelMemory memory;
  private final int batchSize;
  private final boolean budgetAsked;
  private final long budget;

  /// The weights of the towers in use, in bytes.
  private final Map<Modality, Long> towers = new ConcurrentHashMap<>();

  private BatchLimits(ModelMemory memory, int batchSize, long budget, boolean budgetAsked) {
    this.memory = memory;
    this.batchSize = batchSize;
    this.budget = budget;
    this.budgetAsked = budgetAsked;
  }

  static BatchLimits of(ModelMemory memory, ImageBindOptions options) {
    if (options.memoryBudget() > 0) {
      return new BatchLimits(memory, options.batchSize(), options.memoryBudget(), true);
    }
    // The memory of a graphics card is not ours to measure.
    boolean onCpu = options.device().kind() == Device.Kind.CPU;
    long share = onCpu ? (long) (SHARE * MachineMemory.available()) : Long.MAX_VALUE;
    return new BatchLimits(memory, options.batchSize(), share, false);
  }

  /// How many sequences may go at once.
  ///
  /// @param sequence the shape of one, without batch and clip axes
  /// @return at least 1
  /// @throws ConfigException if the batch size that was asked for does not fit, or the budget that
  ///   was set has no room for even one sequence
  int sequences(Modality modality, Shape sequence) {
    if (!memory.config().modalities().containsKey(modality)) {
      return 1; // the model itself says that it has no such tower
    }
    towers.computeIfAbsent(modality, memory::weights);
    long weights = towers.values().stream().mapToLong(Long::longValue).sum();
    int fits = memory.largestBatch(modality, sequence, Math.max(0, budget - weights));
    if (batchSize > fits && (batchSize > 1 || budgetAsked)) {
      throw tooLarge(modality, sequence, weights, fits);
    }
    if (batchSize > 0) {
      return batchSize;
    }
    if (fits == 0 && budgetAsked) {
      throw tooLarge(modality, sequence, weights, fits);
    }
    // What the machine has left is a guess: a single sequence is always tried.
    boolean words = memory.config().modality(modality).stem() instanceof StemConfig.Tokens;
    int fast = words ? mostSequences() : fast(memory.tokens(modality, sequence));
    return Math.clamp(fast, 1, Math.max(1, fits));
  }

  /// How many texts of this many tokens are fast together.
  int texts(int tokens, int most) {
    return batchSize > 0 ? most : Math.clamp(fast(tokens), 1, most);
  }

  private int fast(int tokens) {
    int wanted = TOKENS_A_THREAD * threads();
    return Math.min(mostSequences(), (wanted + tokens - 1) / tokens);
  }

  private int mostSequences() {
    return SEQUENCES_A_THREAD * threads();
  }

  private int threads() {
    return Math.min(MOST_THREADS, memory.threads());
  }

  /// A tower was freed.
  void released(Modality modality) {
    towers.remove(modality);
  }

  private ConfigException tooLarge(Modality modality, Shape sequence, long weights, int fits) {
    int asked = Math.max(1, batchSize);
    long need = weights + memory.batch(modality, sequence, asked);
    String none =
        budgetAsked
            ? "not even one fits: raise the memory budget, choose a precision of fewer bytes (bf16,"
                + " int8), or release towers that are not in use"
            : "leave the batch size open, and one at a time is tried";
    String fix = fits > 0 ? "the largest batch size that fits is " + fits : none;
    return new ConfigException(
        "a batch size of "
            + asked
            + " for "
            + modality
            + " needs about "
            + megabytes(need)
            + " of native memory ("
            + megabytes(weights)
            + " of it the weights of "
            + towers.keySet()
            + "), but "
            + (budgetAsked ? "the memory budget is " : "only this much can be had here: ")
            + megabytes(budget)
            + "; "
            + fix);
  }

  private static String megabytes(long bytes) {
    return ((bytes + (1 << 20) - 1) >> 20) + " MB";
  }
}
