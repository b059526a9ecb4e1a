package io.github.imagebind4j.model;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;

/// The arithmetic of encoding a batch: multiplications and additions of its matrix products and
/// convolutions, two for each weight that meets a value. Norms, GELU, softmax and sums of vectors,
/// a thousandth of it, are left out, as is usual.
///
/// [#reference] counts what Meta's code computes; [#done] what this one does for the same numbers.
/// Their quotient is the work saved, and only the second may be divided by a time.
///
/// Immutable and safe for use by any thread.
///
/// @param stem patches or windows to tokens; 0 for text, which looks them up
/// @param projections the q, k, v and output projections of all blocks
/// @param attention queries times keys and scores times values; a causal mask's zeros are counted,
///   for they are computed
/// @param mlp the two layers of all blocks' MLPs
/// @param head the projection of the chosen token
public record Flops(long stem, long projections, long attention, long mlp, long head) {
  /// What Meta's code computes: all tokens in all blocks, all of a text's positions, both frames of
  /// a still image.
  ///
  /// @param model the model
  /// @param modality one of its modalities
  /// @param batch what [ImageBindModel#encode(Modality, FloatArray)] takes
  /// @return the sum over the batch
  /// @throws ConfigException if the model has no such modality
  /// @throws InputException if the batch is of no shape that the modality's stem takes
  public static Flops reference(ModelConfig model, Modality modality, FloatArray batch) {
    ModalityConfig config = model.modality(modality);
    long items = items(config.stem(), batch.shape());
    long tokens = tokens(config.stem(), batch.shape());
    Flops blocks =
        block(config.trunk(), tokens, tokens).times(config.trunk().numBlocks()); // all queries
    return blocks
        .plus(stem(config, tokens, weightsOfPatch(config.stem())))
        .plus(head(config, model.outEmbedDim()))
        .times(items);
  }

  /// What is computed here: each text up to its end, the last block for the token alone that goes
  /// into the head, a still image's equal frames as one with the sum of their weights. What pads
  /// texts to the length of a longer neighbour is computed, but not counted: it would pass for
  /// speed.
  ///
  /// @param model the model
  /// @param modality one of its modalities
  /// @param batch what [ImageBindModel#encode(Modality, FloatArray)] takes
  /// @return the sum over the batch
  /// @throws ConfigException if the model has no such modality
  /// @throws InputException if the batch is of no shape that the modality's stem takes
  public static Flops done(ModelConfig model, Modality modality, FloatArray batch) {
    ModalityConfig config = model.modality(modality);
    long items = items(config.stem(), batch.shape());
    if (config.stem() instanceof StemConfig.Tokens) {
      Flops sum = new Flops(0, 0, 0, 0, 0);
      for (int row = 0; row < items; row++) {
        sum = sum.plus(item(model, config, 1 + firstLargest(batch.slice(row).toArray()), 0));
      }
      return sum;
    }
    long weights =
        config.stem() instanceof StemConfig.Patches patches && isFolded(patches, batch.shape())
            ? weightsOfPatch(patches) / patches.kernelFrames()
            : weightsOfPatch(config.stem());
    return item(model, config, tokens(config.stem(), batch.shape()), weights).times(items);
  }

  private static Flops item(ModelConfig model, ModalityConfig config, long tokens, long weights) {
    TrunkConfig trunk = config.trunk();
    return block(trunk, tokens, tokens)
        .times(trunk.numBlocks() - 1L)
        .plus(block(trunk, tokens, 1))
        .plus(stem(config, tokens, weights))
        .plus(head(config, model.outEmbedDim()));
  }

  /// All parts together.
  ///
  /// @return the sum
  public long total() {
    return stem + projections + attention + mlp + head;
  }

  /// The parts of two counts, added up.
  ///
  /// @param other another count
  /// @return the sum, part by part
  public Flops plus(Flops other) {
    return new Flops(
        stem + other.stem,
        projections + other.projections,
        attention + other.attention,
        mlp + other.mlp,
        head + other.head);
  }

  private Flops times(long n) {
    return new Flops(n * stem, n * projections, n * attention, n * mlp, n * head);
  }

