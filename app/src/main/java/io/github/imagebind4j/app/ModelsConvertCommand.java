package io.github.imagebind4j.app;

import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.CheckpointConverter;
import io.github.imagebind4j.checkpoint.DType;
import io.github.imagebind4j.checkpoint.StoredTensor;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.model.PrecisionConverter;
import io.github.imagebind4j.model.StoredPrecision;
import io.github.imagebind4j.torch.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
      "A .safetensors file keeps the model's config inside, so that --config is not needed later.",
      "bf16 and int8 files hold a model as it is computed with: they load faster, take a half and a"
          + " quarter of the space, and are used in their precision. They keep the model's"
          + " fingerprint, so that an index goes on working."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j models convert imagebind_huge huge.safetensors",
      "  imagebind4j models convert imagebind_huge huge-bf16.safetensors --precision bf16",
      "  imagebind4j models convert imagebind_huge huge-int8.safetensors --precision int8",
      "  imagebind4j models convert tiny.pth tiny.safetensors --config tiny.json"
    })
final class ModelsConvertCommand implements Callable<Integer> {
  /// The safetensors metadata key under which a model's licence goes along.
  static final String LICENCE_KEY = "licence";

  /// What weights can be stored as.
  enum Target {
    fp32,
    fp16,
    bf16,
    int8
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
  private @Nullable Target precision;

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
    long before = Files.size(source);
    long start = System.nanoTime();
    try (Checkpoint checkpoint = Checkpoint.open(source);
        Progress bar = Progress.ofBytes(console, "converting", -1)) {
      convert(checkpoint, bar);
    }
    console.note(
        String.format(
            Locale.ROOT,
            "%s: %s from %s, in %.1f s",
            to,
            Sizes.human(Files.size(to)),
            Sizes.human(before),
            (System.nanoTime() - start) / 1e9));
    return ExitCode.OK;
  }

  private void convert(Checkpoint checkpoint, Progress bar) throws IOException {
    Optional<ModelConfig> config = config(checkpoint);
    switch (precision) {
      case bf16 -> pack(checkpoint, config, Precision.BF16, bar);
      case int8 -> pack(checkpoint, config, Precision.INT8, bar);
      case fp32 -> rewrite(checkpoint, config, Optional.of(DType.F32), bar);
      case fp16 -> rewrite(checkpoint, config, Optional.of(DType.F16), bar);
      case null -> rewrite(checkpoint, config, Optional.empty(), bar);
    }
  }

  private void pack(
      Checkpoint checkpoint, Optional<ModelConfig> config, Precision packed, Progress bar)
      throws IOException {
    if (config.isEmpty()) {
      throw CliException.usage(
          "the model's config can't be told from "
              + checkpoint.file()
              + ", and "
              + precision
              + " files are laid out by it; add --config");
    }
    if (packed == Precision.INT8 && StoredPrecision.of(checkpoint) == Precision.BF16) {
      console.note(
          checkpoint.file()
              + " was rounded to bf16 before; int8 made from the original would be a little closer");
    }
    if (!CheckpointConverter.isSafetensors(to)) {
      console.note(
          to + " can't say that it is " + precision + ": use it with --precision " + precision);
    }
    long total = StoredPrecision.bytes(config.get(), packed);
    requireRoom(total);
    PrecisionConverter.convert(
        checkpoint,
        config.get(),
        packed,
        licence(checkpoint),
        to,
        done -> bar.show("", done, total));
  }

  private void rewrite(
      Checkpoint checkpoint, Optional<ModelConfig> config, Optional<DType> floats, Progress bar)
      throws IOException {
    Precision stored = StoredPrecision.of(checkpoint);
    if (stored == Precision.INT8
        && (floats.isPresent() || !CheckpointConverter.isSafetensors(to))) {
      throw CliException.usage(
          checkpoint.file()
              + " is int8 and can only be copied to another .safetensors; convert the checkpoint"
              + " that it was made from");
    }
    if (config.isEmpty()) {
      console.note(
          "the model's config can't be told from " + checkpoint.file() + ", so it is not stored");
    }
    Map<String, String> metadata = new HashMap<>(licence(checkpoint));
    config.ifPresent(c -> metadata.put(ModelConfig.METADATA_KEY, c.toJson()));
    Set<String> dropped = floats.isPresent() ? Set.of(StoredPrecision.METADATA_KEY) : Set.of();
    long total =
        checkpoint.names().stream()
            .map(checkpoint::tensor)
            .mapToLong(tensor -> storedBytes(tensor, floats))
            .sum();
    requireRoom(total);
    CheckpointConverter.convert(
        checkpoint,
        to,
        new CheckpointConverter.Options(floats, metadata, dropped),
        done -> bar.show("", done, total));
  }

  private static long storedBytes(StoredTensor tensor, Optional<DType> floats) {
    boolean converted = tensor.dtype().isFloat() && tensor.dtype() != DType.F64;
    return floats.isPresent() && converted
        ? tensor.shape().count() * floats.get().byteSize()
        : tensor.byteSize();
  }

  private void requireRoom(long bytes) throws IOException {
    Path folder = to.toAbsolutePath().getParent();
    if (folder != null && Files.isDirectory(folder)) {
      DiskSpace.require(to, folder, bytes, "make room, or choose another TO");
    }
  }

  /// Refuses to replace a file that nobody said may go.
  static void requireFree(Path file, boolean force) {
    if (Files.exists(file) && !force) {
      throw CliException.usage(file + " is there already; add --force to replace it");
    }
  }

  private Optional<ModelConfig> config(Checkpoint checkpoint) {
    ModelConfig given = configOption.read();
    if (given != null) {
      return Optional.of(given);
    }
    try {
      return Optional.of(ModelConfig.of(checkpoint));
    } catch (ConfigException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> licence(Checkpoint checkpoint) {
    String carried = checkpoint.metadata().get(LICENCE_KEY);
    KnownModel known = KnownModel.byFileName(String.valueOf(checkpoint.file().getFileName()));
    if (carried != null) {
      return Map.of(LICENCE_KEY, carried);
    }
    return known == null ? Map.of() : Map.of(LICENCE_KEY, known.licence());
  }
}
