package io.github.imagebind4j.train;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.torch.Precision;
import io.github.imagebind4j.train.data.CacheSettings;
import io.github.imagebind4j.train.data.ItemFilter;
import io.github.imagebind4j.train.data.ItemSource;
import io.github.imagebind4j.train.data.ManifestFormat;
import io.github.imagebind4j.train.data.MediaFormats;
import io.github.imagebind4j.train.data.PairPlan;
import io.github.imagebind4j.train.nn.Hyper;
import io.github.imagebind4j.train.nn.SameGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.jr.ob.JSON;

/// [Recipe] as YAML; `docs/training.md` has every name. YAML 1.2's core schema: nothing but lists,
/// maps and scalars can come out of a file.
final class RecipeReader {
  private static final int MAX_BYTES = 1 << 20;

  private final Path base;

  private RecipeReader(Path base) {
    this.base = base;
  }

  static Recipe read(Path file) {
    Path base = Objects.requireNonNull(file.toAbsolutePath().normalize().getParent());
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new ConfigException(file + " is too large for a recipe");
      }
      String source = Files.readString(file);
      Object yaml = new Load(settings(file)).loadFromString(source);
      return new RecipeReader(base).recipe(YamlFields.of(yaml, file.toString()), source);
    } catch (IOException e) {
      throw new ConfigException("can't read recipe " + file + ": " + e.getMessage(), e);
    } catch (YamlEngineException e) {
      throw new ConfigException(file + " is not YAML: " + e.getMessage(), e);
    }
  }

  private static LoadSettings settings(Path file) {
    return LoadSettings.builder()
        .setLabel(file.toString())
        .setAllowDuplicateKeys(false)
        .setMaxAliasesForCollections(50)
        .setCodePointLimit(MAX_BYTES)
        .build();
  }

  private Recipe recipe(YamlFields f, String source) throws IOException {
    ModelConfig model = model(f);
    YamlFields cache = f.inner("cache");
    CacheSettings settings =
        CacheSettings.DEFAULT.withShortSide(
            cache.whole("short_side", CacheSettings.DEFAULT.shortSide()));
    cache.requireAllKnown();
    SequencedMap<String, DataSet> data = new LinkedHashMap<>();
    for (Map.Entry<String, YamlFields> set : f.inners("data").entrySet()) {
      data.put(set.getKey(), dataSet(set.getValue()));
    }
    List<Stage> stages = f.list("stages").stream().map(RecipeReader::stage).toList();
    Recipe recipe =
        new Recipe(
            f.text("name"),
            f.whole("seed", 1),
            Precision.of(f.text("precision", "bf16")),
            model,
            f.has("start") ? base.resolve(f.text("start")) : null,
            settings,
            data,
            stages,
            source);
    f.requireAllKnown();
    return recipe;
  }

  private ModelConfig model(YamlFields f) throws IOException {
    Object model = f.raw("model");
    return switch (model) {
      case String file -> ModelConfig.fromJson(Files.readString(base.resolve(file)));
      case Map<?, ?> map -> ModelConfig.fromJson(JSON.std.asString(map));
      case null -> throw new ConfigException(f.where() + " needs model");
      case Object other -> throw f.wrong("model", "a mapping or the name of a JSON file", other);
    };
  }

  private DataSet dataSet(YamlFields f) throws IOException {
    MediaFormats formats = FormatReader.read(f.inner("formats"));
    List<ItemSource> sources = new ArrayList<>();
    for (String manifest : f.texts("manifest")) {
      ManifestFormat format = ManifestFormat.DEFAULT.withFormats(formats);
      sources.add(new ItemSource.Manifest(base.resolve(manifest), format));
    }
    for (String folder : f.texts("folder")) {
      sources.add(
          new ItemSource.ClassFolders(
              base.resolve(folder), Modality.of(f.text("modality")), f.text("split", ""), formats));
    }
    List<Path> shards = new ArrayList<>();
    for (String pattern : f.texts("shards")) {
      shards.addAll(matching(pattern));
    }
    if (!shards.isEmpty()) {
      sources.add(new ItemSource.Shards(shards, f.text("split", ""), formats));
    }
    if (sources.isEmpty()) {
      throw new ConfigException(f.where() + " needs manifest, folder or shards");
    }
    ItemFilter filter =
        new ItemFilter(
            f.textMap("rename_labels"),
            Set.copyOf(f.texts("split")),
            f.texts("modality").stream().map(Modality::of).collect(Collectors.toSet()),
            Set.copyOf(f.texts("labels")),
            Set.copyOf(f.texts("exclude_labels")),
            f.texts("exclude_origins"),
            f.whole("min_per_label", 0),
            f.whole("max_per_label", 0),
            f.whole("seed", 0));
    f.requireAllKnown();
    return new DataSet(sources, filter);
  }

  /// Files of a folder by a pattern with `*` in the last name.
  private List<Path> matching(String pattern) throws IOException {
    Path path = base.resolve(pattern);
    Path folder = Objects.requireNonNull(path.getParent());
    if (!pattern.contains("*")) {
      return List.of(path);
    }
    String glob = "glob:" + path.getFileName();
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> folder.getFileSystem().getPathMatcher(glob).matches(file.getFileName()))
          .sorted()
          .toList();
    }
  }

  private static Stage stage(YamlFields given) {
    YamlFields f = given;
    List<Modality> pair = pair(f);
    Preset preset = Preset.named(f.text("preset", "none"));
    YamlFields lora = f.inner("lora");
    Stage stage =
        new Stage(
            f.text("name", pair.get(0) + "-" + pair.get(1)),
            pair.get(0),
            pair.get(1),
            modes(f),
            begin(f),
            lora.whole("rank", 4),
            lora.number("alpha", 4),
            f.list("pairs").stream().map(RecipeReader::pairs).toList(),
            f.list("beside").stream().map(RecipeReader::beside).toList(),
            length(f, preset),
            batch(f, preset),
            f.number("learning_rate", preset.learningRate()),
            f.number("warmup", preset.warmup()),
            f.number("last_rate", 0),
            hyper(f, preset),
            f.number("drop_path", preset.dropPath()),
            f.number("head_dropout", 0),
            f.has("temperature")
                ? OptionalDouble.of(f.number("temperature", 0))
                : preset.temperature(),
            f.flag("learn_temperature", false),
            new AugmentReader(f.inner("augment"), preset.augment()).read(),
            f.list("checks").stream().map(RecipeReader::check).toList(),
            f.whole("patience", 0));
    lora.requireAllKnown();
    f.requireAllKnown();
    return stage;
  }

  private static List<Modality> pair(YamlFields f) {
    List<String> pair = f.texts("pair");
    if (pair.size() != 2) {
      throw new ConfigException(f.where() + " needs pair: [left, right], e.g. [vision, audio]");
    }
    return pair.stream().map(Modality::of).toList();
  }

  private static Stage.Beside beside(YamlFields f) {
    List<Modality> pair = pair(f);
    Stage.Beside beside =
        new Stage.Beside(
            pair.get(0),
            pair.get(1),
            f.list("pairs").stream().map(RecipeReader::pairs).toList(),
            f.whole("batch", 64),
            f.choice("same_group", SameGroup.class, SameGroup.NEGATIVE),
            f.has("temperature")
                ? OptionalDouble.of(f.number("temperature", 0))
                : OptionalDouble.empty());
    f.requireAllKnown();
    return beside;
  }

  private static Map<Modality, TrainMode> modes(YamlFields f) {
    Map<Modality, TrainMode> modes = new LinkedHashMap<>();
    YamlFields train = f.inner("train");
    for (String name : f.textMap("train").keySet()) {
      modes.put(Modality.of(name), train.choice(name, TrainMode.class, TrainMode.FROZEN));
    }
    return modes;
  }

  private static Map<Modality, Modality> begin(YamlFields f) {
    Map<Modality, Modality> begin = new LinkedHashMap<>();
    f.textMap("begin")
        .forEach((tower, lender) -> begin.put(Modality.of(tower), Modality.of(lender)));
    return begin;
  }

  private static Stage.Length length(YamlFields f, Preset preset) {
    int steps = f.whole("steps", 0);
    return new Stage.Length(steps, f.number("epochs", steps > 0 ? 0 : preset.epochs()));
  }

  private static Stage.Batch batch(YamlFields f, Preset preset) {
    int size = f.whole("batch", preset.batch());
    Map<Double, Integer> sizes = new TreeMap<>();
    f.textMap("picture_sizes")
        .forEach((from, side) -> {
          try {
            sizes.put(Double.valueOf(from), Integer.valueOf(side));
          } catch (NumberFormatException e) {
            throw f.wrong(
                "picture_sizes", "parts and sides, {0: 96, 0.75: 128}", from + ": " + side);
          }
        });
    return new Stage.Batch(
        size,
        f.whole("micro_batch", size),
        f.whole("max_per_group", 0),
        f.choice("same_group", SameGroup.class, SameGroup.NEGATIVE),
        sizes);
  }

  private static Hyper hyper(YamlFields f, Preset preset) {
    return new Hyper(
        f.number("beta1", 0.9),
        f.number("beta2", 0.95),
        f.number("epsilon", 1e-8),
        f.number("weight_decay", preset.weightDecay()),
        f.number("clip_norm", preset.clipNorm()),
        f.number("ema", 0));
  }

  private static Stage.Pairs pairs(YamlFields f) {
    PairPlan plan =
        switch (f.text("by", f.has("right") ? "label" : "text")) {
          case "natural" -> new PairPlan.Natural();
          case "label" -> new PairPlan.SharedLabel();
          case "text" ->
              new PairPlan.WithText(
                  f.number("captions", 1),
                  f.number("label_texts", 0),
                  f.number("templated", f.has("templates") ? 1 : 0),
                  f.texts("templates"),
                  f.textMap("class_names"));
          case String other -> throw f.wrong("by", "natural, label or text", other);
        };
    Stage.Pairs pairs =
        new Stage.Pairs(
            f.text("left"),
            f.text("right", ""),
            plan,
            f.number("replication", 1),
            f.number("weight", 0));
    f.requireAllKnown();
    return pairs;
  }

  private static Stage.Check check(YamlFields f) {
    Stage.Check check =
        new Stage.Check(
            f.text("queries"),
            f.text("targets", ""),
            f.texts("templates"),
            f.flag("natural", false),
            f.whole("every", 200));
    f.requireAllKnown();
    return check;
  }
}
