package io.github.imagebind4j.eval;

import io.github.imagebind4j.eval.CrossModalRetrieval.Level;
import io.github.imagebind4j.eval.dataset.EvalClass;
import io.github.imagebind4j.eval.dataset.EvalItem;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.page.WebPage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A report as a web page that needs nothing but itself: tables, confusion matrices, bars for each
/// class, examples with small pictures, the matrix of emergence; for light and dark screens.
///
/// Not safe for use by several threads at once; make a page with [#render].
public final class EvalPage {
  private static final String STYLE =
      """
      .matrix td { text-align: center; white-space: nowrap; border: 1px solid var(--line); }
      .matrix th[scope=col] { text-align: center; }
      .matrix b { font-size: 1.1rem; display: block; }
      .matrix .emergent { background: var(--good-soft); }
      .tag { font-size: .75rem; color: var(--soft); }
      .emergent .tag { color: var(--good); font-weight: 600; }
      .bars { columns: 3 320px; column-gap: 2rem; }
      .bar { display: grid; grid-template-columns: 9rem 1fr 3.6rem; gap: .5rem; align-items: center; break-inside: avoid; font-size: .85rem; }
      .bar span:first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .bar i { display: block; height: .6rem; background: var(--line); border-radius: 3px; overflow: hidden; }
      .bar i i { background: var(--good); border-radius: 0; }
      .bar span:last-child { text-align: right; font-variant-numeric: tabular-nums; }
      .confusion text { font-size: 9px; fill: var(--soft); }
      .confusion .frame { fill: none; stroke: var(--line); }
      .confusion .right { fill: var(--good); }
      .confusion .wrong { fill: var(--bad); }
      .example { display: flex; gap: .6rem; align-items: stretch; margin: .6rem 0; overflow-x: auto; }
      figure { margin: 0; width: 128px; flex: none; background: var(--card); border: 2px solid transparent; border-radius: 8px; padding: 6px; font-size: .75rem; overflow-wrap: anywhere; }
      figure.query { border-color: var(--line); margin-right: .6rem; }
      figure.hit { border-color: var(--good); }
      figure img { display: block; max-width: 112px; max-height: 112px; margin: 0 auto .3rem; border-radius: 4px; }
      """;

  private final StringBuilder page = new StringBuilder();
  private final Thumbnails thumbnails = new Thumbnails();

  private EvalPage() {}

  /// Renders a report.
  ///
  /// @param report what was found; the files of the retrieval examples' pictures are read again
  /// @return the page, about 3 MB at most
  public static String render(EvalReport report) {
    EvalPage page = new EvalPage();
    page.head(report);
    report.emergence().forEach(page::emergence);
    report.zeroShot().forEach(page::zeroShot);
    report.retrieval().forEach(page::retrieval);
    report.probes().forEach(page::probe);
    page.page.append(WebPage.END);
    return page.page.toString();
  }

  private void line(String html) {
    page.append(html).append('\n');
  }

  private static String escape(String text) {
    return WebPage.escape(text);
  }

  private void head(EvalReport report) {
    page.append(WebPage.begin("ImageBind4J evaluation", STYLE));
    line("<h1>ImageBind4J evaluation</h1>");
    line(
        "<p class=\"note\">Model "
            + escape(report.model())
            + " ("
            + escape(report.fingerprint())
            + "), "
            + escape(report.precision())
            + ". Ties are broken against the model. Chance is that of a random order, computed, not drawn."
            + (report.failures() > 0 ? " " + report.failures() + " items could not be read." : "")
            + "</p>");
  }

  private void tiles(String... labelsAndValues) {
    page.append("<div class=\"tiles\">");
    for (int i = 0; i < labelsAndValues.length; i += 2) {
      page.append("<div class=\"tile\"><b>")
          .append(escape(labelsAndValues[i + 1]))
          .append("</b><span class=\"soft\">")
          .append(escape(labelsAndValues[i]))
          .append("</span></div>");
    }
    line("</div>");
  }

