package io.github.imagebind4j.synth;

import io.github.imagebind4j.page.Drawing;
import io.github.imagebind4j.page.WebPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/// A web page that shows some scenes in all their senses and needs nothing but itself: pictures,
/// depth, heat, spectrograms with players, curves of motion, captions, factors.
public final class SynthPage {
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
    return page.append(WebPage.END).toString();
  }

  private static String head(SynthWorld world) {
    return WebPage.begin(
            "A rendered world",
            """
            article { border-top: 1px solid var(--line); padding: 1rem 0 1.5rem; }
            .row { display: flex; flex-wrap: wrap; gap: .8rem; }
            figure { margin: 0; }
            figcaption { font-size: .85rem; color: var(--soft); }
            figure img, figure svg { width: 224px; height: 224px; image-rendering: pixelated; }
            figure.wide img, figure.wide svg { width: 340px; }
            audio { display: block; width: 340px; height: 32px; }
            article h2 { margin: 0 0 .5rem; border: 0; padding: 0; }
            details { font-size: .9rem; margin-top: .6rem; }
            """)
        + "<h1>A rendered world</h1>\n<p>Seed "
        + world.seed()
        + ". The curves are acceleration in g (top) and turning in rad/s (bottom):"
        + " x red, y green, z blue.</p>\n";
  }

  private static void scene(StringBuilder page, Scene scene) throws IOException {
    Factors factors = scene.factors();
    page.append("<article>\n<h2>").append(factors.index()).append(": ");
    page.append(WebPage.escape(scene.captions().getLast())).append("</h2>\n<div class=\"row\">\n");
    String name = WebPage.escape(factors.kind().phrase());
    byte[] picture = MediaBytes.image(MediaBytes.colour(scene.picture()), "png");
    image(page, "", "picture of " + name, "picture", WebPage.data("image/png", picture));
    image(
        page,
        "",
        "depth of " + name,
        "depth",
        WebPage.data("image/png", Drawing.depth(scene.depth())));
    image(
        page, "", "heat of " + name, "heat", WebPage.data("image/png", Drawing.heat(scene.heat())));
    page.append("<div>");
    String spectrogram = WebPage.data("image/jpeg", Drawing.sound(scene.sound()));
    image(page, " class=\"wide\"", "spectrogram of " + name, "sound", spectrogram);
    String wav = WebPage.data("audio/wav", Drawing.wav(scene.sound()));
    page.append("<audio controls src=\"").append(wav).append("\"></audio></div>\n");
    page.append("<figure class=\"wide\">")
        .append(Drawing.motion(scene.motion(), "curves of the motion sensor"))
        .append("<figcaption>motion</figcaption></figure>\n");
    page.append("</div>\n<details><summary>captions and factors</summary>\n<ul>\n");
    for (String caption : scene.captions()) {
      page.append("<li>").append(WebPage.escape(caption)).append("</li>\n");
    }
    page.append("</ul>\n<p>");
    for (Map.Entry<String, Object> factor : factors.toMap().entrySet()) {
      page.append(WebPage.escape(factor.getKey() + ": " + factor.getValue())).append("; ");
    }
    page.append("</p>\n</details>\n</article>\n");
  }

  /// @param alt HTML
  private static void image(
      StringBuilder page, String style, String alt, String caption, String data) {
    page.append("<figure").append(style).append("><img alt=\"").append(alt).append("\" src=\"");
    page.append(data).append("\"><figcaption>");
    page.append(caption).append("</figcaption></figure>\n");
  }
}
