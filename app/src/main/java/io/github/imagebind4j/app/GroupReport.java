package io.github.imagebind4j.app;

import io.github.imagebind4j.page.WebPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What `cluster` found, as text, JSON and a page.
///
/// @param items how many were put into groups
/// @param silhouette how clearly they fall into them, 0 to 1
/// @param groups the largest first
record GroupReport(long items, double silhouette, List<Group> groups) {
  private static final int LABEL_WIDTH = 40;

  private static final String STYLE =
      """
      .typical { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: .75rem; }
      figure { margin: 0; background: var(--card); border-radius: 10px; overflow: hidden; }
      figure img { display: block; width: 100%; height: 130px; object-fit: cover; background: #8882; }
      figure.audio img { height: 84px; object-fit: fill; background: #000; }
      figure svg { display: block; width: 100%; height: auto; }
      figure q, figure > p { display: block; padding: .6rem .7rem 0; margin: 0; }
      figcaption { padding: .45rem .65rem .6rem; font-size: .8rem; overflow-wrap: anywhere; }
      figcaption small { display: block; color: var(--soft); }
      audio { width: 100%; height: 34px; }
      nav { display: flex; flex-wrap: wrap; gap: .4rem; margin: 1rem 0; }
      nav a { background: var(--card); border-radius: 1rem; padding: .15rem .7rem; text-decoration: none; }
      """;

  /// A group.
  ///
  /// @param number from 1, as `--tag` writes it
  /// @param labels what it may be called, the best first; none if nothing is known
  /// @param senses how many items of each
  /// @param cohesion the mean cosine of its items to its centre
  /// @param typical the nearest to its centre
  /// @param members the ids of all, in their order
  record Group(
      int number,
      List<TextLabels.Label> labels,
      List<String> words,
      int size,
      Map<String, Integer> senses,
      double cohesion,
      List<GroupScan.Typical> typical,
      List<String> members) {

    /// What it is called.
    String name() {
      if (!labels.isEmpty()) {
        return labels.getFirst().label();
      }
      return words.isEmpty() ? "group " + number : String.join(", ", words);
    }

    private String sensesText() {
      return senses.entrySet().stream()
          .map(sense -> sense.getValue() + " " + sense.getKey())
          .collect(Collectors.joining(", "));
    }
  }

  String toText() {
    List<List<String>> rows = new ArrayList<>();
    for (Group group : groups) {
      rows.add(
          List.of(
              String.valueOf(group.number()),
              String.valueOf(group.size()),
              String.format(Locale.ROOT, "%.3f", group.cohesion()),
              TextTable.shorten(group.name(), LABEL_WIDTH),
              group.sensesText(),
              group.typical().isEmpty()
                  ? ""
                  : TextTable.shorten(group.typical().getFirst().item().title(), LABEL_WIDTH)));
    }
    return TextTable.aligned(
            List.of("group", "items", "cohesion", "label", "senses", "most typical"), rows)
        + summary();
  }

  String summary() {
    return String.format(
        Locale.ROOT,
        "%,d items in %d groups; silhouette %.3f (0: groups run into one another, 1: far apart)",
        items,
        groups.size(),
        silhouette);
  }

  /// @param withMembers whether to name every item
  Map<String, Object> toMap(boolean withMembers) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("items", items);
    map.put("silhouette", silhouette);
    List<Object> all = new ArrayList<>();
    for (Group group : groups) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("group", group.number());
      one.put("size", group.size());
      one.put("label", group.name());
      one.put(
          "labels",
          group.labels().stream()
              .map(label -> Map.of("label", label.label(), "cosine", label.cosine()))
              .toList());
      one.put("words", group.words());
      one.put("modalities", group.senses());
      one.put("cohesion", group.cohesion());
      one.put(
          "typical",
          group.typical().stream()
              .map(typical -> {
                Map<String, Object> item = typical.item().toMap();
                item.put("cosine", typical.cosine());
                return item;
              })
              .toList());
      if (withMembers) {
        one.put("members", group.members());
      }
      all.add(one);
    }
    map.put("groups", all);
    return map;
  }

  /// A page that shows the most typical items of each group.
  String toHtml(ItemMedia media) {
    StringBuilder page = new StringBuilder(WebPage.begin("ImageBind4J: groups", STYLE));
    page.append("<h1>Groups</h1>\n<p class=\"note\">")
        .append(WebPage.escape(summary()))
        .append(". Shown are the most typical of each.</p>\n<nav>\n");
    for (Group group : groups) {
      page.append("<a href=\"#group-").append(group.number()).append("\">");
      page.append(WebPage.escape(group.name())).append(" <small class=\"soft\">");
      page.append(group.size()).append("</small></a>\n");
    }
    page.append("</nav>\n");
    for (Group group : groups) {
      page.append("<h2 id=\"group-").append(group.number()).append("\">");
      page.append(WebPage.escape(group.name())).append("</h2>\n<p class=\"note\">");
      page.append(WebPage.escape(group.sensesText()));
      page.append(String.format(Locale.ROOT, "; cohesion %.3f", group.cohesion()));
      if (group.labels().size() > 1) {
        page.append("; also: ")
            .append(
                WebPage.escape(
                    group.labels().stream()
                        .skip(1)
                        .map(TextLabels.Label::label)
                        .collect(Collectors.joining(", "))));
      }
      page.append("</p>\n<div class=\"typical\">\n");
      group
          .typical()
          .forEach(typical ->
              page.append(
                  media.figure(
                      typical.item(),
                      "",
                      String.format(Locale.ROOT, "cosine %.3f", typical.cosine()))));
      page.append("</div>\n");
    }
    return page.append(WebPage.END).toString();
  }
}
