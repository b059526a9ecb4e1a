package io.github.imagebind4j.app;

import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.CheckpointConverter;
import io.github.imagebind4j.checkpoint.DType;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.model.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Turns one checkpoint format into another.
@Command(
    name = "convert",
    description = {
      "Convert a checkpoint between .pth and .safetensors, and its weights to another precision.",
      "A .safetensors file keeps the model's config inside, so that --config is not needed later."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j models convert imagebind_huge huge.safetensors",
      "  imagebind4j models convert imagebind_huge huge-bf16.safetensors --precision bf16",
      "  imagebind4j models convert tiny.pth tiny.safetensors --config tiny.json"
    })
final class ModelsConvertCommand implements Callable<Integer> {
  /// The safetensors metadata key under which a model's licence goes along.
  static final String LICENCE_KEY = "licence";

  /// What weights can be stored as.
  enum Precision {
    fp32(DType.F32),
    fp16(DType.F16),
    bf16(DType.BF16);

    private final DType dtype;

    Precision(DType dtype) {
      this.dtype = dtype;
    }
  }

  private final Console console;

  @Parameters(index = "0", paramLabel = "FROM", description = "A checkpoint, or a model's name.")
  private String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = "Ends in .safetensors, .pth or .pt.")
  private Path to = Path.of("");

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "Store weights as ${COMPLETION-CANDIDATES}. Default: as they are.")
  private @Nullable Precision precision;

  @Option(names = "--force", description = "Replace TO if it is there.")
  private boolean force;

  @Mixin private ConfigOption configOption = new ConfigOption();

  @Mixin private StoreOptions storeOptions = new StoreOptions();

  ModelsConvertCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Path source = storeOptions.store(console).resolve(from);
    requireFree(to, force);
    if (Files.exists(to) && Files.isSameFile(source, to)) {
      throw CliException.usage("FROM and TO are the same file");
    }
    try (Checkpoint checkpoint = Checkpoint.open(source)) {
      CheckpointConverter.Options options =
          new CheckpointConverter.Options(
              Optional.ofNullable(precision).map(p -> p.dtype), metadata(checkpoint));
      try (Progress bar = Progress.ofBytes(console, "converting", -1)) {
        long total = Files.size(source);
        CheckpointConverter.convert(
            checkpoint, to, options, done -> bar.show("", done, Math.max(done, total)));
      }
    }
    console.note(to + ": " + Sizes.human(Files.size(to)));
    return ExitCode.OK;
  }

  /// Refuses to replace a file that nobody said may go.
  static void requireFree(Path file, boolean force) {
    if (Files.exists(file) && !force) {
      throw CliException.usage(file + " is there already; add --force to replace it");
    }
  }

  private Map<String, String> metadata(Checkpoint checkpoint) {
    Map<String, String> metadata = new HashMap<>();
    ModelConfig config = configOption.read();
    if (config == null) {
      try {
        config = ModelConfig.of(checkpoint);
      } catch (ConfigException e) {
        console.note(
            "the model's config can't be told from " + checkpoint.file() + ", so it is not stored");
      }
    }
    if (config != null) {
      metadata.put(ModelConfig.METADATA_KEY, config.toJson());
    }
    KnownModel known = KnownModel.byFileName(String.valueOf(checkpoint.file().getFileName()));
    if (known != null) {
      metadata.put(LICENCE_KEY, known.licence());
    }
    return metadata;
  }
}
