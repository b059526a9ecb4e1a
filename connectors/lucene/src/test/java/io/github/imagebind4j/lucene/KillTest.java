package io.github.imagebind4j.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.lucene.LuceneOptions.Quantization;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed while it writes loses nothing that it had committed.
class KillTest {
  private static final int EACH = 20;
  private static final int REPLACED = 10;
  private static final int KILLS = 10;

  @TempDir Path folder;

  /// Adds batch after batch, replaces the same ten items in each, and says which it has committed.
  static final class Writer {
    private Writer() {}

    /// @param args folder, and the first batch's number
    public static void main(String[] args) {
      LuceneOptions small = new LuceneOptions(Quantization.INT8, 8, 20, 1);
      try (LuceneIndex index = LuceneIndex.open(Path.of(args[0]), small)) {
        System.out.println("open");
        for (int batch = Integer.parseInt(args[1]); ; batch++) {
          int number = batch;
          List<IndexItem> items =
              IntStream.range(0, EACH + REPLACED)
                  .mapToObj(i -> i < EACH ? number + "-" + i : "same-" + (i - EACH))
                  .map(id -> Folders.item(id, Fields.of(Map.of("batch", number))))
                  .toList();
          index.put(items.subList(0, EACH / 2));
          index.put(items.subList(EACH / 2, items.size()));
          index.commit();
          System.out.println(batch);
        }
      }
    }
  }

  private Process start(int batch) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            folder.resolve("index").toString(),
            Integer.toString(batch))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// Kills it some time after it opened the index.
  ///
  /// @return the last batch that it said was committed, or `none`
  private static int killAfter(Process process, int millis, int none) throws Exception {
    List<String> said = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("open");
      Thread.sleep(millis);
      boolean asked = process.toHandle().destroyForcibly(); // SIGKILL; leaves its output readable
      assertThat(asked).isTrue();
      int status = process.waitFor();
      assertThat(status).isEqualTo(128 + 9);
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
      }
    }
    return said.isEmpty() ? none : Integer.parseInt(said.getLast());
  }

  @Test
  void killedAtRandomMomentsItHasAllOfTheLastCommitAndNothingTwice() throws Exception {
    long seed = 14;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    int last = -1;
    for (int kill = 0; kill < KILLS; kill++) {
      int said = killAfter(start(last + 1), random.nextInt(1500), last);
      last = lastWhole(said);
    }
    assertThat(last).as("batches").isGreaterThan(KILLS);
  }

  /// @param said the last batch that must be there
  /// @return the last that is there: that, or the one after, killed before it could say so
  private int lastWhole(int said) {
    Map<Integer, Integer> batches = new TreeMap<>();
    Map<String, Integer> seen = new TreeMap<>();
    try (LuceneIndex index = LuceneIndex.openReadOnly(folder.resolve("index"))) {
      index.verify();
      index.scan(
          Filter.ALL,
          item -> {
            int batch = item.fields().number("batch").orElseThrow().intValue();
            seen.merge(item.id(), 1, Integer::sum);
            batches.merge(batch, item.id().startsWith("same") ? 0 : 1, Integer::sum);
          });
      int last = batches.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
      assertThat(last).isIn(said, said + 1);
      assertThat(seen.values()).allMatch(times -> times == 1);
      assertThat(batches)
          .isEqualTo(
              IntStream.rangeClosed(0, last).boxed().collect(Collectors.toMap(b -> b, _ -> EACH)));
      index.scan(
          Filter.parse("batch < " + last), item -> assertThat(item.id()).doesNotStartWith("same"));
      assertThat(index.size()).isEqualTo(seen.size());
      return last;
    }
  }
}
