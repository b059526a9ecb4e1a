package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @TempDir private Path temp;

  @Test
  void everythingThatTheTestsNeedIsWell() {
    Cli.Run run = new Cli(temp).run("doctor", "--json");

    assertThat(run.exitCode()).isZero();
    assertThat(run.objects())
        .extracting("check")
        .containsExactly(
            "java",
            "platform",
            "cpu",
            "precision",
            "memory",
            "native cache",
            "models",
            "ffmpeg",
            "opencv",
            "libtorch");
    assertThat(run.objects()).noneMatch(line -> "fail".equals(line.get("status")));
  }

  @Test
  void everyWarningComesWithAFix() {
    for (Map<String, Object> line : new Cli(temp).run("doctor", "--json").objects()) {
      assertThat(line.containsKey("fix")).isEqualTo(!"ok".equals(line.get("status")));
    }
  }

  @Test
  void thePrecisionThatAutoStandsForComesWithItsReason() {
    assertThat(new Cli(temp).run("doctor").out())
        .containsPattern("ok +precision +auto is (bf16|fp32): .*(processor|operating system)");
  }

  @Test
  void theModelThatComesWithItIsThereAndTheBigOneHasItsCommand() {
    assertThat(new Cli(temp).run("doctor").out())
        .containsPattern("ok +models +.*: mini \\(comes with imagebind4j\\)")
        .contains("imagebind4j models download imagebind_huge");
  }

  @Test
  void aModelsFolderThatCantBeWrittenIsAFailure() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "in the way");

    Cli.Run run = new Cli(file).run("doctor");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).containsPattern("fail +models").contains("--cache");
  }

  @Test
  void versionsOfTheNativeLibrariesAreNamed() {
    assertThat(new Cli(temp).run("doctor").out())
        .containsPattern("ok +ffmpeg +\\d+\\.\\d+.*LGPL")
        .containsPattern("ok +opencv +\\d+\\.\\d+")
        .containsPattern("ok +libtorch +\\d+\\.\\d+");
  }
}
