package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `data synth` from the command line.
class DataSynthCommandTest {
  @TempDir private Path temp;

  private Cli.Run synth(String... more) {
    List<String> all = new java.util.ArrayList<>(List.of("data", "synth"));
    all.addAll(List.of(more));
    return new Cli(temp.resolve("cache")).run(all.toArray(String[]::new));
  }

  private String out() {
    return temp.resolve("world").toString();
  }

  @Test
  void writesScenesAndSaysWhatItDid() {
    Cli.Run run = synth(out(), "--count", "3", "--size", "32", "--seconds", "0.5", "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<String, Object> summary = run.objects().getFirst();
    assertThat(summary)
        .containsEntry("scenes", 3)
        .containsEntry("made", 3)
        .containsEntry("seed", 1)
        .containsEntry("files", 3 * 5 + 3);
    assertThat(temp.resolve("world/manifest.csv")).isRegularFile();
    assertThat(temp.resolve("world/factors.jsonl")).isRegularFile();
  }

  @Test
  void theSameCommandAgainMakesNothingNew() {
    String[] command = {out(), "-n", "2", "--size", "32", "--seconds", "0.5", "--json"};
    synth(command);

    assertThat(synth(command).objects().getFirst()).containsEntry("made", 0);
  }

  @Test
  void onlyTheSensesThatAreWanted() {
    synth(out(), "-n", "2", "--size", "32", "--senses", "imu,text");

    assertThat(temp.resolve("world/imu")).isDirectory();
    assertThat(temp.resolve("world/image")).doesNotExist();
  }

  @Test
  void thePageIsWrittenBesideTheData() throws IOException {
    Path page = temp.resolve("page.html");
    Cli.Run run =
        synth(out(), "-n", "3", "--size", "32", "--html", page.toString(), "--html-scenes", "2");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Files.readString(page)).contains("<audio controls").endsWith("</html>\n");
    assertThat(run.out()).contains("3 scenes");
  }

  @Test
  void nonsenseIsRefusedAndNothingIsWritten() {
    String[][] bad = {
      {"--count", "0"},
      {"--count", "-5"},
      {"--count", "99999999999"},
      {"--count", "many"},
      {"--size", "7"},
      {"--size", "100000"},
      {"--seconds", "NaN"},
      {"--seconds", "1e9"},
      {"--senses", "smell"},
      {"--senses", ""},
      {"--split", "train=0.5"},
      {"--split", "a=1,a=0"},
      {"--split", ""},
      {"--format", "zip"},
      {"--threads", "0"},
      {"--threads", "999999"},
      {"--html-scenes", "0"},
      {"--nothing"}
    };
    for (String[] arguments : bad) {
      Cli.Run run = synth(concat(out(), arguments));
      assertThat(run.exitCode()).as(String.join(" ", arguments)).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).as(String.join(" ", arguments)).startsWith("error: ").hasLineCount(1);
    }
    assertThat(temp.resolve("world")).doesNotExist();
  }

  private static String[] concat(String first, String[] others) {
    String[] all = new String[others.length + 1];
    all[0] = first;
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
  }

  @Test
  void aFolderWithoutANameIsRefused() {
    assertThat(synth().exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(synth("").err()).contains("name is empty");
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Files.writeString(temp.resolve("world"), "");

    Cli.Run run = synth(out(), "-n", "1");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("is a file");
  }

  @Test
  void moreThanTheDiskHoldsIsSaidBeforehand() {
    Cli.Run run = synth(out(), "-n", "10000000", "--size", "1024", "--seconds", "60");

    assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(run.err()).contains("not enough disk space", "fewer or smaller scenes");
    assertThat(temp.resolve("world")).doesNotExist();
  }

  @Test
  void aFolderOfAnotherSeedIsRefused() {
    synth(out(), "-n", "1", "--size", "32", "--senses", "imu");

    Cli.Run run = synth(out(), "-n", "1", "--size", "32", "--senses", "imu", "--seed", "2");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("another request", "\"seed\":1");
  }
}
