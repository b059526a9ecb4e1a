package io.github.imagebind4j.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every lasting index must do, by the exact one in a folder; and how that handles its folder.
class ExactIndexFolderTest extends LastingIndexContract {
  @TempDir Path folder;

  @Override
  protected EmbeddingIndex open() {
    return ExactIndex.open(folder.resolve("deep/index"));
  }

  @Override
  protected EmbeddingIndex reopen() {
    return open();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("deep/index"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aReaderSeesTheCommitItOpenedAndWritersDoNotWaitForIt() {
    try (EmbeddingIndex writer = open()) {
      writer.add("a", EAST);
      try (ExactIndex reader = ExactIndex.openReadOnly(folder.resolve("deep/index"))) {
        for (int i = 0; i < 50; i++) {
          writer.add("b" + i, EAST); // merges and removes the files that the reader has open
        }
        assertThat(reader.search(EAST, 100)).extracting(Hit::id).containsExactly("a");
        reader.verify();
      }
      try (ExactIndex reader = ExactIndex.openReadOnly(folder.resolve("deep/index"))) {
        assertThat(reader.size()).isEqualTo(51);
      }
    }
  }

  @Test
  void aReaderCanNotWrite() {
    open().close();
    try (ExactIndex reader = ExactIndex.openReadOnly(folder.resolve("deep/index"))) {
      assertThatThrownBy(() -> reader.add("a", EAST))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("ExactIndex.open)");
      assertThatThrownBy(reader::commit).isInstanceOf(IndexException.class);
      assertThatThrownBy(() -> reader.remove(List.of("a"))).isInstanceOf(IndexException.class);
    }
  }

  @Test
  void readingMakesNoIndex() {
    assertThatThrownBy(() -> ExactIndex.openReadOnly(folder.resolve("none")))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("there is no index in");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void aClosedIndexSaysSo() {
    EmbeddingIndex index = open();
    index.close();
    index.close();
    assertThatThrownBy(() -> index.search(EAST, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> index.add("a", EAST)).isInstanceOf(InputException.class);
  }

  @Test
  void manySmallCommitsLeaveFewFiles() throws IOException {
    try (EmbeddingIndex index = open()) {
      for (int i = 0; i < 200; i++) {
        index.add("i" + i, EAST);
      }
      assertThat(files()).hasSizeLessThan(12);
      assertThat(index.size()).isEqualTo(200);
    }
  }

  @Test
  void whatIsMostlyDeletedIsWrittenAnewWithoutIt() throws IOException {
    try (EmbeddingIndex index = open()) {
      List<IndexItem> items = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        items.add(item("i" + i, Modality.TEXT, i, Fields.of(Map.of("n", i))));
      }
      index.put(items);
      index.commit();
      long before = Files.size(folder.resolve("deep/index").resolve(files().get(2)));
      index.remove(items.stream().map(IndexItem::id).filter(id -> id.length() > 3).toList());
      index.commit();
      assertThat(files()).hasSize(3).noneMatch(name -> name.startsWith("deleted"));
      long after = Files.size(folder.resolve("deep/index").resolve(files().get(2)));
      assertThat(after).isLessThan(before / 8);
      assertThat(index.size()).isEqualTo(100);
      index.remove(items.stream().map(IndexItem::id).toList());
      index.commit();
      assertThat(files()).containsExactly("lock", "manifest");
    }
  }

  @Test
  void nothingIsWrittenIfNothingChanged() throws IOException {
    try (EmbeddingIndex index = open()) {
      index.add("a", EAST);
      Path manifest = folder.resolve("deep/index/manifest");
      byte[] before = Files.readAllBytes(manifest);
      index.remove(List.of("unknown"));
      index.commit();
      assertThat(Files.readAllBytes(manifest)).isEqualTo(before);
    }
  }

  @Test
  void textsWithHalvesOfCharactersAreKeptApart() {
    String high = "a\ud83d";
    String other = "a\ud83e";
    try (EmbeddingIndex index = open()) {
      index.put(
          List.of(
              item(high, Modality.TEXT, 0, Fields.of(Map.of("t", other))),
              item(other, Modality.TEXT, 1, Fields.of(Map.of("t", "😀")))));
      index.commit();
    }
    try (EmbeddingIndex index = reopen()) {
      assertThat(index.size()).isEqualTo(2);
      assertThat(index.get(high).orElseThrow().fields().text("t")).contains(other);
      assertThat(index.get(other).orElseThrow().fields().text("t")).contains("😀");
    }
  }

  @Test
  void moreThanOneFilesWorthIsPutBeforeOneCommit() {
    int dimension = 4096;
    try (EmbeddingIndex index = open()) {
      for (int round = 0; round < 6; round++) {
        List<IndexItem> items = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
          items.add(onAxis("i" + i, dimension, i + round));
        }
        index.put(items); // the same ids each time, and 25 MB of vectors
      }
      assertThat(index.size()).isZero();
      index.commit();
      assertThat(index.size()).isEqualTo(1500);
      assertThat(index.search(onAxis("q", dimension, 7).embedding(), 1))
          .extracting(Hit::id)
          .containsExactly("i2");
    }
  }

  private static IndexItem onAxis(String id, int dimension, int axis) {
    float[] vector = new float[dimension];
    vector[axis] = 1;
    return new IndexItem(id, new Embedding(Modality.TEXT, vector, "m"), Fields.NONE);
  }
}
