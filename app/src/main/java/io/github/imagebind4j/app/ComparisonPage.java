package io.github.imagebind4j.app;

import io.github.imagebind4j.page.WebPage;
import java.util.List;

/// A comparison as a web page of heat maps that needs nothing but itself.
final class ComparisonPage {
  private ComparisonPage() {}

  static String render(Comparison comparison) {
    StringBuilder page =
        new StringBuilder(WebPage.begin("ImageBind4J comparison", ""))
            .append("<h1>ImageBind4J comparison</h1>\n");
    for (Comparison.Table table : comparison.tables()) {
      if (table.softmax().length > 0) {
        section(page, table, table.title("softmax over each row"), table.softmax());
      }
      section(page, table, table.title("cosine"), table.cosine());
    }
    return page.append(WebPage.END).toString();
  }

  private static void section(
      StringBuilder page, Comparison.Table table, String title, double[][] values) {
    page.append("<section class=\"scroll\">\n<table class=\"heat\">\n<caption>")
        .append(WebPage.escape(title))
        .append("</caption>\n");
    page.append("<tr><td></td>");
    for (String column : table.columnLabels()) {
      page.append("<th scope=\"col\">").append(WebPage.escape(column)).append("</th>");
    }
    page.append("</tr>\n");
    List<String> rows = table.rowLabels();
    for (int r = 0; r < values.length; r++) {
      page.append("<tr><th scope=\"row\">").append(WebPage.escape(rows.get(r))).append("</th>");
      int best = TextTable.largest(values[r]);
      for (int c = 0; c < values[r].length; c++) {
        page.append(HeatCell.render(values[r][c], values[r][c], 4, c == best));
      }
      page.append("</tr>\n");
    }
    page.append("</table>\n</section>\n");
  }
}
