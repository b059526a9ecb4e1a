package io.github.imagebind4j.indexing;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/// Which files are depth maps, thermal images or motion recordings: by their bytes they are
/// pictures, arrays or tables.
///
/// What patterns say comes first. Then, if conventions are on: a file in a folder called `depth`,
/// `thermal` or `imu`, or with a name like `x.depth.png`, is of that sense, if it ends in what such
/// files end in (`.png`, `.tif`, `.tiff`, `.npy`; thermal images also in `.jpg` and `.jpeg`; motion
/// in `.csv` and `.npy`).
///
/// Immutable and safe for use by any thread.
public final class SenseRules {
  /// Conventions, no patterns.
  public static final SenseRules CONVENTIONS = new SenseRules(List.of(), true);

  /// Content alone.
  public static final SenseRules CONTENT = new SenseRules(List.of(), false);

  private static final Map<String, Modality> NAMES =
      Map.of("depth", Modality.DEPTH, "thermal", Modality.THERMAL, "imu", Modality.IMU);

  private static final Map<Modality, Set<String>> ENDINGS =
      Map.of(
          Modality.DEPTH, Set.of("png", "tif", "tiff", "npy"),
          Modality.THERMAL, Set.of("png", "tif", "tiff", "npy", "jpg", "jpeg"),
          Modality.IMU, Set.of("csv", "npy"));

  private record Rule(PathMatcher matcher, boolean nameOnly, Modality modality) {}

  private final List<Rule> rules;
  private final boolean conventions;

  private SenseRules(List<Rule> rules, boolean conventions) {
    this.rules = rules;
    this.conventions = conventions;
  }

  /// These rules and one more, which counts if none before it fits.
  ///
  /// @param glob a pattern as the shell has them, e.g. `*_depth.png` or `kinect/**`; with a slash
  ///   it is held against the path below the root, without against the name
  /// @param modality what the files are
  /// @return the longer list
  /// @throws InputException if it is no pattern
  public SenseRules with(String glob, Modality modality) {
    List<Rule> longer = new ArrayList<>(rules);
    try {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
      longer.add(new Rule(matcher, glob.indexOf('/') < 0, modality));
    } catch (PatternSyntaxException e) {
      throw new InputException(
          "'" + glob + "' is no file pattern (" + e.getDescription() + "); e.g. '*_depth.png'", e);
    }
    return new SenseRules(List.copyOf(longer), conventions);
  }

  /// What a file is.
  ///
  /// @param root where the walk began
  /// @param file the file, at or below it
  /// @return its sense; empty if its content tells
  public Optional<Modality> senseOf(Path root, Path file) {
    Path below = file.equals(root) ? file.getFileName() : root.relativize(file);
    for (Rule rule : rules) {
      if (rule.matcher.matches(rule.nameOnly ? file.getFileName() : below)) {
        return Optional.of(rule.modality);
      }
    }
    return conventions ? byConvention(root, file, below) : Optional.empty();
  }

  private static Optional<Modality> byConvention(Path root, Path file, Path below) {
    String name = lower(file.getFileName());
    String[] parts = name.split("\\.", -1);
    String ending = parts[parts.length - 1];
    List<String> words = new ArrayList<>();
    if (parts.length > 2) {
      words.add(parts[parts.length - 2]);
    }
    for (int i = below.getNameCount() - 2; i >= 0; i--) {
      words.add(lower(below.getName(i)));
    }
    if (!file.equals(root) && root.getFileName() != null) {
      words.add(lower(root.getFileName()));
    }
    return words.stream()
        .filter(NAMES::containsKey)
        .map(NAMES::get)
        .findFirst()
        .filter(modality -> ENDINGS.getOrDefault(modality, Set.of()).contains(ending));
  }

  private static String lower(Path name) {
    return name.toString().toLowerCase(Locale.ROOT);
  }
}
