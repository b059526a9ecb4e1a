package io.github.imagebind4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.torch.Device;
import io.github.imagebind4j.torch.Precision;
import io.github.imagebind4j.torch.Tensors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every golden case of both toy models, and every layer the reference recorded, for each file
/// format that holds the same weights: at most 1e-5 off, relative to the norm of the expected
/// tensor's rows.
class ModelParityTest {
  private static final double TOLERANCE = 1e-5;

  @ParameterizedTest
  @CsvSource({
    "tiny_a, weights.safetensors, output",
    "tiny_a, weights.pth, output",
    "tiny_b, weights.safetensors, output",
    "tiny_b, weights.pth, output",
    "tiny_b, weights_legacy.pth, output",
    "tiny_b, weights_wrapped.pth, output",
    "tiny_b, weights_fp16.pth, output_fp16_weights",
  })
  void everyCaseAndLayerEqualsTheReference(String name, String weights, String finalOutput) {
    String folder = "models/" + name + "/";
    Map<String, FloatArray> expected = Goldens.safetensors(folder + "expected.safetensors");
    Map<String, Object> cases = Goldens.map(Goldens.json(folder + "manifest.json"), "cases");
    ModelConfig config =
        ModelConfig.fromJson(
            new String(Goldens.bytes(folder + "config.json"), StandardCharsets.UTF_8));
    List<String> off = new ArrayList<>();
    int compared = 0;
    try (ImageBindModel model =
        ImageBindModel.load(Goldens.path(folder + weights), config, Device.CPU, Precision.FP32)) {
      for (Map.Entry<String, Object> entry : cases.entrySet()) {
        String prefix = entry.getKey() + ".";
        FloatArray golden = expected.get(prefix + finalOutput);
        if (golden == null) {
          continue; // rounded weights: the reference recorded only some cases
        }
        Map<String, Object> spec = Goldens.map(entry.getValue());
        Run run = run(model, spec);
        compare(prefix + finalOutput, golden, run.output(), off);
        compared++;
        if (finalOutput.equals("output")) {
          for (Map.Entry<String, FloatArray> layer : run.layers().entrySet()) {
            FloatArray recorded = expected.get(prefix + layer.getKey());
            if (recorded != null) {
              FloatArray computed = computed(recorded, layer.getValue(), spec);
              compare(prefix + layer.getKey(), computed, layer.getValue(), off);
              compared++;
            }
          }
        }
      }
    }
    System.out.println(name + " " + weights + ": " + compared + " tensors compared");
    assertThat(off).isEmpty();
    assertThat(compared).isGreaterThanOrEqualTo(finalOutput.equals("output") ? 80 : 6);
  }

  /// Those of the recorded tokens that are computed: of a text none behind its end, and out of the
  /// last block only the class token, or the one at the text's end.
  private static FloatArray computed(
      FloatArray recorded, FloatArray layer, Map<String, Object> spec) {
    int rank = recorded.shape().rank();
    if (rank != 3 || recorded.shape().equals(layer.shape())) {
      return recorded;
    }
    int tokens = layer.shape().dim(1);
    int from = tokens == 1 ? pickedToken(spec) : 0;
    float[] rows = new float[tokens * recorded.shape().dim(2)];
    System.arraycopy(recorded.toArray(), from * recorded.shape().dim(2), rows, 0, rows.length);
    return FloatArray.wrap(rows, 1, tokens, recorded.shape().dim(2));
  }

  /// Of the first item.
  private static int pickedToken(Map<String, Object> spec) {
    FloatArray input = input(Goldens.map(spec, "input"));
    if (!"text".equals(spec.get("modality"))) {
      return 0;
    }
    int end = 0;
    for (int i = 1; i < input.shape().dim(1); i++) {
      end = input.get(i) > input.get(end) ? i : end;
    }
    return end;
  }

  private record Run(FloatArray output, Map<String, FloatArray> layers) {}

  private static Run run(ImageBindModel model, Map<String, Object> spec) {
    Map<String, FloatArray> layers = new LinkedHashMap<>();
    LayerTap tap = (what, tensor) -> layers.put(what, firstItemIfTokens(tensor));
    Modality modality = Modality.of(String.valueOf(spec.get("modality")));
    return new Run(model.encode(modality, input(Goldens.map(spec, "input")), tap), layers);
  }

  private static FloatArray input(Map<String, Object> spec) {
    return spec.get("tokens") instanceof List<?> texts ? ids(texts) : Goldens.formula(spec);
  }

  private static FloatArray ids(List<?> texts) {
    List<FloatArray> rows = new ArrayList<>();
    for (Object text : texts) {
      List<?> ids = (List<?>) text;
      float[] row = new float[ids.size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = ((Number) ids.get(i)).floatValue();
      }
      rows.add(FloatArray.wrap(row, row.length));
    }
    return FloatArray.stack(rows);
  }

  /// The goldens keep the tokens of the first item only.
  private static FloatArray firstItemIfTokens(Tensor tensor) {
    return Tensors.toFloatArray(tensor.dim() == 3 ? tensor.narrow(0, 0, 1) : tensor);
  }

  private static void compare(
      String what, FloatArray expected, FloatArray actual, List<String> off) {
    assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
    double worst = worstRelative(expected, actual);
    if (!(worst <= TOLERANCE)) {
      off.add(what + " is off by " + worst);
    }
  }

  /// The largest difference of a row, relative to the norm of the expected row.
  private static double worstRelative(FloatArray expected, FloatArray actual) {
    int width = expected.shape().dim(-1);
    double worst = 0;
    for (int row = 0; row < expected.shape().count() / width; row++) {
      double norm = 0;
      double difference = 0;
      for (int i = row * width; i < (row + 1) * width; i++) {
        norm += (double) expected.get(i) * expected.get(i);
        difference += Math.pow((double) expected.get(i) - actual.get(i), 2);
      }
      worst = Math.max(worst, Math.sqrt(difference / norm));
    }
    return worst;
  }
}
