package io.github.imagebind4j.index;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Rankings over several modalities that none of them rules.
///
/// Each modality keeps to a cone of its own in the space, so that a picture is nearer to nearly any
/// picture than to the very sound that belongs to it ("modality gap", Liang et al. 2022, "Mind the
/// gap"); by plain cosines a mixed list is all pictures. Here each modality is searched by itself,
/// and a cosine counts by how far it stands out:
///
/// - Of it the mean of the query's own cosines to a sample of the modality's items is taken off,
///   and the rest is divided by their standard deviation (as zero normalisation does in speaker
///   verification). Because the query itself is held against the sample, sums are no special case.
/// - That is divided by how many standard deviations the best hundredth of items stands out: the
///   geometric mean of what is usual for queries of this modality among items of that (pictures
///   tell pictures apart better than they tell sounds) and of this query's own. The first alone
///   would leave some queries with one modality only, the second alone would lift what only happens
///   to be the best of the wrong. It is learned for each pair from the sample; for a modality that
///   the index has none of, such as text, what other modalities reach across is taken.
///
/// So 0 is usual, and about 1 as good as the best, for any modality. An item does not count as
/// usual for itself, and what is learned from few is drawn towards what is known of the others.
///
/// ```java
/// FairRanking fair = FairRanking.learn(index);
/// List<FairHit> hits = fair.search(index, IndexQuery.of(photo, 10));
/// ```
///
/// Immutable and safe for use by any thread.
public final class FairRanking {
  /// How many items of each modality are kept: a spread is then known to about 3 %.
  public static final int SAMPLE = 512;

  private static final long SEED = 20_250_101;

  private static final Comparator<FairHit> BEST_FIRST =
      Comparator.comparingDouble(FairHit::score).reversed().thenComparing(fair -> fair.hit().id());

  /// Some items of a modality.
  ///
  /// @param total how many there were in all
  record Sample(long total, Map<String, float[]> units) {}

  private final IndexSpace space;
  private final Map<Modality, Sample> samples;
  private final Reaches reaches;

  FairRanking(IndexSpace space, Map<Modality, Sample> samples, Reaches reaches) {
    this.space = space;
    this.samples = Map.copyOf(samples);
    this.reaches = reaches;
  }

  /// Learns from all committed items, in one pass and little memory.
  ///
  /// @param index what is to be searched
  /// @return what is usual in it
  /// @throws InputException if it is empty
  public static FairRanking learn(EmbeddingIndex index) {
    Learner learner = learner(SAMPLE, SEED);
    index.scan(Filter.ALL, learner::see);
    return learner.result();
  }

  /// Learns while something else goes through the items.
  ///
  /// @return a learner that has seen nothing
  public static Learner learner() {
    return learner(SAMPLE, SEED);
  }

  /// Learns while something else goes through the items.
  ///
  /// @param perModality how many items of each modality to keep, at least 2
  /// @param seed which; the same items give the same sample, in whatever order they come
  /// @return a learner that has seen nothing
  /// @throws InputException if there are to be less than 2
  public static Learner learner(int perModality, long seed) {
    if (perModality < 2) {
      throw new InputException("a spread needs at least 2 items, got " + perModality);
    }
    return new Learner(perModality, seed);
  }

  /// Gathers a sample. For one thread.
  public static final class Learner {
    private final int perModality;
    private final long seed;
    private final Map<Modality, Reservoir> reservoirs = new LinkedHashMap<>();
    private final List<IndexSpace> space = new ArrayList<>();

    private Learner(int perModality, long seed) {
      this.perModality = perModality;
      this.seed = seed;
    }

    /// Takes note of an item.
    ///
    /// @param item any of the index; each once
    /// @throws InputException if it is of another model than those before
    public void see(IndexItem item) {
      if (space.isEmpty()) {
        space.add(IndexSpace.of(item.embedding()));
      }
      space.getFirst().require(item.embedding());
      reservoirs
          .computeIfAbsent(item.embedding().modality(), _ -> new Reservoir(perModality, seed))
          .see(item);
    }

    /// What was learned.
    ///
    /// @return what is usual among the items seen
    /// @throws InputException if there was none
    public FairRanking result() {
      if (space.isEmpty()) {
        throw new InputException("there is nothing to learn from: the index is empty");
      }
      Map<Modality, Sample> samples = new LinkedHashMap<>();
      reservoirs.forEach((modality, reservoir) -> samples.put(modality, reservoir.sample()));
      return new FairRanking(space.getFirst(), samples, Reaches.learn(samples));
    }
  }

  /// Finds the items that stand out most, whatever their modality.
  ///
  /// @param index the one that this was learned from, or a later state of it
  /// @param query what is looked for; its modalities: any if there are none
  /// @return best first; equal scores in the order of their ids; fewer than `k` if fewer fit
  /// @throws InputException if the query is of another model
  public List<FairHit> search(EmbeddingIndex index, IndexQuery query) {
    return search(index, query, Map.of(query.embedding().modality(), 1.0));
  }

  /// Finds the items that stand out most by a sum of several modalities.
  ///
  /// @param index the one that this was learned from, or a later state of it
  /// @param query what is looked for; its modalities: any if there are none
  /// @param terms how much of the query is of which modality, all 0 or more
  /// @return best first; equal scores in the order of their ids; fewer than `k` if fewer fit
  /// @throws InputException if the query is of another model
  public List<FairHit> search(EmbeddingIndex index, IndexQuery query, Map<Modality, Double> terms) {
    return search(index, query, terms, Set.of());
  }

