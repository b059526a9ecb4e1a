package io.github.imagebind4j.indexing;

import static io.github.imagebind4j.indexing.IndexedFolder.folder;
import static io.github.imagebind4j.indexing.IndexedFolder.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.index.IndexItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a killed run may leave, and what the next one makes of it.
class KilledIndexingTest {
  private static ImageBind model;

  @TempDir private Path temp;
  private IndexedFolder files;

  @BeforeAll
  static void loadTheModel() {
    model = IndexedFolder.tinyModel();
  }

  @AfterAll
  static void closeTheModel() {
    model.close();
  }

  @BeforeEach
  void fillAnEmptyIndex() throws IOException {
    files = new IndexedFolder(model, temp);
  }

  @Test
  void aRunThatWasCutShortGoesOnWithinAFileAndLeavesNothingTwice() throws IOException {
    files.copy("audio/files/chirp_8k_i16_31s.wav", "long.wav");
    files.run();
    // As a kill leaves it: some pieces are there, the head, which comes last, is not.
    String path = files.root.resolve("long.wav").toString();
    files.index.remove(List.of(path + "#t=0,10", path + "#t=16,26"));
    files.index.commit();

    IndexingReport report = files.run();

    assertThat(files.embedded).containsExactlyInAnyOrder(path + "#t=0,10", path + "#t=16,26");
    assertThat(report.items()).isEqualTo(4);
  }

  @Test
  void piecesOfAnEarlierContentThatAKillLeftAreDropped() throws IOException {
    Path file = files.copy("audio/files/chirp_8k_i16_31s.wav", "s.wav");
    files.run();
    Files.copy(
        Goldens.path("audio/files/chirp_16k_i16_5s.wav"),
        file,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    files.run();

    assertThat(files.items().keySet()).containsExactly("s.wav");
  }

  @Test
  void aFileThatChangedDuringAKilledRunAndThenChangedBackHasAllItsPiecesAgain() throws IOException {
    Path file = files.copy("audio/files/chirp_8k_i16_31s.wav", "s.wav");
    FileTime time = Files.getLastModifiedTime(file);
    byte[] before = Files.readAllBytes(file);
    files.run();
    Map<String, IndexItem> items = files.items();
    byte[] other = before.clone();
    for (int i = 1000; i < other.length; i++) {
      other[i] = (byte) (i * i);
    }
    Files.write(file, other);
    files.options = files.options.withCommits(1, Duration.ofDays(1));
    assertThatThrownBy(() -> runKilledAfterCommits(2)).hasMessage("killed");
    assertThat(files.items()).isNotEqualTo(items);

    Files.write(file, before);
    Files.setLastModifiedTime(file, time);
    files.run();

    assertThat(files.items().keySet()).isEqualTo(items.keySet());
    files
        .items()
        .forEach((id, item) -> {
          IndexItem once = item(items, id);
          assertThat(item.fields()).as(id).isEqualTo(once.fields());
          assertThat(item.embedding().unit()).as(id).containsExactly(once.embedding().unit());
        });
  }

  private void runKilledAfterCommits(int most) {
    int[] commits = {0};
    new MediaIndexer(model, files.index, files.options)
        .run(
            List.of(folder(files.root)),
            new IndexingListener() {
              @Override
              public void committed(long items) {
                if (++commits[0] == most) {
                  throw new IllegalStateException("killed");
                }
              }
            });
  }
}
