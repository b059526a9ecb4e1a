package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.MediaReader;
import io.github.imagebind4j.media.MediaStretch;
import io.github.imagebind4j.media.RgbImage;
import io.github.imagebind4j.media.Waveform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks at and listens to files, and says what of the lists of labels it notices.
///
/// For one thread at a time.
final class Describer {
  /// Segments of a file that go through the model together.
  private static final int SEGMENTS_AT_ONCE = 8;

  /// Below this level, -60 dB of full scale, a sound is silence and no model is asked.
  private static final double SILENCE = 1e-3;

  /// What is left at the end and shorter than this says nothing.
  private static final double LEAST_REST = 0.1;

  private static final int PREVIEW_SIDE = 160;
  private static final int PICTURE_SIDE = 640;

  /// How files are described.
  ///
  /// @param most how many labels are named at most
  /// @param least leave out those below this probability
  /// @param plan how long segments are, and how many pictures of each are looked at
  /// @param previews whether small pictures are wanted, for a page
  record Settings(int most, double least, MediaReader.Plan plan, boolean previews) {}

  /// Is told what was noticed of a recording, segment by segment.
  interface Listener {
    /// Takes what one sense noticed.
    void noticed(Sense sense, SpanTrack.Segment segment);

    /// Takes the news that a segment is done.
    void done(double from, double to);
  }

  private final ImageBind model;
  private final MediaDecoder decoder;
  private final Supplier<LabelSpace> sights;
  private final Supplier<LabelSpace> sounds;
  private final Settings settings;
  private final Console console;
  private boolean failed;

  /// @param sights the labels of what is seen, asked for when something is
  /// @param sounds the labels of what is heard, asked for when something is
  Describer(
      ImageBind model,
      MediaDecoder decoder,
      Supplier<LabelSpace> sights,
      Supplier<LabelSpace> sounds,
      Settings settings,
      Console console) {
    this.model = model;
    this.decoder = decoder;
    this.sights = sights;
    this.sounds = sounds;
    this.settings = settings;
    this.console = console;
  }

  /// Whether some part of a recording could not be described; it was reported.
  boolean failed() {
    return failed;
  }

  /// Describes a file.
  ///
  /// @throws ImageBindException if it can't be read, or is neither picture, sound nor video
  Description describe(MediaSource source) {
    return switch (decoder.recognize(source)) {
      case IMAGE -> picture(source);
      case VIDEO -> recording(source, "video");
      case AUDIO -> recording(source, "sound");
      case TEXT, ARRAY, IMU, UNKNOWN ->
          throw new MediaException(
              source.name() + " is no picture, sound or video that is known here");
    };
  }

  private Description picture(MediaSource source) {
    SpanTrack track = track(Sense.SEEN);
    Embedding embedding = model.embed(new Input.Image(source));
    Optional<byte[]> preview =
        settings.previews
            ? Optional.of(SmallPicture.jpeg(decoder.image(source), PICTURE_SIDE))
            : Optional.empty();
    track.add(new SpanTrack.Segment(0, 0, shares(sights.get(), embedding), preview));
    return new Description(source.name(), "picture", 0, track.finish());
  }

  /// A track for what one sense notices.
  SpanTrack track(Sense sense) {
    return new SpanTrack(sense, settings.most, settings.least);
  }

  private Description recording(MediaSource source, String kind) {
    SpanTrack seen = track(Sense.SEEN);
    SpanTrack heard = track(Sense.HEARD);
    double[] end = new double[1];
    try (MediaReader reader = decoder.read(source, settings.plan);
        Progress progress = Progress.ofItems(console, "describing", -1)) {
      Listener listener =
          new Listener() {
            @Override
            public void noticed(Sense sense, SpanTrack.Segment segment) {
              (sense == Sense.SEEN ? seen : heard).add(segment);
            }

            @Override
            public void done(double from, double to) {
              end[0] = to;
              progress.advance(1);
            }
          };
      follow(reader, source.name(), SEGMENTS_AT_ONCE, listener);
    }
    List<TagSpan> spans = new ArrayList<>(seen.finish());
    spans.addAll(heard.finish());
    return new Description(source.name(), kind, end[0], spans);
  }

  /// Follows a recording to its end.
  ///
  /// @param atOnce how many segments go through the model together
  /// @throws MediaException if nothing of it can be read; if it breaks off, that is reported, and
  ///   the listener has what came before
  void follow(MediaReader reader, String name, int atOnce, Listener listener) {
    boolean any = false;
    for (boolean goesOn = true; goesOn; ) {
      List<Input> inputs = new ArrayList<>();
      List<Work> works = new ArrayList<>();
      while (goesOn && works.size() < atOnce) {
        try {
          Optional<MediaStretch> next = reader.next();
          goesOn = next.isPresent();
          any |= goesOn;
          next.flatMap(stretch -> prepared(stretch, name, inputs)).ifPresent(works::add);
        } catch (MediaException e) {
          if (!any) {
            throw e;
          }
          report(name, e);
          goesOn = false;
        }
      }
      List<Embedder.Outcome> outcomes = model.tryEmbed(inputs);
      works.forEach(work -> notice(work, outcomes, listener));
    }
  }

