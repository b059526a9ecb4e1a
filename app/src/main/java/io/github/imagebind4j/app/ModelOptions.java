package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.ImageBindOptions;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.preprocess.PreprocessProfiles;
import io.github.imagebind4j.torch.Precision;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that choose a model and how it works.
final class ModelOptions {
  @Option(
      names = {"-m", "--model"},
      paramLabel = "PATH|NAME",
      defaultValue = "${env:IMAGEBIND4J_MODEL:-imagebind_huge}",
      description =
          "A checkpoint (.pth, .safetensors), or a downloaded model's name. Default:"
              + " $$IMAGEBIND4J_MODEL, else imagebind_huge.")
  private String model = "";

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "The numbers to compute in: ${COMPLETION-CANDIDATES}. Default: fp32.")
  private Precision precision = Precision.FP32;

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

  @Mixin private StoreOptions store = new StoreOptions();

  /// The checkpoint that was chosen.
  Path file(Console console) {
    return store.store(console).resolve(model);
  }

  /// How many items to hand over at a time.
  int batch() {
    if (batch < 1) {
      throw CliException.usage("--batch must be at least 1, got " + batch);
    }
    return batch;
  }

  /// What reads media files.
  MediaDecoder decoder() {
    return MediaDecoder.standard();
  }

  /// Opens the model; the caller closes it.
  ImageBind load(Console console, PreprocessProfiles profiles) {
    if (threads < 0) {
      throw CliException.usage("--threads must be at least 1, got " + threads);
    }
    ImageBindOptions options =
        ImageBindOptions.defaults()
            .withPrecision(precision)
            .withBatchSize(batch())
            .withDecoder(decoder())
            .withProfiles(profiles)
            .withThreads(threads);
    ModelConfig given = config.read();
    return ImageBind.load(file(console), given == null ? options : options.withConfig(given));
  }
}
