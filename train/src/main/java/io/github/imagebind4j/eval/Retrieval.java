package io.github.imagebind4j.eval;

import io.github.imagebind4j.error.InputException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// How well queries find their partners among targets, by cosine.
///
/// ```java
/// RetrievalScores scores = Retrieval.of(pictures, sounds); // picture i belongs to sound i
/// System.out.println(scores.found().recallAt1() + ", by chance " + scores.chance().recallAt1());
/// ```
///
/// Ties are broken against us: of targets that are equally near, the wrong ones count as first. A
/// model that maps everything to one point scores the worst there is, not the best.
///
/// Several threads of the common pool compute; needs no more memory than a copy of the vectors and
/// a few rows of cosines. Stateless and safe for use by any thread.
public final class Retrieval {
  private Retrieval() {}

  /// One partner each: query i belongs to target i and to no other.
  ///
  /// @param queries N vectors of any length but zero, `[N][dimension]`
  /// @param targets N vectors of the same dimension
  /// @return the scores, queries to targets
  /// @throws InputException if the numbers or dimensions differ, there are none, or a vector is
  ///   zero or not finite
  public static RetrievalScores of(float[][] queries, float[][] targets) {
    if (queries.length != targets.length) {
      throw new InputException(
          "pairs need as many queries as targets, got "
              + queries.length
              + " and "
              + targets.length
              + "; say which belong together with groups");
    }
    int[] places = new int[queries.length];
    Arrays.setAll(places, i -> i);
    return of(queries, targets, places, places);
  }

  /// Any number of partners: a query belongs to all targets of its group. Queries whose group has
  /// no target are left out, and counted.
  ///
  /// @param queries Q vectors of any length but zero, `[Q][dimension]`
  /// @param targets T vectors of the same dimension
  /// @param queryGroups Q numbers, e.g. of classes, or of the sound that a caption describes
  /// @param targetGroups T numbers of the same kind
  /// @return the scores, queries to targets
  /// @throws InputException if the numbers of vectors and groups differ, no query has a partner, or
  ///   a vector is zero, not finite or of another dimension
  public static RetrievalScores of(
      float[][] queries, float[][] targets, int[] queryGroups, int[] targetGroups) {
    int[] none = new int[queries.length];
    Arrays.fill(none, -1);
    return of(queries, targets, queryGroups, targetGroups, none);
  }

  /// Among themselves: each vector searches for the others of its group; itself it can't find.
  ///
  /// @param vectors N vectors of any length but zero, `[N][dimension]`
  /// @param groups N numbers, e.g. of classes
  /// @return the scores
  /// @throws InputException if the numbers differ, no vector has a partner, or a vector is zero,
  ///   not finite or of another dimension
  public static RetrievalScores within(float[][] vectors, int[] groups) {
    int[] themselves = new int[vectors.length];
    Arrays.setAll(themselves, i -> i);
    return of(vectors, vectors, groups, groups, themselves);
  }

  /// Each query may have a target that does not count for it, such as the one it is made of.
  ///
  /// @param skips that target's place for each query; -1, then for all, if there is none
  static RetrievalScores of(
      float[][] queries, float[][] targets, int[] queryGroups, int[] targetGroups, int[] skips) {
    requireOneGroupEach("queries", queries.length, queryGroups.length);
    requireOneGroupEach("targets", targets.length, targetGroups.length);
    Map<Integer, Integer> sizes = new HashMap<>();
    for (int group : targetGroups) {
      sizes.merge(group, 1, Integer::sum);
    }
    int[] partners = new int[queries.length];
    for (int q = 0; q < partners.length; q++) {
      boolean own = skips[q] >= 0 && targetGroups[skips[q]] == queryGroups[q];
      partners[q] = sizes.getOrDefault(queryGroups[q], 0) - (own ? 1 : 0);
    }
    if (Arrays.stream(partners).allMatch(n -> n == 0)) {
      throw new InputException(
          "none of "
              + queries.length
              + " queries has a partner among "
              + targets.length
              + " targets; check which belong together");
    }
    int[] ranks = new int[queries.length];
    double[] precisions = new double[queries.length];
    CosineRows.forEach(
        queries,
        targets,
        (query, cosines) -> {
          if (partners[query] > 0) {
            Ranking ranking =
                Ranking.of(
                    cosines,
                    t -> targetGroups[t] == queryGroups[query],
                    partners[query],
                    skips[query]);
            ranks[query] = ranking.first();
            precisions[query] = ranking.averagePrecision();
          }
        });
    boolean skipping = Arrays.stream(skips).anyMatch(place -> place >= 0);
    return RetrievalScores.of(ranks, precisions, partners, targets.length - (skipping ? 1 : 0));
  }

  private static void requireOneGroupEach(String what, int vectors, int groups) {
    if (vectors != groups) {
      throw new InputException(vectors + " " + what + " need as many groups, got " + groups);
    }
  }
}