  /// One block in which `queries` of the `tokens` go on to the next.
  private static Flops block(TrunkConfig trunk, long tokens, long queries) {
    long dim = trunk.embedDim();
    long keys = tokens + (trunk.biasKv() ? 1 : 0);
    long keysAndValues = 2 * tokens * dim * 2 * dim;
    long queriesAndOutput = 2 * queries * dim * 2 * dim;
    long attention = 2 * 2 * queries * keys * dim;
    long mlp = 2 * 2 * queries * dim * TransformerBlock.MLP_RATIO * dim;
    return new Flops(0, keysAndValues + queriesAndOutput, attention, mlp, 0);
  }

  private static Flops stem(ModalityConfig config, long tokens, long weightsOfPatch) {
    long projected = config.stem() instanceof StemConfig.Tokens ? 0 : tokens - 1; // no class token
    long convolved = 0;
    if (config.stem() instanceof StemConfig.Convolutions convolutions) {
      convolved = convolutions(convolutions);
    }
    return new Flops(
        convolved + 2 * projected * weightsOfPatch * config.trunk().embedDim(), 0, 0, 0, 0);
  }

  /// The stages before the projection.
  private static long convolutions(StemConfig.Convolutions stem) {
    long sum = 0;
    long rows = stem.height();
    long columns = stem.width();
    long channels = stem.channels();
    for (StemConfig.ConvStage stage : stem.stages()) {
      rows = stage.out((int) rows);
      columns = stage.out((int) columns);
      long reduce = channels * stage.kernel() * stage.kernel();
      long residual = 9L * stage.width() * stage.depth();
      sum += 2 * rows * columns * stage.width() * (reduce + residual);
      channels = stage.width();
    }
    return sum;
  }

  private static Flops head(ModalityConfig config, long outDim) {
    return new Flops(0, 0, 0, 0, 2L * config.trunk().embedDim() * outDim);
  }

  private static long weightsOfPatch(StemConfig stem) {
    return switch (stem) {
      case StemConfig.Patches patches ->
          (long) patches.channels()
              * Math.max(1, patches.kernelFrames())
              * patches.kernel()
              * patches.kernel();
      case StemConfig.Convolutions convolutions -> convolutions.stages().getLast().width();
      case StemConfig.Windows windows -> (long) windows.channels() * windows.window();
      case StemConfig.Tokens _ -> 0;
    };
  }

  /// A still image of which every patch spans all repetitions.
  private static boolean isFolded(StemConfig.Patches patches, Shape batch) {
    return patches.frames() > 0 && patches.frames() == patches.kernelFrames() && batch.rank() == 4;
  }

  private static long tokens(StemConfig stem, Shape batch) {
    if (stem instanceof StemConfig.Patches patches && patches.frames() == patches.kernelFrames()) {
      // Vision takes squares of other sizes, too.
      long rows = (batch.dim(-2) - patches.kernel()) / patches.stride() + 1L;
      long columns = (batch.dim(-1) - patches.kernel()) / patches.stride() + 1L;
      return 1 + rows * columns;
    }
    return stem.tokens();
  }

  /// How many go through the trunk: the clips of an item count one by one.
  private static long items(StemConfig stem, Shape batch) {
    int least =
        switch (stem) {
          case StemConfig.Patches _, StemConfig.Convolutions _ -> 4;
          case StemConfig.Windows _ -> 3;
          case StemConfig.Tokens _ -> 2;
        };
    if (batch.rank() < least || batch.rank() > 6 || (least < 4 && batch.rank() > least)) {
      throw new InputException(
          "expected a batch as the modality's encoder takes it, got shape " + batch);
    }
    return batch.rank() >= 5 ? (long) batch.dim(0) * batch.dim(1) : batch.dim(0);
  }

  /// The place of the end-of-text token, the first with the largest id.
  private static int firstLargest(float[] ids) {
    int best = 0;
    for (int i = 1; i < ids.length; i++) {
      best = ids[i] > ids[best] ? i : best;
    }
    return best;
  }
}
