package io.github.imagebind4j.eval;

import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.EmbeddingArithmetic;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.FairHit;
import io.github.imagebind4j.index.FairRanking;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.Hit;
import io.github.imagebind4j.index.IndexQuery;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How well an index answers, told by its items' classes: from sense to sense, by sums of senses
/// against each alone, and in mixed lists by plain cosines against fair scores.
///
/// Right is what is of the query's class. Items are queries themselves and never find themselves; a
/// class's name is a query by text.
///
/// Stateless and safe for use by any thread.
public final class IndexEvaluation {
  /// How long a mixed list is.
  public static final int TOP = 10;

  /// A search from one sense to one other, over all its items.
  ///
  /// @param from what searched: `text`, a modality, or a sum
  /// @param to the modality that was searched
  /// @param scores the figures; mean average precision is the one that counts all of a class
  public record Direction(String from, Modality to, RetrievalScores scores) {}

  /// Mixed lists, of all senses at once.
  ///
  /// @param from what searched
  /// @param queries how many; only those that have something to find in every sense
  /// @param raw ranked by plain cosines
  /// @param fair ranked by [FairRanking]
  public record Mixed(String from, int queries, Lists raw, Lists fair) {}

  /// What the first [#TOP] hits are like.
  ///
  /// @param everySense the share of lists with a hit of every sense
  /// @param precision the mean share of hits that are right
  public record Lists(double everySense, double precision) {}

  /// All that was measured.
  ///
  /// @param directions from each sense, and from texts, to each other
  /// @param sums one item of every sense added up, and the same ones alone
  /// @param mixed all senses at once
  public record Result(List<Direction> directions, List<Direction> sums, List<Mixed> mixed) {
    /// Copies.
    public Result {
      directions = List.copyOf(directions);
      sums = List.copyOf(sums);
      mixed = List.copyOf(mixed);
    }
  }

  private record Labelled(String id, String label, Embedding embedding) {}

  /// @param own the items that it is made of, by modality
  private record Query(String label, Embedding embedding, Map<Modality, Integer> own) {}

  private final EmbeddingIndex index;
  private final Filter filter;
  private final Map<Modality, List<Labelled>> items;
  private final Map<String, Integer> groups = new HashMap<>();

  private IndexEvaluation(
      EmbeddingIndex index, Filter filter, Map<Modality, List<Labelled>> items) {
    this.index = index;
    this.filter = filter;
    this.items = items;
  }

  /// Measures.
  ///
  /// @param index what is searched
  /// @param filter which of its items take part
  /// @param field has an item's class
  /// @param senses at least two modalities
  /// @param texts embeds the classes' names
  /// @return the figures
  /// @throws InputException if there are fewer senses, or one has no items with classes, or no
  ///   class is in all of them
  public static Result run(
      EmbeddingIndex index, Filter filter, String field, List<Modality> senses, Embedder texts) {
    if (new HashSet<>(senses).size() < 2) {
      throw new InputException("senses are compared with each other: name at least 2 of them");
    }
    Map<Modality, List<Labelled>> items = new LinkedHashMap<>();
    senses.forEach(sense -> items.put(sense, new ArrayList<>()));
    index.scan(
        filter,
        item -> {
          List<Labelled> ofSense = items.get(item.embedding().modality());
          String label = label(item.fields(), field);
          if (ofSense != null && !label.isEmpty()) {
            ofSense.add(new Labelled(item.id(), label, item.embedding()));
          }
        });
    items.forEach((sense, found) -> {
      if (found.isEmpty()) {
        throw new InputException(
            "there is no " + sense + " item with a field '" + field + "'; choose another");
      }
      found.sort(Comparator.comparing(Labelled::id));
    });
    return new IndexEvaluation(index, filter, items).measure(texts);
  }

  private static String label(Fields fields, String name) {
    Object value = fields.asMap().get(name);
    return value == null || value instanceof List<?> ? "" : String.valueOf(value);
  }

