package io.github.imagebind4j.train.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Cached motion to the model's input `[6, samples]`, resampled linearly as core's preprocessor
/// does. One thread.
final class ImuView {
  private static final ValueLayout.OfFloat LITTLE_FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int CHANNELS = 6;

  private final double rateHz;
  private final int samples;
  private float[] values = new float[0];
  private final double[] turn = new double[9];

  ImuView(double rateHz, int samples) {
    this.rateHz = rateHz;
    this.samples = samples;
  }

  /// The first samples; zeros after the end.
  void evaluate(CachedMedia imu, float[] out, int at) {
    load(imu);
    resample(imu, 0, out, at);
  }

  void vary(CachedMedia imu, ImuAugment augment, Draws draws, float[] out, int at) {
    load(imu);
    double seconds = imu.width() / imu.extra();
    double room = Math.max(0, seconds - samples / rateHz);
    double start = augment.crop() ? draws.next() * room : 0;
    start -= draws.next() * augment.shiftSeconds();
    if (augment.turnDegrees() > 0 || augment.tiltDegrees() > 0) {
      rotate(imu.width(), augment, draws);
    }
    resample(imu, start * imu.extra(), out, at);
    double scale = 1 + draws.between(-augment.scale(), augment.scale());
    for (int i = at; i < at + CHANNELS * samples; i++) {
      out[i] *= (float) scale;
    }
    if (augment.noise() > 0) {
      addNoise(augment.noise(), draws, out, at);
    }
    drop(augment.dropChannel(), draws, out, at);
  }

  private void load(CachedMedia imu) {
    int count = CHANNELS * imu.width();
    if (values.length < count) {
      values = new float[count];
    }
    MemorySegment.copy(imu.data(), LITTLE_FLOAT, 0, values, 0, count);
  }

  private void resample(CachedMedia imu, double first, float[] out, int at) {
    int length = imu.width();
    double step = imu.extra() / rateHz;
    for (int c = 0; c < CHANNELS; c++) {
      for (int i = 0; i < samples; i++) {
        double place = Math.max(0, first + i * step);
        float value = 0;
        if (place < length) {
          int before = (int) place;
          int after = Math.min(before + 1, length - 1);
          float a = values[c * length + before];
          value = (float) (a + (values[c * length + after] - a) * (place - before));
        }
        out[at + c * samples + i] = value;
      }
    }
  }

  /// Turns accelerometer and gyroscope alike, first about gravity, then about any axis.
  private void rotate(int length, ImuAugment augment, Draws draws) {
    double[] down = new double[3];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < length; i++) {
        down[c] += values[c * length + i];
      }
    }
    double angle = Math.toRadians(draws.between(-augment.turnDegrees(), augment.turnDegrees()));
    if (normalise(down)) {
      rotateAll(length, down, angle);
    }
    double tilt = Math.toRadians(draws.between(-augment.tiltDegrees(), augment.tiltDegrees()));
    double[] axis = {draws.gaussian(), draws.gaussian(), draws.gaussian()};
    if (tilt != 0 && normalise(axis)) {
      rotateAll(length, axis, tilt);
    }
  }

  private static boolean normalise(double[] axis) {
    double norm = Math.sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
    if (!(norm > 1e-6)) {
      return false;
    }
    for (int c = 0; c < 3; c++) {
      axis[c] /= norm;
    }
    return true;
  }

  /// Rodrigues' formula.
  private void rotateAll(int length, double[] u, double angle) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        turn[3 * r + c] = u[r] * u[c] * (1 - cos) + (r == c ? cos : 0);
      }
    }
    turn[1] -= u[2] * sin;
    turn[2] += u[1] * sin;
    turn[3] += u[2] * sin;
    turn[5] -= u[0] * sin;
    turn[6] -= u[1] * sin;
    turn[7] += u[0] * sin;
    for (int sensor = 0; sensor < CHANNELS; sensor += 3) {
      int at = sensor * length;
      for (int i = at; i < at + length; i++) {
        double x = values[i];
        double y = values[i + length];
        double z = values[i + 2 * length];
        values[i] = (float) (turn[0] * x + turn[1] * y + turn[2] * z);
        values[i + length] = (float) (turn[3] * x + turn[4] * y + turn[5] * z);
        values[i + 2 * length] = (float) (turn[6] * x + turn[7] * y + turn[8] * z);
      }
    }
  }

  private void addNoise(double part, Draws draws, float[] out, int at) {
    for (int c = 0; c < CHANNELS; c++) {
      int from = at + c * samples;
      double sum = 0;
      double squares = 0;
      for (int i = from; i < from + samples; i++) {
        sum += out[i];
        squares += (double) out[i] * out[i];
      }
      double mean = sum / samples;
      double deviation = Math.sqrt(Math.max(0, squares / samples - mean * mean));
      double width = part * deviation * Math.sqrt(12);
      for (int i = from; i < from + samples; i++) {
        out[i] += (float) (width * (draws.next() - 0.5));
      }
    }
  }

  private void drop(double probability, Draws draws, float[] out, int at) {
    int kept = draws.below(CHANNELS);
    for (int c = 0; c < CHANNELS; c++) {
      if (draws.chance(probability) && c != kept) {
        Arrays.fill(out, at + c * samples, at + (c + 1) * samples, 0);
      }
    }
  }
}
