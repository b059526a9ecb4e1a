package io.github.imagebind4j.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Walks over well-behaved and hostile folders.
class FolderCollectionTest {
  @TempDir private Path temp;
  private Path root = Path.of("");

  @BeforeEach
  void resolveLinksInTheTemporaryFolder() throws IOException {
    root = temp.toRealPath();
  }

  private Path file(String name) throws IOException {
    Path path = root.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, name);
  }

  private FolderCollection collection(Path... except) {
    return new FolderCollection(root, SenseRules.CONVENTIONS, Set.of(except));
  }

  private static List<String> names(MediaCollection.Walk walk, Path root) {
    List<String> names = new ArrayList<>();
    walk.forEachRemaining(entry ->
        names.add(
            switch (entry) {
              case MediaCollection.Found(MediaFile file) ->
                  root.relativize(file.path()).toString().replace('\\', '/');
              case MediaCollection.Broken(String name, var reason) -> "broken " + name;
            }));
    return names;
  }

  private static Fields at(Path path) {
    return Fields.of(Map.of("path", path.toString()));
  }

  @Test
  void filesComeInTheOrderOfNamesWithoutHiddenOnesAndExceptions() throws IOException {
    file("b.jpg");
    file("a/2.wav");
    file("a/1.wav");
    file(".hidden");
    file(".git/config");
    file("index/segment");

    FolderCollection collection = collection(root.resolve("index"));

    assertThat(names(collection.walk(), root)).containsExactly("a/1.wav", "a/2.wav", "b.jpg");
    assertThat(collection.count()).isEqualTo(3);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void linksInCirclesAndToNowhereEndTheWalkNowhere() throws IOException {
    file("a/real.jpg");
    Files.createSymbolicLink(root.resolve("a/up"), root);
    Files.createSymbolicLink(root.resolve("ping"), root.resolve("pong"));
    Files.createSymbolicLink(root.resolve("pong"), root.resolve("ping"));
    Files.createSymbolicLink(root.resolve("nowhere"), root.resolve("missing"));
    Files.createSymbolicLink(root.resolve("linked.jpg"), root.resolve("a/real.jpg"));

    assertThat(names(collection().walk(), root)).containsExactly("a/real.jpg", "linked.jpg");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aNameThatIsNotUtf8IsReportedAndTheRestGoesOn() throws Exception {
    file("good.jpg");
    Process shell =
        new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'bad\\377.jpg')\"")
            .directory(root.toFile())
            .start();
    assertThat(shell.waitFor(20, TimeUnit.SECONDS)).isTrue();
    Assumptions.assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")));

    List<String> names = names(collection().walk(), root);

    assertThat(names).hasSize(2).contains("good.jpg");
    assertThat(names).anyMatch(name -> name.startsWith("broken ") && name.contains("bad\uFFFD"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFolderThatCantBeListedIsReportedAndWhatIsInItIsNotTakenForGone() throws IOException {
    Path locked = root.resolve("locked");
    file("locked/x.jpg");
    Path open = file("open/y.jpg");
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    try {
      Assumptions.assumeFalse(Files.isReadable(locked), "root reads everything");
      MediaCollection.Walk walk = collection().walk();

      assertThat(names(walk, root)).containsExactly("broken " + locked, "open/y.jpg");
      assertThat(walk.covers(at(locked.resolve("x.jpg")))).isFalse();
      assertThat(walk.covers(at(open))).isTrue();
    } finally {
      Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void onlyWhatIsBelowItIsCovered() throws IOException {
    file("x/a.jpg");
    MediaCollection.Walk walk =
        new FolderCollection(root.resolve("x"), SenseRules.CONVENTIONS, Set.of()).walk();

    assertThat(walk.covers(at(root.resolve("x/gone.jpg")))).isTrue();
    assertThat(walk.covers(at(root.resolve("xy/a.jpg")))).isFalse();
    assertThat(walk.covers(at(root.resolve("a.jpg")))).isFalse();
    assertThat(walk.covers(Fields.NONE)).isFalse();
  }

  @Test
  void aSingleFileIsACollectionToo() throws IOException {
    Path one = file("one.jpg");
    MediaCollection.Walk walk = new FolderCollection(one, SenseRules.CONVENTIONS, Set.of()).walk();

    assertThat(names(walk, root)).containsExactly("one.jpg");
    assertThat(walk.covers(at(root.resolve("two.jpg")))).isFalse();
  }

  @Test
  void aFolderThatIsNotThereIsRefusedSoThatAnUnmountedDiskDropsNothing() {
    assertThatThrownBy(
            () -> new FolderCollection(root.resolve("no"), SenseRules.CONVENTIONS, Set.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no such folder");
  }

  @Test
  void anEmptyRootIsTakenForAMountPointWithoutItsDisk() throws IOException {
    Path point = Files.createDirectories(root.resolve("disk"));
    MediaCollection.Walk empty =
        new FolderCollection(point, SenseRules.CONVENTIONS, Set.of()).walk();
    assertThat(names(empty, root)).isEmpty();
    assertThat(empty.covers(at(point.resolve("x.jpg")))).isFalse();

    MediaCollection.Walk above = collection().walk(); // who names the folder above means it
    assertThat(names(above, root)).isEmpty();
    assertThat(above.covers(at(point.resolve("x.jpg")))).isTrue();
  }

  @Test
  void idsKeepPathsAndFragmentsApart() {
    assertThat(MediaFile.id("/a/x#t=0,10.wav")).isEqualTo("/a/x%23t=0,10.wav");
    assertThat(MediaFile.id("/a/100%.wav")).isEqualTo("/a/100%25.wav");
    assertThat(ItemFields.fragment(0, 10, "")).isEqualTo("#t=0,10");
    assertThat(ItemFields.fragment(8, 18.5, "audio")).isEqualTo("#t=8,18.5&track=audio");
    assertThat(ItemFields.fragment(12.3456, 1000, "")).isEqualTo("#t=12.346,1000");
  }

  @Test
  void aHundredThousandVisitedFilesAreToldApart() {
    Visited visited = new Visited();
    for (int i = 0; i < 100_000; i++) {
      visited.put("/folder/file-" + i, i + 1);
    }
    for (int i = 0; i < 100_000; i++) {
      assertThat(visited.contains("/folder/file-" + i)).isTrue();
      assertThat(visited.get("/folder/file-" + i)).isEqualTo(i + 1);
    }
    assertThat(visited.contains("/folder/file-100000")).isFalse();
  }
}
