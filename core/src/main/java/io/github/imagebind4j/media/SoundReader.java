package io.github.imagebind4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.MediaSource;
import java.util.Optional;

/// A sound of any length, piece by piece, in memory for little more than one piece: pieces of one
/// length, each a fixed step after the one before; the last ends with the sound, and reaches back
/// into the one before for its full length.
///
/// Decodes in the calling thread. Safe for use by any thread, one at a time; close it.
public final class SoundReader implements AutoCloseable {
  /// What is left at the end and shorter than this share of a piece is no piece of its own.
  static final double LEAST_REST = 0.05;

  /// A piece.
  ///
  /// @param startSeconds where it begins in the whole
  /// @param sound its samples
  public record Piece(double startSeconds, Waveform sound) {
    /// Where it ends in the whole.
    ///
    /// @return seconds
    public double endSeconds() {
      return startSeconds + sound.durationSeconds();
    }
  }

  private final FfmpegInput input;
  private final FfmpegDecoder decoder;
  private final SampleCollector samples;
  private final int stream;
  private final double seconds;
  private final double step;
  private long pieces; // handed out
  private boolean sourceEnded;
  private boolean ended;
  private boolean closed;

  private SoundReader(
      FfmpegInput input, int stream, FfmpegDecoder decoder, SampleCollector samples, Cut cut) {
    this.input = input;
    this.stream = stream;
    this.decoder = decoder;
    this.samples = samples;
    this.seconds = cut.seconds;
    this.step = cut.step;
  }

  private record Cut(double seconds, double step) {}

  /// Opens a sound, or the sound of a video.
  ///
  /// @throws MediaException if it can't be read or has no audio stream
  /// @throws ConfigException if a piece is longer than the decoder's limit, or the step is not
  ///   above 0 and at most a piece
  static SoundReader open(MediaSource source, double seconds, double step, MediaLimits limits) {
    if (!(seconds > 0 && seconds * 2 <= limits.maxAudioSeconds() && step > 0 && step <= seconds)) {
      throw new ConfigException(
          "pieces of a sound are above 0 and at most "
              + limits.maxAudioSeconds() / 2
              + " s long, and each begins within the one before; got "
              + seconds
              + " s every "
              + step
              + " s");
    }
    FfmpegInput input = FfmpegInput.open(source, limits);
    try {
      int stream = input.bestStream(AVMEDIA_TYPE_AUDIO);
      if (stream < 0) {
        throw new MediaException(source.name() + " has no audio stream; give a file with sound");
      }
      input.only(stream);
      FfmpegDecoder decoder = FfmpegDecoder.open(input, input.stream(stream), limits);
      SampleCollector samples = new SampleCollector(source.name(), limits);
      return new SoundReader(input, stream, decoder, samples, new Cut(seconds, step));
    } catch (Throwable e) {
      input.close();
      throw e;
    }
  }

  /// Decodes the next piece.
  ///
  /// @return the piece; empty at the end, and after [#close()]
  /// @throws MediaException if the file changes its sample rate or channels midway, or nothing of
  ///   it can be decoded
  public synchronized Optional<Piece> next() {
    if (closed || ended) {
      return Optional.empty();
    }
    while (!sourceEnded && !hasWhole()) {
      decodeMore();
    }
    if (hasWhole()) {
      long from = start(pieces);
      Piece piece = piece(from, from + length());
      pieces++;
      samples.dropBefore(from); // the last piece may reach back that far
      return Optional.of(piece);
    }
    ended = true;
    return rest();
  }

  private boolean hasWhole() {
    return samples.sampleRate() > 0 && samples.end() >= start(pieces) + length();
  }

  private long start(long piece) {
    return Math.round(piece * step * samples.sampleRate());
  }

  private long length() {
    return Math.max(1, Math.round(seconds * samples.sampleRate()));
  }

  private Optional<Piece> rest() {
    long end = samples.end();
    if (pieces == 0) {
      return Optional.of(new Piece(0, samples.toWaveform())); // or says that there is nothing
    }
    long covered = start(pieces - 1) + length();
    return end - covered >= LEAST_REST * length()
        ? Optional.of(piece(end - length(), end))
        : Optional.empty();
  }

  private Piece piece(long from, long to) {
    return new Piece((double) from / samples.sampleRate(), samples.copy(from, to));
  }

  private void decodeMore() {
    if (input.read(stream)) {
      decoder.send(input.packet());
    } else {
      sourceEnded = true;
      decoder.sendEnd();
    }
    while (decoder.receive()) {
      samples.add(decoder.frame());
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      decoder.close();
      input.close();
    }
  }
}
