package io.github.imagebind4j.app;

import io.github.imagebind4j.page.WebPage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import tools.jackson.jr.ob.JSON;

/// An index as an interactive page that needs nothing but itself: no network, no other script. What
/// comes from files is data to the script, never HTML or code.
final class MapPage {
  /// The colour that every item has.
  static final String MODALITY = "modality";

  private static final int MOST_COLOURS = 24;
  private static final int LONGEST_TEXT = 500;
  private static final String OTHER = "(others)";
  private static final String NONE = "(none)";

  /// Pictures, sounds and videos may come out of the page, from beside it and from the disk;
  /// nothing may come from elsewhere, and no script but the page's own may run.
  private static final String POLICY =
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src"
          + " 'unsafe-inline'; style-src 'unsafe-inline'; img-src 'self' data: file:; media-src"
          + " 'self' data: file:\">\n";

  /// What colours can say.
  ///
  /// @param values at most 24, one colour each
  /// @param of the value's place for each item
  private record Colour(String name, List<String> values, byte[] of) {}

  private final List<IndexedItem> items;
  private final float[][] places;
  private final long total;
  private final List<Colour> colours;

  /// @param items what to show, at least one
  /// @param places of each, 0 to 1
  /// @param total how many there were to draw from
  /// @param first the field that the colours say at first
  /// @throws CliException if no item has that field, or it is no field to colour by
  MapPage(List<IndexedItem> items, float[][] places, long total, String first) {
    this.items = items;
    this.places = places;
    this.total = total;
    this.colours = colours(items, first);
  }

  private static List<Colour> colours(List<IndexedItem> items, String first) {
    Map<String, Map<Integer, String>> fields = new TreeMap<>();
    Map<String, Set<String>> different = new TreeMap<>();
    for (int i = 0; i < items.size(); i++) {
      int at = i;
      items
          .get(i)
          .fields()
          .asMap()
          .forEach((name, value) -> {
            if (value instanceof String || value instanceof Boolean || value instanceof Long) {
              Set<String> values = different.computeIfAbsent(name, _ -> new HashSet<>());
              if (name.equals(first) || values.size() <= MOST_COLOURS) {
                values.add(String.valueOf(value));
                fields.computeIfAbsent(name, _ -> new HashMap<>()).put(at, String.valueOf(value));
              } else {
                fields.remove(name); // too many to be colours
              }
            }
          });
    }
    List<Colour> colours = new ArrayList<>();
    Map<Integer, String> modalities = new HashMap<>();
    IntStream.range(0, items.size())
        .forEach(i -> modalities.put(i, items.get(i).modality().name()));
    colours.add(colour(MODALITY, modalities, items.size()));
    fields.remove(MODALITY);
    fields.forEach((name, values) -> {
      int count = different.getOrDefault(name, Set.of()).size();
      if (name.equals(first) || (count >= 2 && count <= MOST_COLOURS)) {
        colours.add(colour(name, values, items.size()));
      }
    });
    if (colours.stream().noneMatch(colour -> colour.name.equals(first))) {
      throw CliException.usage(
          "--colour: no item has a field "
              + first
              + "; there are "
              + String.join(", ", different.keySet()));
    }
    colours.sort(Comparator.comparing((Colour colour) -> !colour.name.equals(first)));
    return colours;
  }

