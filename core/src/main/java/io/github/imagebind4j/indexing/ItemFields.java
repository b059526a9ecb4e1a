package io.github.imagebind4j.indexing;

import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.media.MediaInfo;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is written down of an item, and its id.
final class ItemFields {
  static final String PATH = "path";
  static final String MEMBER = "member";
  static final String BYTES = "bytes";
  static final String MODIFIED = "modified";
  static final String SHA256 = "sha256";
  static final String KIND = "kind";
  static final String DURATION = "duration";
  static final String RECIPE = "recipe";

  private ItemFields() {}

  /// The fields that all items of a file share.
  ///
  /// @param recipe how it was cut or read, where that is not the only way; else empty
  static Map<String, Object> ofFile(
      MediaFile file, String sha256, String kind, String recipe, MediaInfo info) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("modality", ""); // its place; each item has its own
    fields.put(KIND, kind);
    fields.put(PATH, file.path().toString());
    fields.put("name", file.name());
    Path folder = file.path().getParent();
    fields.put("folder", folder == null ? "" : folder.toString());
    if (!file.member().isEmpty()) {
      fields.put(MEMBER, file.member());
    }
    fields.put(BYTES, file.bytes());
    fields.put(MODIFIED, file.modified().toString());
    fields.put(SHA256, sha256);
    if (info.width() > 0) {
      fields.put("width", info.width());
      fields.put("height", info.height());
    }
    if (info.durationSeconds() > 0) {
      fields.put(DURATION, rounded(info.durationSeconds()));
    }
    if (!recipe.isEmpty()) {
      fields.put(RECIPE, recipe);
    }
    known(file).forEach(fields::putIfAbsent);
    file.text().ifPresent(text -> fields.put("text", shortened(text)));
    return fields;
  }

  /// What is known of a file from elsewhere; a name that is taken gets a prefix.
  static Map<String, Object> known(MediaFile file) {
    Map<String, Object> fields = new LinkedHashMap<>();
    file.known().asMap().forEach((name, value) -> fields.put(own(name), value));
    return fields;
  }

  private static String own(String name) {
    return switch (name) {
      case "modality",
          KIND,
          PATH,
          "name",
          "folder",
          MEMBER,
          BYTES,
          MODIFIED,
          SHA256,
          "width",
          "height",
          DURATION,
          "start",
          "end",
          RECIPE,
          "text" ->
          "column." + name;
      default -> name;
    };
  }

  /// The fields of an item of all of a file.
  static Fields whole(Map<String, Object> ofFile, Modality modality) {
    Map<String, Object> fields = new LinkedHashMap<>(ofFile);
    fields.put("modality", modality.name());
    return Fields.of(fields);
  }

  /// The fields of a piece.
  static Fields piece(Map<String, Object> ofFile, Modality modality, double start, double end) {
    Map<String, Object> fields = new LinkedHashMap<>(ofFile);
    fields.put("modality", modality.name());
    fields.put("start", rounded(start));
    fields.put("end", rounded(end));
    return Fields.of(fields);
  }

  /// A media fragment (W3C Media Fragments URI 1.0): time, and the track if there are two.
  static String fragment(double start, double end, String track) {
    String time = "#t=" + seconds(start) + "," + seconds(end);
    return track.isEmpty() ? time : time + "&track=" + track;
  }

  private static String seconds(double value) {
    return BigDecimal.valueOf(value)
        .setScale(3, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private static String shortened(String text) {
    int most = 32_000;
    return text.length() <= most ? text : text.substring(0, most);
  }

  /// The key of the file that an item is of.
  static String key(Fields fields) {
    return MediaFile.key(fields.text(PATH).orElse(""), fields.text(MEMBER).orElse(""));
  }

  /// Identifies a file's content and how it was read.
  static long content(String sha256, String recipe) {
    return Visited.hash(sha256, recipe);
  }

  static long content(Fields fields) {
    return content(fields.text(SHA256).orElse(""), fields.text(RECIPE).orElse(""));
  }
}
