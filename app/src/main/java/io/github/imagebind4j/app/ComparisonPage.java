package io.github.imagebind4j.app;

import java.util.List;
import java.util.Locale;

/// A comparison as a web page of heat maps that needs nothing but itself.
final class ComparisonPage {
  private ComparisonPage() {}

  static String render(Comparison comparison) {
    StringBuilder page =
        new StringBuilder(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>ImageBind4J comparison</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; color: #1a1a1a; background: #fff; }
            section { overflow-x: auto; margin-bottom: 2.5rem; }
            table { border-collapse: separate; border-spacing: 2px; }
            caption { text-align: left; font-weight: 600; padding-bottom: .5rem; }
            th { font-weight: 400; padding: .4rem .7rem; max-width: 16rem; overflow-wrap: anywhere; }
            th[scope=row] { text-align: right; }
            td { padding: .4rem .7rem; text-align: right; font-variant-numeric: tabular-nums; }
            td.best { outline: 2px solid #1a1a1a; }
            </style>
            </head>
            <body>
            <h1>ImageBind4J comparison</h1>
            """);
    for (Comparison.Table table : comparison.tables()) {
      if (table.softmax().length > 0) {
        section(page, table, table.title("softmax over each row"), table.softmax(), 0);
      }
      section(page, table, table.title("cosine"), table.cosine(), -1);
    }
    return page.append("</body>\n</html>\n").toString();
  }

  /// @param lowest the smallest possible value; the largest is 1
  private static void section(
      StringBuilder page, Comparison.Table table, String title, double[][] values, double lowest) {
    page.append("<section>\n<table>\n<caption>").append(escape(title)).append("</caption>\n");
    page.append("<tr><td></td>");
    for (String column : table.columnLabels()) {
      page.append("<th scope=\"col\">").append(escape(column)).append("</th>");
    }
    page.append("</tr>\n");
    List<String> rows = table.rowLabels();
    for (int r = 0; r < values.length; r++) {
      page.append("<tr><th scope=\"row\">").append(escape(rows.get(r))).append("</th>");
      int best = TextTable.largest(values[r]);
      for (int c = 0; c < values[r].length; c++) {
        page.append(cell(values[r][c], lowest, c == best));
      }
      page.append("</tr>\n");
    }
    page.append("</table>\n</section>\n");
  }

  /// Blue above zero, orange below; the text stays readable on both.
  private static String cell(double value, double lowest, boolean best) {
    double strength = value >= 0 ? value : value / lowest;
    String colour = value >= 0 ? "30, 100, 200" : "220, 110, 20";
    return String.format(
        Locale.ROOT,
        "<td%s style=\"background: rgba(%s, %.3f)\">%.4f</td>",
        best ? " class=\"best\"" : "",
        colour,
        Math.clamp(strength, 0, 1) * 0.6,
        value);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
