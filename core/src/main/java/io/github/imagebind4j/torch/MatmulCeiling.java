package io.github.imagebind4j.torch;

import io.github.imagebind4j.error.ConfigException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// How fast this machine multiplies matrices, measured in this very process with the same library
/// and number of threads as a model: the rate that a model of nothing but matrix products would
/// have. Figures of data sheets and of other programs know nothing of this machine's clock, memory
/// and other work.
///
/// Several implementations compete: LibTorch's own `linear`, and oneDNN with weights packed once,
/// with all cores in one product or with a product on each, as a model shares out a batch. The best
/// median counts. The data are normally distributed, for zeros would flatter it.
///
/// Stateless and safe for use by any thread, but two measurements at once disturb each other.
public final class MatmulCeiling {
  private static final long SEED = 1;
  private static final String PACKED = "oneDNN, packed weights";
  private static final int LEAST_RUNS = 5;
  private static final int MOST_RUNS = 1000;

  private MatmulCeiling() {}

  /// The shape of a product: `[rows, in]` times `[in, out]`.
  ///
  /// @param rows tokens of a batch
  /// @param in the width of a token before
  /// @param out and after
  public record Product(int rows, int in, int out) {
    /// Checks the sizes.
    ///
    /// @throws ConfigException if one is not positive
    public Product {
      if (rows < 1 || in < 1 || out < 1) {
        throw new ConfigException(
            "a matrix product needs rows, in and out of at least 1, got "
                + rows
                + ", "
                + in
                + " and "
                + out);
      }
    }

    /// How many multiplications and additions it takes.
    ///
    /// @return two for each weight and row
    public long flops() {
      return 2L * rows * in * out;
    }

    @Override
    public String toString() {
      return rows + "x" + in + "x" + out;
    }
  }

  /// A measured rate.
  ///
  /// @param precision the number format of the factors
  /// @param product the shape
  /// @param implementation which implementation was fastest, e.g. `oneDNN, packed weights`
  /// @param runs how many products were timed
  /// @param median multiplications and additions a second, by the median time
  /// @param best the same, by the shortest time
  public record Rate(
      Precision precision,
      Product product,
      String implementation,
      int runs,
      double median,
      double best) {}

  /// One way to compute a product; its operands belong to the scope that is open.
  private record Way(String name, Runnable product) {}

  /// A weight, made ready to multiply rows by it. May be used by several threads at once.
  @FunctionalInterface
  private interface Kernel {
    void multiply(Tensor rows);
  }

  /// Measures one shape on the CPU.
  ///
  /// @param precision FP32, BF16, FP16 or INT8
  /// @param product the shape
  /// @param seconds about how long to measure each implementation
  /// @return the rate of the implementation with the best median; empty if LibTorch has none for
  ///   this processor
  /// @throws ConfigException if the precision stands for another
  public static Optional<Rate> measure(Precision precision, Product product, double seconds) {
    try (ComputeThreads threads = ComputeThreads.of(TorchRuntime.load().threads());
        TensorScope _ = TensorScope.open()) {
      List<Rate> rates = new ArrayList<>();
      for (Supplier<Way> supplier : ways(precision, product, threads)) {
        try {
          rates.add(time(precision, product, supplier.get(), seconds));
        } catch (RuntimeException e) {
          // LibTorch has it, but not for this processor: it does not compete.
        }
      }
      return rates.stream().max(Comparator.comparingDouble(Rate::median));
    }
  }

  private static Rate time(Precision precision, Product product, Way way, double seconds) {
    way.product().run(); // allocates, chooses a kernel
    List<Long> nanos = new ArrayList<>();
    long end = System.nanoTime() + Math.round(seconds * 1e9);
    while (nanos.size() < LEAST_RUNS || (System.nanoTime() < end && nanos.size() < MOST_RUNS)) {
      long start = System.nanoTime();
      way.product().run();
      nanos.add(System.nanoTime() - start);
    }
    Collections.sort(nanos);
    double flops = product.flops();
    return new Rate(
        precision,
        product,
        way.name(),
        nanos.size(),
        flops / nanos.get(nanos.size() / 2) * 1e9,
        flops / nanos.getFirst() * 1e9);
  }

