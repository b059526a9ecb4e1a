package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens when nobody says which model: the embedded one is used, and says so.
class DefaultModelTest {
  private static final String NOTICE = "using mini, the small model that comes with imagebind4j";

  @TempDir private Path temp;

  private Cli cli() {
    return new Cli(temp);
  }

  private Path folder() {
    return temp.resolve("models");
  }

  @Test
  void itSaysOnceOnStandardErrorWhatItIsAndWhichIsTheBigOne() {
    Cli.Run run = cli().run("embed", "--text", "a dog", "--text", "a cat");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.objects()).hasSize(2);
    assertThat(run.err())
        .containsOnlyOnce(NOTICE)
        .contains("--model imagebind_huge is the big one")
        .hasLineCount(1);
  }

  @Test
  void itIsSilentWithQuietWithJsonAndWhenItWasChosen() {
    String[][] silent = {
      {"embed", "--quiet", "--text", "a dog"},
      {"compare", "--json", "--text", "a dog", "--text", "a cat"},
      {"embed", "--model", "mini", "--text", "a dog"},
    };
    for (String[] args : silent) {
      assertThat(cli().run(args).err()).as(String.join(" ", args)).isEmpty();
    }
    assertThat(cli().environment("IMAGEBIND4J_MODEL", "mini").run("embed", "--text", "a dog").out())
        .isEqualTo(cli().run("embed", "--text", "a dog").out());
  }

  @Test
  void itLiesInTheModelsFolderOnce() throws IOException {
    assertThat(cli().run("embed", "--text", "a dog").exitCode()).isZero();
    assertThat(cli().run("compare", "--text", "a dog", "--text", "a cat").exitCode()).isZero();

    try (Stream<Path> files = Files.list(folder())) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .singleElement()
          .asString()
          .matches("mini-[0-9a-f]{16}\\.safetensors");
    }
  }

  @Test
  void aDamagedCopyIsReplaced() throws IOException {
    String before = cli().run("embed", "--text", "a dog").out();
    Path file;
    try (Stream<Path> files = Files.list(folder())) {
      file = files.findFirst().orElseThrow();
    }
    Files.writeString(file, "cut short");

    assertThat(cli().run("embed", "--text", "a dog").out()).isEqualTo(before);
  }

  @Test
  void infoIsAboutItUnlessAnotherIsNamed() {
    Cli.Run run = cli().run("models", "info", "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat((String) Objects.requireNonNull(run.objects().getFirst().get("file")))
        .contains("mini-");
    assertThat(run.objects().getFirst()).containsEntry("precision", "fp32");
  }

  @Test
  void aFolderOfItsNameIsNotInItsWay() throws IOException {
    Files.createDirectories(folder().resolve("mini"));
    Files.writeString(folder().resolve("mini.safetensors"), "somebody's");

    assertThat(cli().run("embed", "--model", "mini", "--text", "a dog").exitCode()).isZero();
  }

  @Test
  void aFolderThatCantBeWrittenComesWithTheFix() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "in the way");

    Cli.Run run = new Cli(file).run("embed", "--quiet", "--text", "a dog");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).startsWith("error: can't keep the model mini").contains("--cache DIR");
  }

  @Test
  void helpDoesNotTouchIt() {
    assertThat(cli().run("--help").exitCode()).isZero();
    assertThat(cli().run("embed", "--help").exitCode()).isZero();
    assertThat(folder()).doesNotExist();
  }
}
