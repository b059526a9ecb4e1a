package io.github.imagebind4j.train;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.model.ModalityConfig;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.torch.Precision;
import io.github.imagebind4j.train.data.CacheSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
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
    requireFileName(name);
    for (Stage stage : stages) {
      requireFileName(stage.name());
      requireSenses(model, stage);
      requireData(data.keySet(), stage);
    }
  }

  /// Names become folders.
  private static void requireFileName(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new ConfigException(
          "a recipe's and a stage's name become folders: letters, digits, '.', '_' and '-', got '"
              + name
              + "'");
    }
  }

  /// What is wrong with the last stage is to be known before the first has run for hours.
  private static void requireSenses(ModelConfig model, Stage stage) {
    for (Stage.Beside pairing : stage.pairings()) {
      ModalityConfig _ = model.modality(pairing.left()); // or says that there is none
      if (model.modality(pairing.right()).logitScale().isEmpty()) {
        throw new ConfigException(
            "stage "
                + stage.name()
                + ": "
                + pairing.right()
                + " has no logit scale; name it first and the other sense second in the pair");
      }
    }
    stage.modes().keySet().forEach(model::modality);
    new Beginning(model).requireFitting(stage.begin());
  }

  private static void requireData(Set<String> known, Stage stage) {
    List<String> asked = new ArrayList<>();
    stage.pairings().stream()
        .flatMap(pairing -> pairing.pairs().stream())
        .forEach(pairs -> asked.addAll(List.of(pairs.left(), pairs.right())));
    stage.checks().forEach(check -> asked.addAll(List.of(check.queries(), check.targets())));
    for (String data : asked) {
      if (!data.isEmpty() && !known.contains(data)) {
        throw new ConfigException(
            "stage " + stage.name() + " asks for data '" + data + "', but there is only " + known);
      }
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
}
