package io.github.imagebind4j.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.CheckpointException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// How a resource becomes a file, with a small one in the model's place.
class EmbeddedFileTest {
  private static final EmbeddedFile TOY = new EmbeddedFile(EmbeddedFileTest.class, "toy.bin");
  private static final byte[] CONTENT =
      "these are the weights, more or less\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path temp;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void theNameHoldsTheHashAndTheFolderIsMade() throws Exception {
    Path file = TOY.extractTo(temp.resolve("a/b"));

    assertThat(file)
        .hasBinaryContent(CONTENT)
        .hasFileName("toy-" + Hashes.sha256(CONTENT).substring(0, 16) + ".bin")
        .isEqualTo(TOY.in(temp.resolve("a/b")));
    assertThat(TOY.bytes()).isEqualTo(CONTENT.length);
  }

  @Test
  void aWholeCopyIsLeftAlone() throws IOException {
    Path file = TOY.extractTo(temp);
    FileTime longAgo = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(file, longAgo);

    assertThat(TOY.extractTo(temp)).isEqualTo(file);

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(longAgo);
    assertThat(names()).hasSize(1);
  }

  @Test
  void aCopyThatWasCutShortIsReplaced() throws IOException {
    Path file = TOY.in(temp);
    Files.write(file, List.of("these are"));

    assertThat(TOY.extractTo(temp)).hasBinaryContent(CONTENT);
    assertThat(names()).hasSize(1);
  }

  @Test
  void aCopyOfTheSameLengthThatWasChangedIsReplaced() throws IOException {
    byte[] changed = CONTENT.clone();
    changed[3] ^= 1;
    Files.write(TOY.in(temp), changed);

    assertThat(TOY.extractTo(temp)).hasBinaryContent(CONTENT);
  }

  @Test
  void otherVersionsAndOtherFilesStay() throws IOException {
    Files.writeString(temp.resolve("toy-0123456789abcdef.bin"), "another version");
    Files.writeString(temp.resolve("imagebind_huge.pth"), "somebody's");

    Path _ = TOY.extractTo(temp);

    assertThat(names()).hasSize(3).contains("toy-0123456789abcdef.bin", "imagebind_huge.pth");
  }

  @Test
  void whatAKilledProcessLeftGoesAfterAnHour() throws IOException {
    Path old = Files.writeString(temp.resolve(".toy.bin-1.part"), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Path atWork = Files.writeString(temp.resolve(".toy.bin-2.part"), "half");

    Path _ = TOY.extractTo(temp);

    assertThat(old).doesNotExist();
    assertThat(atWork).exists();
  }

  @RepeatedTest(100) // one writer's file goes while another looks at it: rare in a single round
  void manyAtOnceAllGetTheWholeFile() throws Exception {
    int many = 16;
    CountDownLatch start = new CountDownLatch(1);
    List<Future<byte[]>> seen = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
      for (int i = 0; i < many; i++) {
        seen.add(
            threads.submit(() -> {
              start.await();
              return Files.readAllBytes(TOY.extractTo(temp));
            }));
      }
      start.countDown();
      for (Future<byte[]> bytes : seen) {
        assertThat(bytes.get()).isEqualTo(CONTENT);
      }
    }
    assertThat(names()).hasSize(1);
  }

  @Test
  void aFileInTheFoldersPlaceIsNamedWithTheFix() throws IOException {
    Path file = Files.writeString(temp.resolve("models"), "in the way");

    assertThatThrownBy(() -> TOY.extractTo(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("--cache DIR")
        .hasMessageContaining("Mini.extractTo(folder)");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aReadOnlyFolderIsNamedWithTheFix() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("locked"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    Assumptions.assumeFalse(Files.isWritable(folder), "root may write anywhere");

    assertThatThrownBy(() -> TOY.extractTo(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("no permission")
        .hasMessageContaining("--cache DIR");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aReadOnlyFolderThatHoldsTheFileIsFine() throws IOException {
    Path file = TOY.extractTo(temp.resolve("shared"));
    Files.setPosixFilePermissions(
        temp.resolve("shared"), PosixFilePermissions.fromString("r-xr-xr-x"));

    assertThat(TOY.extractTo(temp.resolve("shared"))).isEqualTo(file);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileSystemThatTakesNoFilesIsNamedWithTheFix() {
    assertThatThrownBy(() -> TOY.extractTo(Path.of("/proc/self")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("/proc/self")
        .hasMessageContaining("--cache DIR");
  }

  @Test
  void aResourceThatIsNotWhatItsHashSaysIsNeverWritten() throws IOException {
    EmbeddedFile damaged = new EmbeddedFile(EmbeddedFileTest.class, "damaged.bin");

    assertThatThrownBy(() -> damaged.extractTo(temp))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("damaged.bin")
        .hasMessageContaining("SHA-256");
    assertThat(names()).isEmpty();
  }

  @Test
  void aMissingResourceOrHashSaysToInstallAgain() {
    for (String name : List.of("nosum.bin", "nothing.bin")) {
      assertThatThrownBy(() -> new EmbeddedFile(EmbeddedFileTest.class, name).extractTo(temp))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("install it again");
    }
  }
}
