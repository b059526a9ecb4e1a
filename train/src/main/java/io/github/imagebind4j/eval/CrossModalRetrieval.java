package io.github.imagebind4j.eval;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.eval.dataset.EvalItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Retrieval between two sides of a set, both ways.
///
/// Stateless and safe for use by any thread.
public final class CrossModalRetrieval {
  private static final int EXAMPLES = 6;
  private static final int HITS = 5;

  /// Who belongs to whom.
  public enum Level {
    /// Items of the same pair: the same moment, or a thing and its captions. Items without a
    /// partner on the other side do not take part.
    INSTANCE,
    /// Items of the same class.
    CLASS
  }

  /// One direction.
  ///
  /// @param dataset the set's name
  /// @param from what searches
  /// @param to what is searched
  /// @param level who belongs to whom
  /// @param scores the figures
  /// @param examples a few queries and what they found
  public record Result(
      String dataset,
      Side from,
      Side to,
      Level level,
      RetrievalScores scores,
      List<Example> examples) {

    /// The result by its names in JSON.
    ///
    /// @return a fresh map
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("dataset", dataset);
      map.put("from", from.toString());
      map.put("to", to.toString());
      map.put("level", level.name().toLowerCase(Locale.ROOT));
      map.putAll(scores.toMap());
      return map;
    }
  }

  /// A query and what it found.
  ///
  /// @param query what searched
  /// @param hits what was nearest, best first
  public record Example(EvalItem query, List<Found> hits) {}

  /// A thing that was found.
  ///
  /// @param item the thing
  /// @param cosine how near it is
  /// @param right whether it belongs to the query
  public record Found(EvalItem item, double cosine, boolean right) {}

  private CrossModalRetrieval() {}

  /// Searches both ways, at each level that the set allows.
  ///
  /// @param embedded the items
  /// @param a one side
  /// @param b the other side
  /// @return one to four results: instances and classes, a to b and b to a
  /// @throws InputException if the sides have no partners and no classes in common
  public static List<Result> run(EmbeddedSet embedded, Side a, Side b) {
    List<Side.Entry> as = a.entries(embedded);
    List<Side.Entry> bs = b.entries(embedded);
    List<Result> results = new ArrayList<>();
    for (Level level : Level.values()) {
      Set<String> groups = common(as, bs, level);
      List<Side.Entry> someA = grouped(as, level, groups);
      List<Side.Entry> someB = grouped(bs, level, groups);
      if (!groups.isEmpty()) {
        String name = embedded.set().name();
        results.add(direction(name, a, b, level, someA, someB));
        if (!a.equals(b)) {
          results.add(direction(name, b, a, level, someB, someA));
        }
      }
    }
    if (results.isEmpty()) {
      throw new InputException(
          embedded.set().name()
              + " has no pairs and no common classes of "
              + a
              + " ("
              + as.size()
              + " items) and "
              + b
              + " ("
              + bs.size()
              + ")");
    }
    return results;
  }

  /// By class all labelled items take part, as distractors at least; of instances only those whose
  /// partner is there, for a picture taken with another camera is no distractor of this one.
  private static List<Side.Entry> grouped(
      List<Side.Entry> entries, Level level, Set<String> groups) {
    return entries.stream().filter(entry -> takesPart(entry.item(), level, groups)).toList();
  }

  /// Whether an item is searched among.
  static boolean takesPart(EvalItem item, Level level, Set<String> common) {
    String group = group(item, level);
    return switch (level) {
      case INSTANCE -> common.contains(group);
      case CLASS -> !group.isEmpty();
    };
  }

  /// What items that belong together have in common; empty: nothing. With several labels there are
  /// no groups.
  static String group(EvalItem item, Level level) {
    return switch (level) {
      case INSTANCE -> item.pair();
      case CLASS -> item.labels().size() == 1 ? "class " + item.labels().getFirst() : "";
    };
  }

  private static Set<String> common(List<Side.Entry> as, List<Side.Entry> bs, Level level) {
    Set<String> groups =
        as.stream().map(entry -> group(entry.item(), level)).collect(Collectors.toSet());
    groups.retainAll(
        bs.stream().map(entry -> group(entry.item(), level)).collect(Collectors.toSet()));
    groups.remove("");
    return groups;
  }

  private static Result direction(
      String dataset,
      Side from,
      Side to,
      Level level,
      List<Side.Entry> queries,
      List<Side.Entry> targets) {
    Map<String, Integer> numbers = new HashMap<>();
    int[] queryGroups = groups(queries, level, numbers);
    int[] targetGroups = groups(targets, level, numbers);
    float[][] queryVectors = queries.stream().map(Side.Entry::vector).toArray(float[][]::new);
    float[][] targetVectors = targets.stream().map(Side.Entry::vector).toArray(float[][]::new);
    RetrievalScores scores =
        from.equals(to)
            ? Retrieval.within(queryVectors, queryGroups)
            : Retrieval.of(queryVectors, targetVectors, queryGroups, targetGroups);
    List<Example> examples = new ArrayList<>();
    int count = Math.min(EXAMPLES, queries.size());
    for (int i = 0; i < count; i++) {
      Side.Entry query = queries.get((int) ((long) i * queries.size() / count));
      examples.add(example(query, targets, targetVectors, level));
    }
    return new Result(dataset, from, to, level, scores, examples);
  }

  private static int[] groups(List<Side.Entry> entries, Level level, Map<String, Integer> numbers) {
    return entries.stream()
        .mapToInt(entry -> numbers.computeIfAbsent(group(entry.item(), level), _ -> numbers.size()))
        .toArray();
  }

  private static Example example(
      Side.Entry query, List<Side.Entry> targets, float[][] vectors, Level level) {
    float[] cosines = CosineRows.table(new float[][] {query.vector()}, vectors)[0];
    List<Found> hits =
        IntStream.range(0, cosines.length)
            .boxed()
            .filter(t -> !targets.get(t).item().equals(query.item()))
            .sorted((x, y) -> Float.compare(cosines[y], cosines[x]))
            .limit(HITS)
            .map(t -> {
              EvalItem item = targets.get(t).item();
              boolean right = group(item, level).equals(group(query.item(), level));
              return new Found(item, cosines[t], right);
            })
            .toList();
    return new Example(query.item(), hits);
  }
}
