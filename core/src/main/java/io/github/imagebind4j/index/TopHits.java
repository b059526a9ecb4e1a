package io.github.imagebind4j.index;

import io.github.imagebind4j.input.Modality;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The best rows for one query among those that one thread has seen.
///
/// Ids and fields are read only of rows that are good enough, which soon are few.
///
/// For use by one thread at a time.
final class TopHits {
  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparing((Candidate c) -> c.score, Comparator.reverseOrder())
          .thenComparing(Candidate::id);

  private static final class Candidate {
    private final float score;
    private final Segment segment;
    private final int row;
    private @Nullable String id;

    Candidate(float score, Segment segment, int row) {
      this.score = score;
      this.segment = segment;
      this.row = row;
    }

    /// Read when scores are equal, or the search is over.
    String id() {
      String known = id;
      if (known == null) {
        known = segment.id(row);
        id = known;
      }
      return known;
    }

    Hit hit() {
      Modality modality = segment.senses().get(segment.sense(row));
      return new Hit(id(), modality, score, segment.fields(row));
    }
  }

  private final int k;
  private final Filter filter;
  private final Set<String> names;
  private final PriorityQueue<Candidate> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());
  private float threshold = Float.NEGATIVE_INFINITY;

  TopHits(IndexQuery query) {
    k = query.k();
    filter = query.filter();
    names = names(filter);
  }

  private static Set<String> names(Filter filter) {
    return switch (filter) {
      case Filter.Comparison comparison -> Set.of(comparison.field());
      case Filter.Has has -> Set.of(has.field());
      case Filter.Not not -> names(not.part());
      case Filter.Every every -> names(every.parts());
      case Filter.Any any -> names(any.parts());
    };
  }

  private static Set<String> names(List<Filter> parts) {
    Set<String> names = new HashSet<>();
    parts.forEach(part -> names.addAll(names(part)));
    return names;
  }

  /// Takes rows that follow one another.
  ///
  /// @param products of the query with each, from index 0
  void offer(float[] products, int count, Segment segment, int first) {
    for (int i = 0; i < count; i++) {
      if (products[i] >= threshold) { // not if it isn't a number
        offer(Math.clamp(products[i], -1f, 1f) + 0f, segment, first + i); // -0 is 0
      }
    }
  }

  private void offer(float score, Segment segment, int row) {
    Candidate candidate = new Candidate(score, segment, row);
    Candidate worst = worstFirst.peek();
    boolean full = worst != null && worstFirst.size() == k;
    if (full && BEST_FIRST.compare(candidate, worst) > 0) {
      return;
    }
    if (!names.isEmpty() && !filter.matches(segment.fields(row, names))) {
      return;
    }
    worstFirst.add(candidate);
    if (full) {
      Candidate _ = worstFirst.remove();
    }
    if (worstFirst.size() == k) {
      threshold = worstFirst.element().score;
    }
  }

  /// The best of what several threads have found.
  static List<Hit> best(Collection<TopHits> found, int k) {
    return found.stream()
        .flatMap(hits -> hits.worstFirst.stream())
        .sorted(BEST_FIRST)
        .limit(k)
        .map(Candidate::hit)
        .toList();
  }
}
