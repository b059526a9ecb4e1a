package io.github.imagebind4j.app;

import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.model.RandomWeights;
import io.github.imagebind4j.model.StoredPrecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Makes a model of random weights.
@Command(
    name = "random",
    description = {
      "Make a model of random weights, to try things out without a download.",
      "Its embeddings mean nothing, but everything about them works. Without --config it has the"
          + " full size of imagebind_huge, 4.8 GB."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j models random --config tiny.json --out tiny.safetensors",
      "  imagebind4j models random --out huge-random.safetensors --seed 7",
      "  imagebind4j models random --out huge-random-int8.safetensors --precision int8"
    })
final class ModelsRandomCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ConfigOption configOption = new ConfigOption();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "F",
      description = "The file to make: .safetensors (carries its config) or .pth.")
  private Path out = Path.of("");

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed makes the same model. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description =
          "Store weights as ${COMPLETION-CANDIDATES}: bf16 and int8 as 'models convert' makes them."
              + " Default: ${DEFAULT-VALUE}.")
  private Precision precision = Precision.fp32;

  /// What random weights can be stored as.
  enum Precision {
    fp32(io.github.imagebind4j.torch.Precision.FP32),
    bf16(io.github.imagebind4j.torch.Precision.BF16),
    int8(io.github.imagebind4j.torch.Precision.INT8);

    private final io.github.imagebind4j.torch.Precision packed;

    Precision(io.github.imagebind4j.torch.Precision packed) {
      this.packed = packed;
    }
  }

  @Option(names = "--force", description = "Replace the file if it is there.")
  private boolean force;

  ModelsRandomCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    ModelsConvertCommand.requireFree(out, force);
    @Nullable ModelConfig given = configOption.read();
    ModelConfig config = given == null ? ModelConfig.huge() : given;
    long total = StoredPrecision.bytes(config, precision.packed);
    Path folder = out.toAbsolutePath().getParent();
    if (folder != null && Files.isDirectory(folder)) {
      DiskSpace.require(out, folder, total, "make room, or choose another --out");
    }
    try (Progress bar = Progress.ofBytes(console, "writing", total)) {
      LongConsumer progress = done -> bar.show("", done, total);
      if (precision == Precision.fp32) {
        RandomWeights.write(config, seed, out, progress);
      } else {
        RandomWeights.write(config, seed, precision.packed, out, progress);
      }
    }
    console.note(out + ": " + Sizes.human(Files.size(out)) + " of random weights, seed " + seed);
    return ExitCode.OK;
  }
}
