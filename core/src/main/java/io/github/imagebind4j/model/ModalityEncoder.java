package io.github.imagebind4j.model;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.torch.Device;
import io.github.imagebind4j.torch.TensorScope;
import io.github.imagebind4j.torch.Tensors;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// One modality's tower: patch embed, trunk, head, logit scale, and the mean over clips.
///
/// Safe for use by any thread until it is closed.
final class ModalityEncoder implements AutoCloseable {
  private static final long MOST_AT_ONCE = 64;

  private final ModalityConfig config;
  private final Device device;
  private final List<Pointer> tensors = new ArrayList<>();
  private final PatchEmbed patchEmbed;
  private final Trunk trunk;
  private final Head head;
  private final LogitScale logitScale;

  ModalityEncoder(Checkpoint checkpoint, ModelConfig model, Modality modality, Device device) {
    this.config = model.modality(modality);
    this.device = device;
    Weights weights = new Weights(checkpoint, device, tensors);
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
    try (TensorScope _ = TensorScope.open()) {
      Tensor output = forwardInPieces(Tensors.of(flat), tap);
      Tensor result =
          clips ? output.reshape(dims[0], dims[1], -1).mean(1) : output; // not normalised again
      return Tensors.toFloatArray(result);
    }
  }

  /// An hour of sound is 1,800 clips: they must not all be on their way at once.
  private Tensor forwardInPieces(Tensor input, LayerTap tap) {
    TensorVector outputs = new TensorVector();
    for (long from = 0; from < input.size(0); from += MOST_AT_ONCE) {
      Tensor piece = input.narrow(0, from, Math.min(MOST_AT_ONCE, input.size(0) - from));
      Tensor there = Tensors.floatOn(piece, device);
      outputs.push_back(TensorScope.inner(() -> forward(there, tap)));
    }
    return torch.cat(outputs, 0);
  }

  private Tensor forward(Tensor input, LayerTap tap) {
    Tensor tokens = TensorScope.inner(() -> patchEmbed.forward(input));
    tap.saw("trunk_in", tokens);
    Tensor projected = head.forward(trunk.forward(tokens, tap), input);
    tap.saw("head_out", projected);
    Tensor unit = logitScale.normalize(projected);
    tap.saw("normalized", unit);
    Tensor scaled = logitScale.scale(unit);
    tap.saw("scaled", scaled);
    return scaled;
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
