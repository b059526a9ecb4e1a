package io.github.imagebind4j.app;

import java.util.List;
import java.util.Locale;

/// Tables of numbers as text.
final class TextTable {
  private static final int MOST_LABEL_WIDTH = 32;
  private static final int LEAST_COLUMN_WIDTH = 8;
  private static final int MOST_COLUMN_WIDTH = 20;

  private TextTable() {}

  /// A table with labelled rows and columns, four decimals; each row's largest number is starred.
  ///
  /// @param values `[rows][columns]`
  static String render(String title, List<String> rows, List<String> columns, double[][] values) {
    int labelWidth = Math.min(MOST_LABEL_WIDTH, widest(rows));
    int columnWidth = Math.clamp(widest(columns), LEAST_COLUMN_WIDTH, MOST_COLUMN_WIDTH);
    StringBuilder text = new StringBuilder(title).append('\n').append(" ".repeat(labelWidth));
    for (String column : columns) {
      text.append(' ').append(padLeft(shorten(column, columnWidth), columnWidth + 1));
    }
    text.append('\n');
    for (int r = 0; r < values.length; r++) {
      String label = shorten(rows.get(r), labelWidth);
      text.append(label).append(" ".repeat(labelWidth - width(label)));
      int best = largest(values[r]);
      for (int c = 0; c < values[r].length; c++) {
        String number = String.format(Locale.ROOT, "%.4f", values[r][c]);
        text.append("  ").append(padLeft(number, columnWidth - 1)).append(c == best ? '*' : ' ');
      }
      text.append('\n');
    }
    return text.toString();
  }

  /// A table of texts in columns just as wide as needed, words to the left and all columns that
  /// begin with a digit in the first row to the right.
  ///
  /// @param rows each with a cell for each heading
  static String aligned(List<String> headings, List<List<String>> rows) {
    int columns = headings.size();
    int[] widths = new int[columns];
    boolean[] right = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      int column = c;
      widths[c] =
          Math.max(
              width(headings.get(c)),
              rows.stream().mapToInt(row -> width(row.get(column))).max().orElse(0));
      right[c] = !rows.isEmpty() && rows.getFirst().get(c).matches("-?\\d.*|\\?");
    }
    StringBuilder text = new StringBuilder(alignedRow(headings, widths, right));
    rows.forEach(row -> text.append(alignedRow(row, widths, right)));
    return text.toString();
  }

  private static String alignedRow(List<String> cells, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String cell = cells.get(c);
      String padding = " ".repeat(widths[c] - width(cell));
      line.append(right[c] ? padding + cell : cell + padding).append("  ");
    }
    return line.toString().stripTrailing() + "\n";
  }

  private static int widest(List<String> labels) {
    return labels.stream().mapToInt(label -> width(shorten(label, 1000))).max().orElse(0);
  }

  /// The place of the largest number; -1 where there is no choice.
  static int largest(double[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      best = row[i] > row[best] ? i : best;
    }
    return row.length > 1 ? best : -1;
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String padLeft(String text, int width) {
    return " ".repeat(Math.max(0, width - width(text))) + text;
  }

  /// A label of at most `width` characters on one line. A path keeps its end, which tells files
  /// apart; a sentence its beginning.
  static String shorten(String text, int width) {
    String line = text.strip().replaceAll("\\p{Cc}+", " ");
    int length = width(line);
    if (length <= width) {
      return line;
    }
    boolean path = line.indexOf(' ') < 0;
    int from = path ? line.offsetByCodePoints(0, length - width + 1) : 0;
    int to = path ? line.length() : line.offsetByCodePoints(0, width - 1);
    return path ? "…" + line.substring(from) : line.substring(0, to) + "…";
  }
}
