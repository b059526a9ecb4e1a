package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.app.DemoTable.Entry;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.ImageBindException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.jr.ob.JSON;

/// Shows what the model can do with media that come with the application.
@Command(
    name = "demo",
    description = {
      "Embed bundled pictures, sounds, depth maps, thermal images, motion recordings and texts;"
          + " compare them across senses, find a sound by a picture and a picture by a sound, add a"
          + " picture and a sound.",
      "Prints the tables and writes one web page that shows, plays and compares it all, and needs no"
          + " network. What the samples are of is known, so right and wrong are marked."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j demo",
      "  imagebind4j demo --out /tmp/demo --model imagebind_huge",
      "  imagebind4j demo --json > demo.json"
    })
final class DemoCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder for the page, demo.html. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("imagebind4j-demo");

  @Option(names = "--json", description = "One JSON object with all numbers.")
  private boolean json;

  @Mixin private ModelOptions model = new ModelOptions();

  @Mixin private ProfileOption profile = new ProfileOption();

  DemoCommand(Console console) {
    this.console = console;
  }

  /// Takes the embeddings in the order of the samples.
  private static final class Collector implements EmbeddingRun.Receiver {
    private final List<Entry> done = new ArrayList<>();
    private final Iterator<DemoSample> samples;

    Collector(List<DemoSample> samples) {
      this.samples = samples.iterator();
    }

    @Override
    public void embedded(String source, Embedding embedding) {
      done.add(new Entry(samples.next(), embedding));
    }

    @Override
    public void failed(Item item, ImageBindException reason) {
      samples.next();
    }
  }

  @Override
  public Integer call() throws IOException {
    Path page = folder().resolve("demo.html"); // first, lest all the work be for nothing
    List<DemoSample> samples = DemoSamples.all();
    Collector collector = new Collector(samples);
    long start = System.nanoTime();
    int exitCode;
    DemoResult result;
    try (ImageBind loaded = model.load(console, profile.profiles(), !json);
        Progress progress = Progress.ofItems(console, "embedding", samples.size())) {
      Iterator<Item> items =
          samples.stream().<Item>map(sample -> new Item.Ready(sample.input())).iterator();
      exitCode = new EmbeddingRun(collector, console, progress).run(loaded, items);
      double seconds = (System.nanoTime() - start) / 1e9;
      result =
          DemoResult.of(
              model.label(console),
              loaded.fingerprint(),
              loaded.config().outEmbedDim(),
              seconds,
              collector.done);
      console.note(
          String.format(Locale.ROOT, "%d samples in %.1f s\n", result.entries().size(), seconds));
    }
    console.line(json ? JSON.std.asString(result.toMap()) : result.toText());
    console.flush();
    write(page, DemoPage.render(result));
    console.note("\nto see and hear it all, open " + page.toAbsolutePath().normalize().toUri());
    return exitCode;
  }

  private Path folder() {
    try {
      return Files.createDirectories(out);
    } catch (IOException e) {
      throw cantWrite(out, e);
    }
  }

  private static void write(Path page, String html) {
    try {
      Files.writeString(page, html);
    } catch (IOException e) {
      throw cantWrite(page, e);
    }
  }

  private static CliException cantWrite(Path path, IOException e) {
    return CliException.environment(
        "can't write " + path + ": " + e.getMessage() + "; choose another folder with --out DIR",
        e);
  }
}
