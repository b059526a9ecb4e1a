package io.github.imagebind4j.app;

import io.github.imagebind4j.torch.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The result of `bench`, for people and as JSON.
///
/// @param machine what it was measured on
/// @param model what was measured
/// @param peakOfEach whether each peak of memory is of its own line; else of the process so far
/// @param loadBefore the machine's load average before the first measurement; negative if unknown
/// @param loadAfter the same after the last
/// @param peaks resident memory with all measured towers loaded, by precision
record BenchReport(
    Map<String, Object> machine,
    Map<String, Object> model,
    boolean peakOfEach,
    double loadBefore,
    double loadAfter,
    List<BenchPoint> points,
    Map<Precision, OptionalLong> peaks) {
  /// Changes when a field changes its meaning.
  static final String FORMAT = "imagebind4j-bench/1";

  /// Above this many other busy processors, times are not to be trusted.
  private static final double QUIET = 0.5;

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("format", FORMAT);
    map.put("machine", machine);
    map.put("load_average_before", loadBefore);
    map.put("load_average_after", loadAfter);
    map.put("model", model);
    map.put("peaks_are_per_point", peakOfEach);
    map.put("points", points.stream().map(BenchPoint::toMap).toList());
    Map<String, Object> bytes = new LinkedHashMap<>();
    peaks.forEach(
        (precision, peak) -> peak.ifPresent(value -> bytes.put(BenchPoint.name(precision), value)));
    map.put("all_towers_peak_bytes", bytes);
    return map;
  }

  String toText() {
    StringBuilder text = new StringBuilder();
    describe(text, machine);
    describe(text, model);
    text.append('\n');
    text.append(
        TextTable.aligned(BenchPoint.headings(), points.stream().map(BenchPoint::row).toList()));
    text.append('\n');
    readings().forEach(line -> text.append(line).append('\n'));
    return text.toString().stripTrailing();
  }

  /// One line a field, sizes as people read them.
  private static void describe(StringBuilder text, Map<String, Object> fields) {
    fields.forEach((name, value) -> {
      boolean bytes = name.endsWith("bytes") && value instanceof Long;
      text.append(String.format(Locale.ROOT, "%-17s", name.replace("_bytes", "").replace('_', ' ')))
          .append(bytes ? Sizes.human((Long) value) : String.valueOf(value))
          .append('\n');
    });
  }

  /// One sentence an input about its fastest point, then what concerns all.
  private List<String> readings() {
    List<String> lines = new ArrayList<>();
    points.stream().map(BenchPoint::input).distinct().forEach(input -> lines.add(reading(input)));
    peaks.forEach((precision, peak) ->
        peak.ifPresent(bytes ->
            lines.add(
                "All measured towers at once in "
                    + BenchPoint.name(precision)
                    + ": at most "
                    + Sizes.human(bytes)
                    + " resident.")));
    if (!peakOfEach && points.stream().anyMatch(point -> point.peakBytes().isPresent())) {
      lines.add("Peaks are of the whole process so far: this system can't forget them.");
    }
    if (loadBefore > QUIET) {
      lines.add(
          String.format(
              Locale.ROOT,
              "Other programs were running (load average %.1f before the start): these times are"
                  + " too long. Repeat it on a quiet machine.",
              loadBefore));
    }
    return lines;
  }

  private String reading(BenchInput input) {
    BenchPoint fastest =
        points.stream()
            .filter(point -> point.input().equals(input))
            .max(Comparator.comparingDouble(BenchPoint::itemsPerSecond))
            .orElseThrow();
    String times =
        best(input, Precision.FP32)
            .filter(_ -> fastest.precision() != Precision.FP32)
            .map(fp32 ->
                String.format(
                    Locale.ROOT,
                    ", %.1f times its fp32",
                    fastest.itemsPerSecond() / fp32.itemsPerSecond()))
            .orElse("");
    return String.format(
        Locale.ROOT,
        "%s: fastest in %s, %d at a time: %.2f items/s%s; %s of the %s GFLOP/s that plain matrix"
            + " products reach here; %s of the reference's arithmetic saved.",
        input.name(),
        BenchPoint.name(fastest.precision()),
        fastest.batch(),
        fastest.itemsPerSecond(),
        times,
        BenchPoint.percent(fastest.shareOfCeiling()),
        BenchPoint.giga(fastest.ceiling()),
        BenchPoint.percent(fastest.saved()));
  }

  private Optional<BenchPoint> best(BenchInput input, Precision precision) {
    return points.stream()
        .filter(point -> point.input().equals(input) && point.precision() == precision)
        .max(Comparator.comparingDouble(BenchPoint::itemsPerSecond));
  }
}
