package io.github.imagebind4j.lucene;

import io.github.imagebind4j.index.IndexQuery;
import io.github.imagebind4j.lucene.LuceneOptions.Quantization;

/// How much a search looks at.
///
/// @param candidates of the graph, at least as many as results
/// @param reread how many of them, the best, are ranked by their full-precision vectors, at least
///   as many as results: each costs a read of its page where those are not in memory
record Effort(int candidates, int reread) {
  static Effort of(IndexQuery query, Quantization quantization) {
    int candidates = candidates(query, quantization);
    int reread =
        switch (quantization) {
          case FLOAT, ONE_BIT -> candidates;
          // Nearly in their true order, so that the true best are among the first.
          case INT8 -> Math.max(atLeast(30, query.k(), 3), candidates / 4);
        };
    return new Effort(candidates, Math.min(reread, candidates));
  }

  private static int candidates(IndexQuery query, Quantization quantization) {
    if (query.effort() > 0) {
      return Math.max(query.effort(), query.k());
    }
    return switch (quantization) {
      case FLOAT, INT8 -> atLeast(100, query.k(), 2);
      case ONE_BIT -> atLeast(400, query.k(), 4);
    };
  }

  private static int atLeast(int least, int k, int times) {
    return Math.clamp((long) times * k, least, Integer.MAX_VALUE);
  }
}
