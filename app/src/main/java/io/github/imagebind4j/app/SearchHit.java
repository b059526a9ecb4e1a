package io.github.imagebind4j.app;

import io.github.imagebind4j.index.Background;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.Hit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A result as it is shown.
///
/// @param rank from 1
/// @param score what it is ranked by
/// @param hit the item, and its cosine
/// @param background what the cosine was held against, if scores are fair
/// @param shares what each term contributed, if that was asked for
record SearchHit(
    int rank,
    double score,
    Hit hit,
    Optional<Background> background,
    List<SearchQuery.Share> shares) {

  IndexedItem item() {
    return new IndexedItem(hit.id(), hit.modality(), hit.fields());
  }

  Fields fields() {
    return hit.fields();
  }

  /// For example `image`, `sound`, or `video, sound`.
  String kind() {
    String kind = fields().text("kind").orElse(hit.modality().name());
    return kind.equals("video") && hit.modality().name().equals("audio") ? "video's sound" : kind;
  }

  /// For example `1:02:10–1:02:20`; empty if it is not a piece of something longer.
  String time() {
    Optional<Double> start = fields().number("start");
    return start.isEmpty()
        ? ""
        : Clock.of(start.get()) + "–" + Clock.of(fields().number("end").orElse(start.get()));
  }

  /// What it is called: the sentence, or the file and its member.
  String place() {
    Optional<String> text = fields().text("text");
    if (text.isPresent()) {
      return "\"" + text.get() + "\"";
    }
    String path = fields().text("path").orElse(hit.id());
    return fields().text("member").map(member -> path + "!" + member).orElse(path);
  }

  /// How the score comes about, line by line.
  List<String> explanation() {
    List<String> lines = new ArrayList<>();
    for (SearchQuery.Share share : shares) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%+.4f  %s (cosine %.4f)",
              share.part(),
              share.term().label(),
              share.cosine()));
    }
    double sum = shares.stream().mapToDouble(SearchQuery.Share::part).sum();
    lines.add(String.format(Locale.ROOT, "%+.4f  cosine to the query", sum));
    background.ifPresent(usual ->
        lines.add(
            String.format(
                Locale.ROOT,
                "%+.4f  score: (%.4f - %.4f) / %.4f, the mean of this query's cosines to %s, and"
                    + " how far the best usually are above it",
                score,
                hit.score(),
                usual.mean(),
                usual.reach(),
                hit.modality())));
    return lines;
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rank", rank);
    map.put("id", hit.id());
    map.put("score", score);
    map.put("cosine", hit.score());
    map.put("modality", hit.modality().name());
    background.ifPresent(usual -> {
      map.put("usual_cosine", usual.mean());
      map.put("usual_reach", usual.reach());
    });
    map.put("fields", fields().asMap());
    if (!shares.isEmpty()) {
      map.put("explain", shares.stream().map(SearchQuery.Share::toMap).toList());
    }
    return map;
  }
}
