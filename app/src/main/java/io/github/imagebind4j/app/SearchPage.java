package io.github.imagebind4j.app;

import io.github.imagebind4j.page.Drawing;
import io.github.imagebind4j.page.WebPage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;

/// What a search found as a web page: pictures, frames, spectrograms and sounds are in the page;
/// videos play from where they lie.
final class SearchPage {
  private static final int SIDE = 420;
  private static final int FRAMES = 4;

  private static final String STYLE =
      """
      .hits { display: grid; grid-template-columns: repeat(auto-fill, minmax(260px, 1fr)); gap: 1rem; }
      figure { margin: 0; background: var(--card); border-radius: 10px; overflow: hidden; display: flex; flex-direction: column; }
      figure img { display: block; width: 100%; height: 190px; object-fit: contain; background: #000; }
      figure .frames { display: grid; grid-template-columns: 1fr 1fr; gap: 1px; background: #000; }
      figure .frames img { height: 95px; object-fit: cover; }
      figure svg { display: block; width: 100%; height: auto; }
      figure q { display: block; padding: 1.2rem; font-size: 1.1rem; }
      audio, video { width: 100%; } audio { height: 36px; }
      figcaption { padding: .5rem .75rem .75rem; font-size: .85rem; line-height: 1.4; overflow-wrap: anywhere; }
      figcaption b { font-variant-numeric: tabular-nums; }
      figcaption small { display: block; color: var(--soft); }
      .time { display: inline-block; background: var(--good-soft); color: var(--good); border-radius: 4px; padding: 0 .35rem; }
      pre { white-space: pre-wrap; font-size: .75rem; margin: .4rem 0 0; color: var(--soft); }
      """;

  private final StringBuilder page = new StringBuilder();
  private final HitMedia media = new HitMedia();

  private SearchPage() {}

  static String render(SearchResult result) {
    SearchPage page = new SearchPage();
    String title = "Search: " + result.query().title();
    page.page.append(WebPage.begin(title, STYLE));
    page.line("<h1>" + WebPage.escape(result.query().title()) + "</h1>");
    page.line(
        "<p class=\"note\">"
            + Counts.of(result.hits().size(), "hit")
            + " in "
            + WebPage.escape(result.index().toString())
            + (result.fair()
                ? "; a score of 0 is usual among a hit's own sense, about 1 as good as the best"
                : "; scores are cosines")
            + ".</p>");
    page.line("<div class=\"hits\">");
    result.hits().forEach(page::hit);
    page.line("</div>");
    return page.page.append(WebPage.END).toString();
  }

  private void line(String html) {
    page.append(html).append('\n');
  }

  private void hit(SearchHit hit) {
    line("<figure>");
    String name = hit.fields().text("name").orElse(hit.hit().id());
    Optional<String> text = hit.fields().text("text");
    if (text.isPresent()) {
      line("<q>" + WebPage.escape(text.get()) + "</q>");
    }
    pictures(hit, name);
    media.motion(hit).ifPresent(series -> line(Drawing.motion(series, "motion recording " + name)));
    media
        .wav(hit)
        .ifPresent(wav ->
            line(
                "<audio controls aria-label=\"play "
                    + WebPage.escape(name)
                    + "\" src=\""
                    + WebPage.data("audio/wav", wav)
                    + "\"></audio>"));
    caption(hit, name);
    line("</figure>");
  }

  /// A video as it lies on the disk, from the time of the hit on, its first frame shown at once.
  private void video(SearchHit hit, String name, BufferedImage first) {
    line(
        "<video controls preload=\"none\" aria-label=\"play "
            + WebPage.escape(name)
            + "\" poster=\""
            + WebPage.data("image/jpeg", jpeg(HitMedia.scaled(first, SIDE)))
            + "\" src=\""
            + WebPage.escape(link(hit))
            + "\"></video>");
  }

  private void pictures(SearchHit hit, String name) {
    List<BufferedImage> pictures = media.pictures(hit, FRAMES);
    boolean inShard = hit.fields().text("member").isPresent();
    if (hit.kind().equals("video") && !inShard && !pictures.isEmpty()) {
      video(hit, name, pictures.getFirst());
    }
    if (pictures.size() > 1) {
      line("<div class=\"frames\">");
    }
    for (BufferedImage picture : pictures) {
      line(
          "<img alt=\""
              + WebPage.escape(hit.kind() + " " + name)
              + "\" src=\""
              + WebPage.data("image/jpeg", jpeg(HitMedia.scaled(picture, SIDE)))
              + "\">");
    }
    if (pictures.size() > 1) {
      line("</div>");
    }
  }

  private void caption(SearchHit hit, String name) {
    page.append("<figcaption><b>").append(hit.rank()).append("</b> · ");
    page.append(WebPage.escape(hit.kind())).append(" · ");
    page.append(String.format(Locale.ROOT, "%.4f", hit.score()));
    String link = link(hit);
    if (!hit.time().isEmpty()) {
      page.append(" · <a class=\"time\" href=\"").append(WebPage.escape(link)).append("\">");
      page.append(WebPage.escape(hit.time())).append("</a>");
    }
    page.append("<br><a href=\"").append(WebPage.escape(link)).append("\">");
    page.append(WebPage.escape(name)).append("</a><small>");
    page.append(WebPage.escape(hit.place())).append("</small>");
    if (!hit.shares().isEmpty()) {
      page.append("<pre>").append(lines(hit.explanation())).append("</pre>");
    }
    line("</figcaption>");
  }

  private static String lines(List<String> lines) {
    StringBuilder html = new StringBuilder();
    lines.forEach(line -> html.append(WebPage.escape(line)).append('\n'));
    return html.toString();
  }

  /// The file itself, at the time of the hit: browsers play from there (W3C Media Fragments).
  private static String link(SearchHit hit) {
    Optional<String> path = hit.fields().text("path");
    if (path.isEmpty()) {
      return "#";
    }
    String uri = Path.of(path.get()).toUri().toString();
    return hit.fields()
        .number("start")
        .map(start ->
            String.format(
                Locale.ROOT,
                "%s#t=%.3f,%.3f",
                uri,
                start,
                hit.fields().number("end").orElse(start)))
        .orElse(uri);
  }

  private static byte[] jpeg(BufferedImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false);
      ImageIO.write(picture, "jpeg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }
}
