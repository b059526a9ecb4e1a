package io.github.imagebind4j.train;

import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.CheckpointConverter;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.model.RandomWeights;
import io.github.imagebind4j.torch.ComputeThreads;
import io.github.imagebind4j.train.data.DecodedCache;
import io.github.imagebind4j.train.data.Item;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Carries out a recipe: decodes the data once, trains stage after stage, and leaves a model. Begun
/// again in the same folder, it goes on where it was, with the same numbers as if it had never
/// stopped.
///
/// For one thread at a time.
///
/// ```java
/// Path model = new Trainer(Recipe.read(file), folder, TrainOptions.DEFAULT).run(TrainListener.SILENT);
/// ```
public final class Trainer {
  private final Recipe recipe;
  private final Path folder;
  private final TrainOptions options;

  /// Prepares.
  ///
  /// @param recipe what to do
  /// @param folder where results and what is needed to go on are kept
  /// @param options where the cache is, and how much of the machine to use
  public Trainer(Recipe recipe, Path folder, TrainOptions options) {
    this.recipe = recipe;
    this.folder = folder;
    this.options = options;
  }

  /// Trains to the end.
  ///
  /// @param listener hears how it goes on
  /// @return the model's file
  /// @throws ConfigException if the folder is another recipe's, or the recipe does not fit the data
  public Path run(TrainListener listener) {
    RunFolder run = RunFolder.open(folder, recipe);
    if (Files.exists(run.finished())) {
      return run.finished();
    }
    Map<String, List<Item>> items = new LinkedHashMap<>();
    recipe.data().forEach((name, set) -> items.put(name, set.items()));
    List<Item> all = items.values().stream().flatMap(List::stream).distinct().toList();
    int threads = options.threads();
    try (DecodedCache cache =
            DecodedCache.open(
                options.cache().orElse(folder.resolve("cache")),
                all,
                recipe.cache(),
                MediaDecoder.standard(),
                threads,
                listener::decoding);
        ComputeThreads compute = ComputeThreads.of(threads)) {
      cache.failures().forEach(f -> listener.undecodable(f.item().id(), f.message()));
      Path model = start(run);
      for (int i = 0; i < recipe.stages().size(); i++) {
        Stage stage = recipe.stages().get(i);
        Path result = run.model(i, stage);
        if (!Files.exists(result)) {
          new StageRun(recipe, i, run, items, cache, compute, options, listener).train(model);
        }
        model = result;
      }
      copy(model, run.finished());
      return run.finished();
    }
  }

  private Path start(RunFolder run) {
    if (recipe.start() != null) {
      try (Checkpoint given = Checkpoint.open(recipe.start())) {
        Beginning beginning = new Beginning(recipe.model());
        if (!beginning.lacksTowers(given)) {
          return recipe.start();
        }
        if (!Files.exists(run.initial())) {
          beginning.complete(given, recipe.seed(), run.initial());
        }
      }
    }
    if (!Files.exists(run.initial())) {
      RandomWeights.write(
          recipe.model(), recipe.seed(), RandomWeights.Scheme.BY_WIDTH, run.initial(), _ -> {});
    }
    return run.initial();
  }

  /// Through a new file, so that a kill leaves either nothing or the whole.
  private void copy(Path from, Path to) {
    try (Checkpoint model = Checkpoint.open(from)) {
      Map<String, String> metadata =
          Map.of(
              ModelConfig.METADATA_KEY,
              recipe.model().toJson(),
              "imagebind4j.recipe",
              recipe.name());
      CheckpointConverter.convert(
          model,
          to,
          new CheckpointConverter.Options(Optional.empty(), metadata, Set.of()),
          _ -> {});
    }
  }
}