  private void zeroShot(ZeroShot.Result result) {
    line(
        "<h2>"
            + escape(result.dataset() + ": zero-shot, " + result.modality() + " to text")
            + "</h2>");
    result
        .single()
        .ifPresent(scores -> {
          tiles(
              "top-1", HtmlText.percent(scores.top1()),
              "top-5", HtmlText.percent(scores.top5()),
              "mean per class", HtmlText.percent(scores.meanPerClass()),
              "chance", HtmlText.percent(result.chance()),
              "items", String.valueOf(scores.items()),
              "classes", String.valueOf(result.classes().size()),
              "templates", result.templates());
          bars(result.classes(), scores.perClass());
          line("<p class=\"note\">Rows: the right class. Columns: the chosen one.</p>");
          line("<div class=\"scroll\">");
          line(ConfusionPlot.svg(result.classes(), scores.confusion()));
          line("</div>");
        });
    result
        .multi()
        .ifPresent(scores -> {
          tiles(
              "mAP", HtmlText.percent(scores.meanAveragePrecision()),
              "chance", HtmlText.percent(scores.chance()),
              "items", String.valueOf(scores.items()),
              "classes", String.valueOf(result.classes().size()),
              "templates", result.templates());
          bars(result.classes(), scores.perClass());
        });
  }

  private void bars(List<EvalClass> classes, double[] values) {
    line("<div class=\"bars\">");
    IntStream.range(0, values.length)
        .boxed()
        .filter(c -> !Double.isNaN(values[c]))
        .sorted(Comparator.comparingDouble(c -> -values[c]))
        .forEach(c ->
            line(
                String.format(
                    Locale.ROOT,
                    "<div class=\"bar\"><span title=\"%1$s\">%1$s</span>"
                        + "<i><i style=\"width:%2$.1f%%\"></i></i><span>%3$s</span></div>",
                    escape(classes.get(c).name()),
                    100 * values[c],
                    HtmlText.percent(values[c]))));
    line("</div>");
  }

  private void retrieval(CrossModalRetrieval.Result result) {
    RetrievalScores scores = result.scores();
    RetrievalScores.Rates found = scores.found();
    RetrievalScores.Rates chance = scores.chance();
    String by = result.level() == Level.INSTANCE ? "partners" : "the same class";
    line(
        "<h2>"
            + escape(
                result.dataset() + ": " + result.from() + " finds " + result.to() + ", by " + by)
            + "</h2>");
    line("<div class=\"scroll\"><table><tr><th></th><th>R@1</th><th>R@5</th><th>R@10</th>");
    line("<th>MRR</th><th>mAP</th><th>median rank</th></tr>");
    line(row("found", found));
    line(row("chance", chance));
    line("</table></div>");
    line(
        "<p class=\"note\">"
            + scores.queries()
            + " queries, "
            + scores.targets()
            + " targets"
            + (scores.left() > 0 ? ", " + scores.left() + " queries without a partner" : "")
            + ". Framed: right.</p>");
    for (CrossModalRetrieval.Example example : result.examples()) {
      page.append("<div class=\"example\">");
      figure("query", example.query(), "");
      for (CrossModalRetrieval.Found hit : example.hits()) {
        figure(hit.right() ? "hit" : "", hit.item(), HtmlText.number(hit.cosine()) + " ");
      }
      line("</div>");
    }
  }

  private static String row(String name, RetrievalScores.Rates rates) {
    return String.format(
        Locale.ROOT,
        "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%.0f</td></tr>",
        name,
        HtmlText.percent(rates.recallAt1()),
        HtmlText.percent(rates.recallAt5()),
        HtmlText.percent(rates.recallAt10()),
        HtmlText.number(rates.meanReciprocalRank()),
        HtmlText.number(rates.meanAveragePrecision()),
        rates.medianRank());
  }

  private void figure(String style, EvalItem item, String prefix) {
    Optional<String> picture = thumbnails.of(item);
    page.append("<figure class=\"").append(style).append("\">");
    picture.ifPresent(uri -> page.append("<img alt=\"\" src=\"").append(uri).append("\">"));
    String caption =
        item.modality().equals(Modality.TEXT) && item.input().open() instanceof Input.Text text
            ? "“" + text.text() + "”"
            : item.modality() + " " + item.id();
    page.append("<figcaption>")
        .append(escape(prefix + HtmlText.shorten(caption, 120)))
        .append("</figcaption></figure>");
  }

