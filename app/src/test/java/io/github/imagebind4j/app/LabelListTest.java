package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelListTest {
  @TempDir private Path temp;

  private Path file(String content) throws IOException {
    return Files.writeString(temp.resolve("labels.txt"), content);
  }

  private void refused(Path file, String message) {
    assertThatThrownBy(() -> LabelList.read(file))
        .isInstanceOf(CliException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((CliException) e).exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aLabelALineInGroupsWithRemarks() throws IOException {
    Path file = file("\uFEFF# ours\nalone\n\n[birds]\r\n owl \nowl\n# no\n[ ]\nnowhere\n");

    assertThat(LabelList.read(file).labels())
        .containsExactly(
            new LabelList.Label("alone", ""),
            new LabelList.Label("owl", "birds"),
            new LabelList.Label("nowhere", ""));
  }

  @Test
  void theBuiltInListsHaveNoDoublesAndEveryLabelAGroup() throws IOException {
    for (LabelList list : new LabelList[] {LabelList.sights(), LabelList.sounds()}) {
      assertThat(list.labels()).hasSizeGreaterThan(200);
      assertThat(list.labels())
          .allSatisfy(label -> {
            assertThat(label.group()).isNotEmpty();
            assertThat(label.text()).matches("[\\p{L}\\p{N} '-]{2,60}");
          });
      try (var in = LabelList.class.getResourceAsStream("describe/" + list.name() + ".txt")) {
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines())
            .filteredOn(line -> !line.isBlank() && !line.matches("[#\\[].*"))
            .hasSize(list.labels().size());
      }
    }
  }

  @Test
  void theHelpNamesTheirLengths() {
    String help = new Cli(temp).run("describe", "--help").out().replaceAll("\\s+", " ");

    assertThat(help).contains("our own list of " + LabelList.sights().labels().size());
    assertThat(help).contains("our own list of " + LabelList.sounds().labels().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# only a remark\n", "[group]\n"})
  void anEmptyListIsRefused(String content) throws IOException {
    refused(file(content), "holds no label");
  }

  @Test
  void aBinaryFileIsRefused() throws IOException {
    refused(
        Files.write(temp.resolve("a.jpg"), new byte[] {(byte) 0xff, (byte) 0xd8, 0, 1}),
        "no text in UTF-8");
    refused(Files.write(temp.resolve("zeros"), new byte[1000]), "line 1, is no label");
  }

  @Test
  void aHundredThousandLabelsAreTooMany() throws IOException {
    String lines =
        IntStream.range(0, 100_000).mapToObj(i -> "label " + i).collect(Collectors.joining("\n"));

    refused(file(lines), "holds 100000 labels; at most 25000");
  }

  @Test
  void anEndlessFileIsNotReadToItsEnd() throws IOException {
    refused(file("a label\n".repeat(1 << 20)), "longer than 4 MB");
  }

  @Test
  void aLabelAsLongAsAPageIsNone() throws IOException {
    refused(file("short\n" + "x".repeat(301)), "line 2, is no label");
  }

  @Test
  void aMissingListIsNamed() {
    refused(temp.resolve("gone.txt"), "gone.txt");
  }
}
