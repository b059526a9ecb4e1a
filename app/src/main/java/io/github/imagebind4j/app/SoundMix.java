package io.github.imagebind4j.app;

import io.github.imagebind4j.media.SoundSource;
import io.github.imagebind4j.media.SoundtrackWriter;
import io.github.imagebind4j.media.Waveform;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sounds of scenes, one after the other: each as long as its scene, cut off or repeated, at a
/// common loudness, softly begun and ended.
///
/// For one thread at a time.
final class SoundMix implements SoundSource {
  private static final int RATE = SoundtrackWriter.SAMPLE_RATE;
  private static final double FADE_SECONDS = 0.25;
  private static final double LOUDNESS = 0.1; // root mean square
  private static final double PEAK = 0.9;
  private static final double MOST_GAIN = 8;

  /// A sound for a while.
  ///
  /// @param to when it ends, in seconds from the beginning of all
  /// @param sound at the common rate; empty: silence
  record Piece(double to, Optional<Waveform> sound) {}

  private final Iterator<Piece> pieces;
  private @Nullable Piece piece;
  private float[][] samples = new float[2][0]; // of the piece's sound; none: silence
  private double gain;
  private long from; // of the piece, in samples
  private long to;
  private long at;

  /// @param pieces each is asked for when the one before has been played
  SoundMix(Iterator<Piece> pieces) {
    this.pieces = pieces;
  }

  @Override
  public int read(float[][] stereo) {
    while (piece == null || at >= to) {
      if (!pieces.hasNext()) {
        return -1;
      }
      Piece next = pieces.next();
      piece = next;
      from = at;
      to = Math.max(at, Math.round(next.to * RATE));
      samples = next.sound.map(SoundMix::stereo).orElse(new float[2][0]);
      gain = gain(samples);
    }
    int count = (int) Math.min(stereo[0].length, to - at);
    for (int i = 0; i < count; i++, at++) {
      stereo[0][i] = sample(0);
      stereo[1][i] = sample(1);
    }
    return count;
  }

  private static float[][] stereo(Waveform sound) {
    float[][] both = new float[2][sound.sampleCount()];
    for (int c = 0; c < both.length; c++) {
      int channel = Math.min(c, sound.channelCount() - 1);
      sound.copySamples(channel, 0, both[c].length, both[c], 0);
    }
    return both;
  }

  private float sample(int channel) {
    int length = samples[channel].length;
    if (length == 0) {
      return 0;
    }
    int place = (int) ((at - from) % length);
    double fade = Math.min(FADE_SECONDS * RATE, Math.min(length, to - from) / 4.0);
    double inScene = Math.min(at - from + 1, to - at) / fade;
    double inSound = length >= to - from ? 1 : Math.min(place + 1, length - place) / fade;
    double level = Math.min(1, Math.min(inScene, inSound));
    float value = samples[channel][place];
    return Float.isFinite(value) ? (float) Math.clamp(gain * level * value, -1, 1) : 0;
  }

  /// What makes a sound about as loud as the others without overdriving it.
  private static double gain(float[][] channels) {
    double squares = 0;
    double peak = 0;
    for (float[] channel : channels) {
      for (float sample : channel) {
        if (Float.isFinite(sample)) {
          squares += (double) sample * sample;
          peak = Math.max(peak, Math.abs(sample));
        }
      }
    }
    double power = Math.sqrt(squares / Math.max(1, channels.length * channels[0].length));
    return power < 1e-6 ? 0 : Math.min(MOST_GAIN, Math.min(LOUDNESS / power, PEAK / peak));
  }
}
