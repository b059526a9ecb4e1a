package io.github.imagebind4j.preprocess;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.media.Waveform;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Sound to the audio encoder's tensor: clips of the resampled waveform, each as a normalised
/// log-mel spectrogram of its first channel.
///
/// Source: `load_and_transform_audio_data` and `waveform2melspec` in ImageBind's `data.py`.
///
/// Immutable and safe for use by any thread.
public final class AudioPreprocessor {
  private final AudioProfile options;
  private final MelSpectrogram spectrogram;

  /// Prepares for sounds, by the reference's profile.
  public AudioPreprocessor() {
    this(AudioProfile.REFERENCE);
  }

  /// Prepares for sounds.
  ///
  /// @param options how to turn sound into a tensor
  public AudioPreprocessor(AudioProfile options) {
    this.options = options;
    this.spectrogram = new MelSpectrogram(options.melBins(), options.sampleRate());
  }

  /// Computes the tensor of a sound.
  ///
  /// @param sound a decoded sound, at least 25 ms long
  /// @return `[clips, 1, melBins, frames]`, by the reference's profile `[3, 1, 128, 204]`
  /// @throws InputException if the sound is shorter than 25 ms or has samples that are not finite
  public FloatArray apply(Waveform sound) {
    AudioResampler resampler = new AudioResampler(sound.sampleRate(), options.sampleRate());
    int length = resampler.outputLength(sound.sampleCount());
    if (length < spectrogram.frameLength()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "the sound has %d samples at %d Hz, %d at %d Hz; at least %d (25 ms) are needed, pad it with silence",
              sound.sampleCount(),
              sound.sampleRate(),
              length,
              options.sampleRate(),
              spectrogram.frameLength()));
    }
    double duration = (double) length / options.sampleRate();
    int count = options.clips().forDuration(duration, options.clipSeconds());
    List<Clip> clips = new ClipSampler(options.clipSeconds(), count).clips(duration);

    int size = options.melBins() * options.frames();
    float[] out = new float[Math.multiplyExact(count, size)];
    Segment segment = null;
    for (int i = 0; i < count; i++) {
      segment = Segment.cut(clips.get(i), length, sound, resampler, options.sampleRate(), segment);
      segment.subtractMean();
      float[] firstChannel = segment.channels[0];
      spectrogram.compute(firstChannel, firstChannel.length, out, i * size, options.frames());
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = (out[i] - options.mean()) / options.std();
    }
    return FloatArray.wrap(out, count, 1, options.melBins(), options.frames());
  }

  /// The resampled samples of one clip, all channels. The reference's clips are views of one
  /// waveform that it changes in place, so where a clip overlaps the one before, it starts from
  /// what that one left.
  private static final class Segment {
    final int from;
    final int to;
    final float[][] channels;

    private Segment(int from, int to, int channelCount) {
      this.from = from;
      this.to = to;
      this.channels = new float[channelCount][to - from];
    }

    static Segment cut(
        Clip clip,
        int length,
        Waveform sound,
        AudioResampler resampler,
        int sampleRate,
        @Nullable Segment before) {
      int from = (int) Math.min(clip.startSample(sampleRate), length);
      int to = (int) Math.min(clip.endSample(sampleRate), length);
      Segment segment = new Segment(from, to, sound.channelCount());
      int shared = before == null ? 0 : Math.clamp(before.to - from, 0, to - from);
      for (int c = 0; c < segment.channels.length; c++) {
        if (before != null) {
          System.arraycopy(
              before.channels[c],
              Math.min(from - before.from, before.channels[c].length),
              segment.channels[c],
              0,
              shared);
        }
        fill(segment.channels[c], shared, from + shared, sound, c, resampler);
      }
      return segment;
    }

    /// Resamples from output sample `from` on into `target[at...]`, reading only what that needs.
    private static void fill(
        float[] target, int at, int from, Waveform sound, int channel, AudioResampler resampler) {
      int count = target.length - at;
      if (count == 0) {
        return;
      }
      int first = Math.clamp(resampler.inputStart(from), 0, sound.sampleCount());
      int end = Math.clamp(resampler.inputEnd(from + count - 1L), first, sound.sampleCount());
      float[] input = new float[end - first];
      sound.copySamples(channel, first, input.length, input, 0);
      resampler.resample(input, first, from, target, at, count);
    }

    /// Takes off the mean over all channels, not each one's own.
    void subtractMean() {
      double sum = 0;
      for (float[] channel : channels) {
        for (float sample : channel) {
          sum += sample;
        }
      }
      float mean = (float) (sum / ((double) channels.length * (to - from)));
      if (!Float.isFinite(mean)) {
        throw new InputException(
            "the sound has samples that are not finite (their mean is "
                + mean
                + "); repair or re-encode it");
      }
      for (float[] channel : channels) {
        for (int i = 0; i < channel.length; i++) {
          channel[i] -= mean;
        }
      }
    }
  }
}