  private Result measure(Embedder texts) {
    Set<String> common = common();
    Map<String, List<Query>> single = new LinkedHashMap<>();
    single.put("text", texts(texts));
    items.forEach((sense, found) -> single.put(sense.name(), queries(sense, found)));
    List<Direction> directions = new ArrayList<>();
    single.forEach((from, queries) -> {
      for (Modality to : items.keySet()) {
        if (!from.equals(to.name())) {
          directions.addAll(direction(from, to, queries));
        }
      }
    });
    List<Map<Modality, Integer>> tuples = tuples(common);
    String sum = items.keySet().stream().map(Modality::name).collect(Collectors.joining(" + "));
    List<Query> added = added(tuples, items.keySet());
    List<Direction> sums = new ArrayList<>();
    for (Modality to : items.keySet()) {
      sums.addAll(direction(sum, to, added));
      for (Modality alone : items.keySet()) {
        sums.addAll(direction(alone + " alone", to, added(tuples, Set.of(alone))));
      }
    }
    FairRanking ranking = FairRanking.learn(index);
    List<Mixed> mixed = new ArrayList<>();
    single.forEach((from, queries) -> mixed.add(mixed(from, queries, common, ranking)));
    mixed.add(mixed(sum, added, common, ranking));
    return new Result(directions, sums, mixed);
  }

  private Set<String> common() {
    Set<String> common = new LinkedHashSet<>();
    items.values().forEach(found -> found.forEach(item -> common.add(item.label)));
    items
        .values()
        .forEach(found ->
            common.retainAll(found.stream().map(Labelled::label).collect(Collectors.toSet())));
    if (common.isEmpty()) {
      throw new InputException("no class is in all of " + items.keySet() + "; choose others");
    }
    return common;
  }

  private List<Query> texts(Embedder embedder) {
    Set<String> labels =
        items.values().stream()
            .flatMap(List::stream)
            .map(Labelled::label)
            .collect(Collectors.toCollection(java.util.TreeSet::new));
    List<Query> queries = new ArrayList<>();
    for (String label : labels) {
      String words = label.replace('_', ' ').replace('-', ' ').strip();
      Embedding name = embedder.embed(Input.text(words.isEmpty() ? label : words));
      queries.add(new Query(label, name, Map.of()));
    }
    return queries;
  }

