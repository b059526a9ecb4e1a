package io.github.imagebind4j.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.IndexException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Folders in which something else lies than an index makes.
class IndexFolderTest {
  @TempDir Path folder;
  private ForgedIndex forged;

  @BeforeEach
  void make() throws IOException {
    forged = new ForgedIndex(folder);
  }

  @Test
  void aFolderInPlaceOfAFile() throws IOException {
    Path segment = forged.file("segment");
    Files.delete(segment);
    Files.createDirectory(segment);
    forged.assertRefused("segment-", "no ordinary file");
  }

  @Test
  void aFileInPlaceOfTheFolder() {
    assertThatThrownBy(() -> ExactIndex.open(folder.resolve("manifest")))
        .isInstanceOf(IndexException.class);
    assertThatThrownBy(() -> ExactIndex.open(folder.resolve("manifest/index")))
        .isInstanceOf(IndexException.class);
    assertThatThrownBy(() -> ExactIndex.openReadOnly(folder.resolve("manifest")))
        .isInstanceOf(IndexException.class);
  }

  @Test
  void leftoversOfAKilledWriterAreClearedAndOthersFilesAreNot() throws IOException {
    List<String> before = forged.names();
    Files.write(folder.resolve("segment-00000000000000ff"), new byte[1000]);
    Files.write(folder.resolve("deleted-00000000000000fe"), new byte[10]);
    Files.write(folder.resolve("manifest.new"), new byte[10]);
    Files.write(folder.resolve("segment-notes.txt"), new byte[10]);
    ExactIndex.openReadOnly(folder).close();
    assertThat(forged.names()).hasSize(before.size() + 4);
    ExactIndex.open(folder).close();
    Map<String, Boolean> left = new TreeMap<>();
    forged.names().stream()
        .filter(name -> !before.contains(name))
        .forEach(name -> left.put(name, true));
    assertThat(left.keySet()).containsExactly("segment-notes.txt");
  }

  /// Only where the system keeps this process from writing: an administrator may write anywhere.
  @Test
  void aReadOnlyFolderIsReadAndNotWritten() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Set<PosixFilePermission> before = Files.getPosixFilePermissions(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    Files.setPosixFilePermissions(
        forged.file("lock"), PosixFilePermissions.fromString("r--r--r--"));
    try (ExactIndex index = ExactIndex.openReadOnly(folder)) {
      assertThat(index.size()).isEqualTo(ForgedIndex.ROWS - 2);
      assumeFalse(Files.isWritable(folder));
      assertThatThrownBy(() -> ExactIndex.open(folder))
          .isInstanceOf(IndexException.class)
          .hasMessageContainingAll("can't be opened for writing", "its rights");
    } finally {
      Files.setPosixFilePermissions(folder, before);
    }
  }

  @Test
  void aSegmentCutShortWhileItIsOpenIsAnErrorAndNotTheEndOfTheProcess() throws IOException {
    try (ExactIndex index = ExactIndex.openReadOnly(folder)) {
      try (var channel = FileChannel.open(forged.file("segment"), StandardOpenOption.WRITE)) {
        channel.truncate(100);
      }
      Embedding query = ForgedIndex.items("m").getFirst().embedding();
      assertThatThrownBy(() -> index.search(query, 1))
          .isInstanceOf(IndexException.class)
          .hasMessageContainingAll("segment-", "cut short to 100 bytes");
      assertThatThrownBy(() -> index.get("i1")).isInstanceOf(IndexException.class);
      assertThatThrownBy(() -> index.scan(Filter.ALL, _ -> {})).isInstanceOf(IndexException.class);
      assertThatThrownBy(index::verify).isInstanceOf(IndexException.class);
    }
  }

  @Test
  void anInterruptedThreadSearchesAndHarmsNoOther() {
    try (ExactIndex index = ExactIndex.openReadOnly(folder)) {
      Embedding query = ForgedIndex.items("m").getFirst().embedding();
      Thread.currentThread().interrupt();
      assertThat(index.search(query, 1)).extracting(Hit::id).containsExactly("i0");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(index.search(query, 1)).extracting(Hit::id).containsExactly("i0");
    }
  }

  private Path victim() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    return Files.writeString(folder.resolve("victim"), "precious");
  }

  @Test
  void linksInPlaceOfFilesToBeWrittenAreNotFollowed() throws IOException {
    Path victim = victim();
    Files.createSymbolicLink(folder.resolve("manifest.new"), victim);
    try (ExactIndex index = ExactIndex.open(folder)) {
      Files.deleteIfExists(folder.resolve("manifest.new")); // an opening clears it away
      Files.createSymbolicLink(folder.resolve("manifest.new"), victim);
      index.add("new", ForgedIndex.items("m").getFirst().embedding());
      assertThat(index.size()).isEqualTo(ForgedIndex.ROWS - 1);
    }
    assertThat(victim).hasContent("precious");
  }

  @Test
  void aLockThatIsALinkMakesNoFileElsewhere() throws IOException {
    Path elsewhere = victim().resolveSibling("elsewhere");
    Files.delete(folder.resolve("lock"));
    Files.createSymbolicLink(folder.resolve("lock"), elsewhere);
    assertThatThrownBy(() -> ExactIndex.open(folder)).isInstanceOf(IndexException.class);
    assertThat(elsewhere).doesNotExist();
  }

  @Test
  @Timeout(60)
  void aPipeInPlaceOfAFileIsNotWaitedFor() throws IOException, InterruptedException {
    Path victim = victim();
    for (String name : List.of("manifest.new", "lock", "manifest")) {
      Path file = folder.resolve(name);
      Files.deleteIfExists(file);
      Process made = new ProcessBuilder("mkfifo", file.toString()).start();
      assumeTrue(made.waitFor() == 0);
      if (name.equals("manifest.new")) {
        ExactIndex.open(folder).close();
      } else {
        assertThatThrownBy(() -> ExactIndex.open(folder))
            .isInstanceOf(IndexException.class)
            .hasMessageContainingAll(name, "no ordinary file");
      }
      Files.deleteIfExists(file);
    }
    assertThat(victim).hasContent("precious");
  }
}
