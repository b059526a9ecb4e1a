package io.github.imagebind4j.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// One pass over all rows for one or several queries.
///
/// Rows are taken block by block by whichever thread is free. A block fits in a core's cache, so
/// that further queries read it from there.
final class Search {
  private static final long BLOCK_BYTES = 512 << 10;

  /// Rows of one part.
  private record Block(Part part, int from, int to) {}

  /// A query as the rows of one thread see it.
  private static final class Seeker {
    private final IndexQuery query;
    private final float[] unit;
    private final TopHits hits;

    Seeker(IndexQuery query) {
      this.query = query;
      unit = query.embedding().unit();
      hits = new TopHits(query);
    }

    boolean wantsAll(Segment segment) {
      return query.modalities().isEmpty() || query.modalities().containsAll(segment.senses());
    }

    boolean wants(Segment segment, int row) {
      return query.modalities().contains(segment.senses().get(segment.sense(row)));
    }
  }

  private final List<Block> blocks;
  private final List<IndexQuery> queries;
  private final DotProduct dot;
  private final AtomicInteger next = new AtomicInteger();
  private final Collection<List<Seeker>> finished = new ConcurrentLinkedQueue<>();

  private Search(Snapshot snapshot, List<IndexQuery> queries, DotProduct dot) {
    this.blocks = blocks(snapshot);
    this.queries = queries;
    this.dot = dot;
  }

  /// Finds each query's best.
  ///
  /// @param snapshot kept by the caller meanwhile
  /// @param queries of its space
  static List<List<Hit>> run(
      Snapshot snapshot, List<IndexQuery> queries, DotProduct dot, Workers workers) {
    Search search = new Search(snapshot, queries, dot);
    workers.run(search.blocks.size(), search::work);
    return search.results();
  }

  private static List<Block> blocks(Snapshot snapshot) {
    List<Block> blocks = new ArrayList<>();
    for (Part part : snapshot.parts()) {
      int rows = part.segment().rows();
      int step = step(part.segment());
      for (int from = 0; from < rows; from += step) {
        blocks.add(new Block(part, from, rows - from < step ? rows : from + step));
      }
    }
    return blocks;
  }

  private static int step(Segment segment) {
    long rowBytes = (long) segment.dimension() * Float.BYTES;
    return (int) Math.max(4, (BLOCK_BYTES / rowBytes) & -4);
  }

  private void work() {
    List<Seeker> seekers = queries.stream().map(Seeker::new).toList();
    int most = blocks.stream().mapToInt(block -> block.to - block.from).max().orElse(0);
    float[] products = new float[most];
    for (int i = next.getAndIncrement(); i < blocks.size(); i = next.getAndIncrement()) {
      for (Seeker seeker : seekers) {
        look(blocks.get(i), seeker, products);
      }
    }
    finished.add(seekers);
  }

  private void look(Block block, Seeker seeker, float[] products) {
    Deletions deletions = block.part.deletions();
    boolean wantsAll = seeker.wantsAll(block.part.segment());
    int from = deletions.nextKept(block.from);
    while (from < block.to) {
      int to = deletions.nextDeleted(from, block.to);
      if (wantsAll) {
        compare(block.part.segment(), from, to, seeker, products);
      } else {
        compareWanted(block.part.segment(), from, to, seeker, products);
      }
      from = deletions.nextKept(to);
    }
  }

  /// Compares runs of rows of the wanted senses, and reads no vector between them.
  private void compareWanted(Segment segment, int from, int to, Seeker seeker, float[] products) {
    int first = from;
    for (int row = from; row < to; row++) {
      if (!seeker.wants(segment, row)) {
        compare(segment, first, row, seeker, products);
        first = row + 1;
      }
    }
    compare(segment, first, to, seeker, products);
  }

  private void compare(Segment segment, int from, int to, Seeker seeker, float[] products) {
    if (from < to) {
      dot.compute(segment.memory(), segment.vectorAt(from), to - from, seeker.unit, products);
      seeker.hits.offer(products, to - from, segment, from);
    }
  }

  private List<List<Hit>> results() {
    List<List<Hit>> results = new ArrayList<>();
    for (int i = 0; i < queries.size(); i++) {
      int at = i;
      List<TopHits> found = finished.stream().map(seekers -> seekers.get(at).hits).toList();
      results.add(TopHits.best(found, queries.get(i).k()));
    }
    return results;
  }
}
