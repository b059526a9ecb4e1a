package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.ImageBindOptions;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.preprocess.PreprocessProfiles;
import io.github.imagebind4j.torch.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that choose a model and how it works.
final class ModelOptions {
  @Option(
      names = {"-m", "--model"},
      paramLabel = "PATH|NAME",
      description =
          "A checkpoint (.pth, .safetensors), or a downloaded model's name. Default:"
              + " $$IMAGEBIND4J_MODEL, else mini, the small one that comes with imagebind4j.")
  private @Nullable String model;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--precision",
      paramLabel = "P",
      completionCandidates = Precisions.class,
      description =
          "The numbers to compute in: ${COMPLETION-CANDIDATES}. Default: stored, as the checkpoint was converted.")
  private String precision = "stored";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads a computation may use. Default: all cores.")
  private int threads;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "How many pictures, texts or clips go through the model together (a video is 15 clips, a"
              + " sound 3). Default: as many as are fast and fit into the memory.")
  private @Nullable Integer batch;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "The most native memory that the model may take, e.g. 4g or 900m; batches become smaller"
              + " to fit. Default: three quarters of what is free.")
  private @Nullable String memory;

  @Mixin private StoreOptions store = new StoreOptions();

  /// Takes the model that an index was made with, where none was chosen.
  void otherwise(String recorded, @Nullable String recordedConfig) {
    if (model == null) {
      model = recorded;
      if (recordedConfig != null) {
        config.otherwise(Path.of(recordedConfig));
      }
    }
  }

  /// What to write down so that the same model is found from any folder.
  String lasting(Console console) {
    String name = name(console);
    Path path = Path.of(name);
    return Files.isRegularFile(path) ? path.toAbsolutePath().normalize().toString() : name;
  }

  /// The config that was given, to be written down; null if none was.
  @Nullable String lastingConfig() {
    return config.lasting();
  }

  /// The checkpoint that was chosen.
  private Path file(Console console) {
    return store.store(console).resolve(name(console));
  }

  private String name(Console console) {
    return model == null ? ModelStore.usual(console) : model;
  }

  /// What reports call the model: its file's name, or that of the embedded one.
  String label(Console console) {
    String name = name(console);
    return name.equals(EmbeddedModel.NAME) ? name : String.valueOf(file(console).getFileName());
  }

  /// A file of this name beside the folder of downloaded models.
  Path cacheFile(Console console, String name) {
    return store.store(console).folder().resolveSibling(name);
  }

  /// @return 0 if the model is to choose
  private int batch() {
    if (batch == null) {
      return 0;
    }
    if (batch < 1) {
      throw CliException.usage("--batch must be at least 1, got " + batch);
    }
    return batch;
  }

  /// @return 0 if the model is to find out
  private long memory() {
    if (memory == null) {
      return 0;
    }
    long bytes = Sizes.parse(memory);
    if (bytes < 1) {
      throw CliException.usage("--memory wants a size such as 4g or 900m, got '" + memory + "'");
    }
    return bytes;
  }

  private Precision precision() {
    try {
      return Precision.of(precision);
    } catch (ConfigException e) {
      throw CliException.usage(e.getMessage());
    }
  }

  /// The precisions by the names that the command line has for them.
  static final class Precisions implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Precision.values())
          .map(precision -> precision.name().toLowerCase(Locale.ROOT))
          .iterator();
    }
  }

  /// What reads media files.
  MediaDecoder decoder() {
    return MediaDecoder.standard();
  }

  /// Opens the model; the caller closes it.
  ///
  /// @param introduce whether to say which model it is if none was chosen; not where a program
  ///   reads
  ImageBind load(Console console, PreprocessProfiles profiles, boolean introduce) {
    if (threads < 0) {
      throw CliException.usage("--threads must be at least 1, got " + threads);
    }
    ImageBindOptions options =
        ImageBindOptions.defaults()
            .withPrecision(precision())
            .withBatchSize(batch())
            .withMemoryBudget(memory())
            .withDecoder(decoder())
            .withProfiles(profiles)
            .withThreads(threads);
    ModelConfig given = config.read();
    Path file = file(console);
    if (introduce && model == null && name(console).equals(EmbeddedModel.NAME)) {
      console.note(EmbeddedModel.notice());
    }
    return ImageBind.load(file, given == null ? options : options.withConfig(given));
  }
}
