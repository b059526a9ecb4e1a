package io.github.imagebind4j.app;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What was noticed of a file.
///
/// @param file its name
/// @param kind `picture`, `sound` or `video`
/// @param seconds how long it is; 0 for a picture
/// @param spans by the time of their beginning, sight before hearing
record Description(String file, String kind, double seconds, List<TagSpan> spans) {
  Description {
    spans =
        spans.stream()
            .sorted(Comparator.comparingDouble(TagSpan::from).thenComparing(TagSpan::sense))
            .toList();
  }

  /// As text for people.
  String toText() {
    StringBuilder text = new StringBuilder(TextTable.shorten(file, 200));
    text.append(": ").append(kind);
    if (seconds > 0) {
      text.append(", ").append(Clock.of(seconds));
    }
    int width =
        spans.stream()
            .flatMap(span -> Stream.of(span.from(), span.to()))
            .mapToInt(time -> Clock.of(time).length())
            .max()
            .orElse(0);
    for (TagSpan span : spans) {
      text.append("\n  ");
      if (span.to() > 0) {
        text.append(right(span.from(), width)).append(" to ").append(right(span.to(), width));
        text.append("  ");
      }
      text.append(span.sense() == Sense.SEEN ? "seen   " : "heard  ").append(span.toText());
    }
    return text.toString();
  }

  private static String right(double seconds, int width) {
    String clock = Clock.of(seconds);
    return " ".repeat(Math.max(0, width - clock.length())) + clock;
  }

  /// As results in JSON have it.
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("file", file);
    map.put("kind", kind);
    if (seconds > 0) {
      map.put("seconds", seconds);
    }
    map.put("spans", spans.stream().map(TagSpan::toMap).toList());
    return map;
  }
}
