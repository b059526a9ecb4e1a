package io.github.imagebind4j.torch;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.FunctionSchema;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// LibTorch's operators over oneDNN's matrix products, which its public functions do not reach:
/// weights packed once into the layout that the processor's matrix instructions read, bias and
/// Known.GELU in the product's own epilogue, and 8-bit products.
///
/// All take and give tensors on the CPU. What is made belongs to the [TensorScope] that is open.
/// Safe for use by any thread.
///
/// Source: `aten/src/ATen/native/mkldnn/Linear.cpp`,
/// `aten/src/ATen/native/quantized/cpu/qlinear.cpp` of PyTorch.
public final class OneDnn {
  /// How many rows an input is expected to have when a layout is chosen. On all processors tried
  /// the layout is the same for any number.
  private static final long EXPECTED_ROWS = 512;

  private OneDnn() {}

  /// Whether this LibTorch has oneDNN, as it has on x86-64.
  ///
  /// @return false on macOS
  public static boolean isAvailable() {
    TorchRuntime _ = TorchRuntime.load();
    return Context.hasMKLDNN();
  }

  /// Packs a weight.
  ///
  /// @param weight `[N, K]`, float32 or bfloat16
  /// @return an opaque copy, of use only as a weight of [#linear]
  public static Tensor pack(Tensor weight) {
    return call(Known.REORDER, new IValue(weight), new IValue(EXPECTED_ROWS));
  }

  /// `x · weightᵀ + bias`, through an exact (erf) Known.GELU if asked.
  ///
  /// @param x `[..., K]`
  /// @param weight `[N, K]` of the type of x, packed or not
  /// @param bias `[N]` of the type of x, or null
  /// @param gelu whether Known.GELU follows
  /// @return `[..., N]`
  public static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias, boolean gelu) {
    return call(
        Known.LINEAR,
        new IValue(x),
        new IValue(weight),
        bias == null ? Known.ABSENT : new IValue(bias),
        gelu ? Known.GELU : Known.NO_POST_OP,
        Known.NO_NUMBERS,
        gelu ? Known.ERF : Known.EMPTY);
  }

  /// Packs an 8-bit weight.
  ///
  /// @param weight `[N, K]`, int8
  /// @return an opaque copy, of use only as a weight of [#linearInt8]
  public static Tensor packInt8(Tensor weight) {
    return call(Known.PACK_INT8, new IValue(weight), Known.ABSENT);
  }

  /// `(x · weightᵀ)` times a scale for each output channel. Sums are exact, in 32-bit integers.
  ///
  /// @param x `[M, K]`, int8
  /// @param weight from [#packInt8]
  /// @param scales `[N]`, float32
  /// @param zeroPoints `[N]`, int64, all 0
  /// @param type of the result: float32 or bfloat16
  /// @return `[M, N]`
  public static Tensor linearInt8(
      Tensor x, Tensor weight, Tensor scales, Tensor zeroPoints, torch.ScalarType type) {
    return call(
        Known.LINEAR_INT8,
        new IValue(x),
        Known.ONE,
        Known.ZERO,
        new IValue(weight),
        new IValue(scales),
        new IValue(zeroPoints),
        Known.ABSENT,
        Known.ONE,
        Known.ZERO,
        new IValue((long) type.intern().value),
        Known.NO_POST_OP,
        Known.NO_NUMBERS,
        Known.EMPTY);
  }

  private static Tensor call(OperatorHandle operator, IValue... arguments) {
    return TensorScope.inner(() -> {
      IValueVector stack = new IValueVector(arguments);
      operator.callBoxed(stack);
      return new Tensor(stack.get(0).toTensor()); // the stack's own goes with it
    });
  }

  /// Operators and arguments, looked up when LibTorch is there and oneDNN is first used.
  private static final class Known {
    static {
      TorchRuntime _ = TorchRuntime.load();
    }

    static final IValue NO_POST_OP = kept(new IValue("none"));
    static final IValue GELU = kept(new IValue("gelu"));
    static final IValue ERF = kept(new IValue("none")); // not the approximation by tanh
    static final IValue EMPTY = kept(new IValue(""));
    static final IValue ABSENT = kept(new IValue());
    static final IValue ONE = kept(new IValue(1.0));
    static final IValue ZERO = kept(new IValue(0L));
    static final IValue NO_NUMBERS = noNumbers();
    static final OperatorHandle REORDER = operator("mkldnn::_reorder_linear_weight");
    static final OperatorHandle LINEAR = operator("mkldnn::_linear_pointwise");
    static final OperatorHandle PACK_INT8 = operator("onednn::qlinear_prepack");
    static final OperatorHandle LINEAR_INT8 = operator("onednn::qlinear_pointwise");

    private static OperatorHandle operator(String name) {
      return kept(Dispatcher.singleton().findSchemaOrThrow(name, ""));
    }

    /// An empty `Scalar?[]`. No constructor gives a list of that element type, but a schema's
    /// parser does.
    private static IValue noNumbers() {
      FunctionSchema schema = kept(torch.parseSchema("f(Scalar?[] x) -> Tensor"));
      Type.TypePtr element = kept(schema.arguments().type().get().containedType(0));
      return kept(new IValue(kept(new GenericList(element))));
    }

    /// Lives as long as this class, whatever scope was open when it was made.
    private static <P extends Pointer> P kept(P pointer) {
      Pointer _ = pointer.retainReference();
      return pointer;
    }
  }
}
