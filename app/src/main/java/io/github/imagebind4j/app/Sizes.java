package io.github.imagebind4j.app;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes as people read them.
final class Sizes {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?) ?([kmgt]?)(?:i?b)?");

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

  /// Reads a size of memory as the JVM's `-Xmx` has them: `4g`, `900m`, `1.5G`, in powers of 1024;
  /// without a unit bytes.
  ///
  /// @return bytes; -1 if it is no size
  static long parse(String text) {
    Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      return -1;
    }
    int thousands = " kmgt".indexOf(size.group(2).isEmpty() ? ' ' : size.group(2).charAt(0));
    return (long) (Double.parseDouble(size.group(1)) * Math.pow(1024, thousands));
  }
}