  private static List<Supplier<Way>> ways(
      Precision precision, Product product, ComputeThreads threads) {
    return switch (precision) {
      case FP32 -> floats(product, torch.ScalarType.Float, threads);
      case BF16 -> floats(product, torch.ScalarType.BFloat16, threads);
      case FP16 -> floats(product, torch.ScalarType.Half, threads);
      case INT8 -> integers(product, threads);
      case STORED, AUTO ->
          throw new ConfigException(
              "a ceiling is measured in one number format, and "
                  + precision.name().toLowerCase(Locale.ROOT)
                  + " stands for another; choose fp32, bf16, fp16 or int8");
    };
  }

  private static List<Supplier<Way>> floats(
      Product product, torch.ScalarType type, ComputeThreads threads) {
    return List.of(
        () -> together("LibTorch linear", input(product).to(type), linear(product, type), threads),
        () -> together(PACKED, input(product).to(type), packed(product, type), threads),
        () -> sideBySide(PACKED, input(product).to(type), packed(product, type), threads));
  }

  private static List<Supplier<Way>> integers(Product product, ComputeThreads threads) {
    return List.of(
        () -> together(PACKED, integers(input(product), 30), packedInt8(product), threads),
        () -> sideBySide(PACKED, integers(input(product), 30), packedInt8(product), threads));
  }

  /// All cores in one product.
  private static Way together(String name, Tensor x, Kernel kernel, ComputeThreads threads) {
    return new Way(name, () -> threads.together(() -> multiply(kernel, x)));
  }

  /// A product of its own on each core, as a model shares out a batch.
  private static Way sideBySide(String name, Tensor x, Kernel kernel, ComputeThreads threads) {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    long rows = x.size(0);
    for (int i = 0; i < threads.count(); i++) {
      long from = rows * i / threads.count();
      long to = rows * (i + 1) / threads.count();
      if (to > from) {
        Tensor part = x.narrow(0, from, to - from);
        tasks.add(() -> multiply(kernel, part));
      }
    }
    return new Way(name + ", a core each", () -> threads.sideBySide(tasks));
  }

  private static boolean multiply(Kernel kernel, Tensor rows) {
    try (TensorScope _ = TensorScope.open()) {
      kernel.multiply(rows);
      return true;
    }
  }

  private static Kernel linear(Product product, torch.ScalarType type) {
    Tensor weight = weight(product).to(type);
    TensorOptional bias = new TensorOptional(bias(product).to(type));
    return rows -> torch.linear(rows, weight, bias);
  }

  private static Kernel packed(Product product, torch.ScalarType type) {
    Tensor bias = bias(product).to(type);
    Tensor weight = OneDnn.pack(weight(product).to(type));
    return rows -> OneDnn.linear(rows, weight, bias, false);
  }

  /// Both factors are integers already; the product comes out as bfloat16, scaled.
  private static Kernel packedInt8(Product product) {
    Tensor weight = OneDnn.packInt8(integers(weight(product), 1500));
    Tensor scales = torch.full(new long[] {product.out()}, new Scalar(1 / 45_000.0));
    Tensor zeroPoints = torch.zeros(product.out()).to(torch.ScalarType.Long);
    return rows -> OneDnn.linearInt8(rows, weight, scales, zeroPoints, torch.ScalarType.BFloat16);
  }

  private static Tensor integers(Tensor x, double scale) {
    return x.mul(new Scalar(scale))
        .clamp(range(-127), range(127))
        .round()
        .to(torch.ScalarType.Char);
  }

  private static ScalarOptional range(double end) {
    return new ScalarOptional(new Scalar(end));
  }

  /// As out of a LayerNorm.
  private static Tensor input(Product product) {
    return normal(SEED, 1, product.rows(), product.in());
  }

  /// Of the size that trained weights have.
  private static Tensor weight(Product product) {
    return normal(SEED + 1, 0.02, product.out(), product.in());
  }

  private static Tensor bias(Product product) {
    return normal(SEED + 2, 0.02, product.out());
  }

  private static Tensor normal(long seed, double deviation, long... shape) {
    GeneratorOptional generator = new GeneratorOptional(torch.make_generator_cpu(seed));
    return torch.randn(shape, generator).mul(new Scalar(deviation));
  }
}
