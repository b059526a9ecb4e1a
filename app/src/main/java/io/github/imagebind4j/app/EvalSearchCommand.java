package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.eval.IndexEvaluation;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.input.Modality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.jr.ob.JSON;

/// Measures searches in an index whose items have classes.
@Command(
    name = "search",
    description = {
      "Measure an index whose items have classes: mean average precision from sense to sense and by"
          + " class names, of sums of senses against each alone, and whether mixed top-10s have every"
          + " sense, by plain cosines and by fair scores."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j index data/manifest.csv --to data.index",
      "  imagebind4j eval search data.index --where \"split = test\"",
      "  imagebind4j eval search data.index --senses image,sound,depth --class place --json"
    })
final class EvalSearchCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "INDEX", description = "The index's folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--class",
      paramLabel = "FIELD",
      description = "The field with an item's class. Default: ${DEFAULT-VALUE}.")
  private String field = "class";

  @Option(
      names = "--senses",
      split = ",",
      paramLabel = "SENSE",
      description = "Which to compare, two or more. Default: image,sound.")
  private List<String> senses = List.of("image", "sound");

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description = "Only items whose fields are so, e.g. \"split = test\".")
  private @Nullable String where;

  @Option(names = "--json", description = "One JSON object with all numbers.")
  private boolean json;

  @Mixin private ModelOptions model = new ModelOptions();

  @Mixin private ProfileOption profile = new ProfileOption();

  EvalSearchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Filter filter = filter();
    List<Modality> modalities = modalities();
    try (EmbeddingIndex index = Indexes.openReadOnly(folder)) {
      IndexSettings settings = IndexSettings.read(folder);
      if (settings != null) {
        model.otherwise(settings.model(), settings.config());
        profile.otherwise(settings.profiles());
      }
      try (ImageBind loaded = model.load(console, profile.profiles(), !json)) {
        Indexes.requireModel(index, folder, loaded, model.label(console));
        IndexEvaluation.Result result =
            IndexEvaluation.run(index, filter, field, modalities, loaded);
        console.line(json ? JSON.std.asString(toMap(result)) : toText(result));
      }
    }
    return ExitCode.OK;
  }

  private Filter filter() {
    try {
      return where == null ? Filter.ALL : Filter.parse(where);
    } catch (InputException e) {
      throw CliException.usage(e.getMessage());
    }
  }

  private List<Modality> modalities() {
    List<Modality> modalities = new ArrayList<>();
    for (String name : senses) {
      Modality modality = SenseNames.modality(name);
      if (modality.equals(Modality.TEXT)) {
        throw CliException.usage("--senses are those of items; class names are the texts");
      }
      if (!modalities.contains(modality)) {
        modalities.add(modality);
      }
    }
    if (modalities.size() < 2) {
      throw CliException.usage("--senses wants two or more, e.g. image,sound");
    }
    return modalities;
  }

  private static String toText(IndexEvaluation.Result result) {
    List<List<String>> mixed = new ArrayList<>();
    for (IndexEvaluation.Mixed row : result.mixed()) {
      mixed.add(
          List.of(
              row.from(),
              String.valueOf(row.queries()),
              percent(row.raw().everySense()),
              percent(row.fair().everySense()),
              percent(row.raw().precision()),
              percent(row.fair().precision())));
    }
    return "From sense to sense, by class\n"
        + directions(result.directions())
        + "\nSums, and the same items alone\n"
        + directions(result.sums())
        + "\nMixed top-"
        + IndexEvaluation.TOP
        + "\n"
        + TextTable.aligned(
                List.of(
                    "query", "queries", "every sense, raw", "fair", "of the class, raw", "fair"),
                mixed)
            .stripTrailing();
  }

  private static String directions(List<IndexEvaluation.Direction> directions) {
    List<List<String>> rows = new ArrayList<>();
    for (IndexEvaluation.Direction row : directions) {
      rows.add(
          List.of(
              row.from() + " > " + row.to(),
              String.valueOf(row.scores().queries()),
              String.valueOf(row.scores().targets()),
              number(row.scores().found().meanAveragePrecision()),
              number(row.scores().chance().meanAveragePrecision()),
              percent(row.scores().found().recallAt1())));
    }
    return TextTable.aligned(
        List.of("direction", "queries", "targets", "mAP", "chance mAP", "R@1"), rows);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static Map<String, Object> toMap(IndexEvaluation.Result result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("directions", result.directions().stream().map(EvalSearchCommand::toMap).toList());
    map.put("sums", result.sums().stream().map(EvalSearchCommand::toMap).toList());
    map.put("mixed", result.mixed().stream().map(EvalSearchCommand::toMap).toList());
    return map;
  }

  private static Map<String, Object> toMap(IndexEvaluation.Direction direction) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("from", direction.from());
    map.put("to", direction.to().name());
    map.putAll(direction.scores().toMap());
    return map;
  }

  private static Map<String, Object> toMap(IndexEvaluation.Mixed mixed) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("from", mixed.from());
    map.put("queries", mixed.queries());
    map.put("raw", toMap(mixed.raw()));
    map.put("fair", toMap(mixed.fair()));
    return map;
  }

  private static Map<String, Object> toMap(IndexEvaluation.Lists lists) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("every_sense", lists.everySense());
    map.put("precision", lists.precision());
    return map;
  }
}
