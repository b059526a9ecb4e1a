package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.MediaReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.jr.ob.JSON;

/// Says in words what is seen and heard.
@Command(
    name = "describe",
    description = {
      "Say what is seen in a picture, heard in a sound, and both of a video, with times: in words of"
          + " a list, ours or yours.",
      "A label is named only if it stands out from all others, so a model that does not know says"
          + " so. A percentage is its belief shared out among the labels of the list (the softmax"
          + " over its scaled products, as in the reference's README): which label fits best beside"
          + " the others. What is on no list can't be named."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j describe holiday.jpg",
      "  imagebind4j describe walk.mp4 --vtt walk.vtt --html walk.html",
      "  imagebind4j describe --sound-labels machines.txt --segment 2 factory.wav",
      "  arecord -f S16_LE -r 16000 | imagebind4j describe --live -",
      "  arecord -t raw -f S16_LE -r 16000 | imagebind4j describe --live --rate 16000 -",
      "",
      "Neighbouring segments with the same most likely label, or the same labels, are one span;"
          + " its",
      "percentages are the mean of theirs. Where no label is sure enough but a group of them is",
      "likely, the group is named. Below -60 dB a sound is called silence, and the model is not",
      "asked. Ctrl-C ends --live with what there is."
    })
final class DescribeCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Pictures, sounds and videos; with --live one growing file, or - for a pipe.")
  private List<String> files = List.of();

  @Mixin private LabelOptions labels = new LabelOptions();

  @Option(
      names = "--segment",
      paramLabel = "SECONDS",
      description =
          "How long the segments of a sound or video are that are described one by one."
              + " Default: ${DEFAULT-VALUE}.")
  private double segment = 4;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      description = "How many pictures of each segment are looked at. Default: ${DEFAULT-VALUE}.")
  private int pictures = 2;

  @Option(
      names = "--json",
      description = "One JSON object a file, on a line of its own; with --live one a segment.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "F",
      description = "Also write a web page with small pictures and time marks.")
  private @Nullable Path html;

  @Option(
      names = "--vtt",
      paramLabel = "F",
      description = "Also write captions as WebVTT, for browsers. For one FILE.")
  private @Nullable Path vtt;

  @Option(
      names = "--srt",
      paramLabel = "F",
      description = "Also write captions as SubRip, for video players. For one FILE.")
  private @Nullable Path srt;

  @Mixin private LiveOptions live = new LiveOptions();

  @Mixin private ModelOptions model = new ModelOptions();

  @Mixin private ProfileOption profile = new ProfileOption();

  DescribeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Describer.Settings settings = check();
    LabelList sights = labels.sights();
    LabelList sounds = labels.sounds();
    var sightTemplates = labels.sightTemplates();
    var soundTemplates = labels.soundTemplates();
    OptionalDouble scale = labels.scale();
    double chance = labels.chance();
    try (ImageBind loaded = model.load(console, profile.profiles(), !json)) {
      KeptVectors kept = new KeptVectors(model.cacheFile(console, "labels"), console);
      LabelEmbedder embedder = new LabelEmbedder(loaded, kept, console);
      Describer describer =
          new Describer(
              loaded,
              model.decoder(),
              once(() -> embedder.embed(Sense.SEEN, sights, sightTemplates, scale, chance)),
              once(() -> embedder.embed(Sense.HEARD, sounds, soundTemplates, scale, chance)),
              settings,
              console);
      if (!live.live()) {
        return describe(describer);
      }
      try (LiveEnd end = new LiveEnd(console)) {
        return follow(describer, settings, end);
      }
    }
  }

  private Describer.Settings check() {
    if (files.isEmpty()) {
      throw CliException.usage("nothing to describe: name a picture, sound or video; see --help");
    }
    live.check();
    if (files.size() > 1 && (live.live() || vtt != null || srt != null)) {
      throw CliException.usage("--live, --vtt and --srt are for one FILE, got " + files.size());
    }
    for (Path written : Stream.of(vtt, srt, html).filter(Objects::nonNull).toList()) {
      if (files.stream().anyMatch(file -> isSame(file, written))) {
        throw CliException.usage(written + " is to be described, and can't be written");
      }
    }
    if (live.live() && html != null) {
      throw CliException.usage("--html is for files; --live can write --vtt and --srt");
    }
    if (files.contains("-") && !live.live()) {
      throw CliException.usage("- is for a pipe; add --live");
    }
    try {
      MediaReader.Plan plan = new MediaReader.Plan(segment, pictures);
      return new Describer.Settings(labels.most(), labels.least(), plan, html != null);
    } catch (ConfigException e) {
      throw CliException.usage("--segment and --pictures: " + e.getMessage());
    }
  }

  private static boolean isSame(String file, Path written) {
    try {
      return Files.exists(written) && Files.isSameFile(Path.of(file), written);
    } catch (IOException | InvalidPathException e) {
      return false; // what can't be read is not described, either
    }
  }

  /// The first value, for good.
  private static <T> Supplier<T> once(Supplier<T> make) {
    List<T> made = new ArrayList<>();
    return () -> {
      if (made.isEmpty()) {
        made.add(make.get());
      }
      return made.getFirst();
    };
  }

  private int describe(Describer describer) throws IOException {
    List<Description> all = new ArrayList<>();
    int exitCode = ExitCode.OK;
    for (String file : files) {
      try {
        Description description = describer.describe(MediaSource.of(path(file)));
        console.line(json ? JSON.std.asString(description.toMap()) : description.toText());
        console.flush();
        write(vtt, Captions.Format.VTT, description);
        write(srt, Captions.Format.SRT, description);
        all.add(description);
      } catch (ImageBindException e) {
        console.error(String.valueOf(e.getMessage()));
        exitCode = ExitCode.SOME_FAILED;
      }
    }
    if (html != null && !all.isEmpty()) {
      try {
        Files.writeString(html, DescribePage.render(all));
      } catch (IOException e) {
        throw CliException.environment(
            "can't write " + html + ": " + e.getMessage() + "; choose another file", e);
      }
      console.note("page: " + html);
    }
    return describer.failed() ? ExitCode.SOME_FAILED : exitCode;
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw CliException.usage("'" + name + "' can't be a file's path: " + e.getReason());
    }
  }

  private void write(@Nullable Path file, Captions.Format format, Description description) {
    if (file == null) {
      return;
    }
    if (description.kind().equals("picture")) {
      throw CliException.usage("a picture has no time for captions; leave out --vtt and --srt");
    }
    try (Captions captions = Captions.create(file, format)) {
      captions.write(description.spans());
    }
    console.note("captions: " + file);
  }

  private int follow(Describer describer, Describer.Settings settings, LiveEnd end)
      throws IOException {
    String file = files.getFirst();
    String name = LiveOptions.name(file);
    Captions web = vtt == null ? null : Captions.create(vtt, Captions.Format.VTT);
    Captions player = srt == null ? null : Captions.create(srt, Captions.Format.SRT);
    try (web;
        player;
        InputStream in = live.open(file, console, end);
        MediaReader reader = model.decoder().read(in, name, settings.plan())) {
      describer.follow(reader, name, 1, new Lines(describer, name, web, player));
    } catch (ImageBindException e) {
      console.error(String.valueOf(e.getMessage()));
      return ExitCode.SOME_FAILED;
    }
    return describer.failed() ? ExitCode.SOME_FAILED : ExitCode.OK;
  }

  /// Prints each segment when it is done, and keeps nothing.
  private final class Lines implements Describer.Listener {
    private final SpanTrack seen;
    private final SpanTrack heard;
    private final String name;
    private final @Nullable Captions web;
    private final @Nullable Captions player;
    private final List<TagSpan> now = new ArrayList<>();

    Lines(Describer describer, String name, @Nullable Captions web, @Nullable Captions player) {
      this.seen = describer.track(Sense.SEEN);
      this.heard = describer.track(Sense.HEARD);
      this.name = name;
      this.web = web;
      this.player = player;
    }

    @Override
    public void noticed(Sense sense, SpanTrack.Segment segment) {
      now.add((sense == Sense.SEEN ? seen : heard).alone(segment));
    }

    @Override
    public void done(double from, double to) {
      for (TagSpan span : now) {
        console.line(json ? object(span) : line(span));
      }
      console.flush();
      if (web != null) {
        web.piece(from, to, now);
      }
      if (player != null) {
        player.piece(from, to, now);
      }
      now.clear();
    }

    private String object(TagSpan span) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("file", name);
      map.putAll(span.toMap());
      return JSON.std.asString(map);
    }

    private static String line(TagSpan span) {
      return Clock.of(span.from())
          + " to "
          + Clock.of(span.to())
          + (span.sense() == Sense.SEEN ? "  seen   " : "  heard  ")
          + span.toText();
    }
  }
}
