package io.github.imagebind4j.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.Hit;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.index.IndexQuery;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.lucene.LuceneIndex;
import io.github.imagebind4j.lucene.LuceneOptions;
import io.github.imagebind4j.lucene.LuceneOptions.Quantization;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// A Lucene index of a million vectors: how long it takes to build, what it takes of disk and
/// memory, how fast it answers and how much it finds. Too long for JMH, and no average of runs.
///
/// `large_index.py` beside the module runs these steps and FAISS's on the same files, and prints
/// both side by side:
///
/// - `make FOLDER 1000000`: vectors, 500 queries and their true neighbours, as plain files
/// - `build FOLDER 1000000 INT8` (or `FLOAT`, `ONE_BIT`): the index, and what it took as JSON
/// - `search FOLDER 1000000 INT8`: the same of searches by one thread
public final class LargeIndex {
  private static final int QUERIES = 500;
  private static final int K = 10;
  private static final int AT_ONCE = 256;
  private static final int[] EFFORTS = {10, 20, 50, 100, 200, 400, 800};
  private static final int PASSES = 3; // of which each query's median counts
  private static final String MODEL = "benchmark";
  private static final int BUFFER_MB = 3600;

  private final Path folder;
  private final int rows;

  LargeIndex(Path folder, int rows) {
    this.folder = folder;
    this.rows = rows;
  }

  /// Runs one of the steps.
  ///
  /// @param args step, folder, number of vectors and quantization, as above
  /// @throws IOException if a file can't be read or written
  /// @throws InterruptedException if interrupted
  public static void main(String[] args) throws IOException, InterruptedException {
    LargeIndex bench = new LargeIndex(Path.of(args[1]), Integer.parseInt(args[2]));
    switch (args[0]) {
      case "make" -> bench.make();
      case "build" -> bench.build(Quantization.valueOf(args[3]));
      case "search" -> bench.search(Quantization.valueOf(args[3]));
      default -> throw new IllegalArgumentException("make, build or search; got " + args[0]);
    }
  }

  private Path vectors() {
    return folder.resolve("vectors-" + rows + ".f32");
  }

  private Path queries() {
    return folder.resolve("queries-" + rows + ".f32");
  }

  private Path truth() {
    return folder.resolve("truth-" + rows + ".i32");
  }

  /// Where a step leaves what it measured.
  Path result(String step, Quantization quantization) {
    return folder.resolve(step + "-" + rows + "-" + quantization + ".json");
  }