  private static List<Query> queries(Modality sense, List<Labelled> found) {
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      queries.add(new Query(found.get(i).label, found.get(i).embedding, Map.of(sense, i)));
    }
    return queries;
  }

  /// One item of every sense each, all of one class, until every item was taken at least once.
  private List<Map<Modality, Integer>> tuples(Set<String> common) {
    List<Map<Modality, Integer>> tuples = new ArrayList<>();
    for (String label : common) {
      Map<Modality, List<Integer>> places = new LinkedHashMap<>();
      items.forEach((sense, found) -> {
        List<Integer> ofClass = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
          if (found.get(i).label.equals(label)) {
            ofClass.add(i);
          }
        }
        places.put(sense, ofClass);
      });
      int most = places.values().stream().mapToInt(List::size).max().orElse(0);
      for (int i = 0; i < most; i++) {
        Map<Modality, Integer> tuple = new LinkedHashMap<>();
        for (Map.Entry<Modality, List<Integer>> entry : places.entrySet()) {
          tuple.put(entry.getKey(), entry.getValue().get(i % entry.getValue().size()));
        }
        tuples.add(tuple);
      }
    }
    return tuples;
  }

  private Labelled item(Modality sense, int place) {
    List<Labelled> found = items.get(sense);
    if (found == null) {
      throw new IllegalStateException("no items of " + sense);
    }
    return found.get(place);
  }

  /// @param which senses of each tuple are added up
  private List<Query> added(List<Map<Modality, Integer>> tuples, Set<Modality> which) {
    List<Query> queries = new ArrayList<>();
    for (Map<Modality, Integer> tuple : tuples) {
      EmbeddingArithmetic sum = EmbeddingArithmetic.start();
      String label = "";
      for (Map.Entry<Modality, Integer> entry : tuple.entrySet()) {
        Labelled item = item(entry.getKey(), entry.getValue());
        label = item.label;
        sum = which.contains(entry.getKey()) ? sum.plus(item.embedding) : sum;
      }
      queries.add(new Query(label, sum.result(), tuple));
    }
    return queries;
  }

  /// @return none if there is nothing to be found, as where each class has one item, the query's
  ///   own
  private List<Direction> direction(String from, Modality to, List<Query> queries) {
    List<Labelled> targets = items.getOrDefault(to, List.of());
    boolean something =
        queries.stream()
            .anyMatch(query ->
                IntStream.range(0, targets.size())
                    .anyMatch(place ->
                        place != query.own.getOrDefault(to, -1)
                            && targets.get(place).label.equals(query.label)));
    if (!something) {
      return List.of();
    }
    RetrievalScores scores =
        Retrieval.of(
            queries.stream().map(query -> query.embedding.unit()).toArray(float[][]::new),
            targets.stream().map(target -> target.embedding.unit()).toArray(float[][]::new),
            queries.stream().mapToInt(query -> group(query.label)).toArray(),
            targets.stream().mapToInt(target -> group(target.label)).toArray(),
            queries.stream().mapToInt(query -> query.own.getOrDefault(to, -1)).toArray());
    return List.of(new Direction(from, to, scores));
  }

  private int group(String label) {
    return groups.computeIfAbsent(label, _ -> groups.size());
  }

  private Mixed mixed(String from, List<Query> queries, Set<String> common, FairRanking ranking) {
    Map<String, String> labels = new HashMap<>();
    items.values().forEach(found -> found.forEach(item -> labels.put(item.id, item.label)));
    int count = 0;
    double[] sums = new double[4];
    for (Query query : queries) {
      if (!common.contains(query.label)) {
        continue;
      }
      count++;
      Set<String> own = new HashSet<>();
      query.own.forEach((sense, place) -> own.add(item(sense, place).id));
      IndexQuery asked = IndexQuery.of(query.embedding, TOP).in(items.keySet()).where(filter);
      IndexQuery more = // for without its own
          IndexQuery.of(query.embedding, TOP + own.size()).in(items.keySet()).where(filter);
      List<Hit> fair =
          ranking.search(index, asked, terms(query, from), own).stream().map(FairHit::hit).toList();
      add(sums, 0, index.search(more), own, labels, query.label);
      add(sums, 2, fair, own, labels, query.label);
    }
    int n = Math.max(1, count);
    return new Mixed(
        from, count, new Lists(sums[0] / n, sums[1] / n), new Lists(sums[2] / n, sums[3] / n));
  }

  private Map<Modality, Double> terms(Query query, String from) {
    Map<Modality, Double> terms = new TreeMap<>(Comparator.comparing(Modality::name));
    query.own.keySet().forEach(sense -> terms.put(sense, 1.0));
    if (from.equals("text")) {
      terms.put(Modality.TEXT, 1.0);
    }
    return terms;
  }

  private void add(
      double[] sums,
      int at,
      List<Hit> hits,
      Set<String> own,
      Map<String, String> labels,
      String label) {
    List<Hit> top = hits.stream().filter(hit -> !own.contains(hit.id())).limit(TOP).toList();
    Set<Modality> senses = top.stream().map(Hit::modality).collect(Collectors.toSet());
    long right = top.stream().filter(hit -> label.equals(labels.get(hit.id()))).count();
    sums[at] += senses.containsAll(items.keySet()) ? 1 : 0;
    sums[at + 1] += (double) right / Math.max(1, top.size());
  }
}
