package io.github.imagebind4j.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a search found.
///
/// @param index where
/// @param query by what
/// @param fair whether scores are fair across senses, or plain cosines
/// @param hits best first
record SearchResult(Path index, SearchQuery query, boolean fair, List<SearchHit> hits) {
  private static final int PATH_WIDTH = 100;

  SearchResult {
    hits = List.copyOf(hits);
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("index", index.toString());
    List<Object> terms = new ArrayList<>();
    for (SearchTerm term : query.terms()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("term", term.kind().option().substring(2));
      one.put("value", term.value());
      one.put("weight", term.weight());
      terms.add(one);
    }
    map.put("query", terms);
    map.put("scores", fair ? "fair" : "raw");
    map.put("hits", hits.stream().map(SearchHit::toMap).toList());
    return map;
  }

  /// Prints a table; with pictures, or explanations, hit by hit.
  void print(Console console, boolean explain, TerminalPictures pictures) {
    if (hits.isEmpty()) {
      console.line("nothing found");
      return;
    }
    List<String> headings = List.of("", fair ? "score" : "cosine", "sense", "time", "what");
    List<List<String>> rows = new ArrayList<>();
    for (SearchHit hit : hits) {
      rows.add(
          List.of(
              String.valueOf(hit.rank()),
              String.format(Locale.ROOT, fair ? "%.2f" : "%.4f", hit.score()),
              hit.kind(),
              hit.time(),
              TextTable.shorten(hit.place(), PATH_WIDTH)));
    }
    String[] lines = TextTable.aligned(headings, rows).split("\n", -1);
    HitMedia media = new HitMedia();
    console.line(lines[0]);
    for (int i = 0; i < hits.size(); i++) {
      console.line(lines[i + 1]);
      if (pictures.shows()) {
        media.thumbnail(hits.get(i)).ifPresent(picture -> console.bytes(pictures.encode(picture)));
      }
      if (explain) {
        hits.get(i).explanation().forEach(line -> console.line("      " + line));
      }
    }
  }
}