  /// The values, the most frequent first; what is too much for the eye becomes one.
  private static Colour colour(String name, Map<Integer, String> values, int count) {
    Map<String, Integer> counts = new HashMap<>();
    values.values().forEach(value -> counts.merge(value, 1, Integer::sum));
    boolean all = counts.size() <= MOST_COLOURS;
    List<String> named =
        new ArrayList<>(
            counts.entrySet().stream()
                .sorted(
                    Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(all ? MOST_COLOURS : MOST_COLOURS - 1)
                .map(Map.Entry::getKey)
                .toList());
    Map<String, Integer> numbers = new HashMap<>();
    named.forEach(value -> numbers.put(value, numbers.size()));
    int other = named.size();
    int none = other + (all ? 0 : 1);
    byte[] of = new byte[count];
    boolean lacking = false;
    for (int i = 0; i < count; i++) {
      String value = values.get(i);
      lacking |= value == null;
      of[i] = (byte) (value == null ? none : numbers.getOrDefault(value, other));
    }
    if (!all) {
      named.add(OTHER);
    }
    if (lacking) {
      named.add(NONE);
    }
    return new Colour(name, named, of);
  }

  /// Renders the page.
  ///
  /// @param pictures whether small pictures go into the page
  /// @param done is told how many more items are ready
  String render(ItemMedia media, boolean pictures, LongConsumer done) {
    String json = JSON.std.asString(data(media, pictures, done));
    return WebPage.begin("ImageBind4J: map", resource("map.css"), POLICY)
        + side()
        + """
        <div id="stage">
        <canvas id="map" tabindex="0" role="application" aria-label="Map of %d items. Arrow keys move, plus and minus enlarge, n and p go from item to item, Enter opens one, slash searches."></canvas>
        <div id="card" tabindex="-1" hidden></div>
        <div id="zoom"><button type="button" id="in" aria-label="enlarge">+</button><button type="button" id="out" aria-label="make smaller">−</button><button type="button" id="all" aria-label="show all">⤢</button></div>
        <p id="status" class="sr" role="status"></p>
        </div>
        <script id="data" type="application/json">\
        """
            .replace("%d", String.valueOf(items.size()))
        + json.replace("<", "\\u003c") // nothing in it can end the element
        + "</script>\n<script>\n"
        + resource("map.js")
        + "</script>\n"
        + WebPage.END;
  }

  private String side() {
    String count =
        items.size() < total
            ? String.format(Locale.ROOT, "%,d of %,d items", items.size(), total)
            : String.format(Locale.ROOT, "%,d items", total);
    return """
    <div id="side">
    <h1>Map</h1>
    <p class="soft">\
    """
        + count
        + """
        ; what is similar to the model lies close together. Directions and the distances between far groups mean nothing.</p>
        <label>Search <input id="search" type="search" autocomplete="off"></label>
        <p class="soft" id="count" role="status"></p>
        <ul id="found"></ul>
        <label>Colour <select id="colour"></select></label>
        <fieldset id="legend"></fieldset>
        <button type="button" id="every">all or none</button>
        <p class="soft">Point at an item to see it, click to keep it. Drag and wheel, or <kbd>←</kbd> <kbd>→</kbd> <kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd>, move the map; <kbd>n</kbd> <kbd>p</kbd> go from item to item; <kbd>/</kbd> searches.</p>
        </div>
        """;
  }

  private Map<String, Object> data(ItemMedia media, boolean pictures, LongConsumer done) {
    List<String> senses =
        items.stream().map(item -> item.modality().name()).distinct().sorted().toList();
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, String> thumbnails = new LinkedHashMap<>();
    List<String> links = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      IndexedItem item = items.get(i);
      String number = String.valueOf(i);
      item.text().ifPresent(text -> texts.put(number, TextTable.shorten(text, LONGEST_TEXT)));
      if (pictures) {
        media.thumbnail(item).ifPresent(thumbnail -> thumbnails.put(number, thumbnail));
        done.accept(1);
      }
      links.add(media.link(item).orElse(""));
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("x", coordinates(0));
    data.put("y", coordinates(1));
    data.put("modalityNames", senses);
    data.put(
        "modalities", items.stream().map(item -> senses.indexOf(item.modality().name())).toList());
    data.put("names", items.stream().map(item -> TextTable.shorten(item.title(), 120)).toList());
    data.put("paths", items.stream().map(IndexedItem::path).toList());
    data.put("links", links);
    data.put("texts", texts);
    data.put("thumbnails", thumbnails);
    data.put(
        "colours",
        colours.stream()
            .map(colour ->
                Map.of(
                    "name",
                    colour.name,
                    "values",
                    colour.values,
                    "of",
                    Base64.getEncoder().encodeToString(colour.of)))
            .toList());
    return data;
  }

  /// Two bytes each, the lower first: finer than any screen, and a tenth of the digits.
  private String coordinates(int axis) {
    byte[] bytes = new byte[2 * places.length];
    for (int i = 0; i < places.length; i++) {
      int place = Math.clamp(Math.round(places[i][axis] * 65_535), 0, 65_535);
      bytes[2 * i] = (byte) place;
      bytes[2 * i + 1] = (byte) (place >> 8);
    }
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String resource(String name) {
    try (InputStream in = MapPage.class.getResourceAsStream("map/" + name)) {
      if (in == null) {
        throw new IllegalStateException("map/" + name + " is missing in the application's jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
