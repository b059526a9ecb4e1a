package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.Hit;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.MediaReader;
import io.github.imagebind4j.media.MediaStretch;
import io.github.imagebind4j.media.SoundtrackWriter;
import io.github.imagebind4j.media.Waveform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.jr.ob.JSON;

/// Finds a sound for each scene of a video.
@Command(
    name = "soundtrack",
    description = {
      "Find the sound that fits each scene of a video best, by what is seen, and write a preview:"
          + " the same pictures with these sounds.",
      "The pictures are copied and lose nothing; sounds are cut or repeated to the length of their"
          + " scene, brought to one loudness, and softly begun and ended."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j soundtrack walk.mp4 --from sounds/ --to preview.mp4",
      "  imagebind4j soundtrack walk.mp4 --from sounds/ --no-repeat --json",
      "  imagebind4j index ~/Sounds --to sounds.index",
      "  imagebind4j soundtrack walk.mp4 --from sounds.index --to preview.mp4",
      "",
      "Scenes end where the picture changes more than three deviations above what is usual in this",
      "video, measured second by second; --scene SECONDS cuts by the clock instead."
    })
final class SoundtrackCommand implements Callable<Integer> {
  /// What a second looks like: one picture of it.
  private static final MediaReader.Plan MOMENTS = new MediaReader.Plan(1, 1, false);

  private static final int MOMENTS_AT_ONCE = 16;
  private static final int MOST_MOMENTS = 6 * 3600;
  private static final double MOST_SECONDS = 600;
  private static final int MOST_LISTED = 1000;

  private final Console console;

  @Parameters(paramLabel = "VIDEO", description = "The video.")
  private Path video = Path.of("");

  @Option(
      names = "--from",
      required = true,
      paramLabel = "INDEX|DIR",
      description =
          "The sounds to choose from: an index of them (see index), or a folder, which is embedded"
              + " anew each time.")
  private Path from = Path.of("");

  @Option(
      names = "--to",
      paramLabel = "F",
      description = "The preview to write: .mp4, .mov or .mkv. Default: none, only the list.")
  private @Nullable Path to;

  @Option(
      names = "--scene",
      paramLabel = "SECONDS",
      description = "Scenes of this length. Default: they end where the picture changes.")
  private @Nullable Double fixed;

  @Option(
      names = "--shortest",
      paramLabel = "SECONDS",
      description = "No scene is shorter. Default: ${DEFAULT-VALUE}.")
  private double shortest = 3;

  @Option(
      names = "--longest",
      paramLabel = "SECONDS",
      description = "No scene is longer. Default: ${DEFAULT-VALUE}.")
  private double longest = 20;

  @Option(names = "--no-repeat", description = "Use no sound for more than one scene.")
  private boolean once;

  @Option(
      names = "-k",
      paramLabel = "N",
      description = "How many sounds of each scene are listed. Default: ${DEFAULT-VALUE}.")
  private int count = 3;

  @Option(names = "--json", description = "One JSON object with all scenes and hits.")
  private boolean json;

  @Mixin private ModelOptions model = new ModelOptions();

  @Mixin private ProfileOption profile = new ProfileOption();

  private int exitCode = ExitCode.OK;

  SoundtrackCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    check();
    IndexSettings settings = IndexSettings.read(from);
    if (settings != null) {
      model.otherwise(settings.model(), settings.config());
      profile.otherwise(settings.profiles());
    }
    MediaDecoder decoder = model.decoder();
    List<SceneSound> chosen;
    try (ImageBind loaded = model.load(console, profile.profiles(), !json);
        EmbeddingIndex sounds = SoundCollection.open(from, loaded, decoder, console)) {
      List<Scenes.Moment> moments = moments(loaded, decoder);
      List<Scenes.Scene> scenes =
          fixed == null ? Scenes.cut(moments, shortest, longest) : Scenes.every(moments, fixed);
      chosen = SceneSound.choose(scenes, sounds, count, !once);
    }
    if (chosen.stream().allMatch(one -> one.hits().isEmpty())) {
      throw CliException.item(from + " holds no sound that can be played", null);
    }
    console.line(json ? JSON.std.asString(toMap(chosen)) : toText(chosen));
    console.flush();
    if (to != null) {
      write(chosen, to, decoder);
      console.note("preview: " + to);
    }
    return exitCode;
  }

  private void check() throws IOException {
    if (count < 1 || count > MOST_LISTED) {
      throw CliException.usage("-k must be 1 to " + MOST_LISTED + ", got " + count);
    }
    if (!(shortest >= 1 && longest >= shortest && longest <= MOST_SECONDS)) {
      throw CliException.usage(
          "--shortest must be at least 1 and at most --longest, that at most 600; got "
              + shortest
              + " and "
              + longest);
    }
    if (fixed != null && !(fixed >= 1 && fixed <= MOST_SECONDS)) {
      throw CliException.usage("--scene must be 1 to 600 seconds, got " + fixed);
    }
    if (to != null) {
      if (!to.toString().toLowerCase(Locale.ROOT).matches("(?s).*\\.(mp4|mov|mkv)")) {
        throw CliException.usage("--to must end in .mp4, .mov or .mkv, got " + to);
      }
      if (Files.exists(to) && Files.exists(video) && Files.isSameFile(to, video)) {
        throw CliException.usage("--to would overwrite the video itself; name another file");
      }
    }
    if (!Files.isRegularFile(video)) {
      throw CliException.item("no such file: " + video + "; check the path", null);
    }
  }

  private List<Scenes.Moment> moments(ImageBind loaded, MediaDecoder decoder) {
    List<Scenes.Moment> moments = new ArrayList<>();
    try (MediaReader reader = decoder.read(MediaSource.of(video), MOMENTS);
        Progress progress = Progress.ofItems(console, "watching", -1)) {
      List<Look> looks;
      do {
        looks = some(reader, loaded);
        List<Embedding> seen = loaded.embed(looks.stream().map(Look::picture).toList());
        for (int i = 0; i < seen.size(); i++) {
          moments.add(new Scenes.Moment(looks.get(i).from, looks.get(i).to, seen.get(i)));
        }
        progress.advance(looks.size());
      } while (!looks.isEmpty() && moments.size() < MOST_MOMENTS);
    } catch (ImageBindException e) {
      throw CliException.item(String.valueOf(e.getMessage()), e);
    }
    if (moments.isEmpty() || moments.size() >= MOST_MOMENTS) {
      throw CliException.item(
          video + (moments.isEmpty() ? " shows nothing" : " is longer than six hours; cut it"),
          null);
    }
    return moments;
  }

  /// A moment on its way through the model.
  ///
  /// @param picture of the model's small size; the frame itself may be large, and is not kept
  private record Look(double from, double to, Input picture) {}

  /// The next moments that have a picture; none at the end of the pictures.
  private List<Look> some(MediaReader reader, ImageBind loaded) {
    List<Look> looks = new ArrayList<>();
    while (looks.size() < MOMENTS_AT_ONCE) {
      Optional<MediaStretch> next = reader.next();
      if (next.isEmpty()) {
        break;
      }
      MediaStretch stretch = next.get();
      if (!stretch.pictures().isEmpty()) { // they may begin late
        Input picture = loaded.picture(stretch.pictures().getFirst(), video.toString());
        looks.add(new Look(stretch.startSeconds(), stretch.endSeconds(), picture));
      }
    }
    return looks;
  }

  private Map<String, Object> toMap(List<SceneSound> chosen) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("video", video.toString());
    map.put("seconds", chosen.getLast().scene().to());
    map.put("scenes", chosen.stream().map(SceneSound::toMap).toList());
    return map;
  }

  private static String toText(List<SceneSound> chosen) {
    List<List<String>> rows = new ArrayList<>();
    for (SceneSound one : chosen) {
      String time = Clock.of(one.scene().from()) + " to " + Clock.of(one.scene().to());
      if (one.hits().isEmpty()) {
        rows.add(List.of(time, "", "none left"));
      }
      for (int i = 0; i < one.hits().size(); i++) {
        Hit hit = one.hits().get(i);
        rows.add(
            List.of(
                i == 0 ? time : "",
                String.format(Locale.ROOT, "%.4f%s", hit.score(), i == 0 ? "*" : " "),
                TextTable.shorten(hit.id(), 100)));
      }
    }
    return TextTable.aligned(List.of("scene", "cosine", "sound"), rows).stripTrailing();
  }

  private void write(List<SceneSound> chosen, Path target, MediaDecoder decoder) {
    Iterator<SceneSound> left = chosen.iterator();
    Iterator<SoundMix.Piece> pieces =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return left.hasNext();
          }

          @Override
          public SoundMix.Piece next() {
            SceneSound one = left.next();
            return new SoundMix.Piece(one.scene().to(), sound(one, decoder));
          }
        };
    try {
      SoundtrackWriter.write(MediaSource.of(video), new SoundMix(pieces), target);
    } catch (ImageBindException e) {
      throw CliException.item(String.valueOf(e.getMessage()), e);
    }
  }

  /// The best hit's sound, or silence if it can't be read.
  private Optional<Waveform> sound(SceneSound one, MediaDecoder decoder) {
    if (one.hits().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          SoundCollection.read(
              one.hits().getFirst(), one.scene().seconds(), SoundtrackWriter.SAMPLE_RATE, decoder));
    } catch (ImageBindException e) {
      console.error(e.getMessage() + "; its scene stays silent");
      exitCode = ExitCode.SOME_FAILED;
      return Optional.empty();
    }
  }
}
