package io.github.imagebind4j.torch;

import io.github.imagebind4j.error.ConfigException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
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
/// which is how a model runs. The best median counts. The data are normally distributed, for
/// processors are faster on zeros.
///
/// Stateless and safe for use by any thread, but two measurements at once disturb each other.
public final class MatmulCeiling {
  private static final long SEED = 1;
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

  /// Measures one shape on the CPU.
  ///
  /// @param precision FP32, BF16, FP16 or INT8
  /// @param product the shape
  /// @param seconds about how long to measure each implementation
  /// @return the rate of the implementation with the best median; empty if LibTorch has none for
  ///   this processor
  /// @throws ConfigException if the precision stands for another
  public static Optional<Rate> measure(Precision precision, Product product, double seconds) {
    try (TensorScope _ = TensorScope.open()) {
      List<Rate> rates = new ArrayList<>();
      for (Supplier<Way> supplier : ways(precision, product)) {
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
    run(way); // allocates, chooses a kernel
    List<Long> nanos = new ArrayList<>();
    long end = System.nanoTime() + Math.round(seconds * 1e9);
    while (nanos.size() < LEAST_RUNS || (System.nanoTime() < end && nanos.size() < MOST_RUNS)) {
      long start = System.nanoTime();
      run(way);
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

  private static void run(Way way) {
    try (TensorScope _ = TensorScope.open()) {
      way.product().run();
    }
  }

  private static List<Supplier<Way>> ways(Precision precision, Product product) {
    return switch (precision) {
      case FP32 -> floats(product, torch.ScalarType.Float);
      case BF16 -> floats(product, torch.ScalarType.BFloat16);
      case FP16 -> floats(product, torch.ScalarType.Half);
      case INT8 -> List.of(() -> packedIntegers(product));
      case STORED, AUTO ->
          throw new ConfigException(
              "a ceiling is measured in one number format, and "
                  + precision.name().toLowerCase(Locale.ROOT)
                  + " stands for another; choose fp32, bf16, fp16 or int8");
    };
  }

  private static List<Supplier<Way>> floats(Product product, torch.ScalarType type) {
    return List.of(() -> linear(product, type), () -> packed(product, type));
  }

  private static Way linear(Product product, torch.ScalarType type) {
    Tensor x = input(product).to(type);
    Tensor weight = weight(product).to(type);
    TensorOptional bias = new TensorOptional(bias(product).to(type));
    return new Way("LibTorch linear", () -> torch.linear(x, weight, bias));
  }

  private static Way packed(Product product, torch.ScalarType type) {
    Tensor x = input(product).to(type);
    Tensor bias = bias(product).to(type);
    Tensor weight =
        call(
            "mkldnn::_reorder_linear_weight",
            new IValue(weight(product).to(type)),
            new IValue((long) product.rows()));
    return new Way(
        "oneDNN, packed weights",
        () ->
            call(
                "mkldnn::_linear_pointwise",
                new IValue(x),
                new IValue(weight),
                new IValue(bias),
                new IValue("none"),
                noScalars(),
                new IValue("")));
  }

  /// Both factors are integers already; the product comes out as bfloat16, scaled.
  private static Way packedIntegers(Product product) {
    Tensor x = input(product).mul(new Scalar(30)).clamp(range(-127), range(127));
    Tensor integers = x.round().to(torch.ScalarType.Char);
    Tensor weight = weight(product).mul(new Scalar(1500)).clamp(range(-127), range(127));
    Tensor packed =
        call(
            "onednn::qlinear_prepack",
            new IValue(weight.round().to(torch.ScalarType.Char)),
            new IValue());
    Tensor scales = torch.full(new long[] {product.out()}, new Scalar(1 / 1500.0));
    Tensor zeroPoints = torch.zeros(product.out()).to(torch.ScalarType.Long);
    Tensor bias = bias(product);
    return new Way(
        "oneDNN, packed weights",
        () ->
            call(
                "onednn::qlinear_pointwise",
                new IValue(integers),
                new IValue(1 / 30.0),
                new IValue(0L),
                new IValue(packed),
                new IValue(scales),
                new IValue(zeroPoints),
                new IValue(bias),
                new IValue(1.0),
                new IValue(0L),
                new IValue((long) torch.ScalarType.BFloat16.value),
                new IValue("none"),
                noScalars(),
                new IValue("")));
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

  /// Calls one of LibTorch's operators that its C++ interface does not name.
  private static Tensor call(String operator, IValue... arguments) {
    IValueVector stack = new IValueVector(arguments);
    Dispatcher.singleton().findSchemaOrThrow(operator, "").callBoxed(stack);
    return stack.get(0).toTensor();
  }

  /// An empty `Scalar?[]`. Only a schema has the type that such a list must be made of.
  private static IValue noScalars() {
    return new IValue(
        new GenericList(
            torch
                .parseSchema("f(Scalar?[] x) -> Tensor")
                .arguments()
                .type()
                .get()
                .containedType(0)));
  }
}
