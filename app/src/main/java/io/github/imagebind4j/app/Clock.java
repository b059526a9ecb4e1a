package io.github.imagebind4j.app;

import java.util.Locale;

/// Times in a recording as people write them.
final class Clock {
  private Clock() {}

  /// A time, e.g. `1:02:03` or `0:07`; tenths where there are any.
  static String of(double seconds) {
    long tenths = Math.round(seconds * 10);
    long whole = tenths / 10;
    String text =
        whole < 3600
            ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
            : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    return tenths % 10 == 0 ? text : text + "." + tenths % 10;
  }
}
