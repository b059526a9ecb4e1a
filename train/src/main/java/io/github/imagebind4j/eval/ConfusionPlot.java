package io.github.imagebind4j.eval;

import io.github.imagebind4j.eval.dataset.EvalClass;
import io.github.imagebind4j.page.WebPage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A confusion matrix as a drawing: only the cells that are not empty, so that a thousand classes
/// are no larger than their items.
final class ConfusionPlot {
  private static final int CELL = 13;
  private static final int LABELS = 130;
  private static final int MOST_LABELLED = 160;

  private ConfusionPlot() {}

  /// @param confusion `[right class][chosen class]`
  static String svg(List<EvalClass> classes, int[][] confusion) {
    int n = confusion.length;
    boolean labelled = n <= MOST_LABELLED;
    int cell = labelled ? CELL : Math.max(1, 1600 / n);
    int offset = labelled ? LABELS : 4;
    int size = offset + n * cell + 2;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg class=\"confusion\" width=\"%1$d\" height=\"%1$d\" viewBox=\"0 0 %1$d %1$d\""
                + " role=\"img\" aria-label=\"confusion matrix of %2$d classes\">",
            size,
            n));
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"frame\" x=\"%1$d\" y=\"%1$d\" width=\"%2$d\" height=\"%2$d\"/>\n",
            offset,
            n * cell));
    for (int row = 0; row < n; row++) {
      int all = Arrays.stream(confusion[row]).sum();
      if (labelled) {
        label(svg, classes.get(row).name(), offset, row, cell);
      }
      for (int column = 0; column < n; column++) {
        if (confusion[row][column] > 0) {
          cell(svg, classes, row, column, confusion[row][column], all, offset, cell);
        }
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private static void label(StringBuilder svg, String name, int offset, int place, int cell) {
    int middle = offset + place * cell + cell - 3;
    String text = WebPage.escape(HtmlText.shorten(name, 20));
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                + "<text transform=\"translate(%d %d) rotate(-90)\">%s</text>\n",
            offset - 5,
            middle,
            text,
            middle,
            offset - 5,
            text));
  }

  private static void cell(
      StringBuilder svg,
      List<EvalClass> classes,
      int row,
      int column,
      int count,
      int all,
      int offset,
      int cell) {
    double share = (double) count / all;
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\""
                + " fill-opacity=\"%.2f\"><title>%s taken for %s: %d of %d</title></rect>\n",
            row == column ? "right" : "wrong",
            offset + column * cell,
            offset + row * cell,
            cell,
            cell,
            0.12 + 0.88 * share,
            WebPage.escape(classes.get(row).name()),
            WebPage.escape(classes.get(column).name()),
            count,
            all));
  }
}
