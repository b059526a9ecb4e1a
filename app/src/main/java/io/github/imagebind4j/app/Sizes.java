package io.github.imagebind4j.app;

import java.util.Locale;

/// Sizes as people read them.
final class Sizes {
  private Sizes() {}

  /// For example `4.80 GB`, in powers of 1000, as disks and downloads are sold.
  static String human(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.5 && unit < 3) {
      value /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, value < 10 ? "%.2f %sB" : "%.1f %sB", value, "kMGT".charAt(unit));
  }
}
