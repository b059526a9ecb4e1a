package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.ImageBindOptions;
import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.torch.Device;
import io.github.imagebind4j.torch.Precision;
import io.github.imagebind4j.torch.PrecisionChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.jr.ob.JSON;

/// Measures what a number format costs on the user's own files.
@Command(
    name = "fidelity",
    description = {
      "Embed files in fp32 and in other number formats, and say how close those come: the cosine of"
          + " each item with itself, and whether its nearest neighbours among all items of its"
          + " modality are the same.",
      "Folders are walked; files in them that are no pictures, videos, sounds or motion recordings"
          + " are passed over. One model at a time is in memory."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j bench fidelity photos/ sounds/",
      "  imagebind4j bench fidelity --precision int8 --text-file captions.txt photos/ --json",
      "",
      "cos min, cos 1 %%, cos mean: of an item with itself in fp32; the worst, the hundredth, the"
          + " mean.",
      "same nearest: items that find the same nearest neighbour. Worst loss: how much farther, in"
          + " fp32 cosines, a new one is at most.",
      "same top N:   how many of the N nearest are the same, on average."
    })
final class FidelityCommand implements Callable<Integer> {
  /// Changes when a field changes its meaning.
  private static final String FORMAT = "imagebind4j-fidelity/1";

  private final Console console;
  private final ItemArguments items;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "PATH|NAME",
      description =
          "A checkpoint in fp32, or a downloaded model's name. Default: $$IMAGEBIND4J_MODEL, else"
              + " mini, whose weights are bf16 already.")
  private @Nullable String model;

  @Mixin private ConfigOption config = new ConfigOption();

  @Mixin private PrecisionsOption precisions = new PrecisionsOption();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads a computation may use. Default: all cores.")
  private int threads;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "How many items go through the model together. Default: ${DEFAULT-VALUE}.")
  private int batch = 16;

  @Option(names = "--json", description = "One JSON object; docs/performance.md explains it.")
  private boolean json;

  @Mixin private StoreOptions store = new StoreOptions();

  @Mixin private FormatOptions formats = new FormatOptions();

  FidelityCommand(Console console, ItemArguments items) {
    this.console = console;
    this.items = items;
  }

  private int failures;

  @Override
  public Integer call() {
    if (batch < 1 || threads < 0) {
      throw CliException.usage(
          "--batch and --threads must be at least 1, got " + batch + " and " + threads);
    }
    List<Precision> asked =
        precisions.precisions(List.of(Precision.BF16, Precision.INT8)).stream()
            .map(FidelityCommand::resolved)
            .distinct()
            .toList();
    List<Input> inputs = inputs(items.requests());
    SortedMap<Integer, float[]> exact = embed(Precision.FP32, inputs, places(inputs));
    Map<Precision, Map<Modality, Fidelity>> results = new LinkedHashMap<>();
    for (Precision precision : asked) {
      results.put(precision, compare(inputs, exact, embed(precision, inputs, exact.keySet())));
    }
    if (exact.isEmpty()) {
      throw CliException.item("none of the items could be embedded", null);
    }
    console.line(json ? JSON.std.asString(toMap(results)) : toText(results));
    return failures > 0 ? ExitCode.SOME_FAILED : ExitCode.OK;
  }

  /// A result is of a number format, not of whatever it stands for on this machine.
  private static Precision resolved(Precision precision) {
    return precision == Precision.AUTO ? PrecisionChoice.best(Device.CPU).precision() : precision;
  }

  private static Set<Integer> places(List<Input> inputs) {
    return IntStream.range(0, inputs.size()).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  /// All items that can be tried, folders walked.
  private List<Input> inputs(List<Request> requests) {
    List<Input> inputs = new ArrayList<>();
    new ItemReader(MediaDecoder.standard(), formats, console)
        .items(new FolderWalk(MediaDecoder.standard(), console).expand(requests))
        .forEachRemaining(item -> {
          switch (item) {
            case Item.Ready ready -> inputs.add(ready.input());
            case Item.Broken broken -> failed(broken, broken.reason());
          }
        });
    return inputs;
  }

  private void failed(Item item, ImageBindException reason) {
    failures++;
    console.error(EmbeddingRun.message(item, reason));
  }

  /// Embeds the inputs at these places with a model of its own.
  ///
  /// @return the vectors by place, without those that failed
  private SortedMap<Integer, float[]> embed(
      Precision precision, List<Input> inputs, Set<Integer> places) {
    SortedMap<Integer, float[]> vectors = new TreeMap<>();
    List<Integer> order = List.copyOf(places);
    try (ImageBind loaded = ImageBind.load(file(), options(precision));
        Progress progress = Progress.ofItems(console, BenchPoint.name(precision), order.size())) {
      for (int from = 0; from < order.size(); from += batch) {
        List<Integer> some = order.subList(from, Math.min(from + batch, order.size()));
        List<Embedder.Outcome> outcomes = loaded.tryEmbed(some.stream().map(inputs::get).toList());
        for (int i = 0; i < some.size(); i++) {
          switch (outcomes.get(i)) {
            case Embedder.Embedded done -> vectors.put(some.get(i), done.embedding().vector());
            case Embedder.Failed failure ->
                failed(new Item.Ready(failure.input()), failure.reason());
          }
        }
        progress.advance(some.size());
      }
    }
    return vectors;
  }

  private Path file() {
    return store.store(console).resolve(model == null ? ModelStore.usual(console) : model);
  }

  private ImageBindOptions options(Precision precision) {
    ImageBindOptions options =
        ImageBindOptions.defaults()
            .withPrecision(precision)
            .withBatchSize(batch)
            .withThreads(threads);
    ModelConfig given = config.read();
    return given == null ? options : options.withConfig(given);
  }

  private static Map<Modality, Fidelity> compare(
      List<Input> inputs, SortedMap<Integer, float[]> exact, SortedMap<Integer, float[]> tested) {
    Map<Modality, List<Integer>> byModality = new LinkedHashMap<>();
    for (int place : tested.keySet()) {
      byModality.computeIfAbsent(inputs.get(place).modality(), _ -> new ArrayList<>()).add(place);
    }
    Map<Modality, Fidelity> results = new LinkedHashMap<>();
    byModality.forEach((modality, places) ->
        results.put(modality, Fidelity.of(at(exact, places), at(tested, places))));
    return results;
  }

  private static List<float[]> at(SortedMap<Integer, float[]> vectors, List<Integer> places) {
    return places.stream().map(place -> Objects.requireNonNull(vectors.get(place))).toList();
  }

  private Map<String, Object> toMap(Map<Precision, Map<Modality, Fidelity>> results) {
    List<Object> rows = new ArrayList<>();
    results.forEach((precision, byModality) ->
        byModality.forEach((modality, fidelity) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("precision", BenchPoint.name(precision));
          row.put("modality", modality.name());
          row.putAll(fidelity.toMap());
          rows.add(row);
        }));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("format", FORMAT);
    map.put("model", String.valueOf(file().getFileName()));
    map.put("compared_with", BenchPoint.name(Precision.FP32));
    map.put("failures", failures);
    map.put("results", rows);
    return map;
  }

  private static String toText(Map<Precision, Map<Modality, Fidelity>> results) {
    List<List<String>> rows = new ArrayList<>();
    int most = 0;
    for (Map.Entry<Precision, Map<Modality, Fidelity>> result : results.entrySet()) {
      for (Map.Entry<Modality, Fidelity> entry : result.getValue().entrySet()) {
        rows.add(row(result.getKey(), entry.getKey(), entry.getValue()));
        most = Math.max(most, entry.getValue().neighbours());
      }
    }
    return TextTable.aligned(
            List.of(
                "precision",
                "modality",
                "items",
                "cos min",
                "cos 1 %",
                "cos mean",
                "same nearest",
                "worst loss",
                "same top " + most),
            rows)
        .stripTrailing();
  }

  private static List<String> row(Precision precision, Modality modality, Fidelity fidelity) {
    return List.of(
        BenchPoint.name(precision),
        modality.name(),
        String.valueOf(fidelity.items()),
        cosine(fidelity.minCosine()),
        cosine(fidelity.p1Cosine()),
        cosine(fidelity.meanCosine()),
        BenchPoint.percent(fidelity.sameNearest()),
        cosine(fidelity.worstLoss()),
        BenchPoint.percent(fidelity.overlap()));
  }

  private static String cosine(double value) {
    return Double.isNaN(value) ? "?" : String.format(Locale.ROOT, "%.6f", value);
  }
}
