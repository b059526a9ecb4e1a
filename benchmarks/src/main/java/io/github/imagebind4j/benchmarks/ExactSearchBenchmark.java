package io.github.imagebind4j.benchmarks;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.index.ExactIndex;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.Hit;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.index.IndexQuery;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Exact search beside the machine's read bandwidth, in one run:
///
/// ```sh
/// java --add-modules jdk.incubator.vector -Xmx2g -cp benchmarks/target/benchmarks.jar \
///     io.github.imagebind4j.benchmarks.ExactSearchBenchmark 300000 1024 --json exact.json
/// ```
///
/// With `--keep FOLDER` the index is made there, unless it is there already, and stays.
///
/// Bandwidth and searches take turns, so that whatever else the machine does slows both. Not a JMH
/// benchmark for that reason.
public final class ExactSearchBenchmark {
  private static final int ROUNDS = 20;
  private static final int WARM_UP = 5;
  private static final int AT_ONCE = 5_000;
  private static final int QUERIES = 16;
  private static final double BAR = 0.8; // of the bandwidth, which a search is to reach

  private final Path folder;
  private final int vectors;
  private final int dimension;
  private final SplittableRandom random = new SplittableRandom(12);

  /// Prepares a run.
  ///
  /// @param folder for the index, filled unless there is one
  /// @param vectors how many
  /// @param dimension of each
  public ExactSearchBenchmark(Path folder, int vectors, int dimension) {
    this.folder = folder;
    this.vectors = vectors;
    this.dimension = dimension;
  }

  /// Measures and prints.
  ///
  /// @param args how many vectors, of which dimension, and options as above
  /// @throws IOException if the index or the results can't be written
  public static void main(String[] args) throws IOException {
    int vectors = Integer.parseInt(args[0]);
    int dimension = Integer.parseInt(args[1]);
    Map<String, Path> options = new LinkedHashMap<>();
    for (int i = 2; i + 1 < args.length; i += 2) {
      options.put(args[i], Path.of(args[i + 1]));
    }
    Path kept = options.get("--keep");
    Path folder = kept != null ? kept : Files.createTempDirectory("imagebind4j-benchmark");
    try {
      ExactSearchBenchmark benchmark = new ExactSearchBenchmark(folder, vectors, dimension);
      benchmark.fill();
      List<String> results = new ArrayList<>();
      int cores = Runtime.getRuntime().availableProcessors();
      for (int threads = 1; threads <= cores; threads *= 2) {
        Result result = benchmark.measure(threads, ROUNDS);
        System.out.print(result.table());
        results.add(result.json());
      }
      Path json = options.get("--json");
      if (json != null) {
        Files.writeString(json, "[" + String.join(",\n", results) + "]\n");
      }
    } finally {
      if (kept == null) {
        delete(folder);
      }
    }
  }

