package io.github.imagebind4j.eval.dataset;

import java.util.Arrays;
import java.util.List;

/// Which part of a dataset to read, and how.
///
/// Immutable and safe for use by any thread.
///
/// @param splits names of splits, e.g. `test`, or folds, e.g. `1`; empty: the one that the layout
///   is evaluated on, or all
/// @param formats what the numbers in files mean
/// @param seed for what a protocol draws at random, such as LLVIP's background boxes
public record DatasetOptions(List<String> splits, MediaFormats formats, long seed) {
  /// The layout's usual split, default formats, seed 0.
  public static final DatasetOptions DEFAULT =
      new DatasetOptions(List.of(), MediaFormats.DEFAULT, 0);

  /// Copies.
  public DatasetOptions {
    splits = List.copyOf(splits);
  }

  /// These options with other splits.
  ///
  /// @param names separated by commas, e.g. `1,2,3`; empty for the usual one
  /// @return the changed copy
  public DatasetOptions withSplits(String names) {
    List<String> some =
        Arrays.stream(names.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
    return new DatasetOptions(some, formats, seed);
  }

  /// These options with other formats.
  ///
  /// @param media what the numbers in files mean
  /// @return the changed copy
  public DatasetOptions withFormats(MediaFormats media) {
    return new DatasetOptions(splits, media, seed);
  }

  /// These options with another seed.
  ///
  /// @param number any number
  /// @return the changed copy
  public DatasetOptions withSeed(long number) {
    return new DatasetOptions(splits, formats, number);
  }

  /// Whether a row of this split is wanted; all are, if no split is named.
  boolean wants(String split) {
    return splits.isEmpty() || splits.contains(split);
  }

  /// The one split that is named, or the usual one.
  String splitOr(String usual) {
    return splits.isEmpty() ? usual : splits.getFirst();
  }
}
