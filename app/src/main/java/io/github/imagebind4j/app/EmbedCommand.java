package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Embeds items of any mix of modalities.
@Command(
    name = "embed",
    description = {
      "Turn pictures, sounds, videos, texts and other senses into vectors of one space.",
      "Items come out in the order in which they are written. One that fails is reported, and the"
          + " others go on."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j embed dog.jpg bark.wav --text 'a dog' > vectors.jsonl",
      "  imagebind4j embed --format npy --scale unit *.jpg > pictures.npy",
      "  find /photos -name '*.jpg' | imagebind4j embed --files-from - > vectors.jsonl",
      "  imagebind4j embed --depth room.png --depth-fx 570 --thermal cat.png --imu walk.csv",
      "  imagebind4j embed --model tiny.pth --config tiny.json --raw touch=touch.npy",
      "",
      "jsonl: one line an item, {\"modality\":…,\"source\":…,\"vector\":[…]}, or \"error\" in place of"
          + " the vector.",
      "npy:   float32 [items, dimensions]; the row of an item that failed is NaN.",
      "raw:   the model's output as it is, with the logit scale that softmax tables need.",
      "unit:  its direction, length 1: what cosines, search and vector databases need."
    })
final class EmbedCommand implements Callable<Integer> {
  private final Console console;
  private final ItemArguments items;

  @Mixin private ModelOptions model = new ModelOptions();

  @Option(
      names = "--scale",
      paramLabel = "S",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}, the model's own output.")
  private EmbeddingWriter.Scale scale = EmbeddingWriter.Scale.raw;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "F",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private EmbeddingWriter.Format format = EmbeddingWriter.Format.jsonl;

  @Mixin private ProfileOption profile = new ProfileOption();

  @Mixin private FormatOptions formats = new FormatOptions();

  EmbedCommand(Console console, ItemArguments items) {
    this.console = console;
    this.items = items;
  }

  @Override
  public Integer call() {
    List<Request> requests = items.requests();
    ItemReader reader = new ItemReader(model.decoder(), formats, console);
    if (format == EmbeddingWriter.Format.npy && console.outIsTerminal()) {
      throw CliException.usage("npy is no text for a terminal; redirect it: > vectors.npy");
    }
    try (ImageBind loaded = model.load(console, profile.profiles(), true);
        EmbeddingWriter writer = writer(loaded.config().outEmbedDim());
        Progress progress = Progress.ofItems(console, "embedding", ItemReader.count(requests))) {
      EmbeddingRun run = new EmbeddingRun(writer, console, progress);
      int exitCode = run.run(loaded, reader.items(requests));
      writer.finish();
      return exitCode;
    }
  }

  private EmbeddingWriter writer(int dimension) {
    return switch (format) {
      case jsonl -> new JsonlWriter(console, scale);
      case npy -> new NpyWriter(console, scale, dimension);
      case table -> new TableWriter(console, scale);
    };
  }
}
