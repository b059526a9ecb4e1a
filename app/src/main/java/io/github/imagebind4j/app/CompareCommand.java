package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.ImageBindException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.jr.ob.JSON;

/// Compares items of any mix of modalities.
@Command(
    name = "compare",
    description = {
      "Compare items across modalities: for each pair of modalities the softmax table of the"
          + " reference's README and the cosines.",
      "The largest number of each row is starred. Items of a single modality are compared among"
          + " themselves."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j compare --text 'a dog' --text 'a car' dog.jpg car.jpg bark.wav engine.wav",
      "  imagebind4j compare --json *.jpg *.wav > tables.json",
      "  imagebind4j compare --html tables.html --text-file labels.txt *.jpg"
    })
final class CompareCommand implements Callable<Integer> {
  private final Console console;
  private final ItemArguments items;

  @Mixin private ModelOptions model = new ModelOptions();

  @Option(names = "--json", description = "One JSON object with all numbers.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "F",
      description = "Also write the tables as a web page of heat maps.")
  private @Nullable Path html;

  @Mixin private ProfileOption profile = new ProfileOption();

  @Mixin private FormatOptions formats = new FormatOptions();

  CompareCommand(Console console, ItemArguments items) {
    this.console = console;
    this.items = items;
  }

  /// Keeps the embeddings; failures were reported already.
  private static final class Collector implements EmbeddingRun.Receiver {
    private final List<Comparison.Item> done = new ArrayList<>();

    @Override
    public void embedded(String source, Embedding embedding) {
      done.add(new Comparison.Item(source, embedding));
    }

    @Override
    public void failed(Item item, ImageBindException reason) {}
  }

  @Override
  public Integer call() throws IOException {
    List<Request> requests = items.requests();
    ItemReader reader = new ItemReader(model.decoder(), formats, console);
    Collector collector = new Collector();
    int exitCode;
    try (ImageBind loaded = model.load(console, profile.profiles(), !json);
        Progress progress = Progress.ofItems(console, "embedding", ItemReader.count(requests))) {
      EmbeddingRun run = new EmbeddingRun(collector, console, progress);
      exitCode = run.run(loaded, reader.items(requests));
    }
    if (collector.done.isEmpty()) {
      return exitCode;
    }
    Comparison comparison = Comparison.of(collector.done);
    console.line(json ? JSON.std.asString(comparison.toMap()) : comparison.toText());
    if (html != null) {
      Files.writeString(html, ComparisonPage.render(comparison));
      console.note("heat maps: " + html);
    }
    return exitCode;
  }
}
