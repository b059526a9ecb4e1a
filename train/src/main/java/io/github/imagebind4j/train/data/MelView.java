package io.github.imagebind4j.train.data;

import io.github.imagebind4j.preprocess.AudioProfile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Clips of cached spectrograms, normalised. As in the reference, a clip of 2 s has 198 frames of
/// sound, and the model's other 6 columns hold what a log energy of zero becomes. One thread.
final class MelView {
  private static final ValueLayout.OfShort LITTLE_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int NOISE_VALUES = 1 << 16;

  /// Of the power, in natural logarithms.
  private static final double DECIBEL = Math.log(10) / 10;

  private final AudioProfile profile;
  private final int clipFrames;
  private final float scale;
  private final float shift;
  private short[] halves = new short[0];
  private float[] noise = new float[0];

  MelView(AudioProfile profile) {
    this.profile = profile;
    int samples = (int) (profile.clipSeconds() * profile.sampleRate());
    int frame = (int) (profile.sampleRate() * 0.025);
    int step = (int) (profile.sampleRate() * 0.010);
    this.clipFrames = Math.clamp(1 + Math.floorDiv(samples - frame, step), 1, profile.frames());
    this.scale = 1 / profile.std();
    this.shift = -profile.mean() / profile.std();
  }

  /// One of the evenly spaced clips of the evaluation.
  ///
  /// @param clip from 0
  /// @param clips how many there are
  void evaluate(CachedMedia mel, int clip, int clips, float[] out, int at) {
    // A sound's length is known by its frames alone: they end up to 25 ms before it does.
    double last = Math.max(0, mel.width() - clipFrames);
    int start = (int) Math.rint(clips > 1 ? last * clip / (clips - 1) : 0);
    int count = Math.min(clipFrames, mel.width() - start);
    window(mel, start, count, 0, 0, false, out, at);
  }

  /// A varied clip.
  void vary(CachedMedia mel, AudioAugment augment, Draws draws, float[] out, int at) {
    int frames = mel.width();
    double gain = draws.between(-1, 1) * augment.gainDecibels() * DECIBEL;
    boolean repeat = draws.chance(augment.repeatShort());
    boolean later = draws.chance(augment.shiftShort());
    int room = Math.abs(frames - clipFrames) + 1;
    int place = draws.below(room);
    if (frames >= clipFrames) {
      window(mel, place, clipFrames, 0, gain, false, out, at);
    } else if (repeat) {
      window(mel, draws.below(frames), frames, 0, gain, true, out, at);
    } else {
      window(mel, 0, frames, later ? place : 0, gain, false, out, at);
    }
    if (augment.noise() > 0) {
      addNoise(augment, draws, out, at);
    }
    mask(augment, draws, out, at);
  }

  /// Copies frames, normalised.
  ///
  /// @param start the first frame
  /// @param count how many there are; when repeated, all of the sound
  /// @param column where in the clip the first one goes
  /// @param gain added to log energies
  /// @param repeat whether to go on from the sound's beginning until the clip is full
  private void window(
      CachedMedia mel,
      int start,
      int count,
      int column,
      double gain,
      boolean repeat,
      float[] out,
      int at) {
    int frames = mel.width();
    int columns = profile.frames();
    if (halves.length < frames) {
      halves = new short[frames];
    }
    int bands = profile.melBins();
    float offset = (float) gain * scale + shift;
    for (int band = 0; band < bands; band++) {
      int row = at + band * columns;
      MemorySegment data = mel.data();
      if (repeat) {
        MemorySegment.copy(data, LITTLE_SHORT, 2L * band * frames, halves, 0, frames);
        for (int filled = 0, from = start; filled < clipFrames; from = 0) {
          int part = Math.min(frames - from, clipFrames - filled);
          normalise(halves, from, part, scale, offset, out, row + filled);
          filled += part;
        }
        Arrays.fill(out, row + clipFrames, row + columns, shift);
      } else {
        long from = 2L * (band * (long) frames + start);
        MemorySegment.copy(data, LITTLE_SHORT, from, halves, 0, count);
        Arrays.fill(out, row, row + column, shift);
        normalise(halves, 0, count, scale, offset, out, row + column);
        Arrays.fill(out, row + column + count, row + columns, shift);
      }
    }
  }

  private static void normalise(
      short[] from, int at, int count, float scale, float offset, float[] to, int row) {
    for (int i = 0; i < count; i++) {
      to[row + i] = Float.float16ToFloat(from[at + i]) * scale + offset;
    }
  }

  /// Each row takes its noise from another place of one long table, which costs a hundredth of
  /// drawing it.
  private void addNoise(AudioAugment augment, Draws draws, float[] out, int at) {
    if (noise.length < 2 * clipFrames) {
      noise = new float[Math.max(NOISE_VALUES, 2 * clipFrames)];
      Draws fixed = new Draws(0);
      for (int i = 0; i < noise.length; i++) {
        noise[i] = (float) fixed.gaussian();
      }
    }
    float deviation = (float) draws.between(0, augment.noise()) * scale;
    int columns = profile.frames();
    for (int band = 0; band < profile.melBins(); band++) {
      int from = draws.below(noise.length - clipFrames);
      int row = at + band * columns;
      for (int i = 0; i < clipFrames; i++) {
        out[row + i] += deviation * noise[from + i];
      }
    }
  }

  private void mask(AudioAugment augment, Draws draws, float[] out, int at) {
    int columns = profile.frames();
    int bands = draws.below(Math.min(augment.frequencyMask(), profile.melBins()) + 1);
    int firstBand = draws.below(profile.melBins() - bands + 1);
    Arrays.fill(out, at + firstBand * columns, at + (firstBand + bands) * columns, 0);
    int frames = draws.below(Math.min(augment.timeMask(), clipFrames) + 1);
    int firstFrame = draws.below(clipFrames - frames + 1);
    if (frames > 0) {
      for (int band = 0; band < profile.melBins(); band++) {
        int row = at + band * columns + firstFrame;
        Arrays.fill(out, row, row + frames, 0);
      }
    }
  }
}
