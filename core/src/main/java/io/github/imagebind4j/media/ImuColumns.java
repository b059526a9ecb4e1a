package io.github.imagebind4j.media;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.ImuFormat;
import io.github.imagebind4j.input.ImuFormat.Acceleration;
import io.github.imagebind4j.input.ImuFormat.Rotation;
import io.github.imagebind4j.input.ImuFormat.TimeUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a motion table keeps its channels and its time.
///
/// Names are compared without case and punctuation: `Acc_X`, `accel-x`, `accl_x`, `ax` and
/// `Accelerometer X [m/s^2]` are all the accelerometer's x.
///
/// @param channels the column numbers of accelerometer x, y, z, gyroscope x, y, z
/// @param time the time column's number, or -1
/// @param timeUnit the unit that the time column's name states, else AUTO
record ImuColumns(List<Integer> channels, int time, TimeUnit timeUnit) {
  static final List<String> CHANNEL_NAMES =
      List.of(
          "accelerometer x",
          "accelerometer y",
          "accelerometer z",
          "gyroscope x",
          "gyroscope y",
          "gyroscope z");

  private static final String ACC =
      "acc|accl|accel|accelerometer|acceleration|accelerations|linearacceleration|linacc";
  private static final String GYRO =
      "gyr|gyro|gyroscope|rot|rotation|rotationrate|angularvelocity|angularrate|angvel|omega";
  private static final Pattern ACC_NAME =
      Pattern.compile(String.format(Locale.ROOT, "(?:a|%1$s)([xyz])|([xyz])(?:%1$s)", ACC));
  private static final Pattern GYRO_NAME =
      Pattern.compile(String.format(Locale.ROOT, "(?:g|w|%1$s)([xyz])|([xyz])(?:%1$s)", GYRO));
  private static final Pattern UNIT = Pattern.compile("[(\\[]([^)\\]]*)[)\\]]");
  private static final Pattern TIME =
      Pattern.compile(
          "(?:.*time(?:stamps?)?|t|ts|elapsed)?(s|secs?|seconds?|ms|msecs?|millis|milliseconds?|us|usecs?|micros|microseconds?|ns|nsecs?|nanos|nanoseconds?)?");

  /// Whether this line looks like the header of a motion table.
  static boolean isHeader(String line) {
    List<String> names = Arrays.asList(line.split("[,;\t]", -1));
    return find(names, ACC_NAME, "x") >= 0 && find(names, GYRO_NAME, "x") >= 0;
  }

  /// Finds the columns by the format's names, or else by the usual ones.
  static ImuColumns find(List<String> header, ImuFormat format, String file) {
    Integer[] channels = new Integer[6];
    for (int c = 0; c < 6; c++) {
      int at;
      String wanted;
      if (format.columns().isEmpty()) {
        String axis = "xyz".substring(c % 3, c % 3 + 1);
        at = find(header, c < 3 ? ACC_NAME : GYRO_NAME, axis);
        wanted = CHANNEL_NAMES.get(c);
      } else {
        wanted = format.columns().get(c);
        at = header.indexOf(wanted);
      }
      if (at < 0) {
        throw new MediaException(
            String.format(
                Locale.ROOT,
                "%s has no column for %s; its columns are %s: rename them (acc_x, acc_y, acc_z, gyro_x, gyro_y, gyro_z) or name them in ImuFormat.columns",
                file,
                wanted,
                header));
      }
      checkUnit(header.get(at), c < 3, format, file);
      channels[c] = at;
    }
    for (int i = 0; i < header.size(); i++) {
      String name = plain(header.get(i));
      Matcher time = TIME.matcher(name);
      if (!name.isEmpty() && !List.of(channels).contains(i) && time.matches()) {
        String unit = time.group(1) != null ? time.group(1) : unit(header.get(i));
        return new ImuColumns(List.of(channels), i, timeUnit(unit));
      }
    }
    return new ImuColumns(List.of(channels), -1, TimeUnit.AUTO);
  }

  private static int find(List<String> header, Pattern pattern, String axis) {
    for (int i = 0; i < header.size(); i++) {
      Matcher matcher = pattern.matcher(plain(header.get(i)));
      if (matcher.matches() && (axis.equals(matcher.group(1)) || axis.equals(matcher.group(2)))) {
        return i;
      }
    }
    return -1;
  }

  /// A name without its unit, in lower case, letters only.
  private static String plain(String name) {
    return UNIT.matcher(name).replaceAll("").toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }

  private static String unit(String name) {
    Matcher matcher = UNIT.matcher(name);
    return matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT).strip() : "";
  }

  /// Refuses a column whose name states another unit than the format does.
  private static void checkUnit(String name, boolean acceleration, ImuFormat format, String file) {
    String unit = unit(name);
    boolean clash =
        acceleration
            ? unit.equals("g") != (format.acceleration() == Acceleration.G)
            : (unit.contains("deg") || unit.contains("dps") || unit.contains("°"))
                != (format.rotation() == Rotation.DEGREES_PER_SECOND);
    if (!unit.isEmpty() && clash) {
      throw new MediaException(
          String.format(
              Locale.ROOT,
              "%s: column '%s' states another unit than the format (%s, %s); set ImuFormat.withUnits",
              file,
              name,
              format.acceleration(),
              format.rotation()));
    }
  }

  private static TimeUnit timeUnit(String unit) {
    if (unit.isEmpty()) {
      return TimeUnit.AUTO;
    }
    return switch (unit.charAt(0)) {
      case 's' -> TimeUnit.SECONDS;
      case 'u', 'µ' -> TimeUnit.MICROSECONDS;
      case 'n' -> TimeUnit.NANOSECONDS;
      case 'm' -> unit.startsWith("mic") ? TimeUnit.MICROSECONDS : TimeUnit.MILLISECONDS;
      default -> TimeUnit.AUTO;
    };
  }
}
