package io.github.imagebind4j.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged and hostile files: each is refused with its name, and no file is removed.
class IndexFilesTest {
  private static final int ROWS = 40;
  private static final int DIMENSION = 8;

  @TempDir Path folder;

  @BeforeEach
  void makeAnIndexOfOneSegmentAndDeletions() throws IOException {
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

  private static List<IndexItem> items(String model) {
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

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Path file(String kind) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(kind))
          .findFirst()
          .orElseThrow();
    }
  }

  private interface Change {
    void make(ByteBuffer littleEndian);
  }

  private void change(String kind, Change change) throws IOException {
    Path file = file(kind);
    byte[] bytes = Files.readAllBytes(file);
    change.make(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    Files.write(file, bytes);
  }

  private void resize(String kind, int by) throws IOException {
    Path file = file(kind);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length + by));
  }

  private static int crc(ByteBuffer bytes, int from, int to) {
    byte[] part = new byte[to - from];
    bytes.get(from, part);
    return SegmentLayout.crc(part, part.length);
  }

  /// Makes the checksum at the end right again.
  private static void seal(ByteBuffer bytes) {
    int checked = bytes.capacity() - 4;
    bytes.putInt(checked, crc(bytes, 0, checked));
  }

  /// Changes a segment's header and makes its checksum right again, as an attacker would. The
  /// manifest knows the old one, so what it says is changed alike.
  private void changeHeader(int at, int value) throws IOException {
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

  private void replaceInManifest(int before, int after) throws IOException {
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
  private void changeTables(Change change) throws IOException {
    int[] tablesCrc = new int[1];
    change(
        "segment",
        bytes -> {
          change.make(bytes);
          tablesCrc[0] = crc(bytes, tables(), bytes.capacity());
        });
    changeHeader(36, tablesCrc[0]);
  }

  private void assertRefused(String... words) throws IOException {
    List<String> before = names();
    assertThatThrownBy(() -> ExactIndex.openReadOnly(folder))
        .isInstanceOf(IndexException.class)
        .hasMessageContainingAll(words);
    assertThatThrownBy(() -> ExactIndex.open(folder))
        .isInstanceOf(IndexException.class)
        .hasMessageContainingAll(words);
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void theUnchangedOneOpens() {
    try (ExactIndex index = ExactIndex.open(folder)) {
      assertThat(index.size()).isEqualTo(ROWS - 2);
      index.verify();
    }
  }

  @Test
  void anEmptyManifest() throws IOException {
    Files.write(file("manifest"), new byte[0]);
    assertRefused("manifest is damaged", "0 bytes");
  }

  @Test
  void aManifestCutShort() throws IOException {
    int length = Files.readAllBytes(file("manifest")).length;
    for (int cut = 1; cut < length; cut++) {
      Path file = file("manifest");
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(whole, length - cut));
      assertRefused("manifest is damaged");
      Files.write(file, whole);
    }
  }

  @Test
  void everyFlippedBitOfTheManifest() throws IOException {
    Path file = file("manifest");
    byte[] whole = Files.readAllBytes(file);
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      assertThatThrownBy(() -> ExactIndex.openReadOnly(folder)).isInstanceOf(IndexException.class);
    }
  }

  @Test
  void anotherFileInPlaceOfTheManifest() throws IOException {
    Files.write(
        file("manifest"),
        "{\"this\": \"is something else altogether\"}".getBytes(StandardCharsets.UTF_8));
    assertRefused("manifest is damaged", "does not begin");
  }

  @Test
  void aManifestOfALaterVersionNamesTheFix() throws IOException {
    change("manifest", bytes -> bytes.putInt(8, 99));
    assertRefused("version 99", "newer");
  }

  @Test
  void aHugeManifestIsNotRead() throws IOException {
    try (var channel = Files.newByteChannel(file("manifest"), StandardOpenOption.WRITE)) {
      channel.position(1L << 33);
      channel.write(ByteBuffer.allocate(1));
    }
    assertRefused("manifest is damaged", "may have");
  }

  @Test
  void aManifestThatClaimsTwoBillionSegments() throws IOException {
    change(
        "manifest",
        bytes -> {
          int count = bytes.capacity() - 4 - 24 - 4;
          bytes.putInt(count, Integer.MAX_VALUE);
          seal(bytes);
        });
    assertRefused("manifest is damaged", "too early");
  }

  @Test
  void aMissingManifestBesideSegmentsIsNoNewIndex() throws IOException {
    Files.delete(file("manifest"));
    List<String> before = names();
    assertThatThrownBy(() -> ExactIndex.open(folder))
        .isInstanceOf(IndexException.class)
        .hasMessageContainingAll("manifest is missing", "restore");
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void aMissingSegment() throws IOException {
    Files.delete(file("segment"));
    assertRefused("segment-", "is missing");
  }

  @Test
  void aSegmentCutShort() throws IOException {
    byte[] whole = Files.readAllBytes(file("segment"));
    for (int length : new int[] {0, 1, 63, 64, 65, whole.length / 2, whole.length - 1}) {
      Path file = file("segment");
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefused("segment-", "is damaged");
    }
  }

  @Test
  void aSegmentWithSomethingBehindIt() throws IOException {
    resize("segment", 1);
    assertRefused("segment-", "is damaged");
  }

  @Test
  void everyFlippedBitOfASegmentIsFoundOnOpeningOrWhenItIsVerified() throws IOException {
    Path file = file("segment");
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
      index.put(items("another"));
      index.put(List.of(items("another").getFirst()));
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
      byte[] vectors = Arrays.copyOfRange(bytes, 64, 64 + ROWS * DIMENSION * 4);
      header.putInt(32, SegmentLayout.crc(vectors, vectors.length));
      header.putInt(60, SegmentLayout.crc(bytes, 60));
      Files.write(file("segment"), bytes);
    }
    assertRefused("segment-", "not the file that the manifest speaks of");
  }

  @Test
  void moreRowsThanTheFileHas() throws IOException {
    changeHeader(16, Integer.MAX_VALUE);
    assertRefused("segment-", "its header says");
  }

  @Test
  void negativeRows() throws IOException {
    changeHeader(16, -1);
    assertRefused("segment-", "its header says");
  }

  @Test
  void aDimensionThatWouldOverflow() throws IOException {
    changeHeader(12, Integer.MAX_VALUE);
    assertRefused("segment-", "its header says");
  }

  @Test
  void moreSensesThanAByteNames() throws IOException {
    changeHeader(20, 257);
    assertRefused("segment-", "its header says");
  }

  @Test
  void recordsLongerThanTheFile() throws IOException {
    changeHeader(28, Integer.MAX_VALUE);
    assertRefused("segment-", "its header says");
  }

  private static int tables() {
    return 64 + ROWS * DIMENSION * 4;
  }

  @Test
  void aKeyThatPointsAtNoRow() throws IOException {
    changeTables(bytes -> bytes.putInt(tables() + 8, ROWS));
    assertRefused("segment-", "unknown row");
  }

  @Test
  void aRecordThatBeginsOutside() throws IOException {
    changeTables(bytes -> bytes.putLong(tables() + ROWS * 8 + 8, Long.MAX_VALUE));
    assertRefused("segment-", "outside");
  }

  @Test
  void aRecordThatEndsBeforeItBegins() throws IOException {
    changeTables(bytes -> bytes.putLong(tables() + ROWS * 8 + 8, -1));
    assertRefused("segment-", "outside");
  }

  @Test
  void aRowOfAnUnknownSense() throws IOException {
    changeTables(bytes -> bytes.put(tables() + ROWS * 16 + 8, (byte) 1));
    assertRefused("segment-", "unknown sense");
  }

  @Test
  void aSenseWithANonsenseName() throws IOException {
    changeTables(bytes -> bytes.put(tables() + ROWS * 17 + 8, (byte) '/'));
    assertRefused("segment-", "a sense is called");
  }

  private void changeRecord(int at, int value) throws IOException {
    int records = tables() + ROWS * 17 + 8 + 64;
    changeTables(bytes -> bytes.put(records + at, (byte) value));
  }

  private void assertItemsRefused(String word) {
    try (ExactIndex index = ExactIndex.openReadOnly(folder)) {
      assertThatThrownBy(() -> index.scan(Filter.ALL, _ -> {}))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining(word);
      IndexQuery query = IndexQuery.of(items("m").getFirst().embedding(), ROWS);
      assertThatThrownBy(() -> index.search(query))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining(word);
      assertThatThrownBy(() -> index.search(query.where(Filter.parse("n > 3"))))
          .isInstanceOf(IndexException.class);
    }
  }

  @Test
  void anIdLongerThanItsRecord() throws IOException {
    changeRecord(0, 0x7e);
    assertItemsRefused("too early");
  }

  @Test
  void aSizeWithoutEnd() throws IOException {
    for (int i = 0; i < 5; i++) {
      changeRecord(i, 0xff);
    }
    assertItemsRefused("31 bits");
  }

  @Test
  void moreFieldsThanThereAre() throws IOException {
    changeRecord(3, 200); // after the id "i0": its size and two letters
    assertItemsRefused("too early");
  }

  @Test
  void aFieldOfAnUnknownType() throws IOException {
    changeRecord(6, 77); // after the first field's name of one letter
    assertItemsRefused("unknown type");
  }

  @Test
  void aFieldWithANameThatNoneMayHave() throws IOException {
    changeRecord(5, ' ');
    try (ExactIndex index = ExactIndex.openReadOnly(folder)) {
      assertThatThrownBy(() -> index.get("i0"))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("field's name");
    }
  }

  @Test
  void vectorsThatAreNotNumbersAreNeverFound() throws IOException {
    int[] crcs = new int[2];
    change(
        "segment",
        bytes -> {
          for (int i = 0; i < DIMENSION; i++) {
            bytes.putFloat(64 + 4 * i, Float.NaN);
            bytes.putFloat(64 + 4 * DIMENSION + 4 * i, Float.MAX_VALUE);
          }
          crcs[0] = bytes.getInt(60);
          bytes.putInt(32, crc(bytes, 64, tables()));
          bytes.putInt(60, crc(bytes, 0, 60));
          crcs[1] = bytes.getInt(60);
        });
    replaceInManifest(crcs[0], crcs[1]);
    try (ExactIndex index = ExactIndex.openReadOnly(folder)) {
      List<Hit> hits = index.search(items("m").get(2).embedding(), ROWS);
      assertThat(hits).extracting(Hit::id).doesNotContain("i0");
      assertThat(hits).allMatch(hit -> hit.score() >= -1 && hit.score() <= 1);
      assertThatThrownBy(() -> index.get("i0")).isInstanceOf(IndexException.class);
    }
  }

  @Test
  void deletionsCutShort() throws IOException {
    resize("deleted", -1);
    assertRefused("deleted-", "is damaged");
  }

  @Test
  void missingDeletions() throws IOException {
    Files.delete(file("deleted"));
    assertRefused("deleted-", "is missing");
  }

  @Test
  void deletionsOfRowsThatAreNot() throws IOException {
    change(
        "deleted",
        bytes -> {
          bytes.put(16 + 7, (byte) 0x80); // row 63 of 40
          seal(bytes);
        });
    assertRefused("deleted-", "up to 64");
  }

  @Test
  void otherDeletionsThanTheManifestCounts() throws IOException {
    change(
        "deleted",
        bytes -> {
          bytes.put(16, (byte) 0xff);
          seal(bytes);
        });
    assertRefused("deleted-", "it names");
  }

  @Test
  void aFolderInPlaceOfAFile() throws IOException {
    Path segment = file("segment");
    Files.delete(segment);
    Files.createDirectory(segment);
    assertRefused("segment-", "no ordinary file");
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
    List<String> before = names();
    Files.write(folder.resolve("segment-00000000000000ff"), new byte[1000]);
    Files.write(folder.resolve("deleted-00000000000000fe"), new byte[10]);
    Files.write(folder.resolve("manifest.new"), new byte[10]);
    Files.write(folder.resolve("segment-notes.txt"), new byte[10]);
    ExactIndex.openReadOnly(folder).close();
    assertThat(names()).hasSize(before.size() + 4);
    ExactIndex.open(folder).close();
    Map<String, Boolean> left = new TreeMap<>();
    names().stream().filter(name -> !before.contains(name)).forEach(name -> left.put(name, true));
    assertThat(left.keySet()).containsExactly("segment-notes.txt");
  }

  /// Only where the system keeps this process from writing: an administrator may write anywhere.
  @Test
  void aReadOnlyFolderIsReadAndNotWritten() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Set<PosixFilePermission> before = Files.getPosixFilePermissions(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    Files.setPosixFilePermissions(file("lock"), PosixFilePermissions.fromString("r--r--r--"));
    try (ExactIndex index = ExactIndex.openReadOnly(folder)) {
      assertThat(index.size()).isEqualTo(ROWS - 2);
      assumeFalse(Files.isWritable(folder));
      assertThatThrownBy(() -> ExactIndex.open(folder))
          .isInstanceOf(IndexException.class)
          .hasMessageContainingAll("can't be opened for writing", "its rights");
    } finally {
      Files.setPosixFilePermissions(folder, before);
    }
  }
}
