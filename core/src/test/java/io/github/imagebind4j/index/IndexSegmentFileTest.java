package io.github.imagebind4j.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.IndexException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged and hostile segments and deletions: each is refused with its name, and no file is
/// removed.
class IndexSegmentFileTest {
  @TempDir Path folder;
  private ForgedIndex forged;

  @BeforeEach
  void make() throws IOException {
    forged = new ForgedIndex(folder);
  }

  @Test
  void aMissingSegment() throws IOException {
    Files.delete(forged.file("segment"));
    forged.assertRefused("segment-", "is missing");
  }

  @Test
  void aSegmentCutShort() throws IOException {
    byte[] whole = Files.readAllBytes(forged.file("segment"));
    for (int length : new int[] {0, 1, 63, 64, 65, whole.length / 2, whole.length - 1}) {
      Path file = forged.file("segment");
      Files.write(file, Arrays.copyOf(whole, length));
      forged.assertRefused("segment-", "is damaged");
    }
  }

  @Test
  void aSegmentWithSomethingBehindIt() throws IOException {
    forged.resize("segment", 1);
    forged.assertRefused("segment-", "is damaged");
  }

  @Test
  void everyFlippedBitOfASegmentIsFoundOnOpeningOrWhenItIsVerified() throws IOException {
    Path file = forged.file("segment");
    byte[] whole = Files.readAllBytes(file);
    for (int bit = 0; bit < whole.length * 8; bit += 7) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      assertThatThrownBy(
              () -> {
                try (ExactIndex index = ExactIndex.openReadOnly(folder)) {
                  index.verify();
                }
              })
          .as("bit %d", bit)
          .isInstanceOf(IndexException.class);
    }
  }

  @Test
  void aSegmentOfAnotherIndex() throws IOException {
    Path other = folder.resolve("other");
    try (ExactIndex index = ExactIndex.open(other)) {
      index.put(ForgedIndex.items("another"));
      index.put(List.of(ForgedIndex.items("another").getFirst()));
      index.commit();
      index.remove(List.of("i1"));
      index.commit();
    }
    try (Stream<Path> files = Files.list(other)) {
      Path foreign =
          files
              .filter(file -> file.getFileName().toString().startsWith("segment"))
              .findFirst()
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(foreign);
      bytes[64] ^= 1; // other vectors
      ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      byte[] vectors =
          Arrays.copyOfRange(bytes, 64, 64 + ForgedIndex.ROWS * ForgedIndex.DIMENSION * 4);
      header.putInt(32, SegmentLayout.crc(vectors, vectors.length));
      header.putInt(60, SegmentLayout.crc(bytes, 60));
      Files.write(forged.file("segment"), bytes);
    }
    forged.assertRefused("segment-", "not the file that the manifest speaks of");
  }

  @Test
  void moreRowsThanTheFileHas() throws IOException {
    forged.changeHeader(16, Integer.MAX_VALUE);
    forged.assertRefused("segment-", "its header says");
  }

  @Test
  void negativeRows() throws IOException {
    forged.changeHeader(16, -1);
    forged.assertRefused("segment-", "its header says");
  }

  @Test
  void aDimensionThatWouldOverflow() throws IOException {
    forged.changeHeader(12, Integer.MAX_VALUE);
    forged.assertRefused("segment-", "its header says");
  }

  @Test
  void moreSensesThanAByteNames() throws IOException {
    forged.changeHeader(20, 257);
    forged.assertRefused("segment-", "its header says");
  }

  @Test
  void recordsLongerThanTheFile() throws IOException {
    forged.changeHeader(28, Integer.MAX_VALUE);
    forged.assertRefused("segment-", "its header says");
  }

  @Test
  void aKeyThatPointsAtNoRow() throws IOException {
    forged.changeTables(bytes -> bytes.putInt(ForgedIndex.tables() + 8, ForgedIndex.ROWS));
    forged.assertRefused("segment-", "unknown row");
  }

  @Test
  void aRecordThatBeginsOutside() throws IOException {
    forged.changeTables(
        bytes -> bytes.putLong(ForgedIndex.tables() + ForgedIndex.ROWS * 8 + 8, Long.MAX_VALUE));
    forged.assertRefused("segment-", "outside");
  }

  @Test
  void aRecordThatEndsBeforeItBegins() throws IOException {
    forged.changeTables(
        bytes -> bytes.putLong(ForgedIndex.tables() + ForgedIndex.ROWS * 8 + 8, -1));
    forged.assertRefused("segment-", "outside");
  }

  @Test
  void aRowOfAnUnknownSense() throws IOException {
    forged.changeTables(
        bytes -> bytes.put(ForgedIndex.tables() + ForgedIndex.ROWS * 16 + 8, (byte) 1));
    forged.assertRefused("segment-", "unknown sense");
  }

  @Test
  void aSenseWithANonsenseName() throws IOException {
    forged.changeTables(
        bytes -> bytes.put(ForgedIndex.tables() + ForgedIndex.ROWS * 17 + 8, (byte) '/'));
    forged.assertRefused("segment-", "a sense is called");
  }

  private void assertItemsRefused(String word) {
    try (ExactIndex index = ExactIndex.openReadOnly(folder)) {
      assertThatThrownBy(() -> index.scan(Filter.ALL, _ -> {}))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining(word);
      IndexQuery query =
          IndexQuery.of(ForgedIndex.items("m").getFirst().embedding(), ForgedIndex.ROWS);
      assertThatThrownBy(() -> index.search(query))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining(word);
      assertThatThrownBy(() -> index.search(query.where(Filter.parse("n > 3"))))
          .isInstanceOf(IndexException.class);
    }
  }

  @Test
  void anIdLongerThanItsRecord() throws IOException {
    forged.changeRecord(0, 0x7e);
    assertItemsRefused("too early");
  }

  @Test
  void aSizeWithoutEnd() throws IOException {
    for (int i = 0; i < 5; i++) {
      forged.changeRecord(i, 0xff);
    }
    assertItemsRefused("31 bits");
  }

  @Test
  void moreFieldsThanThereAre() throws IOException {
    forged.changeRecord(3, 200); // after the id "i0": its size and two letters
    assertItemsRefused("too early");
  }

  @Test
  void aFieldOfAnUnknownType() throws IOException {
    forged.changeRecord(6, 77); // after the first field's name of one letter
    assertItemsRefused("unknown type");
  }

  @Test
  void aFieldWithANameThatNoneMayHave() throws IOException {
    forged.changeRecord(5, ' ');
    try (ExactIndex index = ExactIndex.openReadOnly(folder)) {
      assertThatThrownBy(() -> index.get("i0"))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("field's name");
    }
  }

  @Test
  void vectorsThatAreNotNumbersAreNeverFound() throws IOException {
    int[] crcs = new int[2];
    forged.change(
        "segment",
        bytes -> {
          for (int i = 0; i < ForgedIndex.DIMENSION; i++) {
            bytes.putFloat(64 + 4 * i, Float.NaN);
            bytes.putFloat(64 + 4 * ForgedIndex.DIMENSION + 4 * i, Float.MAX_VALUE);
          }
          crcs[0] = bytes.getInt(60);
          bytes.putInt(32, ForgedIndex.crc(bytes, 64, ForgedIndex.tables()));
          bytes.putInt(60, ForgedIndex.crc(bytes, 0, 60));
          crcs[1] = bytes.getInt(60);
        });
    forged.replaceInManifest(crcs[0], crcs[1]);
    try (ExactIndex index = ExactIndex.openReadOnly(folder)) {
      List<Hit> hits = index.search(ForgedIndex.items("m").get(2).embedding(), ForgedIndex.ROWS);
      assertThat(hits).extracting(Hit::id).doesNotContain("i0");
      assertThat(hits).allMatch(hit -> hit.score() >= -1 && hit.score() <= 1);
      assertThatThrownBy(() -> index.get("i0")).isInstanceOf(IndexException.class);
    }
  }

  @Test
  void deletionsCutShort() throws IOException {
    forged.resize("deleted", -1);
    forged.assertRefused("deleted-", "is damaged");
  }

  @Test
  void missingDeletions() throws IOException {
    Files.delete(forged.file("deleted"));
    forged.assertRefused("deleted-", "is missing");
  }

  @Test
  void deletionsOfRowsThatAreNot() throws IOException {
    forged.change(
        "deleted",
        bytes -> {
          bytes.put(16 + 7, (byte) 0x80); // row 63 of 40
          ForgedIndex.seal(bytes);
        });
    forged.assertRefused("deleted-", "up to 64");
  }

  @Test
  void otherDeletionsThanTheManifestCounts() throws IOException {
    forged.change(
        "deleted",
        bytes -> {
          bytes.put(16, (byte) 0xff);
          ForgedIndex.seal(bytes);
        });
    forged.assertRefused("deleted-", "it names");
  }
}
