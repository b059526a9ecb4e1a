package io.github.imagebind4j.app;

import io.github.imagebind4j.page.Drawing;
import io.github.imagebind4j.page.WebPage;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// What a page shows and plays of an index's items. Small pictures go into the page; sounds and
/// videos stay where they are and are linked, from the page's folder if they can be.
///
/// Safe for use by any thread.
final class ItemMedia {
  /// Seconds into a recording. What lies further takes long to get at, and pages show many.
  private static final double DEEPEST = 600;

  private final ItemSights sights = new ItemSights();
  private final Path pageFolder;
  private final int side;

  /// @param page the page's file
  /// @param side of a thumbnail, in pixels
  ItemMedia(Path page, int side) {
    Path folder = page.toAbsolutePath().normalize().getParent();
    this.pageFolder = folder == null ? Path.of("").toAbsolutePath() : folder;
    this.side = side;
  }

  /// A small picture of an item: itself, a frame, a spectrogram, colours of depth and heat.
  ///
  /// @return a data URI; empty if there is nothing to be seen, or the file is gone or damaged
  Optional<String> thumbnail(IndexedItem item) {
    if (item.start().orElse(0.0) > DEEPEST) {
      return Optional.empty();
    }
    return sights.pictures(item, 1).stream()
        .findFirst()
        .map(picture -> WebPage.data("image/jpeg", ItemSights.jpeg(picture, side)));
  }

  /// Where the page finds an item's file.
  ///
  /// @return a relative URL, or one of the whole path; with the time of a part; empty if it is no
  ///   file
  Optional<String> link(IndexedItem item) {
    return item.file()
        .map(file -> {
          Path absolute = file.toAbsolutePath().normalize();
          String part =
              item.start()
                  .map(start ->
                      String.format(Locale.ROOT, "#t=%.2f", start)
                          + item.end()
                              .map(end -> String.format(Locale.ROOT, ",%.2f", end))
                              .orElse(""))
                  .orElse("");
          return relative(absolute) + part;
        });
  }

  private String relative(Path absolute) {
    if (pageFolder.getRoot() == null || !pageFolder.getRoot().equals(absolute.getRoot())) {
      return absolute.toUri().toString();
    }
    return StreamSupport.stream(pageFolder.relativize(absolute).spliterator(), false)
        .map(Path::toString)
        .map(ItemMedia::encoded)
        .collect(Collectors.joining("/"));
  }

  /// One name of a path as a part of a URL.
  private static String encoded(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      char c = (char) (b & 255);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-_.~".indexOf(c) >= 0;
      encoded.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return encoded.toString();
  }

  /// An item as a figure of a page.
  ///
  /// @param style CSS classes
  /// @param more HTML under its name
  /// @return HTML
  String figure(IndexedItem item, String style, String more) {
    String alt = WebPage.escape(item.title());
    StringBuilder html =
        new StringBuilder("<figure class=\"").append(item.modality()).append(' ').append(style);
    html.append("\">");
    thumbnail(item)
        .ifPresentOrElse(
            data -> html.append("<img alt=\"").append(alt).append("\" src=\"" + data + "\">"),
            () -> html.append(instead(item)));
    if (item.modality().name().equals("audio")) {
      link(item)
          .ifPresent(link ->
              html.append("<audio controls preload=\"none\" aria-label=\"play: ")
                  .append(alt)
                  .append("\" src=\"")
                  .append(WebPage.escape(link))
                  .append("\"></audio>"));
    }
    html.append("<figcaption title=\"").append(WebPage.escape(item.path())).append("\">");
    String name = WebPage.escape(TextTable.shorten(item.title(), 80));
    html.append(
        link(item)
            .map(link -> "<a href=\"" + WebPage.escape(link) + "\">" + name + "</a>")
            .orElse(name));
    if (!more.isEmpty()) {
      html.append("<small>").append(more).append("</small>");
    }
    return html.append("</figcaption></figure>\n").toString();
  }

  /// What is shown where there is no picture.
  private String instead(IndexedItem item) {
    if (item.text().isPresent()) {
      return "<q>" + WebPage.escape(TextTable.shorten(item.text().get(), 200)) + "</q>";
    }
    return sights
        .motion(item)
        .map(series -> Drawing.motion(series, item.title()))
        .orElse("<p class=\"soft\">can't be shown</p>");
  }
}
