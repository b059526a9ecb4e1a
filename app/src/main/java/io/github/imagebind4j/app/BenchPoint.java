package io.github.imagebind4j.app;

import io.github.imagebind4j.model.Flops;
import io.github.imagebind4j.torch.MatmulCeiling;
import io.github.imagebind4j.torch.Precision;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// What was measured of one precision, input and batch size.
///
/// @param precision the number format that was computed in
/// @param batch items a call
/// @param loading of the tower, before the first batch size
/// @param nanos the warm calls' times, shortest first
/// @param reference the arithmetic of a call as the reference does it
/// @param done the arithmetic of a call as it was done
/// @param ceilings rates of plain matrix products, measured right before and after; empty if this
///   format has none here
/// @param peakBytes the most resident memory during the warm calls
record BenchPoint(
    Precision precision,
    BenchInput input,
    int batch,
    Loading loading,
    long[] nanos,
    Flops reference,
    Flops done,
    List<MatmulCeiling.Rate> ceilings,
    OptionalLong peakBytes) {

  /// How long a model took to get ready for an input.
  ///
  /// @param openSeconds to open and check the file
  /// @param firstSeconds to embed one item: the tower is built, its weights are read
  /// @param peakBytes the most resident memory meanwhile
  record Loading(double openSeconds, double firstSeconds, OptionalLong peakBytes) {}

  /// The time of which a share of the calls stayed within, by nearest rank.
  ///
  /// @param share e.g. 0.95
  double quantileSeconds(double share) {
    int rank = (int) Math.ceil(share * nanos.length);
    return nanos[Math.clamp(rank - 1L, 0, nanos.length - 1)] / 1e9;
  }

  /// Items a second, by the median time.
  double itemsPerSecond() {
    return batch / quantileSeconds(0.5);
  }

  /// Arithmetic a second, by the median time.
  double flopsPerSecond() {
    return done.total() / quantileSeconds(0.5);
  }

  /// What share of the reference's arithmetic was not needed.
  double saved() {
    return 1 - (double) done.total() / reference.total();
  }

  /// The median rate of the faster of the ceilings; NaN without any.
  double ceiling() {
    return ceilings.stream().mapToDouble(MatmulCeiling.Rate::median).max().orElse(Double.NaN);
  }

  /// The share of the ceiling that was reached; NaN without a ceiling.
  double shareOfCeiling() {
    return flopsPerSecond() / ceiling();
  }

  /// The headings of [#row].
  static List<String> headings() {
    return List.of(
        "precision",
        "input",
        "batch",
        "load s",
        "p50 ms",
        "p95 ms",
        "items/s",
        "GFLOP/s",
        "of ceiling",
        "saved",
        "peak");
  }

  /// This point as a line of the table.
  List<String> row() {
    return List.of(
        name(precision),
        input.name(),
        String.valueOf(batch),
        number("%.2f", loading.openSeconds() + loading.firstSeconds()),
        number("%.1f", 1e3 * quantileSeconds(0.5)),
        number("%.1f", 1e3 * quantileSeconds(0.95)),
        number("%.2f", itemsPerSecond()),
        giga(flopsPerSecond()),
        percent(shareOfCeiling()),
        percent(saved()),
        peakBytes.isPresent() ? Sizes.human(peakBytes.getAsLong()) : "?");
  }

  static String name(Precision precision) {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  /// In units of 10⁹, with three digits.
  static String giga(double value) {
    double billions = value / 1e9;
    return number(billions < 10 ? "%.2f" : billions < 100 ? "%.1f" : "%.0f", billions);
  }

  static String percent(double share) {
    return Double.isNaN(share) ? "?" : number("%.1f %%", 100 * share);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("precision", name(precision));
    map.put("input", input.name());
    map.put("modality", input.modality().name());
    if (input.words() > 0) {
      map.put("words", input.words());
    }
    map.put("item_shape", input.shape());
    map.put("batch", batch);
    map.put("open_seconds", loading.openSeconds());
    map.put("first_seconds", loading.firstSeconds());
    loading.peakBytes().ifPresent(bytes -> map.put("loading_peak_bytes", bytes));
    map.put("runs", nanos.length);
    map.put("p50_seconds", quantileSeconds(0.5));
    map.put("p95_seconds", quantileSeconds(0.95));
    map.put("all_seconds", Arrays.stream(nanos).mapToObj(time -> time / 1e9).toList());
    map.put("items_per_second", itemsPerSecond());
    map.put("flops_reference", reference.total());
    map.put("flops_done", done.total());
    map.put("work_saved", saved());
    map.put("flops_per_second", flopsPerSecond());
    if (!ceilings.isEmpty()) {
      map.put("share_of_ceiling", shareOfCeiling());
    }
    map.put("ceilings", ceilings.stream().map(BenchPoint::toMap).toList());
    peakBytes.ifPresent(bytes -> map.put("peak_bytes", bytes));
    return map;
  }

  private static Map<String, Object> toMap(MatmulCeiling.Rate rate) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("product", rate.product().toString());
    map.put("implementation", rate.implementation());
    map.put("runs", rate.runs());
    map.put("median_flops_per_second", rate.median());
    map.put("best_flops_per_second", rate.best());
    return map;
  }
}
