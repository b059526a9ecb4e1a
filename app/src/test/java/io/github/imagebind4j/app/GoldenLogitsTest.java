package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

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
    List<?> all = (List<?>) Goldens.json("logits/logits.json").get("examples");
    List<Map<?, ?>> synthetic = new ArrayList<>();
    for (Object example : all) {
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
    ((List<?>) example.get("texts")).forEach(text -> args.addAll(List.of("--text", "" + text)));
    ((List<?>) example.get("images")).forEach(file -> args.add(Goldens.file("" + file)));
    ((List<?>) example.get("audio")).forEach(file -> args.add(Goldens.file("" + file)));
    return new Cli(cache).run(args.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void embedGivesTheReferencesVectors(Map<?, ?> example) {
    Cli.Run run = run("embed", example);

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    List<Map<String, Object>> lines = run.objects();
    Map<?, ?> expected = (Map<?, ?>) example.get("embeddings");
    int line = 0;
    for (String modality : List.of("text", "vision", "audio")) {
      for (double[] vector : Goldens.table(expected.get(modality))) {
        Map<String, Object> got = lines.get(line++);
        assertThat(got).containsEntry("modality", modality);
        assertClose(Goldens.numbers(got.get("vector")), vector, "" + got.get("source"));
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
    List<?> tables = (List<?>) run.objects().getFirst().get("tables");
    Map<?, ?> cosines = (Map<?, ?>) example.get("cosine");
    List<String> names = List.of("vision_x_text", "audio_x_text", "vision_x_audio");
    assertThat(tables).hasSameSizeAs(names);
    for (int i = 0; i < names.size(); i++) {
      Map<?, ?> table = (Map<?, ?>) tables.get(i);
      String name = names.get(i);
      assertThat(table.get("rows") + "_x_" + table.get("columns")).isEqualTo(name);
      assertTable(table.get("softmax"), example.get(name), 5e-5, name);
      assertTable(table.get("cosine"), cosines.get(name), 1e-5, name + " cosine");
    }
  }

  private static void assertTable(Object got, Object expected, double tolerance, String what) {
    double[][] actual = Goldens.table(got);
    double[][] wanted = Goldens.table(expected);
    assertThat(actual.length).isEqualTo(wanted.length);
    for (int r = 0; r < wanted.length; r++) {
      for (int c = 0; c < wanted[r].length; c++) {
        assertThat(Math.abs(actual[r][c] - wanted[r][c]))
            .as("%s [%d][%d]", what, r, c)
            .isLessThan(tolerance);
      }
    }
  }
}
