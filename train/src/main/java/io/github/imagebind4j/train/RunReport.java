package io.github.imagebind4j.train;

import io.github.imagebind4j.page.WebPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A run's curves as a page of its own: no scripts, no files beside it, readable in light and dark.
final class RunReport {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 200;
  private static final int MOST_POINTS = 400;

  private RunReport() {}

  static String html(String name, List<Map<String, Object>> lines) {
    Map<String, List<Map<String, Object>>> stages = new LinkedHashMap<>();
    for (Map<String, Object> line : lines) {
      stages.computeIfAbsent(String.valueOf(line.get("stage")), _ -> new ArrayList<>()).add(line);
    }
    StringBuilder body = new StringBuilder();
    stages.forEach((stage, ofStage) -> section(body, stage, ofStage));
    return WebPage.begin(
            name,
            """
            main { max-width: 44rem; }
            svg { width: 100%; height: auto; }
            polyline { fill: none; stroke: var(--good); stroke-width: 1.5; }
            svg line { stroke: var(--line); } svg text { font-size: 11px; fill: currentColor; }
            """)
        + "<h1>"
        + WebPage.escape(name)
        + "</h1>\n"
        + body
        + WebPage.END;
  }

  private static void section(StringBuilder body, String stage, List<Map<String, Object>> lines) {
    body.append("<h2>").append(WebPage.escape(stage)).append("</h2>\n");
    for (String what : List.of("loss", "found", "learning_rate", "gradient_norm", "scale")) {
      curve(body, what, lines);
    }
    Map<String, List<Map<String, Object>>> checks = new LinkedHashMap<>();
    for (Map<String, Object> line : lines) {
      if (line.get("check") instanceof String check) {
        checks.computeIfAbsent(check, _ -> new ArrayList<>()).add(line);
      }
    }
    checks.forEach((check, ofCheck) -> {
      body.append("<h3>").append(WebPage.escape(check)).append("</h3>\n");
      curve(body, "recall_at_1", ofCheck);
      Map<String, Object> last = ofCheck.getLast();
      body.append("<table><tr><th>R@1</th><th>mAP</th><th>chance</th><th>step</th></tr><tr>");
      for (String column : List.of("recall_at_1", "map", "chance", "step")) {
        body.append("<td>").append(text(last.get(column))).append("</td>");
      }
      body.append("</tr></table>\n");
    });
  }

  private static void curve(StringBuilder body, String what, List<Map<String, Object>> lines) {
    List<double[]> points = new ArrayList<>();
    for (Map<String, Object> line : lines) {
      if (line.get(what) instanceof Number y && line.get("step") instanceof Number x) {
        points.add(new double[] {x.doubleValue(), y.doubleValue()});
      }
    }
    if (points.size() < 2) {
      return;
    }
    List<double[]> few = thinned(points);
    double low = few.stream().mapToDouble(p -> p[1]).min().orElseThrow();
    double high = few.stream().mapToDouble(p -> p[1]).max().orElseThrow();
    double first = few.getFirst()[0];
    double last = few.getLast()[0];
    StringBuilder path = new StringBuilder();
    for (double[] point : few) {
      double x = 60 + (WIDTH - 70) * (point[0] - first) / Math.max(1, last - first);
      double y = HEIGHT - 20 - (HEIGHT - 40) * (point[1] - low) / Math.max(1e-12, high - low);
      path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
    }
    body.append(
        String.format(
            Locale.ROOT,
            """
            <figure><figcaption>%s</figcaption><svg viewBox="0 0 %d %d" role="img" aria-label="%s">
            <line x1="60" y1="20" x2="%d" y2="20"/><line x1="60" y1="%d" x2="%d" y2="%d"/>
            <text x="0" y="24">%.4g</text><text x="0" y="%d">%.4g</text>
            <text x="60" y="%d">step %.0f</text><text x="%d" y="%d" text-anchor="end">%.0f</text>
            <polyline points="%s"/></svg></figure>
            """,
            what.replace('_', ' '),
            WIDTH,
            HEIGHT,
            what.replace('_', ' '),
            WIDTH - 10,
            HEIGHT - 20,
            WIDTH - 10,
            HEIGHT - 20,
            high,
            HEIGHT - 16,
            low,
            HEIGHT - 4,
            first,
            WIDTH - 10,
            HEIGHT - 4,
            last,
            path.toString().strip()));
  }

  /// Means of neighbours, so that a long run stays a small page.
  private static List<double[]> thinned(List<double[]> points) {
    int each = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
    List<double[]> few = new ArrayList<>();
    for (int at = 0; at < points.size(); at += each) {
      List<double[]> part = points.subList(at, Math.min(points.size(), at + each));
      few.add(
          new double[] {
            part.getLast()[0], part.stream().mapToDouble(p -> p[1]).average().orElseThrow()
          });
    }
    return few;
  }

  private static String text(@Nullable Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.3f", number)
        : String.valueOf(value);
  }
}
