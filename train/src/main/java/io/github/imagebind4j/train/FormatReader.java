package io.github.imagebind4j.train;

import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.ImuFormat;
import io.github.imagebind4j.input.ThermalFormat;
import io.github.imagebind4j.train.data.MediaFormats;

/// The `formats` of a recipe's data: what the numbers in its depth maps, thermal images and motion
/// recordings mean. The same choices, by the same names, as the command line's.
final class FormatReader {
  private FormatReader() {}

  static MediaFormats read(YamlFields f) {
    MediaFormats formats =
        new MediaFormats(depth(f.inner("depth")), thermal(f.inner("thermal")), imu(f.inner("imu")));
    f.requireAllKnown();
    return formats;
  }

  private static DepthFormat depth(YamlFields f) {
    DepthFormat.Unit unit =
        switch (f.text("unit", "auto")) {
          case "auto" -> DepthFormat.Unit.AUTO;
          case "mm" -> DepthFormat.Unit.MILLIMETRES;
          case "m" -> DepthFormat.Unit.METRES;
          case "sun" -> DepthFormat.Unit.SUN_RGBD;
          case String other -> throw f.wrong("unit", "auto, mm, m or sun", other);
        };
    DepthFormat format =
        new DepthFormat(
            unit,
            f.number("focal_length", DepthFormat.DEFAULT.focalLengthPx()),
            f.number("baseline", DepthFormat.DEFAULT.baselineMetres()));
    f.requireAllKnown();
    return format;
  }

  private static ThermalFormat thermal(YamlFields f) {
    ThermalFormat format =
        f.has("low") || f.has("high")
            ? ThermalFormat.fixed(f.number("low", 0), f.number("high", 0))
            : ThermalFormat.DEFAULT;
    f.requireAllKnown();
    return format;
  }

  private static ImuFormat imu(YamlFields f) {
    ImuFormat.Acceleration acceleration =
        switch (f.text("acceleration", "ms2")) {
          case "ms2" -> ImuFormat.Acceleration.METRES_PER_SECOND_SQUARED;
          case "g" -> ImuFormat.Acceleration.G;
          case String other -> throw f.wrong("acceleration", "ms2 or g", other);
        };
    ImuFormat.Rotation rotation =
        switch (f.text("rotation", "rad")) {
          case "rad" -> ImuFormat.Rotation.RADIANS_PER_SECOND;
          case "deg" -> ImuFormat.Rotation.DEGREES_PER_SECOND;
          case String other -> throw f.wrong("rotation", "rad or deg", other);
        };
    ImuFormat format =
        new ImuFormat(f.texts("columns"), f.number("rate", 0)).withUnits(acceleration, rotation);
    f.requireAllKnown();
    return format;
  }
}