  /// One segment on its way through the model.
  ///
  /// @param seen which of the inputs are its pictures
  /// @param heard which input is its sound; -1: none
  private record Work(
      double from,
      double to,
      boolean silent,
      List<Integer> seen,
      int heard,
      Optional<byte[]> preview) {}

  /// Makes inputs of a segment, whose large pictures are then needed no longer.
  ///
  /// @return empty if it is too short to say anything
  private Optional<Work> prepared(MediaStretch stretch, String name, List<Input> inputs) {
    double from = stretch.startSeconds();
    if (from > 0 && stretch.endSeconds() - from < LEAST_REST) {
      return Optional.empty();
    }
    String at = name + " at " + Clock.of(from);
    List<Integer> seen = new ArrayList<>();
    for (RgbImage picture : stretch.pictures()) {
      seen.add(inputs.size());
      inputs.add(model.picture(picture, at));
    }
    Optional<byte[]> preview =
        settings.previews && !seen.isEmpty()
            ? Optional.of(SmallPicture.jpeg(stretch.pictures().getFirst(), PREVIEW_SIDE))
            : Optional.empty();
    boolean silent = hasSound(stretch) && isSilent(stretch.sound().orElseThrow());
    Input sound = silent ? null : sound(stretch, at);
    int heard = sound == null ? -1 : inputs.size();
    if (sound != null) {
      inputs.add(sound);
    }
    return Optional.of(new Work(from, stretch.endSeconds(), silent, seen, heard, preview));
  }

  private static boolean hasSound(MediaStretch stretch) {
    double seconds = stretch.sound().map(Waveform::durationSeconds).orElse(0.0);
    return seconds > 0 && (stretch.startSeconds() == 0 || seconds >= LEAST_REST);
  }

  private @Nullable Input sound(MediaStretch stretch, String at) {
    if (!hasSound(stretch)) {
      return null;
    }
    try {
      return model.sound(stretch.sound().orElseThrow(), at);
    } catch (ImageBindException e) {
      report(at, e);
      return null;
    }
  }

  private void notice(Work work, List<Embedder.Outcome> outcomes, Listener listener) {
    double from = work.from;
    double to = work.to;
    List<Embedding> seen = new ArrayList<>();
    for (int place : work.seen) {
      embedding(outcomes.get(place)).ifPresent(seen::add);
    }
    if (!seen.isEmpty()) {
      TagShares shares = shares(sights.get(), mean(seen));
      listener.noticed(Sense.SEEN, new SpanTrack.Segment(from, to, shares, work.preview));
    }
    if (work.silent) {
      listener.noticed(Sense.HEARD, new SpanTrack.Segment(from, to, null, Optional.empty()));
    } else if (work.heard >= 0) {
      embedding(outcomes.get(work.heard))
          .ifPresent(heard -> {
            TagShares shares = shares(sounds.get(), heard);
            listener.noticed(
                Sense.HEARD, new SpanTrack.Segment(from, to, shares, Optional.empty()));
          });
    }
    listener.done(from, to);
  }

  private Optional<Embedding> embedding(Embedder.Outcome outcome) {
    return switch (outcome) {
      case Embedder.Embedded done -> Optional.of(done.embedding());
      case Embedder.Failed failure -> {
        report(failure.input().name(), failure.reason());
        yield Optional.empty();
      }
    };
  }

  private void report(String name, ImageBindException reason) {
    failed = true;
    String why = String.valueOf(reason.getMessage());
    console.error(why.contains(name) ? why : name + ": " + why);
  }

  private static TagShares shares(LabelSpace space, Embedding embedding) {
    TagShares shares = new TagShares(space);
    shares.add(space.probabilities(embedding), space.deviations(embedding));
    return shares;
  }

  /// The mean of the exact vectors, as the reference takes it over a video's clips.
  private static Embedding mean(List<Embedding> several) {
    float[] mean = new float[several.getFirst().dimension()];
    for (Embedding one : several) {
      float[] vector = one.vector();
      for (int d = 0; d < mean.length; d++) {
        mean[d] += vector[d] / several.size();
      }
    }
    return new Embedding(Modality.VISION, mean, several.getFirst().fingerprint());
  }

  /// Whether no channel moves by more than next to nothing, on average.
  private static boolean isSilent(Waveform sound) {
    float[] samples = new float[sound.sampleCount()];
    for (int c = 0; c < sound.channelCount(); c++) {
      sound.copySamples(c, 0, samples.length, samples, 0);
      double sum = 0;
      double squares = 0;
      for (float sample : samples) {
        sum += sample;
        squares += (double) sample * sample;
      }
      double mean = sum / samples.length;
      double power = squares / samples.length - mean * mean;
      if (!(power < SILENCE * SILENCE)) { // what is not a number is no silence
        return false;
      }
    }
    return true;
  }
}
