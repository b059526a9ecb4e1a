package io.github.imagebind4j.app;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.synth.SceneOptions;
import io.github.imagebind4j.synth.Sense;
import io.github.imagebind4j.synth.SplitShares;
import io.github.imagebind4j.synth.SynthFiles;
import io.github.imagebind4j.synth.SynthPage;
import io.github.imagebind4j.synth.SynthRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.jr.ob.JSON;

/// Renders scenes of all senses.
@Command(
    name = "synth",
    description = {
      "Render scenes whose picture, depth, heat, sound, motion and captions are true to one another.",
      "Each scene depends on the seed and its number alone. A run that was stopped goes on when the"
          + " same command is given again."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j data synth world --count 5000",
      "  imagebind4j data synth shards --count 50000 --size 224 --format webdataset",
      "  imagebind4j data synth small --count 200 --senses image,audio,text --html small.html",
      "",
      "A folder gets manifest.csv, factors.jsonl and a folder for each sense: JPEG pictures, 16-bit PNG",
      "depth in millimetres, 8-bit PNG heat, 16-bit WAV sound, float32 .npy motion [6, T] (acceleration",
      "in g with gravity, turning in rad/s). Shards carry the same per scene, with classes in .json."
    })
final class DataSynthCommand implements Callable<Integer> {
  private static final int MOST_SHOWN = 500;

  private final Console console;

  @Parameters(paramLabel = "OUT", description = "The folder to write to: new, empty, or begun.")
  private Path out = Path.of("");

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      description = "How many scenes. Default: ${DEFAULT-VALUE}.")
  private long count = 1000;

  @Option(
      names = "--size",
      paramLabel = "S",
      description = "The side of pictures in pixels, 16 to 1024. Default: ${DEFAULT-VALUE}.")
  private int size = SceneOptions.DEFAULT.size();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "The length of sounds, 0.1 to 60. Default: ${DEFAULT-VALUE}.")
  private double seconds = SceneOptions.DEFAULT.soundSeconds();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed makes the same scenes. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--senses",
      split = ",",
      paramLabel = "M",
      description =
          "What to write, with commas: image, depth, thermal, audio, imu, text. Default: all.")
  private List<String> senses = List.of();

  @Option(
      names = "--split",
      paramLabel = "S",
      description = "Shares of the splits. Default: ${DEFAULT-VALUE}.")
  private String split = "train=0.8,val=0.1,test=0.1";

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.folder;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads compute. Default: all cores. The result is the same.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--html",
      paramLabel = "F",
      description =
          "Also write a page that shows some scenes, with players; it needs no other file.")
  private @Nullable Path html;

  @Option(
      names = "--html-scenes",
      paramLabel = "N",
      description = "How many scenes that page shows. Default: ${DEFAULT-VALUE}.")
  private int htmlScenes = 12;

  @Option(names = "--json", description = "Print the summary as one JSON object.")
  private boolean json;

  /// How the files lie.
  enum Format {
    folder(SynthRequest.Format.FOLDER),
    webdataset(SynthRequest.Format.WEBDATASET);

    private final SynthRequest.Format known;

    Format(SynthRequest.Format known) {
      this.known = known;
    }
  }

  DataSynthCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    SynthRequest request = request();
    requireRoom(request);
    long start = System.nanoTime();
    SynthFiles.Summary summary;
    try (Progress bar = Progress.ofItems(console, "rendering", request.count())) {
      summary =
          SynthFiles.write(
              out, request, threads, done -> bar.show("scenes", done, request.count()));
    } catch (InputException e) {
      throw CliException.usage(e.getMessage());
    }
    double took = (System.nanoTime() - start) / 1e9;
    if (html != null) {
      Files.writeString(
          html, SynthPage.render(request.world(), (int) Math.min(htmlScenes, request.count())));
    }
    report(summary, took);
    return ExitCode.OK;
  }

  /// What was asked for, checked before anything is written.
  private SynthRequest request() {
    if (threads < 1 || threads > 1024) {
      throw CliException.usage("--threads must be from 1 to 1024, got " + threads);
    }
    if (htmlScenes < 1 || htmlScenes > MOST_SHOWN) {
      throw CliException.usage(
          "--html-scenes must be from 1 to " + MOST_SHOWN + ", got " + htmlScenes);
    }
    if (out.toString().isEmpty()) {
      throw CliException.usage("the folder's name is empty; name one to write to");
    }
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw CliException.usage(out + " is a file; name a folder to write to");
    }
    try {
      Set<Sense> wanted = EnumSet.allOf(Sense.class);
      if (!senses.isEmpty()) {
        wanted.clear();
        senses.forEach(name -> wanted.add(Sense.of(name)));
      }
      SceneOptions options = SceneOptions.DEFAULT.withSize(size).withSoundSeconds(seconds);
      return new SynthRequest(seed, count, options, wanted, SplitShares.parse(split), format.known);
    } catch (InputException e) {
      throw CliException.usage(e.getMessage());
    }
  }

  /// A folder that was begun needs less; that is left to be found out.
  private void requireRoom(SynthRequest request) throws IOException {
    Path folder = out.toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder)) {
      folder = folder.getParent();
    }
    if (folder != null && !Files.exists(out.resolve("synth.json"))) {
      DiskSpace.require(
          out, folder, request.estimatedBytes(), "make room, or ask for fewer or smaller scenes");
    }
  }

  private void report(SynthFiles.Summary summary, double took) {
    if (json) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("folder", out.toString());
      map.put("seed", seed);
      map.put("scenes", summary.scenes());
      map.put("made", summary.made());
      map.put("files", summary.files());
      map.put("bytes", summary.bytes());
      map.put("seconds", Math.round(took * 1000) / 1000.0);
      map.put("scenes_per_second", Math.round(summary.made() / took * 100) / 100.0);
      console.line(JSON.std.asString(map));
      return;
    }
    console.line(
        String.format(
            Locale.ROOT,
            "%s: %,d scenes, %,d of them made now in %.1f s (%.1f/s); %,d files, %s",
            out,
            summary.scenes(),
            summary.made(),
            took,
            summary.made() / took,
            summary.files(),
            Sizes.human(summary.bytes())));
  }
}
