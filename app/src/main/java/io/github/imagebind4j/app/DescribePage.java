package io.github.imagebind4j.app;

import io.github.imagebind4j.page.WebPage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What was noticed of files as a web page with small pictures and time marks. It needs no network;
/// to play sounds and videos it needs the files where they were.
final class DescribePage {
  private static final String STYLE =
      """
      .file { margin: 1.5rem 0 2.5rem; }
      video { max-width: 100%; max-height: 420px; border-radius: 8px; background: #000; }
      .spans td { text-align: left; vertical-align: middle; }
      .spans td.time { white-space: nowrap; font-variant-numeric: tabular-nums; }
      .spans img { max-width: min(100%, 320px); border-radius: 4px; display: block; }
      .tag { display: inline-flex; align-items: center; gap: .4rem; margin: .1rem 1rem .1rem 0; white-space: nowrap; }
      .tag i { display: inline-block; width: 4rem; height: .5rem; border-radius: 3px; background: var(--line); overflow: hidden; }
      .tag i b { display: block; height: 100%; background: var(--good); }
      .heard .tag i b { background: var(--bad); }
      """;

  private DescribePage() {}

  static String render(List<Description> all) {
    StringBuilder page = new StringBuilder(WebPage.begin("ImageBind4J describes", STYLE));
    page.append("<h1>What is seen and heard</h1>\n<p class=\"note\">A percentage is the model's")
        .append(" belief shared out among the labels of a list: which fits best beside the others,")
        .append(" not that any fits.</p>\n");
    all.forEach(description -> file(page, description));
    return page.append(WebPage.END).toString();
  }

  private static void file(StringBuilder page, Description description) {
    String uri = Path.of(description.file()).toAbsolutePath().normalize().toUri().toString();
    page.append("<section class=\"file\">\n<h2>")
        .append(WebPage.escape(description.file()))
        .append(" <span class=\"soft\">")
        .append(description.kind());
    if (description.seconds() > 0) {
      page.append(", ").append(Clock.of(description.seconds()));
    }
    page.append("</span></h2>\n");
    switch (description.kind()) {
      case "video" -> player(page, "video", uri);
      case "sound" -> player(page, "audio", uri);
      default -> {}
    }
    page.append("<div class=\"scroll\"><table class=\"spans\">\n");
    description.spans().forEach(span -> row(page, span, uri));
    page.append("</table></div>\n</section>\n");
  }

  private static void player(StringBuilder page, String element, String uri) {
    page.append('<')
        .append(element)
        .append(" controls preload=\"metadata\" src=\"")
        .append(WebPage.escape(uri))
        .append("\"></")
        .append(element)
        .append(">\n");
  }

  private static void row(StringBuilder page, TagSpan span, String uri) {
    page.append("<tr class=\"").append(span.sense().word()).append("\">");
    if (span.to() > 0) {
      page.append("<td class=\"time\"><a href=\"")
          .append(WebPage.escape(uri))
          .append(String.format(Locale.ROOT, "#t=%.1f,%.1f\">", span.from(), span.to()))
          .append(Clock.of(span.from()))
          .append(" to ")
          .append(Clock.of(span.to()))
          .append("</a></td>");
    }
    page.append("<td class=\"soft\">").append(span.sense().word()).append("</td><td>");
    span.picture()
        .ifPresent(jpeg ->
            page.append("<img alt=\"")
                .append(WebPage.escape(span.words()))
                .append("\" src=\"")
                .append(WebPage.data("image/jpeg", jpeg))
                .append("\">"));
    page.append("</td><td>");
    if (span.tags().isEmpty()) {
      page.append(WebPage.escape(span.toText()));
    }
    for (Tag tag : span.tags()) {
      page.append("<span class=\"tag\"><i><b style=\"width:")
          .append(String.format(Locale.ROOT, "%.0f%%", 100 * tag.probability()))
          .append("\"></b></i>")
          .append(WebPage.escape(tag.toText()))
          .append("</span>");
    }
    page.append("</td></tr>\n");
  }
}
