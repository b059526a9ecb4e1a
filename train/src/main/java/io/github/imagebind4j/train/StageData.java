package io.github.imagebind4j.train;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.train.data.DecodedCache;
import io.github.imagebind4j.train.data.Item;
import io.github.imagebind4j.train.data.LoaderOptions;
import io.github.imagebind4j.train.data.PairBatch;
import io.github.imagebind4j.train.data.PairLoader;
import io.github.imagebind4j.train.data.PairSource;
import io.github.imagebind4j.train.data.SizeSchedule;
import io.github.imagebind4j.train.nn.PairSides;
import io.github.imagebind4j.train.nn.PairTrainer;
import io.github.imagebind4j.train.nn.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a stage's steps are fed with: a batch of each of its pairings, inputs where a tower is
/// computed, kept embeddings where it is frozen.
final class StageData {
  private final Recipe recipe;
  private final Stage stage;
  private final int index;
  private final Map<String, List<Item>> items;
  private final DecodedCache cache;
  private final TrainOptions options;
  private final List<Stage.Beside> pairings;
  private final Map<Modality, KeptEmbeddings> kept = new LinkedHashMap<>();

  /// @param index of the stage
  /// @param items of each data set, by its name
  StageData(
      Recipe recipe,
      int index,
      Map<String, List<Item>> items,
      DecodedCache cache,
      TrainOptions options) {
    this.recipe = recipe;
    this.stage = recipe.stages().get(index);
    this.index = index;
    this.items = items;
    this.cache = cache;
    this.options = options;
    this.pairings = stage.pairings();
  }

  /// Embeds the items of frozen senses, once for all steps.
  void keep(PairTrainer trainer) {
    Map<Modality, Set<Item>> frozen = new LinkedHashMap<>();
    for (Stage.Beside pairing : pairings) {
      for (PairSource source : sources(pairing)) {
        gather(pairing.left(), source.left(), frozen);
        gather(pairing.right(), source.right(), frozen);
      }
    }
    frozen.forEach((modality, wanted) -> {
      KeptEmbeddings embeddings = new KeptEmbeddings(modality);
      embeddings.embed(
          trainer,
          cache,
          Views.of(recipe.model()),
          recipe.model(),
          List.copyOf(wanted),
          options.loaderThreads());
      kept.put(modality, embeddings);
    });
  }

  private void gather(Modality modality, List<Item> wanted, Map<Modality, Set<Item>> frozen) {
    if (isKept(modality)) {
      frozen.computeIfAbsent(modality, _ -> new LinkedHashSet<>()).addAll(wanted);
    }
  }

  private boolean isKept(Modality modality) {
    boolean texts = modality.equals(Modality.TEXT); // drawn anew each time
    return stage.mode(modality) == TrainMode.FROZEN && !texts;
  }

  /// How many steps the stage has.
  long steps() {
    if (stage.length().steps() > 0) {
      return stage.length().steps();
    }
    Stage.Beside own = pairings.getFirst();
    try (PairLoader loader = open(own, batches(0), 0)) {
      return Math.max(2, Math.round(stage.length().epochs() * loader.stepsPerEpoch()));
    }
  }

  /// @param done steps that are done
  /// @param steps all of them
  Feeds open(long done, long steps) {
    List<Feed> feeds = new ArrayList<>();
    try {
      for (int i = 0; i < pairings.size(); i++) {
        LoaderOptions batches = batches(i).withSizes(sizes(steps, pairings.get(i).left()));
        feeds.add(new Feed(pairings.get(i), kept, open(pairings.get(i), batches, done)));
      }
      return new Feeds(feeds);
    } catch (RuntimeException e) {
      feeds.forEach(Feed::close);
      throw e;
    }
  }

