package io.github.imagebind4j.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/// An index in a folder, whose files are then damaged by chance or by an attacker, who makes
/// checksums right again.
final class ForgedIndex {
  static final int ROWS = 40;

  static final int DIMENSION = 8;

  private final Path folder;

  /// Makes it, of one segment and deletions.
  ///
  /// @param folder an empty one
  ForgedIndex(Path folder) throws IOException {
    this.folder = folder;
    try (ExactIndex index = ExactIndex.open(folder, 1)) {
      index.put(items("m"));
      index.commit();
      index.remove(List.of("i3", "i5"));
      index.commit();
    }
    assertThat(names())
        .hasSize(4)
        .anyMatch(name -> name.startsWith("segment-"))
        .anyMatch(name -> name.startsWith("deleted-"));
  }

  static List<IndexItem> items(String model) {
    Random random = new Random(5);
    List<IndexItem> items = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      float[] vector = new float[DIMENSION];
      for (int j = 0; j < DIMENSION; j++) {
        vector[j] = (float) random.nextGaussian();
      }
      Embedding embedding = new Embedding(Modality.VISION, vector, model);
      items.add(new IndexItem("i" + i, embedding, Fields.of(Map.of("n", i, "t", "text"))));
    }
    return items;
  }

  List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  Path file(String kind) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(kind))
          .findFirst()
          .orElseThrow();
    }
  }

  interface Change {
    void make(ByteBuffer littleEndian);
  }

  void change(String kind, Change change) throws IOException {
    Path file = file(kind);
    byte[] bytes = Files.readAllBytes(file);
    change.make(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    Files.write(file, bytes);
  }

  void resize(String kind, int by) throws IOException {
    Path file = file(kind);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length + by));
  }

  static int crc(ByteBuffer bytes, int from, int to) {
    byte[] part = new byte[to - from];
    bytes.get(from, part);
    return SegmentLayout.crc(part, part.length);
  }

  /// Makes the checksum at the end right again.
  static void seal(ByteBuffer bytes) {
    int checked = bytes.capacity() - 4;
    bytes.putInt(checked, crc(bytes, 0, checked));
  }

  /// Changes a segment's header and makes its checksum right again, as an attacker would. The
  /// manifest knows the old one, so what it says is changed alike.
  void changeHeader(int at, int value) throws IOException {
    int[] crcs = new int[2];
    change(
        "segment",
        bytes -> {
          crcs[0] = bytes.getInt(60);
          bytes.putInt(at, value);
          bytes.putInt(60, crc(bytes, 0, 60));
          crcs[1] = bytes.getInt(60);
        });
    replaceInManifest(crcs[0], crcs[1]);
  }

  void replaceInManifest(int before, int after) throws IOException {
    change(
        "manifest",
        bytes -> {
          int checked = bytes.capacity() - 4;
          for (int i = 0; i < checked - 3; i++) {
            if (bytes.getInt(i) == before) {
              bytes.putInt(i, after);
            }
          }
          seal(bytes);
        });
  }

  /// Changes a segment's tables and makes all checksums right again.
  void changeTables(Change change) throws IOException {
    int[] tablesCrc = new int[1];
    change(
        "segment",
        bytes -> {
          change.make(bytes);
          tablesCrc[0] = crc(bytes, tables(), bytes.capacity());
        });
    changeHeader(36, tablesCrc[0]);
  }

  void assertRefused(String... words) throws IOException {
    List<String> before = names();
    assertThatThrownBy(() -> ExactIndex.openReadOnly(folder))
        .isInstanceOf(IndexException.class)
        .hasMessageContainingAll(words);
    assertThatThrownBy(() -> ExactIndex.open(folder))
        .isInstanceOf(IndexException.class)
        .hasMessageContainingAll(words);
    assertThat(names()).isEqualTo(before);
  }

  static int tables() {
    return 64 + ROWS * DIMENSION * 4;
  }

  void changeRecord(int at, int value) throws IOException {
    int records = tables() + ROWS * 17 + 8 + 64;
    changeTables(bytes -> bytes.put(records + at, (byte) value));
  }
}
