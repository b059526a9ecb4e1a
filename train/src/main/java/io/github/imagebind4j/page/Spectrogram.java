package io.github.imagebind4j.page;

import io.github.imagebind4j.media.Waveform;
import java.awt.image.BufferedImage;

/// A sound as a picture: time to the right, pitch upwards on a mel scale, loudness as brightness;
/// and the colours of numbers.
final class Spectrogram {
  private static final int WIDTH = 340;
  private static final int HEIGHT = 112;
  private static final int WINDOW = 512;

  private Spectrogram() {}

  static BufferedImage of(Waveform sound) {
    float[] samples = new float[sound.sampleCount()];
    sound.copySamples(0, 0, samples.length, samples, 0);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    double top = mel(sound.sampleRate() / 2.0);
    double[] window = new double[WINDOW];
    for (int x = 0; x < WIDTH; x++) {
      int from = (int) ((long) x * Math.max(0, samples.length - WINDOW) / WIDTH);
      for (int i = 0; i < WINDOW; i++) {
        double sample = from + i < samples.length ? samples[from + i] : 0;
        window[i] = sample * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / WINDOW));
      }
      for (int y = 0; y < HEIGHT; y++) {
        double hertz = 700 * Math.expm1(top * (1 - (y + 0.5) / HEIGHT) / 1127);
        double decibels = 10 * Math.log10(power(window, hertz / sound.sampleRate()) + 1e-9);
        image.setRGB(x, y, glow(Math.clamp((decibels + 40) / 70, 0, 1)));
      }
    }
    return image;
  }

  private static double mel(double hertz) {
    return 1127 * Math.log1p(hertz / 700);
  }

  /// Goertzel's way to one pitch.
  private static double power(double[] window, double cycles) {
    double twice = 2 * Math.cos(2 * Math.PI * cycles);
    double last = 0;
    double before = 0;
    for (double sample : window) {
      double next = sample + twice * last - before;
      before = last;
      last = next;
    }
    return last * last + before * before - twice * last * before;
  }

  /// From black over blue and green to yellow, as far water is darker.
  static int sea(double level) {
    double at = Math.clamp(level, 0, 1);
    int red = (int) Math.clamp((at - 0.55) * 560, 0, 253);
    int green = (int) Math.clamp(at * 235, 0, 231);
    int blue = (int) Math.clamp(at < 0.4 ? 20 + at * 300 : 140 - (at - 0.4) * 180, 0, 255);
    return at == 0 ? 0 : red << 16 | green << 8 | blue;
  }

  /// From black over blue, red and yellow to white.
  static int glow(double level) {
    int red = (int) Math.clamp(level * 2.4 * 255 - 120, 0, 255);
    int green = (int) Math.clamp((level - 0.5) * 2.4 * 255, 0, 255);
    int blue =
        (int)
            Math.clamp(
                level < 0.45 ? level * 2.6 * 255 * (1 - level) : (level - 0.72) * 900, 0, 255);
    return red << 16 | green << 8 | blue;
  }
}