  private LoaderOptions batches(int index) {
    Stage.Beside pairing = pairings.get(index);
    return LoaderOptions.of(
            pairing.size(),
            Views.pictureSize(recipe.model(), pairing.left()),
            recipe.seed() + this.index + 7919L * index)
        .withMaxPerGroup(stage.batch().maxPerGroup())
        .withThreads(options.loaderThreads(), 3)
        .withViews(!isKept(pairing.left()), !isKept(pairing.right()));
  }

  private PairLoader open(Stage.Beside pairing, LoaderOptions batches, long first) {
    return PairLoader.open(
        cache, sources(pairing), Views.of(recipe.model()), stage.augment(), batches, first);
  }

  private SizeSchedule sizes(long steps, Modality left) {
    List<SizeSchedule.Stage> parts = new ArrayList<>();
    stage.batch().sizes().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(part ->
            parts.add(new SizeSchedule.Stage(Math.round(part.getKey() * steps), part.getValue())));
    return parts.isEmpty()
        ? SizeSchedule.fixed(Views.pictureSize(recipe.model(), left))
        : new SizeSchedule(parts);
  }

  private List<PairSource> sources(Stage.Beside pairing) {
    return pairing.pairs().stream()
        .map(pairs ->
            PairSource.of(
                    pairs.left() + (pairs.right().isEmpty() ? "" : " and " + pairs.right()),
                    pairs.plan(),
                    list(pairs.left(), pairing.left()),
                    pairs.right().isEmpty() ? List.of() : list(pairs.right(), pairing.right()))
                .replicated(pairs.replication())
                .weighted(pairs.weight()))
        .toList();
  }

  private List<Item> list(String name, Modality modality) {
    List<Item> ofSense =
        Objects.requireNonNull(items.get(name)).stream()
            .filter(item -> item.modality().equals(modality))
            .toList();
    if (ofSense.isEmpty()) {
      throw new ConfigException(
          "data '" + name + "' of stage " + stage.name() + " has no " + modality + " items");
    }
    return ofSense;
  }

  /// Open loaders that step together, the stage's own pair first.
  ///
  /// @param feeds owned
  record Feeds(List<Feed> feeds) implements AutoCloseable {
    PairLoader own() {
      return feeds.getFirst().loader();
    }

    Stream<PairLoader> loaders() {
      return feeds.stream().map(Feed::loader);
    }

    /// The next batch of each; to be closed by the caller.
    Batches next() {
      List<PairBatch> batches = new ArrayList<>();
      try {
        feeds.forEach(feed -> batches.add(feed.loader().next()));
        List<PairSides> sides = new ArrayList<>();
        for (int i = 0; i < feeds.size(); i++) {
          sides.add(feeds.get(i).sides(batches.get(i)));
        }
        return new Batches(batches, sides);
      } catch (RuntimeException e) {
        batches.forEach(PairBatch::close);
        throw e;
      }
    }

    @Override
    public void close() {
      feeds.forEach(Feed::close);
    }
  }

  /// One step's batches.
  ///
  /// @param batches owned
  /// @param sides good until this is closed
  record Batches(List<PairBatch> batches, List<PairSides> sides) implements AutoCloseable {
    @Override
    public void close() {
      batches.forEach(PairBatch::close);
    }
  }

  /// @param kept of frozen senses
  /// @param loader owned
  record Feed(Stage.Beside pairing, Map<Modality, KeptEmbeddings> kept, PairLoader loader)
      implements AutoCloseable {
    PairSides sides(PairBatch batch) {
      @Nullable KeptEmbeddings left = kept.get(pairing.left());
      @Nullable KeptEmbeddings right = kept.get(pairing.right());
      return new PairSides(
          left == null ? inputs(batch.left()) : left.side(batch.leftIds()),
          right == null ? inputs(batch.right()) : right.side(batch.rightIds()),
          batch.groups());
    }

    private static Side inputs(FloatArray batch) {
      return new Side.Inputs(batch);
    }

    @Override
    public void close() {
      loader.close();
    }
  }
}
