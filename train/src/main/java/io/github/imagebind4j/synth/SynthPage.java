package io.github.imagebind4j.synth;

import io.github.imagebind4j.media.DepthMap;
import io.github.imagebind4j.media.ImuSeries;
import io.github.imagebind4j.media.ThermalImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/// A web page that shows some scenes in all their senses and needs nothing but itself: pictures,
/// depth, heat, spectrograms with players, curves of motion, captions, factors.
public final class SynthPage {
  private static final String[] COLOURS = {"#c0392b", "#27ae60", "#2c6fbb"};

  private SynthPage() {}

  /// Makes the page.
  ///
  /// @param world whose scenes
  /// @param count how many, from the first on
  /// @return HTML
  public static String render(SynthWorld world, int count) {
    StringBuilder page = new StringBuilder(head(world));
    for (int i = 0; i < count; i++) {
      try {
        scene(page, world.scene(i));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return page.append("</body>\n</html>\n").toString();
  }

  private static String head(SynthWorld world) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>A rendered world</title>
    <style>
    body { font: 16px/1.45 system-ui, sans-serif; margin: 2rem; color: #1a1a1a; background: #fff; }
    article { border-top: 1px solid #ccc; padding: 1rem 0 1.5rem; }
    .row { display: flex; flex-wrap: wrap; gap: .8rem; }
    figure { margin: 0; }
    figcaption { font-size: .85rem; color: #555; }
    figure img, figure svg { width: 224px; height: 224px; image-rendering: pixelated; }
    figure.wide img, figure.wide svg { width: 340px; }
    audio { display: block; width: 340px; height: 32px; }
    h2 { margin: 0 0 .5rem; font-size: 1.15rem; }
    details { font-size: .9rem; margin-top: .6rem; }
    </style>
    </head>
    <body>
    <h1>A rendered world</h1>
    """
        + "<p>Seed "
        + world.seed()
        + ". The curves are acceleration in g (top) and turning in rad/s (bottom):"
        + " x red, y green, z blue.</p>\n";
  }

  private static void scene(StringBuilder page, Scene scene) throws IOException {
    Factors factors = scene.factors();
    page.append("<article>\n<h2>").append(factors.index()).append(": ");
    page.append(escape(scene.captions().getLast())).append("</h2>\n<div class=\"row\">\n");
    String name = escape(factors.kind().phrase());
    image(page, "", "picture of " + name, "picture", MediaBytes.colour(scene.picture()));
    image(page, "", "depth of " + name, "depth", shown(scene.depth()));
    image(page, "", "heat of " + name, "heat", shown(scene.heat()));
    BufferedImage spectrogram = Spectrogram.of(scene.sound());
    page.append("<div>");
    image(page, " class=\"wide\"", "spectrogram of " + name, "sound", spectrogram);
    page.append("<audio controls src=\"").append(data("audio/wav", MediaBytes.wav(scene.sound())));
    page.append("\"></audio></div>\n");
    motion(page, scene.motion());
    page.append("</div>\n<details><summary>captions and factors</summary>\n<ul>\n");
    for (String caption : scene.captions()) {
      page.append("<li>").append(escape(caption)).append("</li>\n");
    }
    page.append("</ul>\n<p>");
    for (Map.Entry<String, Object> factor : factors.toMap().entrySet()) {
      page.append(escape(factor.getKey() + ": " + factor.getValue())).append("; ");
    }
    page.append("</p>\n</details>\n</article>\n");
  }

  private static void image(
      StringBuilder page, String style, String alt, String caption, BufferedImage image)
      throws IOException {
    page.append("<figure").append(style).append("><img alt=\"").append(alt).append("\" src=\"");
    page.append(data("image/png", MediaBytes.image(image, "png"))).append("\"><figcaption>");
    page.append(caption).append("</figcaption></figure>\n");
  }

  private static String data(String type, byte[] bytes) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }

  /// Near is bright: the reciprocal of the distance.
  private static BufferedImage shown(DepthMap depth) {
    FloatBuffer metres = depth.asBuffer();
    float[] values = depth.toArray();
    java.util.Arrays.sort(values);
    double nearest = values[values.length / 100];
    BufferedImage image =
        new BufferedImage(depth.width(), depth.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < values.length; i++) {
      int level = (int) Math.clamp(255 * Math.sqrt(nearest / metres.get(i)), 0, 255);
      image.setRGB(i % depth.width(), i / depth.width(), level * 0x010101);
    }
    return image;
  }

  /// Cold is black and blue, warm is red, hot is white.
  private static BufferedImage shown(ThermalImage heat) {
    BufferedImage image =
        new BufferedImage(heat.width(), heat.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < heat.width() * heat.height(); i++) {
      image.setRGB(
          i % heat.width(),
          i / heat.width(),
          Spectrogram.glow((heat.asBuffer().get(i) & 255) / 255.0));
    }
    return image;
  }

  private static void motion(StringBuilder page, ImuSeries motion) {
    page.append("<figure class=\"wide\"><svg viewBox=\"0 0 340 224\" role=\"img\"");
    page.append(" aria-label=\"curves of the motion sensor\">\n");
    page.append("<rect width=\"340\" height=\"224\" fill=\"#f6f6f6\"/>\n");
    for (int channel = 0; channel < ImuSeries.CHANNELS; channel++) {
      boolean force = channel < 3;
      double middle = force ? 62 : 168;
      double scale = force ? 22 / MotionSensor.GRAVITY : 26;
      page.append("<polyline fill=\"none\" stroke-width=\"1\" stroke=\"");
      page.append(COLOURS[channel % 3]).append("\" points=\"");
      for (int i = 0; i < motion.samples(); i++) {
        double x = 340.0 * i / motion.samples();
        double y = middle - Math.clamp(scale * motion.get(channel, i), -60, 60);
        page.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
      }
      page.append("\"/>\n");
    }
    page.append("</svg><figcaption>motion</figcaption></figure>\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
