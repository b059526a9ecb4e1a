package io.github.imagebind4j.app;

import io.github.imagebind4j.page.WebPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What `dedupe` found, as text, JSON and a page.
///
/// @param files how many were compared
/// @param items how many items those have
/// @param groups of copies
record DuplicateReport(int files, int items, List<Group> groups) {
  private static final int MOST_ON_A_PAGE = 2000;
  private static final int MOST_OF_A_PATH = 4096;

  private static final String STYLE =
      """
      .copies { display: flex; flex-wrap: wrap; gap: .75rem; margin: .5rem 0 1.5rem; }
      figure { margin: 0; width: 200px; background: var(--card); border: 2px solid transparent; border-radius: 10px; overflow: hidden; }
      figure.keep { border-color: var(--good); }
      figure img { display: block; width: 100%; height: 150px; object-fit: contain; background: #8882; }
      figure svg { display: block; width: 100%; height: auto; }
      figure q, figure > p { display: block; padding: .6rem .7rem 0; margin: 0; }
      figcaption { padding: .45rem .65rem .6rem; font-size: .85rem; overflow-wrap: anywhere; }
      figcaption small { display: block; color: var(--soft); }
      audio { width: 100%; height: 34px; }
      """;

  /// Copies of one thing.
  ///
  /// @param kept what to keep, with what it makes dispensable
  record Group(List<Kept> kept) {
    List<Spare> spares() {
      return kept.stream().flatMap(one -> one.spares().stream()).toList();
    }
  }

  /// A file to keep.
  record Kept(FileFacts file, List<Spare> spares) {}

  /// A copy.
  ///
  /// @param cosine to the file that is kept for it
  /// @param equal whether the two are the same byte for byte
  record Spare(FileFacts file, double cosine, boolean equal) {
    String likeness() {
      return equal ? "the same bytes" : String.format(Locale.ROOT, "cosine %.4f", cosine);
    }
  }

  List<Spare> spares() {
    return groups.stream().flatMap(group -> group.spares().stream()).toList();
  }

  private long spareBytes() {
    return spares().stream().mapToLong(spare -> spare.file().bytes()).sum();
  }

  /// One line that says it all.
  String summary() {
    long equal = spares().stream().filter(Spare::equal).count();
    return String.format(
        Locale.ROOT,
        "%,d of %,d files are copies of others (%,d of them byte for byte), in %s; %s could be"
            + " freed. Nothing was deleted.",
        spares().size(),
        files,
        equal,
        Counts.of(groups.size(), "group"),
        Sizes.human(spareBytes()));
  }

  String toText() {
    StringBuilder text = new StringBuilder();
    for (int g = 0; g < groups.size(); g++) {
      text.append("group ").append(g + 1).append('\n');
      for (Kept kept : groups.get(g).kept()) {
        text.append("  keep   ").append(path(kept.file())).append("  (");
        text.append(kept.file().size()).append(")\n");
        for (Spare spare : kept.spares()) {
          text.append("  spare  ").append(path(spare.file())).append("  (");
          text.append(spare.file().size()).append("; ").append(spare.likeness()).append(")\n");
        }
      }
    }
    return text.append(summary()).toString();
  }

  /// On one line, without what a terminal would obey.
  private static String path(FileFacts file) {
    return TextTable.shorten(file.item().path(), MOST_OF_A_PATH);
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("files", files);
    map.put("items", items);
    map.put("spare_files", spares().size());
    map.put("spare_bytes", spareBytes());
    List<Object> all = new ArrayList<>();
    for (Group group : groups) {
      List<Object> keeps = new ArrayList<>();
      for (Kept kept : group.kept()) {
        Map<String, Object> keep = facts(kept.file());
        keep.put(
            "spares",
            kept.spares().stream()
                .map(spare -> {
                  Map<String, Object> one = facts(spare.file());
                  one.put("cosine", spare.cosine());
                  one.put("equal", spare.equal());
                  return one;
                })
                .toList());
        keeps.add(keep);
      }
      all.add(Map.of("keep", keeps));
    }
    map.put("groups", all);
    return map;
  }

  private static Map<String, Object> facts(FileFacts file) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("path", file.item().path());
    map.put("modality", file.item().modality().name());
    map.put("bytes", file.bytes());
    if (file.width() > 0) {
      map.put("width", file.width());
      map.put("height", file.height());
    }
    return map;
  }

  /// A page that shows the copies side by side.
  String toHtml(ItemMedia media) {
    StringBuilder page = new StringBuilder(WebPage.begin("ImageBind4J: duplicates", STYLE));
    page.append("<h1>Duplicates</h1>\n<p class=\"note\">")
        .append(WebPage.escape(summary()))
        .append(" Framed: the one to keep, of the most pixels, then the most bytes.</p>\n");
    int shown = 0;
    for (int g = 0; g < groups.size() && shown < MOST_ON_A_PAGE; g++) {
      Group group = groups.get(g);
      page.append("<h2>Group ").append(g + 1).append("</h2>\n");
      for (Kept kept : group.kept()) {
        page.append("<div class=\"copies\">\n");
        page.append(media.figure(kept.file().item(), "keep", "keep · " + kept.file().size()));
        for (Spare spare : kept.spares()) {
          page.append(
              media.figure(
                  spare.file().item(), "spare", spare.file().size() + " · " + spare.likeness()));
          shown++;
        }
        page.append("</div>\n");
        shown++;
      }
    }
    if (shown >= MOST_ON_A_PAGE) {
      page.append(
          "<p class=\"note\">These are the largest groups; all are in the text and JSON.</p>\n");
    }
    return page.append(WebPage.END).toString();
  }
}
