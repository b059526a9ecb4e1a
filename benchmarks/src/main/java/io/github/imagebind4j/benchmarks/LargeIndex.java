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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Lucene index of a million vectors: how long it takes to build, what it takes of disk and
/// memory, how fast it answers and how much it finds. Too long for JMH, and no average of runs.
///
/// ```
/// B="java -Xmx7g --add-modules jdk.incubator.vector -cp benchmarks/target/benchmarks.jar \
///   io.github.imagebind4j.benchmarks.LargeIndex"
/// $B make FOLDER 1000000          # vectors, 500 queries and their true neighbours, as plain files
/// $B build FOLDER 1000000 INT8    # or FLOAT, ONE_BIT
/// $B search FOLDER 1000000 INT8
/// ```
///
/// `faiss_hnsw.py` beside the module measures FAISS on the same files.
public final class LargeIndex {
  private static final int QUERIES = 500;
  private static final int K = 10;
  private static final int AT_ONCE = 256;
  private static final int[] EFFORTS = {10, 20, 50, 100, 200, 400, 800};
  private static final String MODEL = "benchmark";
  private static final int BUFFER_MB = 3600;

  private final Path folder;
  private final int rows;

  private LargeIndex(Path folder, int rows) {
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

  private Path index(Quantization quantization) {
    return folder.resolve("lucene-" + rows + "-" + quantization);
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /// What all threads have computed, which other processes do not lengthen as they do the time.
  private static double processorSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  private void make() throws IOException {
    Files.createDirectories(folder);
    long start = System.nanoTime();
    new ClusteredVectors(1).write(vectors(), rows);
    new ClusteredVectors(2).write(queries(), QUERIES);
    say("%,d vectors of %d dimensions written in %.0f s", rows, dimension(), since(start));
    start = System.nanoTime();
    try (VectorFile vectors = new VectorFile(vectors());
        VectorFile queries = new VectorFile(queries())) {
      int[][] nearest = vectors.nearest(all(queries), K);
      ByteBuffer bytes =
          ByteBuffer.allocate(QUERIES * K * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      Arrays.stream(nearest).flatMapToInt(Arrays::stream).forEach(bytes::putInt);
      Files.write(truth(), bytes.array());
    }
    say("true neighbours of %d queries found in %.0f s", QUERIES, since(start));
  }

  private static int dimension() {
    return ClusteredVectors.DIMENSION;
  }

  private static float[][] all(VectorFile file) {
    float[][] rows = new float[file.rows()][];
    Arrays.setAll(rows, file::row);
    return rows;
  }

  private void build(Quantization quantization) throws IOException, InterruptedException {
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
      say("  committed after %.0f s, %.0f s of processors", added, processorSeconds());
      long merging = System.nanoTime();
      index.compact();
      say(
          "%s: %,d vectors built in %.0f s + merged to one segment in %.0f s = %.0f s; %.0f s of"
              + " processors",
          quantization, rows, added, since(merging), since(start), processorSeconds());
      say(
          "%s: %.2f GB on the disk, %.0f bytes a vector",
          quantization, index.diskBytes() / 1e9, (double) index.diskBytes() / rows);
    }
  }

  /// As many threads as processors, each with the next few rows.
  private void addAll(VectorFile vectors, LuceneIndex index) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int first = next.getAndAdd(AT_ONCE);
                    first < rows;
                    first = next.getAndAdd(AT_ONCE)) {
                  index.put(items(vectors, first, Math.min(rows, first + AT_ONCE)));
                  if (first / AT_ONCE % 200 == 0) {
                    say("  %,d added after %.0f s", first, since(start));
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
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

  private void search(Quantization quantization) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(truth())).order(ByteOrder.LITTLE_ENDIAN);
    try (VectorFile queries = new VectorFile(queries());
        LuceneIndex index = LuceneIndex.openReadOnly(index(quantization))) {
      List<Embedding> wanted =
          Arrays.stream(all(queries))
              .map(vector -> new Embedding(Modality.VISION, vector, MODEL))
              .toList();
      say("%s: %,d vectors, one thread; effort, recall@10, p50, p95", quantization, index.size());
      for (int effort : EFFORTS) {
        double unused = run(index, wanted, effort, bytes, new double[QUERIES]); // warms up
        double[] seconds = new double[QUERIES];
        double recall = run(index, wanted, effort, bytes, seconds);
        Arrays.sort(seconds);
        say(
            "%s: %4d  %.4f  %6.2f ms  %6.2f ms",
            quantization,
            effort,
            recall,
            1000 * seconds[QUERIES / 2],
            1000 * seconds[QUERIES * 95 / 100]);
      }
      memory(quantization);
    }
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

  /// What of the index's mapped files is in memory because searches touched it, by kind of file:
  /// `vec` full-precision vectors, `veq` quantized ones, `vex` the graph. Linux only.
  private void memory(Quantization quantization) throws IOException {
    Path smaps = Path.of("/proc/self/smaps");
    if (!Files.isReadable(smaps)) {
      return;
    }
    Pattern mapping = Pattern.compile("[0-9a-f]+-[0-9a-f]+ .*/(\\S+)\\.(\\w+)");
    Map<String, Long> resident = new TreeMap<>();
    String kind = "";
    for (String line : Files.readAllLines(smaps)) {
      Matcher matcher = mapping.matcher(line);
      if (matcher.matches()) {
        kind = line.contains(index(quantization).toString()) ? matcher.group(2) : "";
      } else if (line.startsWith("Rss:") && !kind.isEmpty()) {
        long kilobytes = Long.parseLong(line.replaceAll("\\D", ""));
        resident.merge(kind, kilobytes * 1024, Long::sum);
      } else if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        kind = "";
      }
    }
    resident.forEach(
        (file, size) -> say("%s: .%s resident %.1f MB", quantization, file, size / 1e6));
    long all = resident.values().stream().mapToLong(Long::longValue).sum();
    System.gc();
    long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    say(
        "%s: resident %.0f MB of files + %.0f MB of heap = %.0f bytes a vector",
        quantization, all / 1e6, heap / 1e6, (all + heap) / (double) rows);
  }
}
