package io.github.imagebind4j.train;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.torch.Precision;
import io.github.imagebind4j.train.data.CacheSettings;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// All that a training needs to be repeated: the model, the data, and stages that follow one
/// another, each binding one sense to another.
///
/// Immutable and safe for use by any thread.
///
/// @param name of the model that comes out
/// @param seed decides everything that is left to chance
/// @param precision of matrix products, FP32 or BF16
/// @param model its config
/// @param start a checkpoint to begin from; null: random weights
/// @param cache how decoded media is kept
/// @param data sets of items by name
/// @param stages in their order
/// @param source the recipe as it was written
public record Recipe(
    String name,
    long seed,
    Precision precision,
    ModelConfig model,
    @Nullable Path start,
    CacheSettings cache,
    SequencedMap<String, DataSet> data,
    List<Stage> stages,
    String source) {
  /// Checks and copies.
  ///
  /// @throws ConfigException if there is no stage, or two have one name
  public Recipe {
    data = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(data));
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new ConfigException("recipe " + name + " has no stages; list at least one");
    }
    if (stages.stream().map(Stage::name).distinct().count() < stages.size()) {
      throw new ConfigException("two stages of recipe " + name + " have the same name");
    }
  }

  /// Reads a recipe.
  ///
  /// @param file YAML; paths in it are relative to it
  /// @return the recipe
  /// @throws ConfigException if it can't be read, is not YAML, or something in it is wrong or
  ///   unknown
  public static Recipe read(Path file) {
    return RecipeReader.read(file);
  }

  /// A set of items.
  ///
  /// @param dataName one of the names in [#data()]
  /// @return the set
  /// @throws ConfigException if there is none of this name
  public DataSet data(String dataName) {
    DataSet set = data.get(dataName);
    if (set == null) {
      throw new ConfigException(
          "recipe " + name + " has no data named '" + dataName + "', only " + data.keySet());
    }
    return set;
  }
}
