package io.github.imagebind4j.synth;

import io.github.imagebind4j.error.InputException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which scenes [SynthFiles] writes, and how.
///
/// Immutable and safe for use by any thread.
///
/// @param seed the world's
/// @param count how many scenes, 1 to 10,000,000; their indices begin at 0
/// @param options sizes and lengths
/// @param senses what to write of each scene
/// @param split which scenes are for what
/// @param format folders of files, or tar shards
public record SynthRequest(
    long seed,
    long count,
    SceneOptions options,
    Set<Sense> senses,
    SplitShares split,
    Format format) {
  /// Changes whenever the same seed makes other scenes than before, so that no folder mixes both.
  private static final int WORLD = 1;

  private static final long MOST = 10_000_000;

  /// How the files lie.
  public enum Format {
    /// A folder for each sense, and `manifest.csv`.
    FOLDER,
    /// `train-000000.tar` and so on with 256 scenes each, for readers of WebDataset.
    WEBDATASET
  }

  /// Checks and copies.
  ///
  /// @throws InputException if the count is out of range or no sense is wanted
  public SynthRequest {
    if (count < 1 || count > MOST) {
      throw new InputException("the number of scenes must be from 1 to " + MOST + ", got " + count);
    }
    if (senses.isEmpty()) {
      throw new InputException("no sense is wanted; name at least one, such as image");
    }
    senses = Collections.unmodifiableSet(EnumSet.copyOf(senses));
  }

  /// The world of the scenes.
  ///
  /// @return the world
  public SynthWorld world() {
    return SynthWorld.of(seed, options);
  }

  /// About how many bytes all files will take.
  ///
  /// @return an estimate
  public long estimatedBytes() {
    long pixels = (long) options.size() * options.size();
    long each = 1_500;
    for (Sense sense : senses) {
      each +=
          switch (sense) {
            case IMAGE -> 1_000 + pixels / 3;
            case DEPTH -> pixels * 2;
            case THERMAL -> pixels;
            case AUDIO -> (long) (2 * options.soundSeconds() * options.soundHertz());
            case IMU -> 128 + (long) (24 * options.motionSeconds() * options.motionHertz());
            case TEXT -> 500;
          };
    }
    return each * count;
  }

  /// What makes two runs the same: everything but the number of threads.
  Map<String, Object> identity() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("world", WORLD);
    map.put("seed", seed);
    map.put("count", count);
    map.put("size", options.size());
    map.put("sound_seconds", options.soundSeconds());
    map.put("sound_hertz", options.soundHertz());
    map.put("motion_seconds", options.motionSeconds());
    map.put("motion_hertz", options.motionHertz());
    map.put("senses", labels());
    map.put("split", split.toString());
    map.put("format", format.name().toLowerCase(java.util.Locale.ROOT));
    return map;
  }

  private List<String> labels() {
    return senses.stream().map(Sense::label).toList();
  }

  String pathOf(Sense sense, long index) {
    return String.format(
        java.util.Locale.ROOT,
        "%s/%04d/%07d.%s",
        sense.label(),
        index / 1000,
        index,
        sense.extension());
  }
}
