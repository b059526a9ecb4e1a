package io.github.imagebind4j.app;

import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ImageBindModel;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.torch.Device;
import io.github.imagebind4j.torch.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.jr.ob.JSON;

/// Says what a checkpoint holds.
@Command(
    name = "info",
    description = "Show a model's size, towers, parameters, licence, fingerprint and config.",
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j models info imagebind_huge",
      "  imagebind4j models info tiny.pth --config tiny.json --json"
    })
final class ModelsInfoCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "PATH|NAME",
      description = "A checkpoint, or a downloaded model's name.")
  private String model = "";

  @Mixin private ConfigOption configOption = new ConfigOption();

  @Mixin private StoreOptions storeOptions = new StoreOptions();

  @Option(names = "--json", description = "One JSON object, config included.")
  private boolean json;

  ModelsInfoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Path file = storeOptions.store(console).resolve(model);
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("file", file.toString());
    info.put("bytes", Files.size(file));
    try (ImageBindModel loaded =
        ImageBindModel.load(file, configOption.read(), Device.CPU, Precision.FP32)) {
      ModelConfig config = loaded.config();
      Map<String, Long> parameters = new LinkedHashMap<>();
      for (Modality modality : config.modalities().keySet()) {
        parameters.put(modality.name(), config.parameters(modality));
      }
      info.put("fingerprint", loaded.fingerprint());
      info.put("dimensions", config.outEmbedDim());
      info.put("parameters", parameters);
      info.put("total_parameters", parameters.values().stream().mapToLong(Long::longValue).sum());
      info.put("licence", licence(file, config));
      info.put("config", JSON.std.anyFrom(config.toJson()));
    }
    print(info);
    return ExitCode.OK;
  }

  /// Our own safetensors say their licence. Of other files we can only tell whether they look like
  /// Meta's.
  private static String licence(Path file, ModelConfig config) {
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      String own = checkpoint.metadata().get(ModelsConvertCommand.LICENCE_KEY);
      if (own != null) {
        return own;
      }
    }
    return config.equals(ModelConfig.huge())
        ? "not in the file; Meta's imagebind_huge weights are "
            + KnownModel.IMAGEBIND_HUGE.licence()
        : "not in the file; ask whoever made it";
  }

  private void print(Map<String, Object> info) {
    if (json) {
      console.line(JSON.std.asString(info));
      return;
    }
    info.forEach((key, value) -> {
      switch (value) {
        case Map<?, ?> map when key.equals("parameters") -> {
          console.line("parameters");
          map.forEach((tower, count) ->
              console.line(row("  " + tower, grouped(((Number) count).longValue()))));
        }
        case Long bytes when key.equals("bytes") -> console.line(row("size", Sizes.human(bytes)));
        case Number number -> console.line(row(key.replace('_', ' '), grouped(number.longValue())));
        case Map<?, ?> map -> console.line(row(key, JSON.std.asString(map)));
        default -> console.line(row(key, value.toString()));
      }
    });
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String row(String key, String value) {
    return String.format(Locale.ROOT, "%-17s %s", key, value);
  }
}