  private void probe(FewShotProbe.Result result) {
    line("<h2>" + escape(result.dataset() + ": few-shot, " + result.modality()) + "</h2>");
    line("<div class=\"scroll\"><table><tr><th>shots a class</th><th>method</th>");
    line("<th>top-1</th><th>± 95 %</th><th>mean per class</th><th>draws</th></tr>");
    for (FewShotProbe.Row row : result.rows()) {
      line(
          "<tr><td>"
              + (row.shots() == 0 ? "all" : row.shots())
              + "</td><td>"
              + row.method().name().toLowerCase(Locale.ROOT)
              + "</td><td>"
              + HtmlText.percent(row.top1().mean())
              + "</td><td>"
              + HtmlText.percent(row.top1().halfWidth())
              + "</td><td>"
              + HtmlText.percent(row.meanPerClass().mean())
              + "</td><td>"
              + row.top1().draws()
              + "</td></tr>");
    }
    line("</table></div>");
    line(
        "<p class=\"note\">"
            + result.trainItems()
            + " items to draw from, "
            + result.testItems()
            + " to classify, chance "
            + HtmlText.percent(result.chance())
            + ".</p>");
  }

  private void emergence(Emergence.Result result) {
    line("<h2>" + escape(result.dataset() + ": emergent alignment") + "</h2>");
    line(
        "<p class=\"note\">Rows search, columns are searched: mean average precision, chance, and R@1."
            + " Trained on "
            + escape(result.trained().toString())
            + "; everything else has emerged (shaded).</p>");
    for (Level level : Level.values()) {
      if (result.cells().stream().anyMatch(cell -> cell.level() == level)) {
        line(
            "<h3>"
                + (level == Level.CLASS
                    ? "By class"
                    : "By partner: the same moment, or its caption")
                + "</h3>");
        matrix(result, level);
      }
    }
    line(
        "<p class=\"note\">Uniformity (0: one point, −4: even over the sphere): "
            + escape(
                result.uniformity().entrySet().stream()
                    .map(e -> e.getKey().name() + " " + HtmlText.number(e.getValue()))
                    .collect(Collectors.joining(", ")))
            + ".</p>");
  }

  private void matrix(Emergence.Result result, Level level) {
    page.append("<div class=\"scroll\"><table class=\"matrix\"><tr><th></th>");
    List<Modality> modalities =
        result.modalities().stream()
            .filter(m ->
                result.cells().stream().anyMatch(c -> c.level() == level && c.from().equals(m)))
            .toList();
    modalities.forEach(
        m -> page.append("<th scope=\"col\">").append(escape(m.name())).append("</th>"));
    line("</tr>");
    for (Modality from : modalities) {
      page.append("<tr><th scope=\"row\">").append(escape(from.name())).append("</th>");
      for (Modality to : modalities) {
        Optional<Emergence.Cell> cell = result.cell(from, to, level);
        page.append(cell.map(EvalPage::cell).orElse("<td class=\"soft\">–</td>"));
      }
      line("</tr>");
    }
    line("</table></div>");
  }

  private static String cell(Emergence.Cell cell) {
    RetrievalScores.Rates found = cell.scores().found();
    RetrievalScores.Rates chance = cell.scores().chance();
    String status = cell.trained() ? "trained" : "emergent";
    return String.format(
        Locale.ROOT,
        "<td class=\"%1$s\"><b>%2$s</b><span class=\"soft\">chance %3$s, × %4$.1f<br>R@1 %5$s (%6$s)"
            + "<br>gap %7$s</span><br><span class=\"tag\">%1$s</span></td>",
        status,
        HtmlText.number(found.meanAveragePrecision()),
        HtmlText.number(chance.meanAveragePrecision()),
        cell.timesChance(),
        HtmlText.percent(found.recallAt1()),
        HtmlText.percent(chance.recallAt1()),
        HtmlText.number(cell.gap().gap()));
  }
}
