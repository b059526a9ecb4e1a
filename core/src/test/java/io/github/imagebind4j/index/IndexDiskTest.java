package io.github.imagebind4j.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that fails at each single step, in turn: full for a while, or gone for good.
class IndexDiskTest {
  private static final int MOST_STEPS = 200;

  @TempDir Path folder;

  /// A disk with room for so many steps. The one beyond them is half done.
  private static final class FailingDisk implements Disk {
    private int room;

    FailingDisk(int room) {
      this.room = room;
    }

    private void step() throws IOException {
      if (room-- <= 0) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public Output create(Path file) throws IOException {
      step();
      Output real = Disk.REAL.create(file);
      return new Output() {
        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
          if (room <= 0) {
            real.write(bytes.slice(0, bytes.remaining() / 2), position);
          }
          step();
          real.write(bytes, position);
        }

        @Override
        public void force() throws IOException {
          step();
          real.force();
        }

        @Override
        public void close() throws IOException {
          real.close();
        }
      };
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
      step();
      Disk.REAL.replace(from, to);
    }

    @Override
    public void forceFolder(Path at) throws IOException {
      step();
      Disk.REAL.forceFolder(at);
    }
  }

  private static IndexItem item(String id, int number) {
    return EmbeddingIndexContract.item(id, Modality.TEXT, number, Fields.of(Map.of("n", number)));
  }

  private static Map<String, Long> contents(EmbeddingIndex index) {
    Map<String, Long> found = new HashMap<>();
    index.scan(
        Filter.ALL,
        item -> {
          Long before = found.put(item.id(), item.fields().number("n").orElseThrow().longValue());
          assertThat(before).as("the second item called " + item.id()).isNull();
        });
    return found;
  }

  private static final Map<String, Long> BEFORE = new HashMap<>();
  private static final Map<String, Long> AFTER = new HashMap<>();

  static {
    for (long i = 0; i < 40; i++) {
      BEFORE.put("i" + i, i);
      if (i % 5 != 0) {
        AFTER.put("i" + i, i % 2 == 0 ? i : i + 1000);
      }
    }
    AFTER.put("new", 7L);
  }

  /// Seven parts, so that the next commit merges.
  private Path makeBefore(int round) {
    Path at = folder.resolve("index-" + round);
    try (ExactIndex index = ExactIndex.open(at)) {
      List<String> ids = new ArrayList<>(BEFORE.keySet());
      for (int part = 0; part < 7; part++) {
        for (int i = part; i < ids.size(); i += 7) {
          index.put(List.of(item(ids.get(i), Integer.parseInt(ids.get(i).substring(1)))));
        }
        index.commit();
      }
    }
    return at;
  }

  private static void change(EmbeddingIndex index) {
    for (int i = 1; i < 40; i += 2) {
      index.put(List.of(item("i" + i, i + 1000)));
    }
    for (int i = 0; i < 40; i += 5) {
      index.remove(List.of("i" + i));
    }
    index.put(List.of(item("new", 7)));
  }

  @Test
  void whateverFailsTheLastCommitIsWholeAndTheNextHasAllChanges() throws IOException {
    boolean succeeded = false;
    int failures = 0;
    for (int room = 0; !succeeded && room < MOST_STEPS; room++) {
      Path at = makeBefore(room);
      FailingDisk disk = new FailingDisk(room);
      try (ExactIndex index = ExactIndex.open(at, 1, disk)) {
        change(index);
        try {
          index.commit();
          succeeded = true;
        } catch (IndexException e) {
          failures++;
          assertThat(e)
              .hasMessageContainingAll("No space left on device", "free space", "is still there");
          assertThat(contents(index)).isEqualTo(BEFORE);
          try (ExactIndex reader = ExactIndex.openReadOnly(at)) {
            assertThat(contents(reader)).isIn(BEFORE, AFTER);
          }
          disk.room = MOST_STEPS; // somebody made room
          index.commit();
        }
        assertThat(contents(index)).isEqualTo(AFTER);
      }
      try (ExactIndex index = ExactIndex.open(at)) {
        assertThat(contents(index)).isEqualTo(AFTER);
        index.verify();
      }
    }
    assertThat(succeeded).isTrue();
    assertThat(failures).isGreaterThan(10);
  }

  @Test
  void whereverAProcessEndsTheNextFindsAllOfACommitOrNothingOfIt() throws IOException {
    boolean succeeded = false;
    boolean before = false;
    for (int room = 0; !succeeded && room < MOST_STEPS; room++) {
      Path at = makeBefore(room);
      try (ExactIndex index = ExactIndex.open(at, 1, new FailingDisk(room))) {
        change(index);
        try {
          index.commit();
          succeeded = true;
        } catch (IndexException e) {
          before = true;
        }
      }
      try (ExactIndex index = ExactIndex.open(at)) {
        assertThat(contents(index)).isIn(succeeded ? List.of(AFTER) : List.of(BEFORE, AFTER));
        change(index);
        index.commit();
        assertThat(contents(index)).isEqualTo(AFTER);
      }
      try (var files = Files.list(at)) {
        assertThat(files).hasSizeLessThan(10);
      }
    }
    assertThat(succeeded).isTrue();
    assertThat(before).isTrue();
  }

  @Test
  void anIndexThatCouldNotBeMadeIsMadeTheNextTime() {
    int room = 0;
    while (true) {
      Path at = folder.resolve("new-" + room);
      FailingDisk disk = new FailingDisk(room++);
      try {
        ExactIndex.open(at, 1, disk).close();
        break;
      } catch (IndexException e) {
        assertThat(e).hasMessageContaining("No space left on device");
      }
      try (ExactIndex index = ExactIndex.open(at)) {
        index.add("a", EmbeddingIndexContract.EAST);
        assertThat(index.size()).isEqualTo(1);
      }
    }
    assertThat(room).isGreaterThan(4);
  }

  @Test
  void aPutThatNeedsRoomAndFindsNoneTakesNothing() {
    Path at = folder.resolve("large");
    FailingDisk disk = new FailingDisk(MOST_STEPS);
    try (ExactIndex index = ExactIndex.open(at, 1, disk)) {
      index.put(large("a")); // more than waits in memory
      disk.room = 1;
      assertThatThrownBy(() -> index.put(large("b"))).isInstanceOf(IndexException.class);
      disk.room = MOST_STEPS;
      index.commit();
      assertThat(index.size()).isEqualTo(700);
      assertThat(index.get("b0")).isEmpty();
    }
  }

  private static List<IndexItem> large(String prefix) {
    List<IndexItem> items = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      float[] vector = new float[1 << 15];
      vector[i] = 1;
      items.add(new IndexItem(prefix + i, new Embedding(Modality.TEXT, vector, "m"), Fields.NONE));
    }
    return items;
  }
}
