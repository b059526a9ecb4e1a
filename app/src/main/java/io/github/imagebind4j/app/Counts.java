package io.github.imagebind4j.app;

/// Numbers of things in words.
final class Counts {
  private Counts() {}

  /// For example `1 file`, `2 files`.
  static String of(long count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }
}