  private Path index(Quantization quantization) {
    return folder.resolve("lucene-" + rows + "-" + quantization);
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /// What all threads have computed, which other processes do not lengthen as they do the time.
  private static double processorSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  void make() throws IOException {
    Files.createDirectories(folder);
    if (Files.exists(truth())) {
      return;
    }
    long start = System.nanoTime();
    new ClusteredVectors(1).write(vectors(), rows);
    new ClusteredVectors(2).write(queries(), QUERIES);
    System.out.printf(
        Locale.ROOT,
        "%,d vectors of %d dimensions written in %.0f s%n",
        rows,
        dimension(),
        since(start));
    start = System.nanoTime();
    try (VectorFile vectors = new VectorFile(vectors());
        VectorFile queries = new VectorFile(queries())) {
      int[][] nearest = vectors.nearest(all(queries), K);
      ByteBuffer bytes =
          ByteBuffer.allocate(QUERIES * K * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      Arrays.stream(nearest).flatMapToInt(Arrays::stream).forEach(bytes::putInt);
      Files.write(truth(), bytes.array());
    }
    System.out.printf(
        Locale.ROOT, "true neighbours of %d queries found in %.0f s%n", QUERIES, since(start));
  }

  private static int dimension() {
    return ClusteredVectors.DIMENSION;
  }

  private static float[][] all(VectorFile file) {
    float[][] rows = new float[file.rows()][];
    Arrays.setAll(rows, file::row);
    return rows;
  }

  void build(Quantization quantization) throws IOException, InterruptedException {
    LuceneOptions options =
        new LuceneOptions(
            quantization,
            LuceneOptions.DEFAULT.maxConnections(),
            LuceneOptions.DEFAULT.beamWidth(),
            BUFFER_MB);
    long start = System.nanoTime();
    try (VectorFile vectors = new VectorFile(vectors());
        LuceneIndex index = LuceneIndex.open(index(quantization), options)) {
      addAll(vectors, index);
      index.commit();
      double added = since(start);
      System.out.printf(
          Locale.ROOT,
          "  committed after %.0f s, %.0f s of processors%n",
          added,
          processorSeconds());
      long merging = System.nanoTime();
      index.compact();
      double seconds = since(start);
      System.out.printf(Locale.ROOT, "  merged to one segment in %.0f s%n", since(merging));
      Files.writeString(
          result("build", quantization),
          String.format(
              Locale.ROOT,
              "{\"vectors\": %d, \"seconds\": %.1f, \"merging_seconds\": %.1f,"
                  + " \"processor_seconds\": %.1f, \"threads\": %d, \"disk_bytes\": %d}%n",
              rows,
              seconds,
              since(merging),
              processorSeconds(),
              Runtime.getRuntime().availableProcessors(),
              index.diskBytes()));
    }
  }

  /// As many threads as processors, each with the next few rows.
  private void addAll(VectorFile vectors, LuceneIndex index) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    long start = System.nanoTime();
    Callable<Boolean> share =
        () -> {
          for (int first = next.getAndAdd(AT_ONCE); first < rows; first = next.getAndAdd(AT_ONCE)) {
            index.put(items(vectors, first, Math.min(rows, first + AT_ONCE)));
            if (first / AT_ONCE % 200 == 0) {
              System.out.printf(Locale.ROOT, "  %,d added after %.0f s%n", first, since(start));
            }
          }
          return true;
        };
    int processors = Runtime.getRuntime().availableProcessors();
    try (ExecutorService threads = Executors.newFixedThreadPool(processors)) {
      for (Future<Boolean> done : threads.invokeAll(Collections.nCopies(processors, share))) {
        boolean _ = done.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the vectors could not be added", e.getCause());
    }
  }

  private static List<IndexItem> items(VectorFile vectors, int from, int to) {
    List<IndexItem> items = new ArrayList<>(to - from);
    for (int row = from; row < to; row++) {
      Embedding embedding = new Embedding(Modality.VISION, vectors.row(row), MODEL);
      items.add(new IndexItem(Integer.toString(row), embedding, Fields.of(Map.of("row", row))));
    }
    return items;
  }

  /// From little effort to much, so that what is in memory after each was needed for that much.
  void search(Quantization quantization) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(truth())).order(ByteOrder.LITTLE_ENDIAN);
    List<String> results = new ArrayList<>();
    try (VectorFile queries = new VectorFile(queries());
        LuceneIndex index = LuceneIndex.openReadOnly(index(quantization))) {
      List<Embedding> wanted =
          Arrays.stream(all(queries))
              .map(vector -> new Embedding(Modality.VISION, vector, MODEL))
              .toList();
      for (int effort : EFFORTS) {
        double _ = run(index, wanted, effort, bytes, new double[QUERIES]); // warms up
        double[][] passes = new double[PASSES][QUERIES];
        double recall = 0;
        for (double[] pass : passes) {
          recall = run(index, wanted, effort, bytes, pass);
        }
        double[] seconds = mediansInOrder(passes);
        results.add(
            String.format(
                Locale.ROOT,
                "{\"effort\": %d, \"recall\": %.4f, \"p50_ms\": %.4f, \"p95_ms\": %.4f,"
                    + " \"resident_bytes\": %s, \"heap_bytes\": %d}%n",
                effort,
                recall,
                1000 * seconds[QUERIES / 2],
                1000 * seconds[QUERIES * 95 / 100],
                ResidentMemory.json(ResidentMemory.byKind(index(quantization))),
                ResidentMemory.heap()));
        System.out.printf(
            Locale.ROOT, "  %s: effort %d, recall@10 %.4f%n", quantization, effort, recall);
      }
    }
    Files.writeString(result("search", quantization), "[" + String.join(",", results) + "]\n");
  }

  /// Each query's median, the fastest first.
  private static double[] mediansInOrder(double[][] passes) {
    double[] medians = new double[QUERIES];
    for (int q = 0; q < QUERIES; q++) {
      int query = q;
      double[] own = Arrays.stream(passes).mapToDouble(pass -> pass[query]).sorted().toArray();
      medians[q] = own[own.length / 2];
    }
    Arrays.sort(medians);
    return medians;
  }

  private static double run(
      LuceneIndex index, List<Embedding> wanted, int effort, ByteBuffer truth, double[] seconds) {
    int found = 0;
    for (int q = 0; q < QUERIES; q++) {
      IndexQuery query = IndexQuery.of(wanted.get(q), K).withEffort(effort);
      long start = System.nanoTime();
      List<Hit> hits = index.search(query);
      seconds[q] = since(start);
      Set<String> expected = new HashSet<>();
      for (int i = 0; i < K; i++) {
        expected.add(Integer.toString(truth.getInt((q * K + i) * Integer.BYTES)));
      }
      found += (int) hits.stream().filter(hit -> expected.contains(hit.id())).count();
    }
    return (double) found / (QUERIES * K);
  }
}
