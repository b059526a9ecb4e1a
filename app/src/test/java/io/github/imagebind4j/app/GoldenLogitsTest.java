package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// From files to numbers through the command line, against the reference run on the same files: 3
/// texts, 3 images and 3 sounds, on both small models.
class GoldenLogitsTest {
  @TempDir private Path cache;

  /// The set made of generated files; the other holds third-party files that are not shipped.
  static List<Map<?, ?>> examples() throws IOException {
    List<Map<?, ?>> synthetic = new ArrayList<>();
    for (Object example : Goldens.list(Goldens.json("logits/logits.json"), "examples")) {
      if (example instanceof Map<?, ?> map && "synthetic".equals(map.get("set"))) {
        synthetic.add(map);
      }
    }
    assertThat(synthetic).hasSize(2);
    return synthetic;
  }

  private Cli.Run run(String command, Map<?, ?> example, String... more) {
    String model = "models/" + example.get("config");
    List<String> args = new ArrayList<>(List.of(command, "--model"));
    args.add(Goldens.file(model + "/weights.pth"));
    args.addAll(List.of("--config", Goldens.file(model + "/config.json")));
    args.addAll(List.of(more));
    Goldens.list(example, "texts").forEach(text -> args.addAll(List.of("--text", "" + text)));
    Goldens.list(example, "images").forEach(file -> args.add(Goldens.file("" + file)));
    Goldens.list(example, "audio").forEach(file -> args.add(Goldens.file("" + file)));
    return new Cli(cache).run(args.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void embedGivesTheReferencesVectors(Map<?, ?> example) {
    Cli.Run run = run("embed", example);

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    List<Map<String, Object>> lines = run.objects();
    Map<?, ?> expected = Goldens.map(example, "embeddings");
    int line = 0;
    for (String modality : List.of("text", "vision", "audio")) {
      for (double[] vector : Goldens.table(expected, modality)) {
        Map<String, Object> got = lines.get(line++);
        assertThat(got).containsEntry("modality", modality);
        assertClose(Goldens.numbers(got, "vector"), vector, "" + got.get("source"));
      }
    }
    assertThat(lines).hasSize(line);
  }

  /// Relative to the vector's norm, as for the models alone.
  private static void assertClose(double[] got, double[] expected, String what) {
    assertThat(got).hasSameSizeAs(expected);
    double norm = 0;
    double worst = 0;
    for (int i = 0; i < got.length; i++) {
      norm += expected[i] * expected[i];
      worst = Math.max(worst, Math.abs(got[i] - expected[i]));
    }
    assertThat(worst / Math.sqrt(norm)).as(what).isLessThan(1e-5);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void compareGivesTheReferencesTables(Map<?, ?> example) {
    Cli.Run run = run("compare", example, "--json");

    assertThat(run.exitCode()).isZero();
    List<?> tables = Goldens.list(run.objects().getFirst(), "tables");
    Map<?, ?> cosines = Goldens.map(example, "cosine");
    List<String> names = List.of("vision_x_text", "audio_x_text", "vision_x_audio");
    assertThat(tables).hasSameSizeAs(names);
    for (int i = 0; i < names.size(); i++) {
      Map<?, ?> table = (Map<?, ?>) tables.get(i);
      String name = names.get(i);
      assertThat(table.get("rows") + "_x_" + table.get("columns")).isEqualTo(name);
      assertTable(Goldens.table(table, "softmax"), Goldens.table(example, name), 5e-5, name);
      assertTable(
          Goldens.table(table, "cosine"), Goldens.table(cosines, name), 1e-5, name + " cosine");
    }
  }

  private static void assertTable(
      double[][] actual, double[][] wanted, double tolerance, String what) {
    assertThat(actual.length).isEqualTo(wanted.length);
    for (int r = 0; r < wanted.length; r++) {
      assertThat(actual[r]).as("%s [%d]", what, r).containsExactly(wanted[r], offset(tolerance));
    }
  }
}
