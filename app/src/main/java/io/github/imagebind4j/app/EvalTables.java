package io.github.imagebind4j.app;

import io.github.imagebind4j.eval.ClassificationScores;
import io.github.imagebind4j.eval.CrossModalRetrieval;
import io.github.imagebind4j.eval.Emergence;
import io.github.imagebind4j.eval.EvalReport;
import io.github.imagebind4j.eval.FewShotProbe;
import io.github.imagebind4j.eval.MultiLabelScores;
import io.github.imagebind4j.eval.RetrievalScores;
import io.github.imagebind4j.eval.ZeroShot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An evaluation's report as text for people.
final class EvalTables {
  private EvalTables() {}

  static String render(EvalReport report) {
    List<String> tables = new ArrayList<>();
    zeroShot(report.zeroShot(), tables);
    retrieval(report.retrieval(), tables);
    report.probes().forEach(result -> tables.add(probe(result)));
    report.emergence().forEach(result -> tables.add(emergence(result)));
    return String.join("\n", tables).stripTrailing();
  }

  private static void zeroShot(List<ZeroShot.Result> results, List<String> tables) {
    List<List<String>> single = new ArrayList<>();
    List<List<String>> multi = new ArrayList<>();
    for (ZeroShot.Result result : results) {
      String classes = String.valueOf(result.classes().size());
      result.single().ifPresent(scores -> single.add(row(result, scores, classes)));
      result.multi().ifPresent(scores -> multi.add(row(result, scores, classes)));
    }
    if (!single.isEmpty()) {
      tables.add(
          TextTable.aligned(
              List.of(
                  "dataset",
                  "modality",
                  "templates",
                  "items",
                  "classes",
                  "top-1",
                  "top-5",
                  "per class",
                  "chance"),
              single));
    }
    if (!multi.isEmpty()) {
      tables.add(
          TextTable.aligned(
              List.of("dataset", "modality", "templates", "items", "classes", "mAP", "chance"),
              multi));
    }
  }

  private static List<String> row(
      ZeroShot.Result result, ClassificationScores scores, String classes) {
    return List.of(
        result.dataset(),
        result.modality().name(),
        result.templates(),
        String.valueOf(scores.items()),
        classes,
        percent(scores.top1()),
        percent(scores.top5()),
        percent(scores.meanPerClass()),
        percent(result.chance()));
  }

  private static List<String> row(ZeroShot.Result result, MultiLabelScores scores, String classes) {
    return List.of(
        result.dataset(),
        result.modality().name(),
        result.templates(),
        String.valueOf(scores.items()),
        classes,
        percent(scores.meanAveragePrecision()),
        percent(scores.chance()));
  }

  private static void retrieval(List<CrossModalRetrieval.Result> results, List<String> tables) {
    List<List<String>> rows = new ArrayList<>();
    for (CrossModalRetrieval.Result result : results) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  result.dataset(),
                  result.from() + " > " + result.to(),
                  lower(result.level().name())));
      row.addAll(figures(result.scores()));
      rows.add(row);
    }
    if (!rows.isEmpty()) {
      List<String> headings = new ArrayList<>(List.of("dataset", "direction", "by"));
      headings.addAll(FIGURES);
      tables.add(TextTable.aligned(headings, rows));
    }
  }

  private static final List<String> FIGURES =
      List.of(
          "queries",
          "targets",
          "R@1",
          "R@5",
          "R@10",
          "MRR",
          "mAP",
          "median",
          "chance R@1",
          "chance mAP");

  private static List<String> figures(RetrievalScores scores) {
    RetrievalScores.Rates found = scores.found();
    return List.of(
        String.valueOf(scores.queries()),
        String.valueOf(scores.targets()),
        percent(found.recallAt1()),
        percent(found.recallAt5()),
        percent(found.recallAt10()),
        number(found.meanReciprocalRank()),
        number(found.meanAveragePrecision()),
        String.format(Locale.ROOT, "%.0f", found.medianRank()),
        percent(scores.chance().recallAt1()),
        number(scores.chance().meanAveragePrecision()));
  }

  private static String probe(FewShotProbe.Result result) {
    List<List<String>> rows = new ArrayList<>();
    for (FewShotProbe.Row row : result.rows()) {
      boolean several = row.top1().draws() > 1;
      rows.add(
          List.of(
              result.dataset(),
              result.modality().name(),
              row.shots() == 0 ? "all" : String.valueOf(row.shots()),
              lower(row.method().name()),
              percent(row.top1().mean()),
              several ? "± " + percent(row.top1().halfWidth()) : "",
              percent(row.meanPerClass().mean()),
              String.valueOf(row.top1().draws()),
              percent(result.chance())));
    }
    return TextTable.aligned(
        List.of(
            "dataset",
            "modality",
            "shots",
            "method",
            "top-1",
            "95 %",
            "per class",
            "draws",
            "chance"),
        rows);
  }

  private static String emergence(Emergence.Result result) {
    List<List<String>> rows = new ArrayList<>();
    for (Emergence.Cell cell : result.cells()) {
      List<String> row =
          new ArrayList<>(
              List.of(
                  cell.from() + " > " + cell.to(),
                  lower(cell.level().name()),
                  cell.trained() ? "trained" : "emergent"));
      row.addAll(figures(cell.scores()));
      row.add(String.format(Locale.ROOT, "%.1f", cell.timesChance()));
      row.add(number(cell.gap().gap()));
      rows.add(row);
    }
    List<String> headings = new ArrayList<>(List.of("direction", "by", "status"));
    headings.addAll(FIGURES);
    headings.add("x chance");
    headings.add("gap");
    return result.dataset()
        + ", trained on "
        + result.trained()
        + "\n"
        + TextTable.aligned(headings, rows);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "?" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "?" : String.format(Locale.ROOT, "%.3f", value);
  }
}