  /// Finds the items that stand out most, but for those that the query itself is made of.
  ///
  /// Where the query names several modalities, the best of each is among the results, if need be in
  /// place of the last, as long as `k` has room for all.
  ///
  /// @param index the one that this was learned from, or a later state of it
  /// @param query what is looked for; its modalities: any if there are none
  /// @param terms how much of the query is of which modality, all 0 or more
  /// @param without ids of items that are not to be found
  /// @return best first; equal scores in the order of their ids; fewer than `k` if fewer fit
  /// @throws InputException if the query is of another model
  public List<FairHit> search(
      EmbeddingIndex index, IndexQuery query, Map<Modality, Double> terms, Set<String> without) {
    Map<Modality, List<Hit>> byModality = new TreeMap<>(Comparator.comparing(Modality::name));
    Set<Modality> wanted = query.modalities().isEmpty() ? samples.keySet() : query.modalities();
    for (Modality modality : wanted) {
      IndexQuery one =
          new IndexQuery(
              query.embedding(),
              query.k() + without.size(),
              Set.of(modality),
              query.filter(),
              query.effort());
      byModality.put(
          modality, index.search(one).stream().filter(hit -> !without.contains(hit.id())).toList());
    }
    List<FairHit> ranked = rank(query.embedding(), terms, byModality);
    return query.modalities().size() < 2 || query.modalities().size() > query.k()
        ? ranked.stream().limit(query.k()).toList()
        : withTheBestOfEach(ranked, query.k());
  }

  /// The first `k`, the last of which make way for a modality's best if none of it is among them.
  private static List<FairHit> withTheBestOfEach(List<FairHit> ranked, int k) {
    Set<Modality> seen = new HashSet<>();
    Set<FairHit> best =
        ranked.stream()
            .filter(fair -> seen.add(fair.hit().modality()))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    int others = k - best.size();
    List<FairHit> kept = new ArrayList<>();
    for (FairHit fair : ranked) {
      if (best.contains(fair)) {
        kept.add(fair);
      } else if (others > 0) {
        kept.add(fair);
        others--;
      }
    }
    return List.copyOf(kept);
  }

  /// Puts hits of several modalities into one order.
  ///
  /// @param query what was looked for
  /// @param terms how much of the query is of which modality, all 0 or more
  /// @param hits of each modality
  /// @return all of them, best first; equal scores in the order of their ids
  /// @throws InputException if the query is of another model
  public List<FairHit> rank(
      Embedding query, Map<Modality, Double> terms, Map<Modality, List<Hit>> hits) {
    space.require(query);
    Map<Modality, Cosines> usual = cosines(query.unit());
    double prior = prior(usual);
    List<FairHit> ranked = new ArrayList<>();
    hits.forEach((modality, found) -> {
      Cosines cosines = usual.getOrDefault(modality, Cosines.NONE);
      double reach = reaches.of(terms, modality);
      double own = cosines.reach();
      for (Hit hit : found) {
        Background background = cosines.without(hit.id()).background(prior, reach, own);
        ranked.add(new FairHit(hit, background.fair(hit.score()), background));
      }
    });
    ranked.sort(BEST_FIRST);
    return List.copyOf(ranked);
  }

  /// What is usual between a query and a modality.
  ///
  /// @param query of the index's model
  /// @param modality any that was learned
  /// @return the mean of their cosines, and how far above it the best usually are
  /// @throws InputException if the query is of another model, or there was no item of the modality
  public Background background(Embedding query, Modality modality) {
    space.require(query);
    Map<Modality, Cosines> usual = cosines(query.unit());
    Cosines cosines = usual.get(modality);
    if (cosines == null) {
      throw new InputException("the index has no " + modality + " item; it has " + modalities());
    }
    return cosines.background(
        prior(usual), reaches.of(Map.of(query.modality(), 1.0), modality), cosines.reach());
  }

  private static double prior(Map<Modality, Cosines> usual) {
    return usual.values().stream().mapToDouble(Cosines::variance).average().orElse(0);
  }

  private Map<Modality, Cosines> cosines(float[] unit) {
    Map<Modality, Cosines> usual = new LinkedHashMap<>();
    samples.forEach((modality, sample) -> usual.put(modality, Cosines.of(unit, sample)));
    return usual;
  }

  /// The modalities that were learned.
  ///
  /// @return at least one
  public Set<Modality> modalities() {
    return samples.keySet();
  }

  /// How many items it was learned from.
  ///
  /// @return all that were seen, not only those kept
  public long size() {
    return samples.values().stream().mapToLong(Sample::total).sum();
  }

  /// The space of the items.
  ///
  /// @return the space
  public IndexSpace space() {
    return space;
  }

  Map<Modality, Sample> samples() {
    return samples;
  }

  Reaches reaches() {
    return reaches;
  }

  /// Keeps it in a file, beside the index say.
  ///
  /// @param file written whole or not at all
  /// @throws IndexException if it can't be written
  public void save(Path file) {
    FairRankingFile.write(this, file);
  }

  /// Reads it back.
  ///
  /// @param file as [#save] wrote it
  /// @return the same
  /// @throws IndexException if it can't be read, or is damaged
  public static FairRanking load(Path file) {
    return FairRankingFile.read(file);
  }
}
