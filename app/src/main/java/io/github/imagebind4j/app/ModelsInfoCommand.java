package io.github.imagebind4j.app;

import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.model.ModelSummary;
import io.github.imagebind4j.torch.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.jr.ob.JSON;

/// Says what a checkpoint holds.
@Command(
    name = "info",
    description = {
      "Show a model's size, precision, towers, parameters, licence, fingerprint and config.",
      "A tower takes memory once it is used: about as much as its weights do in the precision that"
          + " it computes in."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j models info",
      "  imagebind4j models info imagebind_huge",
      "  imagebind4j models info tiny.pth --config tiny.json --json"
    })
final class ModelsInfoCommand implements Callable<Integer> {
  /// The number formats that a CPU computes in.
  private static final List<Precision> COMPUTED =
      List.of(Precision.FP32, Precision.BF16, Precision.INT8);

  private final Console console;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PATH|NAME",
      description =
          "A checkpoint, or a downloaded model's name. Default: $$IMAGEBIND4J_MODEL, else mini.")
  private @Nullable String model;

  @Mixin private ConfigOption configOption = new ConfigOption();

  @Mixin private StoreOptions storeOptions = new StoreOptions();

  @Option(names = "--json", description = "One JSON object, config included.")
  private boolean json;

  ModelsInfoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Path file =
        storeOptions.store(console).resolve(model == null ? ModelStore.usual(console) : model);
    ModelSummary summary = ModelSummary.of(file, configOption.read());
    ModelConfig config = summary.config();
    Map<String, Long> parameters = new LinkedHashMap<>();
    Map<String, Long> stored = new LinkedHashMap<>();
    for (Modality modality : config.modalities().keySet()) {
      parameters.put(modality.name(), config.parameters(modality));
      stored.put(modality.name(), summary.storedBytes().getOrDefault(modality, 0L));
    }
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("file", file.toString());
    info.put("bytes", Files.size(file));
    info.put("precision", summary.precision().name().toLowerCase(Locale.ROOT));
    info.put("fingerprint", summary.fingerprint());
    info.put("dimensions", config.outEmbedDim());
    info.put("parameters", parameters);
    info.put("total_parameters", parameters.values().stream().mapToLong(Long::longValue).sum());
    info.put("file_bytes", stored);
    info.put("memory_bytes", memory(summary));
    info.put("licence", licence(summary));
    info.put("config", JSON.std.anyFrom(config.toJson()));
    if (json) {
      console.line(JSON.std.asString(info));
    } else {
      print(info, summary);
    }
    return ExitCode.OK;
  }

  /// What each tower's weights take in memory once it is in use, by precision.
  private static Map<String, Map<String, Long>> memory(ModelSummary summary) {
    Map<String, Map<String, Long>> memory = new LinkedHashMap<>();
    for (Modality modality : summary.config().modalities().keySet()) {
      Map<String, Long> bytes = new LinkedHashMap<>();
      for (Precision precision : COMPUTED) {
        bytes.put(
            precision.name().toLowerCase(Locale.ROOT), summary.weightBytes(modality, precision));
      }
      memory.put(modality.name(), bytes);
    }
    return memory;
  }

  /// Our own safetensors say their licence. Of other files we can only tell whether they look like
  /// Meta's.
  private static String licence(ModelSummary summary) {
    String own = summary.metadata().get(ModelsConvertCommand.LICENCE_KEY);
    if (own != null) {
      return own;
    }
    return summary.config().equals(ModelConfig.huge())
        ? "not in the file; Meta's imagebind_huge weights are "
            + KnownModel.IMAGEBIND_HUGE.licence()
        : "not in the file; ask whoever made it";
  }

  private void print(Map<String, Object> info, ModelSummary summary) {
    info.forEach((key, value) -> {
      switch (value) {
        case Map<?, ?> map when key.equals("parameters") -> {
          console.line("parameters");
          map.forEach((tower, count) ->
              console.line(row("  " + tower, grouped(((Number) count).longValue()))));
        }
        case Map<?, ?> _ when key.equals("file_bytes") -> printSizes(summary);
        case Map<?, ?> _ when key.equals("memory_bytes") -> {}
        case Long bytes when key.equals("bytes") -> console.line(row("size", Sizes.human(bytes)));
        case Number number -> console.line(row(key.replace('_', ' '), grouped(number.longValue())));
        case Map<?, ?> map -> console.line(row(key, JSON.std.asString(map)));
        default -> console.line(row(key, value.toString()));
      }
    });
  }

  private void printSizes(ModelSummary summary) {
    List<String> head = new ArrayList<>(List.of("in the file"));
    COMPUTED.forEach(p -> head.add("memory " + p.name().toLowerCase(Locale.ROOT)));
    console.line(row("weights", columns(head)));
    long[] total = new long[head.size()];
    summary
        .storedBytes()
        .forEach((modality, stored) -> {
          long[] sizes = new long[head.size()];
          sizes[0] = stored;
          for (int i = 1; i < sizes.length; i++) {
            sizes[i] = summary.weightBytes(modality, COMPUTED.get(i - 1));
          }
          Arrays.setAll(total, i -> total[i] + sizes[i]);
          console.line(row("  " + modality, columns(human(sizes))));
        });
    console.line(row("  all", columns(human(total))));
  }

  private static List<String> human(long[] sizes) {
    return Arrays.stream(sizes).mapToObj(Sizes::human).toList();
  }

  private static String columns(List<String> cells) {
    return cells.stream()
        .map(cell -> String.format(Locale.ROOT, "%-13s", cell))
        .collect(Collectors.joining())
        .stripTrailing();
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String row(String key, String value) {
    return String.format(Locale.ROOT, "%-17s %s", key, value);
  }
}
