package io.github.imagebind4j.model;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.torch.ComputeThreads;
import io.github.imagebind4j.torch.Device;
import io.github.imagebind4j.torch.Precision;
import io.github.imagebind4j.torch.TensorScope;
import io.github.imagebind4j.torch.Tensors;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// One modality's tower: patch embed, trunk, head, logit scale, and the mean over clips.
///
/// A batch is shared out over the cores. Each core takes its items through the trunk in parts: one
/// image, spectrogram or signal at a time keeps what passes between layers in the cache, and makes
/// its numbers independent of its neighbours'; only short sequences go in numbers.
///
/// Safe for use by any thread until it is closed.
final class ModalityEncoder implements AutoCloseable {
  /// An hour of sound is 1,800 clips: they must not all be on their way at once.
  static final int MOST_AT_ONCE = 32;

  /// Products of fewer rows than this leave the processor's matrix units waiting for weights.
  static final int ROWS_WANTED = 256;

  private final ModalityConfig config;
  private final Arithmetic arithmetic;
  private final ComputeThreads threads;
  private final List<Pointer> tensors = new ArrayList<>();
  private final PatchEmbed patchEmbed;
  private final Trunk trunk;
  private final Head head;
  private final LogitScale logitScale;

  ModalityEncoder(
      Checkpoint checkpoint,
      ModelConfig model,
      Modality modality,
      Arithmetic arithmetic,
      ComputeThreads threads) {
    this.config = model.modality(modality);
    this.arithmetic = arithmetic;
    this.threads = threads;
    Weights weights = new Weights(checkpoint, arithmetic, tensors);
    try (TensorScope _ = TensorScope.open()) {
      boolean causal = config.stem() instanceof StemConfig.Tokens;
      this.patchEmbed = PatchEmbed.of(weights.at(StateDict.preprocessor(modality)), config);
      this.trunk = new Trunk(weights.at(StateDict.trunk(modality)), config.trunk(), causal);
      this.head = new Head(weights.at(StateDict.head(modality)), config);
      this.logitScale = LogitScale.of(weights.at(StateDict.postprocessor(modality) + ".1"), config);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /// Encodes a batch.
  ///
  /// @param batch inputs `[B, ...]`, or clips `[B, S, ...]` of 5 axes or more, over which the
  ///   outputs are averaged
  /// @return `[B, outEmbedDim]`
  FloatArray encode(FloatArray batch, LayerTap tap) {
    int[] dims = batch.shape().dims();
    boolean clips = dims.length >= 5;
    FloatArray flat = clips ? batch.reshape(joinFirstTwo(dims)) : batch;
    patchEmbed.require(flat.shape());
    if (flat.shape().dim(0) == 0) {
      throw new InputException(
          "expected at least one input, got a batch of shape " + batch.shape());
    }
    if (config.stem() instanceof StemConfig.Tokens words) {
      requireIds(flat, words.vocabulary());
    }
    FloatArray vectors = FloatArray.stack(share(flat, tap));
    return clips ? meanOfClips(vectors, dims[1]) : vectors; // not normalised again
  }

  /// Every core takes as many neighbours as any other, give or take one.
  private List<FloatArray> share(FloatArray flat, LayerTap tap) {
    int items = flat.shape().dim(0);
    int shares = arithmetic.device().kind() == Device.Kind.CPU ? threads.count() : 1;
    if (items < shares || tap.sees()) {
      return threads.together(() -> forwardInPieces(flat, 0, items, tap));
    }
    List<Callable<List<FloatArray>>> tasks = new ArrayList<>();
    for (int i = 0; i < shares; i++) {
      int from = (int) ((long) items * i / shares);
      int to = (int) ((long) items * (i + 1) / shares);
      tasks.add(() -> forwardInPieces(flat, from, to, tap));
    }
    return threads.sideBySide(tasks).stream().flatMap(List::stream).toList();
  }

  private List<FloatArray> forwardInPieces(FloatArray flat, int from, int to, LayerTap tap) {
    List<FloatArray> rows = new ArrayList<>();
    for (int at = from; at < to; at += MOST_AT_ONCE) {
      try (TensorScope _ = TensorScope.open()) {
        Tensor piece = forward(flat, at, Math.min(MOST_AT_ONCE, to - at), tap);
        FloatArray vectors = Tensors.toFloatArray(piece);
        for (int row = 0; row < vectors.shape().dim(0); row++) {
          rows.add(vectors.slice(row));
        }
      }
    }
    return rows;
  }

  /// @return `[count, outEmbedDim]`
  private Tensor forward(FloatArray flat, int from, int count, LayerTap tap) {
    List<Tensor> parts = new ArrayList<>();
    List<TokenPick> picks = new ArrayList<>();
    int size = partSize();
    for (int at = from; at < from + count; at += size) {
      Input input = input(flat, at, Math.min(size, from + count - at));
      picks.add(input.pick);
      Tensor tokens = TensorScope.inner(() -> patchEmbed.forward(input.tensor));
      if (parts.isEmpty()) { // it looks at the first part
        tap.saw("trunk_in", tokens);
      }
      parts.add(TensorScope.inner(() -> trunk.enter(tokens)));
    }
    Tensor picked =
        torch.cat(new TensorVector(trunk.forward(parts, picks, tap).toArray(Tensor[]::new)), 0);
    Tensor projected = head.forward(picked);
    tap.saw("head_out", projected);
    Tensor unit = logitScale.normalize(projected);
    tap.saw("normalized", unit);
    Tensor scaled = logitScale.scale(unit);
    tap.saw("scaled", scaled);
    return scaled;
  }

  /// How many items go through a block together.
  private int partSize() {
    if (arithmetic.device().kind() != Device.Kind.CPU) {
      return MOST_AT_ONCE;
    }
    return switch (config.stem()) {
      case StemConfig.Tokens _ -> MOST_AT_ONCE; // a text has few tokens
      case StemConfig.Patches patches -> partSize(patches.tokens());
      case StemConfig.Convolutions convolutions -> partSize(convolutions.tokens());
      case StemConfig.Windows windows -> partSize(windows.tokens());
    };
  }

  private int partSize(int tokens) {
    if (arithmetic.rowsDependOnBatch()) {
      return 1;
    }
    int wanted = arithmetic.precision() == Precision.INT8 ? 4 * ROWS_WANTED : ROWS_WANTED;
    return Math.clamp(wanted / tokens, 1, MOST_AT_ONCE);
  }

  private record Input(Tensor tensor, TokenPick pick) {}

  private Input input(FloatArray flat, int from, int count) {
    Tensor rows = Tensors.ofRows(flat, from, count);
    if (!(config.stem() instanceof StemConfig.Tokens words)) {
      return new Input(Tensors.floatOn(rows, arithmetic.device()), new TokenPick.ClassToken());
    }
    int[] ends = new int[count];
    for (int i = 0; i < count; i++) {
      ends[i] = endOfText(flat, (from + i) * words.context(), words.context());
    }
    // Attention is causal: what follows the longest text's end reaches no one.
    int length = Arrays.stream(ends).max().orElseThrow() + 1;
    Tensor cut = rows.narrow(1, 0, length);
    return new Input(Tensors.floatOn(cut, arithmetic.device()), new TokenPick.EndOfText(ends));
  }

  /// The end-of-text token has the largest id; the first one counts.
  private static int endOfText(FloatArray ids, int from, int context) {
    int end = 0;
    for (int i = 1; i < context; i++) {
      if (ids.get(from + i) > ids.get(from + end)) {
        end = i;
      }
    }
    return end;
  }

  private static FloatArray meanOfClips(FloatArray vectors, int clips) {
    int dim = vectors.shape().dim(1);
    int items = vectors.shape().dim(0) / clips;
    float[] means = new float[items * dim];
    for (int row = 0; row < items * clips; row++) {
      for (int i = 0; i < dim; i++) {
        means[row / clips * dim + i] += vectors.get(row * dim + i) / clips;
      }
    }
    return FloatArray.wrap(means, items, dim);
  }

  private static int[] joinFirstTwo(int[] dims) {
    int[] joined = Arrays.copyOfRange(dims, 1, dims.length);
    joined[0] = Math.multiplyExact(dims[0], dims[1]);
    return joined;
  }

  /// A wrong id would read outside the table.
  private static void requireIds(FloatArray ids, int vocabulary) {
    FloatBuffer values = ids.asBuffer();
    while (values.hasRemaining()) {
      float id = values.get();
      if (!(id >= 0 && id < vocabulary && id == Math.rint(id))) {
        throw new InputException(
            "a token id must be a whole number from 0 to " + (vocabulary - 1) + ", got " + id);
      }
    }
  }

  @Override
  public void close() {
    tensors.forEach(Pointer::close);
    tensors.clear();
  }
}
