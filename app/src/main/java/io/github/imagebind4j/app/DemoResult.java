package io.github.imagebind4j.app;

import io.github.imagebind4j.app.DemoTable.Entry;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// All that `demo` found out.
///
/// @param model what the model is called
/// @param fingerprint which one it is exactly
/// @param dimensions how many numbers an embedding has
/// @param seconds how long loading and embedding took
/// @param entries the samples that were embedded
/// @param tables one for each pair of senses that is compared
/// @param searches one sense found by another
/// @param sums found by the sum of two
record DemoResult(
    String model,
    String fingerprint,
    int dimensions,
    double seconds,
    List<Entry> entries,
    List<DemoTable> tables,
    List<DemoSearch> searches,
    List<DemoSearch> sums) {

  /// What is compared with what: rows, columns.
  private static final List<List<Modality>> PAIRS =
      List.of(
          List.of(Modality.VISION, Modality.TEXT),
          List.of(Modality.AUDIO, Modality.TEXT),
          List.of(Modality.VISION, Modality.AUDIO),
          List.of(Modality.DEPTH, Modality.VISION),
          List.of(Modality.THERMAL, Modality.TEXT),
          List.of(Modality.IMU, Modality.TEXT));

  // Such as the embedded model gets right; what it gets wrong is in the tables.
  private static final String PICTURE_QUERY = "dog";
  private static final String SOUND_QUERY = "cup";
  private static final String PICTURE_TERM = "panda";
  private static final String SOUND_TERM = "cup";

  private static final int MOST_FOUND = 3;

  /// Compares, searches and adds.
  static DemoResult of(
      String model, String fingerprint, int dimensions, double seconds, List<Entry> entries) {
    List<Entry> pictures = of(entries, Modality.VISION);
    List<Entry> sounds = of(entries, Modality.AUDIO);
    List<DemoSearch> searches = new ArrayList<>();
    one(pictures, PICTURE_QUERY)
        .filter(_ -> !sounds.isEmpty())
        .ifPresent(picture -> searches.add(DemoSearch.by(picture, sounds)));
    one(sounds, SOUND_QUERY)
        .filter(_ -> !pictures.isEmpty())
        .ifPresent(sound -> searches.add(DemoSearch.by(sound, pictures)));
    List<DemoSearch> sums = new ArrayList<>();
    one(pictures, PICTURE_TERM)
        .ifPresent(picture ->
            one(sounds, SOUND_TERM)
                .ifPresent(sound -> sums.add(DemoSearch.bySum(picture, sound, pictures))));
    List<DemoTable> tables =
        PAIRS.stream()
            .map(pair -> DemoTable.of(of(entries, pair.getFirst()), of(entries, pair.getLast())))
            .filter(table -> !table.isEmpty())
            .toList();
    return new DemoResult(
        model, fingerprint, dimensions, seconds, List.copyOf(entries), tables, searches, sums);
  }

  private static List<Entry> of(List<Entry> entries, Modality sense) {
    return entries.stream().filter(entry -> entry.sample().is(sense)).toList();
  }

  private static Optional<Entry> one(List<Entry> entries, String label) {
    return entries.stream().filter(entry -> entry.sample().label().equals(label)).findFirst();
  }

  /// As text for people.
  String toText() {
    StringBuilder text = new StringBuilder();
    for (DemoTable table : tables) {
      text.append(
              TextTable.render(
                  table.title() + ", cosine",
                  table.rows().stream().map(entry -> entry.sample().caption()).toList(),
                  table.columns().stream().map(entry -> entry.sample().label()).toList(),
                  table.cosine()))
          .append(
              String.format(
                  Locale.ROOT,
                  "the best is right in %d of %d; guessing: %.1f%n%n",
                  table.right(),
                  table.rows().size(),
                  table.chance()));
    }
    searches.forEach(search -> text.append(asText(search, "finds")));
    sums.forEach(sum -> text.append(asText(sum, "finds")));
    return text.toString().stripTrailing();
  }

  private static String asText(DemoSearch search, String verb) {
    StringBuilder text = new StringBuilder(search.title()).append(' ').append(verb);
    IntStream.range(0, Math.min(MOST_FOUND, search.found().size()))
        .forEach(i ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%n  %.4f  %s %s",
                    search.cosines().get(i),
                    DemoSample.word(search.found().get(i).sample().sense()),
                    search.found().get(i).sample().caption())));
    return text.append(search.isRight() ? "\n  right\n\n" : "\n  wrong\n\n").toString();
  }

  /// As one JSON object.
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("model", model);
    map.put("fingerprint", fingerprint);
    map.put("dimensions", dimensions);
    map.put("samples", entries.size());
    map.put("tables", tables.stream().map(DemoTable::toMap).toList());
    map.put("searches", searches.stream().map(DemoSearch::toMap).toList());
    map.put("sums", sums.stream().map(DemoSearch::toMap).toList());
    return map;
  }
}
