package io.github.imagebind4j.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.lucene.LuceneOptions.Quantization;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
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

    /// @param args folder, the first batch's number, and whether to force files to the disk, which
    ///   takes most of the time and guards against more than being killed
    public static void main(String[] args) {
      LuceneOptions small = new LuceneOptions(Quantization.INT8, 8, 20, 1);
      Path folder = Path.of(args[0]);
      boolean forced = Boolean.parseBoolean(args[2]);
      try (LuceneIndex index =
          forced ? LuceneIndex.open(folder, small) : Folders.open(folder, small)) {
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

  private Process start(int batch, boolean forced) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            folder.resolve("index").toString(),
            Integer.toString(batch),
            Boolean.toString(forced))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// Kills it some time after it opened the index, which is none that it chooses.
  ///
  /// @param batches how many it is to have committed before
  /// @param last the last batch that was there before
  /// @return the last batch that it said was committed, or that one
  private static int killAfter(Process process, int batches, int millis, int last)
      throws IOException, InterruptedException {
    int said = last;
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("open");
      for (int i = 0; i < batches; i++) {
        said = Integer.parseInt(out.readLine());
      }
      Thread.sleep(millis);
      boolean asked = process.toHandle().destroyForcibly(); // SIGKILL; leaves its output readable
      assertThat(asked).isTrue();
      int status = process.waitFor();
      assertThat(status).isNotZero();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said = Integer.parseInt(line);
      }
    }
    return said;
  }

  @Test
  void killedAtRandomMomentsItHasAllOfTheLastCommitAndNothingTwice() throws Exception {
    long seed = 14;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    int last = -1;
    for (int kill = 0; kill < KILLS; kill++) {
      Process writer = start(last + 1, kill % 3 == 0);
      last = lastWhole(killAfter(writer, random.nextInt(4), random.nextInt(300), last));
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
