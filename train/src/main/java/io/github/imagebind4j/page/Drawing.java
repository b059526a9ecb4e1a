package io.github.imagebind4j.page;

import io.github.imagebind4j.media.DepthMap;
import io.github.imagebind4j.media.ImuSeries;
import io.github.imagebind4j.media.ThermalImage;
import io.github.imagebind4j.media.Waveform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// What the senses hold, as pictures and sounds for a page.
///
/// Stateless and safe for use by any thread.
public final class Drawing {
  private static final double GRAVITY = 9.80665;
  private static final String[] COLOURS = {"#d9534f", "#2e9e5b", "#4a86d8"};

  private Drawing() {}

  /// A depth map in colours: near is bright, far is dark, holes are black.
  ///
  /// @param depth any depth map
  /// @return a PNG of the same size
  public static byte[] depth(DepthMap depth) {
    FloatBuffer metres = depth.asBuffer();
    float[] seen = depth.toArray();
    Arrays.sort(seen);
    int holes = 0;
    while (holes < seen.length - 1 && !(seen[holes] > 0)) {
      holes++;
    }
    // The nearest hundredth may be noise.
    double nearest = Math.max(1e-3, seen[holes + (seen.length - holes - 1) / 100]);
    BufferedImage image =
        new BufferedImage(depth.width(), depth.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < seen.length; i++) {
      double level = metres.get(i) > 0 ? Math.sqrt(nearest / metres.get(i)) : 0;
      image.setRGB(i % depth.width(), i / depth.width(), Spectrogram.sea(level));
    }
    return encode(image, "png");
  }

  /// A thermal image in colours: cold is black and blue, warm is red, hot is white.
  ///
  /// @param heat any thermal image
  /// @return a PNG of the same size
  public static byte[] heat(ThermalImage heat) {
    BufferedImage image =
        new BufferedImage(heat.width(), heat.height(), BufferedImage.TYPE_INT_RGB);
    ByteBuffer levels = heat.asBuffer();
    for (int i = 0; i < heat.width() * heat.height(); i++) {
      image.setRGB(
          i % heat.width(), i / heat.width(), Spectrogram.glow((levels.get(i) & 255) / 255.0));
    }
    return encode(image, "png");
  }

  /// A sound as its spectrogram.
  ///
  /// @param sound its first channel is drawn
  /// @return a JPEG of 340 by 112 pixels: time to the right, pitch upwards, loudness as brightness
  public static byte[] sound(Waveform sound) {
    return encode(Spectrogram.of(sound), "jpeg"); // a tenth of a PNG
  }

  /// A sound as every browser can play it.
  ///
  /// @param sound its first channel is taken
  /// @return a 16-bit mono WAV
  public static byte[] wav(Waveform sound) {
    int count = sound.sampleCount();
    ByteBuffer out = ByteBuffer.allocate(44 + 2 * count).order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("RIFF")).putInt(36 + 2 * count).put(ascii("WAVEfmt ")).putInt(16);
    out.putShort((short) 1).putShort((short) 1);
    out.putInt(sound.sampleRate()).putInt(2 * sound.sampleRate());
    out.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(2 * count);
    FloatBuffer samples = sound.channel(0);
    for (int i = 0; i < count; i++) {
      out.putShort((short) Math.clamp(Math.round(samples.get(i) * 32_767.0), -32_768, 32_767));
    }
    return out.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// A motion recording as curves: acceleration above, in g, turning below, in rad/s; x red, y
  /// green, z blue.
  ///
  /// @param motion any recording
  /// @param description what it shows, for those who can't see it
  /// @return an SVG element, 340 by 224 in its own units
  public static String motion(ImuSeries motion, String description) {
    StringBuilder svg =
        new StringBuilder(
                "<svg class=\"motion\" viewBox=\"0 0 340 224\" role=\"img\" aria-label=\"")
            .append(WebPage.escape(description))
            .append("\">\n<rect width=\"340\" height=\"224\" rx=\"4\" fill=\"#8881\"/>\n");
    for (int channel = 0; channel < ImuSeries.CHANNELS; channel++) {
      boolean force = channel < 3;
      double middle = force ? 62 : 168;
      double scale = force ? 22 / GRAVITY : 26;
      svg.append("<polyline fill=\"none\" stroke-width=\"1\" stroke=\"")
          .append(COLOURS[channel % 3])
          .append("\" points=\"");
      for (int i = 0; i < motion.samples(); i++) {
        double x = 340.0 * i / motion.samples();
        double y = middle - Math.clamp(scale * motion.get(channel, i), -52, 52);
        svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
      }
      svg.append("\"/>\n");
    }
    return svg.append("</svg>").toString();
  }

  private static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }
}