  /// What was measured.
  ///
  /// @param table for people
  /// @param json the same for programs, and whether searches reach the bar
  public record Result(String table, String json) {}

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> {
        try {
          Files.delete(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
    Files.delete(folder);
  }

  private Embedding embedding(Modality modality) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) (random.nextDouble() - 0.5);
    }
    return new Embedding(modality, vector, "benchmark");
  }

  /// Makes the index, of which every tenth item is a sound.
  ///
  /// @throws IOException if the folder can't be read
  public void fill() throws IOException {
    if (Files.exists(folder.resolve("manifest"))) {
      return;
    }
    long start = System.nanoTime();
    try (ExactIndex index = ExactIndex.open(folder)) {
      List<IndexItem> items = new ArrayList<>();
      for (int i = 0; i < vectors; i++) {
        Fields fields = Fields.of(Map.of("year", 2000 + i % 25, "name", "picture " + i));
        Modality modality = i % 10 == 0 ? Modality.AUDIO : Modality.VISION;
        items.add(new IndexItem("photos/" + i + ".jpg", embedding(modality), fields));
        if (items.size() == AT_ONCE || i == vectors - 1) {
          index.put(items);
          items.clear();
        }
      }
      index.commit();
    }
    System.out.printf(
        Locale.ROOT,
        "%,d vectors of %,d made, written and committed in %.1f s%n",
        vectors,
        dimension,
        (System.nanoTime() - start) / 1e9);
  }

  private interface Work {
    List<List<Hit>> run();
  }

  /// Takes turns.
  ///
  /// @param threads for all of it
  /// @param rounds how often each
  /// @return what it took
  /// @throws IOException if the index can't be read
  public Result measure(int threads, int rounds) throws IOException {
    try (ExactIndex index = ExactIndex.openReadOnly(folder, threads);
        Arena arena = Arena.ofShared()) {
      List<MemorySegment> memory = vectors(arena);
      IndexQuery query = IndexQuery.of(embedding(Modality.TEXT), 10);
      List<IndexQuery> queries =
          Stream.generate(() -> IndexQuery.of(embedding(Modality.TEXT), 10))
              .limit(QUERIES)
              .toList();
      double gigabytes = 4e-9 * vectors * dimension;
      Table table = new Table(rounds, gigabytes);
      for (int round = -WARM_UP; round < rounds; round++) {
        for (ReadBandwidth.Order order : ReadBandwidth.Order.values()) {
          table.reading(round, order, gigabytesPerSecond(memory, order, threads));
        }
        table.search(round, "search", () -> List.of(index.search(query)));
        table.search(
            round,
            "search for sounds",
            () -> List.of(index.search(query.in(Set.of(Modality.AUDIO)))));
        Filter year = Filter.parse("year = 2003");
        table.search(round, "search of one year", () -> List.of(index.search(query.where(year))));
        table.search(round, QUERIES + " searches at once", () -> index.searchAll(queries));
      }
      return new Result(table.text(threads), table.json(threads));
    }
  }

  private static double gigabytesPerSecond(
      List<MemorySegment> memory, ReadBandwidth.Order order, int threads) {
    double bytes = 0;
    double seconds = 0;
    for (MemorySegment part : memory) {
      bytes += part.byteSize();
      seconds += ReadBandwidth.seconds(part, order, threads);
    }
    return bytes / 1e9 / seconds;
  }

  /// The very bytes that searches read. What follows them in a file may not be numbers, so a fifth
  /// of each stays out.
  private List<MemorySegment> vectors(Arena arena) throws IOException {
    List<MemorySegment> memory = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "segment-*")) {
      for (Path file : files) {
        try (FileChannel channel = FileChannel.open(file)) {
          long bytes = channel.size() * 8 / 10;
          memory.add(channel.map(FileChannel.MapMode.READ_ONLY, 64, bytes, arena));
        }
      }
    }
    return memory;
  }

  /// What was measured.
  private static final class Table {
    private final int rounds;
    private final double gigabytes;
    private final double[] bandwidth;
    private final Map<String, double[]> searches = new LinkedHashMap<>();

    Table(int rounds, double gigabytes) {
      this.rounds = rounds;
      this.gigabytes = gigabytes;
      bandwidth = new double[rounds];
    }

    void reading(int round, ReadBandwidth.Order order, double gigabytesPerSecond) {
      if (round >= 0) {
        bandwidth[round] = Math.max(bandwidth[round], gigabytesPerSecond);
        searches.computeIfAbsent("reading, " + order, _ -> new double[rounds])[round] =
            gigabytes / gigabytesPerSecond;
      }
    }

    /// The better of two, as reading is: the first after another mapping was read finds the
    /// processor's tables of pages full of that.
    void search(int round, String name, Work work) {
      double first = seconds(work);
      double seconds = Math.min(first, seconds(work));
      if (round >= 0) {
        searches.computeIfAbsent(name, _ -> new double[rounds])[round] = seconds;
      }
    }

    private static double seconds(Work work) {
      long start = System.nanoTime();
      if (work.run().isEmpty()) {
        throw new IllegalStateException("nothing was found");
      }
      return (System.nanoTime() - start) / 1e9;
    }

    /// The ratio to bandwidth is that of each round, its better order; of these the median.
    String text(int threads) {
      StringBuilder text = new StringBuilder();
      text.append(
          String.format(
              Locale.ROOT,
              "%n%.2f GB, %d threads, %d rounds%n%-24s %10s %10s %12s %22s%n",
              gigabytes,
              threads,
              rounds,
              "",
              "median ms",
              "best ms",
              "best GB/s",
              "% of bandwidth: median"));
      double bestBandwidth = Arrays.stream(bandwidth).max().orElseThrow();
      searches.forEach((name, seconds) -> {
        double best = Arrays.stream(seconds).min().orElseThrow();
        text.append(
            String.format(
                Locale.ROOT,
                "%-24s %10.1f %10.1f %12.1f %22.0f   of the bests: %.0f%n",
                name,
                1e3 * median(seconds),
                1e3 * best,
                gigabytes / best,
                100 * ofBandwidth(seconds),
                100 * gigabytes / best / bestBandwidth));
      });
      text.append(
          String.format(
              Locale.ROOT,
              "bar: search >= %.0f %% of bandwidth: %s%n",
              100 * BAR,
              reachesBar() ? "passed" : "FAILED"));
      return text.toString();
    }

    private boolean reachesBar() {
      return ofBandwidth(Objects.requireNonNull(searches.get("search"))) >= BAR;
    }

    /// The median of all rounds' ratios to the bandwidth that was measured in the same round.
    private double ofBandwidth(double[] seconds) {
      double[] ratios = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        ratios[i] = gigabytes / seconds[i] / bandwidth[i];
      }
      return median(ratios);
    }

    String json(int threads) {
      List<String> rows = new ArrayList<>();
      searches.forEach((name, seconds) ->
          rows.add(
              String.format(
                  Locale.ROOT,
                  "    \"%s\": {\"median_ms\": %.3f, \"best_ms\": %.3f, \"of_bandwidth\": %.4f}",
                  name,
                  1e3 * median(seconds),
                  1e3 * Arrays.stream(seconds).min().orElseThrow(),
                  ofBandwidth(seconds))));
      return String.format(
          Locale.ROOT,
          "{\"threads\": %d, \"rounds\": %d, \"gigabytes\": %.4f, \"bandwidth_gb_s\": %.3f,%n"
              + "  \"bar\": %.2f, \"passed\": %b, \"runs\": {%n%s}}",
          threads,
          rounds,
          gigabytes,
          median(bandwidth),
          BAR,
          reachesBar(),
          String.join(",\n", rows));
    }

    private static double median(double[] values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      return sorted[sorted.length / 2];
    }
  }
}
