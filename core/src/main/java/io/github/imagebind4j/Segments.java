package io.github.imagebind4j;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.media.SoundReader;
import io.github.imagebind4j.media.VideoInfo;
import io.github.imagebind4j.media.VideoReader;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The pieces of one recording, decoded and preprocessed one after the other, in memory for little
/// more than one of them however long the recording is.
///
/// What [#next()] throws ends the iteration. Safe for use by any thread, one at a time; close it.
public final class Segments implements Iterator<Segment>, AutoCloseable {

  /// Where pieces come from.
  private interface Cutter extends AutoCloseable {
    Optional<Segment> next();

    @Override
    void close();
  }

  private final Cutter cutter;
  private @Nullable Segment ahead;
  private boolean ended;

  private Segments(Cutter cutter) {
    this.cutter = cutter;
  }

  static Segments open(InputPreprocessor preprocessor, Input.Media input, Segmentation plan) {
    return new Segments(
        switch (input) {
          case Input.Audio audio -> new SoundCutter(preprocessor, audio.source(), plan);
          case Input.Video video -> new VideoCutter(preprocessor, video.source(), plan);
          case Input.Image _, Input.Depth _, Input.Thermal _, Input.Imu _ ->
              throw new InputException(
                  input.name() + " is no recording; only sounds and videos are cut into segments");
        });
  }

  private static Input.Raw raw(
      Modality modality, FloatArray tensor, MediaSource source, double at) {
    return new Input.Raw(
        modality, tensor, String.format(Locale.ROOT, "%s at %.1f s", source.name(), at));
  }

  /// @throws io.github.imagebind4j.error.ImageBindException if the next piece can't be decoded
  @Override
  public boolean hasNext() {
    if (ahead == null && !ended) {
      ended = true; // unless there is one more; an exception ends it, too
      cutter
          .next()
          .ifPresent(segment -> {
            ahead = segment;
            ended = false;
          });
    }
    return ahead != null;
  }

  @Override
  public Segment next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException();
    }
    Segment segment = ahead;
    ahead = null;
    return segment;
  }

  @Override
  public void close() {
    cutter.close();
  }

  private static final class SoundCutter implements Cutter {
    private final InputPreprocessor preprocessor;
    private final MediaSource source;
    private final Segmentation plan;
    private final SoundReader reader;
    private boolean first = true;

    SoundCutter(InputPreprocessor preprocessor, MediaSource source, Segmentation plan) {
      this.preprocessor = preprocessor;
      this.source = source;
      this.plan = plan;
      this.reader = preprocessor.decoder().openSound(source, plan.seconds(), plan.step());
    }

    @Override
    public Optional<Segment> next() {
      return reader
          .next()
          .map(piece -> {
            boolean whole = first && piece.sound().durationSeconds() < plan.seconds() * (1 - 1e-6);
            first = false;
            return new Segment(
                raw(
                    Modality.AUDIO,
                    preprocessor.sound(piece.sound()),
                    source,
                    piece.startSeconds()),
                piece.startSeconds(),
                piece.endSeconds(),
                whole);
          });
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  private static final class VideoCutter implements Cutter {
    private final InputPreprocessor preprocessor;
    private final MediaSource source;
    private final Segmentation plan;
    private final VideoReader reader;
    private final VideoInfo info;
    private final int count;
    private int made;

    VideoCutter(InputPreprocessor preprocessor, MediaSource source, Segmentation plan) {
      this.preprocessor = preprocessor;
      this.source = source;
      this.plan = plan;
      this.reader = preprocessor.decoder().openVideo(source);
      this.info = reader.info();
      this.count = plan.count(info.durationSeconds());
    }

    @Override
    public Optional<Segment> next() {
      if (made == count) {
        return Optional.empty();
      }
      int[] following = made + 1 < count ? frames(made + 1) : new int[0];
      FloatArray tensor = preprocessor.frames(reader.frames(frames(made), following));
      double start = start(made);
      double end = count == 1 ? info.durationSeconds() : start + plan.seconds();
      made++;
      return Optional.of(
          new Segment(raw(Modality.VISION, tensor, source, start), start, end, count == 1));
    }

    /// The last one ends with the video.
    private double start(int piece) {
      return count == 1
          ? 0
          : Math.min(piece * plan.step(), info.durationSeconds() - plan.seconds());
    }

    /// As if the piece were a video of its own.
    private int[] frames(int piece) {
      if (count == 1) {
        return preprocessor.framesOf(info);
      }
      double rate = info.framesPerSecond();
      int first = Math.clamp((long) Math.ceil(rate * start(piece)), 0, info.frameCount() - 1);
      int length = Math.clamp(Math.round(rate * plan.seconds()), 1, info.frameCount() - first);
      VideoInfo part =
          new VideoInfo(
              length, info.rateNumerator(), info.rateDenominator(), info.width(), info.height());
      int[] numbers = preprocessor.framesOf(part);
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] += first;
      }
      return numbers;
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
