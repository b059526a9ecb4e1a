package io.github.imagebind4j.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.index.IndexQuery;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MMapDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders that are not what they should be, and disks that are full.
class DamageTest {
  @TempDir Path folder;

  private List<IndexItem> items(int from, int to) {
    List<IndexItem> items = new ArrayList<>();
    Random random = new Random(from);
    for (int i = from; i < to; i++) {
      Embedding embedding = Folders.random(random, 64);
      items.add(new IndexItem("i" + i, embedding, Fields.of(Map.of("n", i, "t", "text " + i))));
    }
    return items;
  }

  private void makeIndex() {
    try (LuceneIndex index = Folders.open(folder)) {
      index.put(items(0, 5000));
      index.compact();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.endsWith("write.lock")).sorted().toList();
    }
  }

  /// All that reads.
  private void readAll() {
    try (LuceneIndex index = LuceneIndex.openReadOnly(folder)) {
      index.verify();
      index.scan(Filter.parse("n > 7 and t ^= text"), _ -> {});
      index.search(IndexQuery.of(items(0, 1).getFirst().embedding(), 10).withEffort(200));
    }
  }

  @Test
  void aFileCutShortOrMissingIsSaidAtOnce() throws IOException {
    makeIndex();
    assertThat(files()).hasSizeGreaterThan(3);
    for (Path file : files()) {
      byte[] whole = Files.readAllBytes(file);
      for (int length : new int[] {0, 10, whole.length / 2, whole.length - 1}) {
        Files.write(file, Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> LuceneIndex.openReadOnly(folder))
            .as("%s cut to %d bytes", file.getFileName(), length)
            .isInstanceOf(IndexException.class);
        assertThatThrownBy(() -> Folders.open(folder)).isInstanceOf(IndexException.class);
      }
      Files.delete(file);
      assertThatThrownBy(() -> LuceneIndex.openReadOnly(folder))
          .as("%s missing", file.getFileName())
          .isInstanceOf(IndexException.class);
      assertThatThrownBy(() -> LuceneIndex.open(folder)).isInstanceOf(IndexException.class);
      Files.write(file, whole);
    }
    readAll();
  }

  @Test
  void anyFlippedByteIsFoundByVerifyAndNoneCrashesASearch() throws IOException {
    makeIndex();
    long seed = 12;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      Path file = files().get(random.nextInt(files().size()));
      byte[] whole = Files.readAllBytes(file);
      byte[] bad = whole.clone();
      int at = random.nextInt(bad.length);
      bad[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bad);
      assertThatThrownBy(this::readAll)
          .as("%s, byte %d", file.getFileName(), at)
          .isInstanceOf(IndexException.class);
      searchUnverified();
      Files.write(file, whole);
    }
    readAll();
  }

  private void searchUnverified() {
    try (LuceneIndex index = LuceneIndex.openReadOnly(folder)) {
      Embedding query = items(0, 1).getFirst().embedding();
      int found = index.search(IndexQuery.of(query, 10).withEffort(200)).size();
      assertThat(found).isLessThanOrEqualTo(10);
    } catch (ImageBindException e) {
      assertThat(e).hasMessageContaining(";"); // the fix
    }
  }

  @Test
  void otherFilesOtherIndexesAndOtherFormatsAreLeftAlone() throws IOException {
    Files.writeString(folder.resolve("holiday.jpg"), "a picture");
    assertThatThrownBy(() -> LuceneIndex.open(folder, LuceneOptions.DEFAULT))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("holiday.jpg");
    assertThat(files()).hasSize(1);
    Path file = folder.resolve("holiday.jpg");
    assertThatThrownBy(() -> LuceneIndex.open(file, LuceneOptions.DEFAULT))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("it is a file");

    Path foreign = folder.resolve("foreign");
    commit(foreign, Map.of());
    assertThatThrownBy(() -> LuceneIndex.open(foreign, LuceneOptions.DEFAULT))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("not made by LuceneIndex");
    Path newer = folder.resolve("newer");
    commit(newer, Map.of("imagebind4j.format", "99"));
    assertThatThrownBy(() -> LuceneIndex.openReadOnly(newer))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("format 99");
    Path nonsense = folder.resolve("nonsense");
    commit(nonsense, Map.of("imagebind4j.format", "1", "beamWidth", "many"));
    assertThatThrownBy(() -> LuceneIndex.openReadOnly(nonsense)).isInstanceOf(IndexException.class);
  }

  private static void commit(Path folder, Map<String, String> data) throws IOException {
    try (Directory directory = new MMapDirectory(folder);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      long _ = writer.addDocument(new Document());
      writer.setLiveCommitData(data.entrySet());
    }
  }

  @Test
  void readingMakesNothing() {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> LuceneIndex.openReadOnly(none))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("not there");
    assertThatThrownBy(() -> LuceneIndex.open(none)).isInstanceOf(IndexException.class);
    assertThat(none).doesNotExist();
    assertThatThrownBy(() -> LuceneIndex.openReadOnly(folder))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("no index");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatAKilledMakingLeftDoesNoHarm() throws IOException {
    Files.writeString(folder.resolve("write.lock"), "");
    Files.writeString(folder.resolve("pending_segments_1"), "");
    Files.writeString(folder.resolve("_0.fdt"), "half");
    try (LuceneIndex index = Folders.open(folder)) {
      index.put(items(0, 3));
      index.commit();
    }
    readAll();
  }

  /// Writes fail once so many bytes were written, until there is room again.
  private static final class SmallDisk extends FilterDirectory {
    private final AtomicLong room;

    SmallDisk(Directory inner, AtomicLong room) {
      super(inner);
      this.room = room;
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      return limited(super.createOutput(name, context));
    }

    @Override
    public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
        throws IOException {
      return limited(super.createTempOutput(prefix, suffix, context));
    }

    private IndexOutput limited(IndexOutput output) {
      return new FilterIndexOutput("limited", output.getName(), output) {
        @Override
        public void writeByte(byte b) throws IOException {
          take(1);
          super.writeByte(b);
        }

        @Override
        public void writeBytes(byte[] b, int offset, int length) throws IOException {
          take(length);
          super.writeBytes(b, offset, length);
        }
      };
    }

    private void take(int bytes) throws IOException {
      if (room.addAndGet(-bytes) < 0) {
        throw new IOException("No space left on device");
      }
    }
  }

  @Test
  void onAFullDiskTheLastCommitStaysWholeAndTheReasonIsSaid() {
    long seed = 13;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    int failed = 0;
    int committed = 0;
    LuceneOptions small = new LuceneOptions(LuceneOptions.Quantization.INT8, 8, 20, 1);
    for (int round = 0; round < 20; round++) {
      AtomicLong room = new AtomicLong(200_000 + random.nextInt(3_000_000));
      try (LuceneIndex index =
          LuceneIndex.open(folder, small, path -> new SmallDisk(Folders.unsynced(path), room))) {
        assertThat(index.size()).isEqualTo(committed);
        while (true) {
          index.put(items(committed, committed + 700));
          index.commit();
          committed += 700;
        }
      } catch (IndexException e) {
        failed++;
        assertThat(e).hasMessageContaining("disk is full");
      }
      try (LuceneIndex index = LuceneIndex.openReadOnly(folder)) {
        // The one that failed may have been whole already when it failed to tidy up.
        assertThat(index.size()).isIn((long) committed, committed + 700L);
        committed = (int) index.size();
        index.verify();
      }
    }
    assertThat(failed).isEqualTo(20);
    assertThat(committed).isPositive();
  }

  @Test
  void theSameFolderInOneProcessIsRefusedAsInTwo() {
    try (LuceneIndex index = Folders.open(folder)) {
      assertThatThrownBy(() -> LuceneIndex.open(folder, LuceneOptions.DEFAULT))
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("openReadOnly");
      assertThatCode(() -> index.add("a", new Embedding(Modality.TEXT, new float[] {1}, "m")))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void aFolderThatMayNotBeWrittenIsSaid() throws IOException {
    // Root may write everywhere but below a file, and on what the system mounts read-only.
    Path below = folder.resolve("file");
    Files.writeString(below, "x");
    assertThatThrownBy(() -> LuceneIndex.open(below.resolve("index"), LuceneOptions.DEFAULT))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining(below.toString());
  }
}
