package io.github.imagebind4j.train.nn;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.torch.TensorScope;
import io.github.imagebind4j.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.jspecify.annotations.Nullable;

/// One core's part of one sense's half of a step. For the thread whose scope is open.
final class HalfStep {
  private final Tower tower;
  private final Side side;
  private final int from;
  private final int to;
  private @Nullable Pieces pieces;
  private @Nullable Tensor whole;

  HalfStep(Tower tower, Side side, int from, int to) {
    this.tower = tower;
    this.side = side;
    this.from = from;
    this.to = to;
  }

  /// What a repetition of the forward pass needs.
  private record Pieces(StepOptions options, long chance) {}

  /// @param trained whether gradients will be asked for
  /// @param chance seed of what is left to chance
  /// @return `[to - from, outEmbedDim]`
  FloatArray embed(StepOptions options, boolean trained, long chance) {
    return switch (side) {
      case Side.Embedded embedded -> rows(embedded.vectors());
      case Side.Inputs inputs when !trained -> FloatArray.stack(rows(options.microBatch()));
      case Side.Inputs inputs when to - from <= options.microBatch() -> {
        whole =
            tower.forward(
                Tensors.ofRows(inputs.batch(), from, to - from), pass(options, chance, 0));
        yield Tensors.toFloatArray(whole.detach());
      }
      case Side.Inputs inputs -> {
        pieces = new Pieces(options, chance);
        List<FloatArray> rows = new ArrayList<>();
        for (int at = from; at < to; at += options.microBatch()) {
          try (TensorScope _ = TensorScope.open()) {
            addRows(rows, piece(inputs.batch(), at, options, chance));
          }
        }
        yield FloatArray.stack(rows);
      }
    };
  }

  /// Adds to the weights' gradients.
  ///
  /// @param gradients by all embeddings of the batch, `[N, outEmbedDim]`
  void pull(FloatArray gradients) {
    if (whole != null) {
      backward(whole, Tensors.ofRows(gradients, from, to - from));
    } else if (pieces != null && side instanceof Side.Inputs inputs) {
      int size = pieces.options.microBatch();
      for (int at = from; at < to; at += size) {
        try (TensorScope _ = TensorScope.recording()) {
          Tensor again = piece(inputs.batch(), at, pieces.options, pieces.chance);
          backward(again, Tensors.ofRows(gradients, at, Math.min(size, to - at)));
        }
      }
    }
  }

  private Tensor piece(FloatArray batch, int at, StepOptions options, long chance) {
    int count = Math.min(options.microBatch(), to - at);
    return tower.forward(Tensors.ofRows(batch, at, count), pass(options, chance, at - from));
  }

  private Pass pass(StepOptions options, long chance, int at) {
    return new Pass(
        options.dropPath(),
        options.headDropout(),
        RandomGeneratorFactory.of("L64X128MixRandom").create(chance * 31 + from + at));
  }

  private static void backward(Tensor embeddings, Tensor gradients) {
    embeddings.backward(gradients, new BoolOptional(), false, new TensorArrayRefOptional());
  }

  /// Embeddings without gradients, one array a row.
  List<FloatArray> rows(int microBatch) {
    List<FloatArray> rows = new ArrayList<>();
    for (int at = from; at < to && side instanceof Side.Inputs inputs; at += microBatch) {
      try (TensorScope _ = TensorScope.open()) {
        Tensor x = Tensors.ofRows(inputs.batch(), at, Math.min(microBatch, to - at));
        addRows(rows, tower.forward(x, Pass.exact(RandomGeneratorFactory.getDefault().create(0))));
      }
    }
    return rows;
  }

  private static void addRows(List<FloatArray> rows, Tensor embeddings) {
    FloatArray all = Tensors.toFloatArray(embeddings);
    for (int i = 0; i < all.shape().dim(0); i++) {
      rows.add(all.slice(i));
    }
  }

  private FloatArray rows(FloatArray vectors) {
    List<FloatArray> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.add(vectors.slice(i));
    }
    return FloatArray.stack(rows);
  }
}
