package io.github.imagebind4j.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.input.Modality;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Real processes that write an index, and do not get to finish.
class IndexProcessTest {
  private static final int DIMENSION = 64;
  private static final int BATCH = 300;
  private static final int SHARED = 100;

  @TempDir Path folder;

  /// Writes round after round, and says when each is committed.
  static final class Writer {
    private Writer() {}

    /// Runs until it is killed.
    ///
    /// @param args the folder
    public static void main(String[] args) {
      try (ExactIndex index = ExactIndex.open(Path.of(args[0]))) {
        int done = index.get("shared0").map(Writer::round).orElse(0);
        for (int round = done + 1; ; round++) {
          index.put(items(round));
          index.remove(removed(round));
          index.commit();
          System.out.println(round);
        }
      }
    }

    private static int round(IndexItem item) {
      return item.fields().number("round").orElseThrow().intValue();
    }
  }

  private static List<IndexItem> items(int round) {
    List<IndexItem> items = new ArrayList<>();
    for (int i = 0; i < SHARED; i++) {
      items.add(item("shared" + i, round));
    }
    for (int i = 0; i < BATCH; i++) {
      items.add(item("r" + round + "-" + i, round));
    }
    return items;
  }

  /// Most of what was put three rounds before.
  private static List<String> removed(int round) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      if (i % 10 != 0) {
        ids.add("r" + (round - 3) + "-" + i);
      }
    }
    return ids;
  }

  private static IndexItem item(String id, int round) {
    Random random = new Random(id.hashCode() * 31L + round);
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return new IndexItem(
        id, new Embedding(Modality.AUDIO, vector, "m"), Fields.of(Map.of("round", round)));
  }

  private static Map<String, Integer> expected(int rounds) {
    Map<String, Integer> expected = new TreeMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (IndexItem item : items(round)) {
        expected.put(item.id(), round);
      }
      removed(round).forEach(expected::remove);
    }
    return expected;
  }

  private Process start(List<String> wrapper, Class<?> main, Path argument) throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx300m", "-XX:-UsePerfData", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.add(argument.toString());
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .directory(folder.toFile())
        .start();
  }

  @Test
  void aKilledWriterLosesNothingThatWasCommitted() throws Exception {
    killAndLook(2);
  }

  @Test
  @Tag("long")
  void aWriterKilledTenTimesLosesNothingThatWasCommitted() throws Exception {
    killAndLook(10);
  }

  private void killAndLook(int times) throws IOException, InterruptedException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Path index = folder.resolve("index");
    int before = 0;
    for (int kill = 0; kill < times; kill++) {
      int said = before;
      Process writer = start(List.of(), Writer.class, index);
      try (BufferedReader lines = writer.inputReader()) {
        said = Integer.parseInt(lines.readLine());
        assertThat(said).isEqualTo(before + 1);
        Thread.sleep(random.nextInt(400)); // where in its work it is then, nobody knows
        // Not Process.destroyForcibly, which would throw away what it has said.
        assertThat(writer.toHandle().destroyForcibly()).isTrue();
        assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          said = Integer.parseInt(line);
        }
      }
      before = look(index, said);
    }
  }

  /// @return how many rounds are in the index
  private static int look(Path folder, int said) throws IOException {
    try (ExactIndex index = ExactIndex.open(folder)) {
      int round = Writer.round(index.get("shared0").orElseThrow());
      assertThat(round).isBetween(said, said + 1); // it may not have got to saying so
      Map<String, Integer> found = new TreeMap<>();
      index.scan(
          Filter.ALL,
          item -> {
            assertThat(found.put(item.id(), Writer.round(item))).as(item.id()).isNull();
            float[] unit = item(item.id(), Writer.round(item)).embedding().unit();
            assertThat(item.embedding().vector()).isEqualTo(unit);
          });
      assertThat(found).isEqualTo(expected(round));
      index.verify();
      assertThat(new IndexFolder(folder).data()).hasSizeLessThan(60);
      return round;
    }
  }

  /// Commits a little, then more than may be written.
  static final class Overflowing {
    private Overflowing() {}

    /// Runs to its end.
    ///
    /// @param args the folder
    public static void main(String[] args) {
      try (ExactIndex index = ExactIndex.open(Path.of(args[0]))) {
        index.add("small", item("small", 1).embedding());
        List<IndexItem> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
          many.add(item("large" + i, 1));
        }
        index.put(many);
        try {
          index.commit();
        } catch (IndexException e) {
          System.out.println(e.getMessage());
        }
        System.out.println(index.size());
        index.remove(many.stream().map(IndexItem::id).skip(10).toList());
        index.commit();
        System.out.println(index.size());
      }
    }
  }

  /// The system's own limit on a file's size stands in for a full disk: a write fails half-way.
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aWriteThatTheSystemRefusesHalfWayLosesNothing() throws Exception {
    Path at = folder.resolve("index");
    List<String> limited = List.of("sh", "-c", "ulimit -f 1000 && exec \"$@\"", "sh");
    Process process = start(limited, Overflowing.class, at);
    List<String> lines;
    try (BufferedReader reader = process.inputReader()) {
      lines = reader.lines().toList();
    }
    assertThat(process.waitFor()).isZero();
    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst()).contains("too large", "free space", "is still there");
    assertThat(lines.subList(1, 3)).containsExactly("1", "11");
    try (ExactIndex index = ExactIndex.open(at)) {
      assertThat(index.size()).isEqualTo(11);
      index.verify();
    }
  }

  @Test
  void whatAnotherProcessWritesIsNotWrittenByThisOne() throws Exception {
    Path at = folder.resolve("index");
    Process writer = start(List.of(), Writer.class, at);
    try (BufferedReader lines = writer.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("1");
      try {
        ExactIndex.open(at).close();
        assertThat(writer.isAlive()).as("the writer runs, and this one opened").isFalse();
      } catch (IndexException e) {
        assertThat(e).hasMessageContaining("another process");
      }
      for (int i = 0; i < 20; i++) {
        try (ExactIndex reader = ExactIndex.openReadOnly(at)) { // while files come and go
          assertThat(Writer.round(reader.get("shared0").orElseThrow())).isPositive();
        }
      }
    } finally {
      writer.destroyForcibly();
      int _ = writer.waitFor();
    }
  }
}
