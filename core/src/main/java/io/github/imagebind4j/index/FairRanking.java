package io.github.imagebind4j.index;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
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
/// and a cosine counts by how far it stands out of what is usual between this query and this
/// modality: mean and standard deviation of the query's cosines to a sample of the modality's
/// items. (Speaker verification calls that zero normalisation.) Because the query itself is held
/// against the sample, its own modality need not be in the index, and sums of several modalities
/// are no special case. An item does not count as usual for itself, which matters where there are
/// few; and the spread of few is drawn towards that of the other modalities.
///
/// ```java
/// FairRanking fair = FairRanking.learn(index);
/// List<FairHit> hits = fair.search(index, IndexQuery.of(photo, 10));
/// ```
///
/// Immutable and safe for use by any thread.
public final class FairRanking {
  /// How many items of each modality are kept: the spread is then known to about 3 %.
  public static final int SAMPLE = 512;

  private static final long SEED = 20_250_101;

  /// How many items the spread of the other modalities counts as.
  private static final double PRIOR_ITEMS = 8;

  /// No spread is smaller: a modality whose items are all the same says nothing.
  private static final double LEAST_SCALE = 1e-3;

  private static final Comparator<FairHit> BEST_FIRST =
      Comparator.comparingDouble(FairHit::score).reversed().thenComparing(fair -> fair.hit().id());

  /// Some items of a modality.
  ///
  /// @param total how many there were in all
  record Sample(long total, Map<String, float[]> units) {}

  private final IndexSpace space;
  private final Map<Modality, Sample> samples;

  FairRanking(IndexSpace space, Map<Modality, Sample> samples) {
    this.space = space;
    this.samples = Map.copyOf(samples);
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
      return new FairRanking(
          space.getFirst(),
          reservoirs.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().sample())));
    }
  }

  /// Finds the items that stand out most, whatever their modality.
  ///
  /// @param index the one that this was learned from, or a later state of it
  /// @param query what is looked for; its modalities: any if there are none
  /// @return best first; equal scores in the order of their ids; fewer than `k` if fewer fit
  /// @throws InputException if the query is of another model
  public List<FairHit> search(EmbeddingIndex index, IndexQuery query) {
    Map<Modality, List<Hit>> byModality = new TreeMap<>(Comparator.comparing(Modality::name));
    Set<Modality> wanted = query.modalities().isEmpty() ? samples.keySet() : query.modalities();
    for (Modality modality : wanted) {
      byModality.put(modality, index.search(query.in(Set.of(modality))));
    }
    return rank(query.embedding(), byModality).stream().limit(query.k()).toList();
  }

  /// Puts hits of several modalities into one order.
  ///
  /// @param query what was looked for
  /// @param hits of each modality
  /// @return all of them, best first; equal scores in the order of their ids
  /// @throws InputException if the query is of another model
  public List<FairHit> rank(Embedding query, Map<Modality, List<Hit>> hits) {
    space.require(query);
    Map<Modality, Cosines> usual = cosines(query.unit());
    double prior =
        usual.values().stream().mapToDouble(Cosines::variance).average().orElse(LEAST_SCALE);
    List<FairHit> ranked = new ArrayList<>();
    hits.forEach((modality, found) -> {
      Cosines cosines = usual.getOrDefault(modality, Cosines.NONE);
      for (Hit hit : found) {
        Background background = cosines.without(hit.id()).background(prior);
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
  /// @return mean and spread of their cosines
  /// @throws InputException if the query is of another model, or there was no item of the modality
  public Background background(Embedding query, Modality modality) {
    space.require(query);
    Map<Modality, Cosines> usual = cosines(query.unit());
    Cosines cosines = usual.get(modality);
    if (cosines == null) {
      throw new InputException("the index has no " + modality + " item; it has " + modalities());
    }
    return cosines.background(
        usual.values().stream().mapToDouble(Cosines::variance).average().orElse(LEAST_SCALE));
  }

  private Map<Modality, Cosines> cosines(float[] unit) {
    Map<Modality, Cosines> usual = new LinkedHashMap<>();
    samples.forEach((modality, sample) -> {
      Map<String, Double> each = new LinkedHashMap<>();
      sample.units.forEach((id, other) -> each.put(id, Similarity.dot(unit, other)));
      usual.put(modality, Cosines.of(each));
    });
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

  /// Sums over a query's cosines to a sample.
  private record Cosines(Map<String, Double> each, int count, double sum, double squares) {
    static final Cosines NONE = new Cosines(Map.of(), 0, 0, 0);

    static Cosines of(Map<String, Double> each) {
      double sum = 0;
      double squares = 0;
      for (double cosine : each.values()) {
        sum += cosine;
        squares += cosine * cosine;
      }
      return new Cosines(each, each.size(), sum, squares);
    }

    /// An item is no background of its own.
    Cosines without(String id) {
      Double own = each.get(id);
      return own == null ? this : new Cosines(each, count - 1, sum - own, squares - own * own);
    }

    double mean() {
      return count == 0 ? 0 : sum / count;
    }

    double variance() {
      return count < 2 ? 0 : Math.max(0, (squares - sum * sum / count) / (count - 1));
    }

    Background background(double prior) {
      double shrunk = (count * variance() + PRIOR_ITEMS * prior) / (count + PRIOR_ITEMS);
      return new Background(mean(), Math.max(LEAST_SCALE, Math.sqrt(shrunk)));
    }
  }
}
