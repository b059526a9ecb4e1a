package io.github.imagebind4j.lucene;

import io.github.imagebind4j.index.IndexSpace;
import io.github.imagebind4j.lucene.LuceneOptions.Quantization;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an index says of itself, kept with each commit.
///
/// @param options how it was made
/// @param space of its vectors, or null before the first
record IndexLabel(LuceneOptions options, @Nullable IndexSpace space) {
  private static final String FORMAT = "imagebind4j.format";
  private static final String VERSION = "1";
  private static final String QUANTIZATION = "quantization";
  private static final String CONNECTIONS = "maxConnections";
  private static final String BEAM_WIDTH = "beamWidth";
  private static final String RAM_BUFFER = "ramBufferMb";
  private static final String FINGERPRINT = "fingerprint";
  private static final String DIMENSION = "dimension";

  Map<String, String> toMap() {
    Map<String, String> map = new HashMap<>();
    map.put(FORMAT, VERSION);
    map.put(QUANTIZATION, options.quantization().name());
    map.put(CONNECTIONS, Integer.toString(options.maxConnections()));
    map.put(BEAM_WIDTH, Integer.toString(options.beamWidth()));
    map.put(RAM_BUFFER, Integer.toString(options.ramBufferMb()));
    if (space != null) {
      map.put(FINGERPRINT, space.fingerprint());
      map.put(DIMENSION, Integer.toString(space.dimension()));
    }
    return map;
  }

  static IndexLabel of(Map<String, String> map, Failures failures) {
    String version = map.get(FORMAT);
    if (version == null) {
      throw failures.failure(
          "is Lucene's, but was not made by LuceneIndex", "choose another folder", null);
    }
    if (!version.equals(VERSION)) {
      throw failures.failure(
          "is of format " + version + ", and this version reads format " + VERSION,
          "update ImageBind4J, or make the index anew",
          null);
    }
    String fingerprint = map.get(FINGERPRINT);
    LuceneOptions options =
        new LuceneOptions(
            Quantization.valueOf(map.getOrDefault(QUANTIZATION, "")),
            number(map, CONNECTIONS),
            number(map, BEAM_WIDTH),
            number(map, RAM_BUFFER));
    return new IndexLabel(
        options, fingerprint == null ? null : new IndexSpace(fingerprint, number(map, DIMENSION)));
  }

  private static int number(Map<String, String> map, String key) {
    return Integer.parseInt(map.getOrDefault(key, ""));
  }

  /// Checks that an existing index is opened as what it is.
  void requireSameKind(LuceneOptions wanted, Failures failures) {
    if (wanted.quantization() != options.quantization()
        || wanted.maxConnections() != options.maxConnections()) {
      throw failures.failure(
          "was made with " + describe(options) + ", and is to be opened with " + describe(wanted),
          "leave the options away when opening it, or make a new index",
          null);
    }
  }

  private static String describe(LuceneOptions options) {
    return options.quantization() + " vectors and " + options.maxConnections() + " connections";
  }

  IndexLabel withSpace(IndexSpace other) {
    return new IndexLabel(options, other);
  }
}
