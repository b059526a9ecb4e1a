package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

class TokenizeCommandTest {
  @TempDir private Path temp;

  private Cli cli() {
    return new Cli(temp);
  }

  @Test
  void everyGoldenLineComesOutAsTheReferenceHasIt() throws IOException {
    Path golden = Goldens.path("tokenizer.jsonl");
    List<String> expected = Files.readAllLines(golden);

    Cli.Run run = cli().run("tokenize", "--jsonl", golden.toString());

    assertThat(run.exitCode()).isZero();
    List<Map<String, Object>> lines = run.objects();
    assertThat(lines).hasSameSizeAs(expected);
    for (int i = 0; i < lines.size(); i++) {
      Map<String, Object> wanted = JSON.std.mapFrom(expected.get(i));
      assertThat(lines.get(i)).containsEntry("text", wanted.get("text"));
      assertThat(lines.get(i)).containsEntry("ids", wanted.get("ids"));
    }
  }

  @Test
  void showsTheTokensOfEachText() {
    Cli.Run run = cli().run("tokenize", "a dog", "");

    assertThat(run.objects().getFirst().get("tokens"))
        .isEqualTo(List.of("<|startoftext|>", "a</w>", "dog</w>", "<|endoftext|>"));
    assertThat((List<?>) run.objects().get(1).get("ids")).hasSize(77);
  }

  @Test
  void readsJsonTextsAndObjectsFromStandardInput() {
    Cli.Run run =
        cli().input("\"a dog\"\n\n{\"id\":7,\"text\":\"a cat\"}\n").run("tokenize", "--jsonl", "-");

    assertThat(run.objects()).extracting("text").containsExactly("a dog", "a cat");
  }

  @Test
  void aLineWithoutATextIsReportedAndTheOthersSurvive() {
    Cli.Run run =
        cli().input("\"a dog\"\nnot json\n{\"x\":1}\n\"a cat\"\n").run("tokenize", "--jsonl", "-");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.objects()).extracting("text").containsExactly("a dog", "a cat");
    assertThat(run.err()).contains("line 2", "line 3");
  }

  @Test
  void aMissingFileIsNamed() {
    Cli.Run run = cli().run("tokenize", "--jsonl", "missing.jsonl");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("no such file: missing.jsonl");
  }
}
