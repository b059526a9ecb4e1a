import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.jr.ob.JSON;

/// Draws the scaling study: an SVG on standard output, the same as a Markdown table on standard error.
///
/// For each size of the image tower it reads `<size>.json` (from `eval emergence --json`) and `<size>.info.json`
/// (from `models info --json`). Several folders are several seeds: points are drawn for each, lines for their mean.
///
/// `java -cp "app/target/lib/*" recipes/scaling/ScalingPlot.java FOLDER… > scaling.svg`
final class ScalingPlot {
  private static final List<String> SIZES = List.of("small", "medium", "large");
  private static final List<String> SENSES = List.of("vision", "audio", "thermal", "depth", "imu");
  private static final List<String> COLOURS = List.of("#444", "#2c6fbb", "#c0392b", "#27ae60", "#8e44ad");
  private static final Map<String, String> NAMES =
      Map.of(
          "vision", "picture (trained with text)",
          "audio", "sound",
          "thermal", "heat",
          "depth", "depth",
          "imu", "motion");
  private static final int LEFT = 60;
  private static final int TOP = 20;
  private static final int WIDTH = 420;
  private static final int HEIGHT = 300;

  /// Top-1 by text of a sense: one number a seed for each size.
  record Series(List<List<Double>> bySize, double chance) {
    double mean(int size) {
      return bySize.get(size).stream().mapToDouble(d -> d).average().orElseThrow();
    }
  }

  private final List<Path> folders;
  private final double[] parameters = new double[SIZES.size()];
  private final Map<String, Series> series = new LinkedHashMap<>();

  private ScalingPlot(List<Path> folders) {
    this.folders = folders;
  }

  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      System.err.println("usage: ScalingPlot FOLDER…");
      System.exit(2);
    }
    ScalingPlot plot = new ScalingPlot(List.of(args).stream().map(Path::of).toList());
    plot.read();
    System.err.print(plot.table());
    System.out.write(plot.svg().getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }

  private void read() throws IOException {
    for (String sense : SENSES) {
      List<List<Double>> bySize = new ArrayList<>();
      double chance = 0;
      for (String size : SIZES) {
        List<Double> values = new ArrayList<>();
        for (Path folder : folders) {
          Map<?, ?> cell = byText(json(folder.resolve(size + ".json")), sense);
          values.add(number(cell, "recall_at_1"));
          chance = number((Map<?, ?>) cell.get("chance"), "recall_at_1");
        }
        bySize.add(values);
      }
      series.put(sense, new Series(bySize, chance));
    }
    for (int i = 0; i < SIZES.size(); i++) {
      Map<?, ?> info = json(folders.getFirst().resolve(SIZES.get(i) + ".info.json"));
      parameters[i] = number((Map<?, ?>) info.get("parameters"), "vision");
    }
  }

  private static Map<?, ?> json(Path file) throws IOException {
    return JSON.std.mapFrom(Files.readString(file));
  }

  private static double number(Map<?, ?> map, String name) {
    return ((Number) map.get(name)).doubleValue();
  }

  /// The cell of the matrix from a sense to the names of its classes.
  private static Map<?, ?> byText(Map<?, ?> report, String sense) {
    Map<?, ?> matrix = (Map<?, ?>) ((List<?>) report.get("emergence")).getFirst();
    return ((List<?>) matrix.get("cells"))
        .stream()
            .map(cell -> (Map<?, ?>) cell)
            .filter(c -> sense.equals(c.get("from")) && "text".equals(c.get("to")))
            .filter(c -> "class".equals(c.get("level")))
            .findFirst()
            .orElseThrow();
  }

  private String table() {
    StringBuilder out = new StringBuilder("| by text, top-1 | chance |");
    for (int i = 0; i < SIZES.size(); i++) {
      out.append(String.format(Locale.ROOT, " %s: %,.0f |", SIZES.get(i), parameters[i]));
    }
    out.append("\n|---|---|---|---|---|\n");
    series.forEach((sense, values) -> {
      out.append(String.format(Locale.ROOT, "| %s | %.1f %% |", NAMES.get(sense), 100 * values.chance));
      for (int i = 0; i < SIZES.size(); i++) {
        out.append(' ');
        List<String> seeds = new ArrayList<>();
        values.bySize.get(i).forEach(v -> seeds.add(String.format(Locale.ROOT, "%.1f", 100 * v)));
        out.append(String.join(" / ", seeds)).append(" % |");
      }
      out.append('\n');
    });
    return out.toString();
  }

  private double x(int size) {
    double first = Math.log(parameters[0]);
    double last = Math.log(parameters[SIZES.size() - 1]);
    return LEFT + 25 + (WIDTH - 50) * (Math.log(parameters[size]) - first) / (last - first);
  }

  /// The top of the axis: the next tenth above all values.
  private double highest() {
    double most =
        series.values().stream()
            .flatMap(s -> s.bySize.stream())
            .flatMap(List::stream)
            .mapToDouble(d -> d)
            .max()
            .orElseThrow();
    return Math.min(1, Math.ceil(10 * most + 0.2) / 10);
  }

  private double y(double share) {
    return TOP + HEIGHT * (1 - share / highest());
  }

  private String svg() {
    StringBuilder out = new StringBuilder();
    add(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 680 400\" font-family=\"sans-serif\" font-size=\"13\">");
    add(out, "<rect width=\"680\" height=\"400\" fill=\"#fff\"/>");
    for (int tenth = 0; tenth <= Math.round(10 * highest()); tenth++) {
      double y = y(tenth / 10.0);
      add(out, "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, LEFT + WIDTH, y, y);
      add(out, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d %%</text>", LEFT - 8, y + 4, 10 * tenth);
    }
    for (int i = 0; i < SIZES.size(); i++) {
      add(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x(i), TOP + HEIGHT + 20, SIZES.get(i));
      add(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#555\">%,.0f</text>", x(i), TOP + HEIGHT + 37, parameters[i]);
    }
    add(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">parameters of the image tower</text>", LEFT + WIDTH / 2, TOP + HEIGHT + 60);
    labels(out);
    for (int s = 0; s < SENSES.size(); s++) {
      curve(out, series.get(SENSES.get(s)), COLOURS.get(s), s == 0);
    }
    return add(out, "</svg>").toString();
  }

  private void curve(StringBuilder out, Series values, String colour, boolean trained) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < SIZES.size(); i++) {
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i), y(values.mean(i))));
      for (double value : values.bySize.get(i)) {
        add(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>", x(i), y(value), colour);
      }
    }
    String dash = trained ? " stroke-dasharray=\"5 4\"" : "";
    add(out, "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>", points.toString().strip(), colour, dash);
  }

  /// Names at the right ends, moved apart where curves end together.
  private void labels(StringBuilder out) {
    List<String> byHeight = new ArrayList<>(SENSES);
    int last = SIZES.size() - 1;
    byHeight.sort((a, b) -> Double.compare(series.get(b).mean(last), series.get(a).mean(last)));
    double above = Double.NEGATIVE_INFINITY;
    for (String sense : byHeight) {
      double y = Math.max(y(series.get(sense).mean(last)) + 4, above + 17);
      above = y;
      add(out, "<text x=\"%d\" y=\"%.1f\" fill=\"%s\">%s</text>", LEFT + WIDTH + 8, y, COLOURS.get(SENSES.indexOf(sense)), NAMES.get(sense));
    }
  }

  private static StringBuilder add(StringBuilder out, String line, Object... values) {
    return out.append(values.length == 0 ? line : String.format(Locale.ROOT, line, values)).append('\n');
  }
}
