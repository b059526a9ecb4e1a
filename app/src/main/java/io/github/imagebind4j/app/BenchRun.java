package io.github.imagebind4j.app;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.model.Flops;
import io.github.imagebind4j.model.ImageBindModel;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.torch.Device;
import io.github.imagebind4j.torch.MatmulCeiling;
import io.github.imagebind4j.torch.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Measures a model. Each precision and input starts with a fresh [ImageBindModel], so that loading
/// and memory are those of one tower; nothing is measured beside anything else.
final class BenchRun {
  /// Enough tokens for a product to be bound by arithmetic, about eight images.
  private static final int CEILING_ROWS = 2048;

  private static final int LEAST_RUNS = 3;
  private static final int MOST_RUNS = 10_000;

  /// How long to measure.
  ///
  /// @param seconds of warm calls a point, at least three of them
  /// @param runs warm calls a point instead; 0: by time
  /// @param ceilingSeconds for each way to compute each product
  record Effort(double seconds, int runs, double ceilingSeconds) {}

  private final BenchModel model;
  private final List<Integer> batches;
  private final Effort effort;
  private final long seed;

  BenchRun(BenchModel model, List<Integer> batches, Effort effort, long seed) {
    this.model = model;
    this.batches = List.copyOf(batches);
    this.effort = effort;
    this.seed = seed;
  }

  private ImageBindModel open(Precision precision) {
    return ImageBindModel.load(model.file(), model.config(), Device.CPU, precision);
  }

  /// The model's config.
  ModelConfig config() {
    try (ImageBindModel opened = open(Precision.STORED)) {
      return opened.config();
    }
  }

  /// The number format that a precision that was asked for comes down to.
  Precision computed(Precision asked) {
    try (ImageBindModel opened = open(asked)) {
      return opened.precision();
    }
  }

  /// Measures one input in one number format, at all batch sizes.
  ///
  /// @param done told each point as soon as it is there
  void measure(Precision precision, BenchInput input, Consumer<BenchPoint> done) {
    ResidentMemory.resetPeak();
    long start = System.nanoTime();
    try (ImageBindModel opened = open(precision)) {
      final long open = System.nanoTime();
      opened.encode(input.modality(), input.batch(opened.config(), 1, seed));
      BenchPoint.Loading loading =
          new BenchPoint.Loading(
              (open - start) / 1e9, (System.nanoTime() - open) / 1e9, ResidentMemory.peak());
      List<MatmulCeiling.Rate> before = ceilings(opened, precision, input);
      for (int batch : batches) {
        FloatArray items = input.batch(opened.config(), batch, seed);
        ResidentMemory.resetPeak();
        long[] nanos = time(() -> opened.encode(input.modality(), items));
        OptionalLong peak = ResidentMemory.peak();
        List<MatmulCeiling.Rate> after = ceilings(opened, precision, input);
        done.accept(
            new BenchPoint(
                precision,
                input,
                batch,
                loading,
                nanos,
                Flops.reference(opened.config(), input.modality(), items),
                Flops.done(opened.config(), input.modality(), items),
                Stream.concat(before.stream(), after.stream()).toList(),
                peak));
        before = after;
      }
    }
  }

  private long[] time(Runnable call) {
    call.run(); // the first of a shape allocates and chooses kernels
    int least = effort.runs() > 0 ? effort.runs() : LEAST_RUNS;
    int most = effort.runs() > 0 ? effort.runs() : MOST_RUNS;
    List<Long> nanos = new ArrayList<>();
    long end = System.nanoTime() + Math.round(effort.seconds() * 1e9);
    while (nanos.size() < least || (System.nanoTime() < end && nanos.size() < most)) {
      long start = System.nanoTime();
      call.run();
      nanos.add(System.nanoTime() - start);
    }
    long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  /// The two products of the tower's MLP, where most of its work is.
  private List<MatmulCeiling.Rate> ceilings(
      ImageBindModel opened, Precision precision, BenchInput input) {
    int dim = opened.config().modality(input.modality()).trunk().embedDim();
    List<MatmulCeiling.Rate> rates = new ArrayList<>();
    for (var product :
        List.of(
            new MatmulCeiling.Product(CEILING_ROWS, dim, 4 * dim),
            new MatmulCeiling.Product(CEILING_ROWS, 4 * dim, dim))) {
      MatmulCeiling.measure(precision, product, effort.ceilingSeconds()).ifPresent(rates::add);
    }
    return rates;
  }

  /// The most resident memory while one model embeds one item of each input in turn, all towers
  /// staying loaded.
  OptionalLong peakOfAll(Precision precision, List<BenchInput> inputs) {
    ResidentMemory.resetPeak();
    try (ImageBindModel opened = open(precision)) {
      for (BenchInput input : inputs) {
        opened.encode(input.modality(), input.batch(opened.config(), 1, seed));
      }
      return ResidentMemory.peak();
    }
  }
}
