package io.github.imagebind4j.app;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.ImuFormat;
import io.github.imagebind4j.input.ThermalFormat;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/// The options that say what the numbers in depth maps and motion recordings mean.
final class FormatOptions {
  @Option(
      names = "--depth-unit",
      paramLabel = "U",
      description =
          "What depth maps store: ${COMPLETION-CANDIDATES}. auto: integers are millimetres, floats"
              + " metres. Default: ${DEFAULT-VALUE}.")
  private DepthUnit depthUnit = DepthUnit.auto;

  @Option(
      names = "--depth-fx",
      paramLabel = "PX",
      description = "The depth camera's focal length in pixels. Default: ${DEFAULT-VALUE}.")
  private double focalLength = DepthFormat.DEFAULT.focalLengthPx();

  @Option(
      names = "--depth-baseline",
      paramLabel = "M",
      description = "The depth camera's baseline in metres. Default: ${DEFAULT-VALUE}.")
  private double baseline = DepthFormat.DEFAULT.baselineMetres();

  @Option(
      names = "--thermal-range",
      split = ",",
      paramLabel = "V",
      description =
          "LOW,HIGH: the values of 16-bit and float thermal files that become black and white."
              + " Default: each file's own smallest and largest.")
  private List<Double> thermalRange = List.of();

  @Option(
      names = "--imu-columns",
      split = ",",
      paramLabel = "C",
      description =
          "The CSV's six columns, accelerometer x,y,z then gyroscope x,y,z. Default: found by"
              + " their usual names.")
  private List<String> imuColumns = List.of();

  @Option(
      names = "--imu-rate",
      paramLabel = "HZ",
      description = "Samples per second. Default: from the time column, else 400.")
  private double imuRate;

  @Option(
      names = "--imu-acc-unit",
      paramLabel = "U",
      description =
          "The accelerometer's unit: ${COMPLETION-CANDIDATES} (ms2: m/s²). Default: ${DEFAULT-VALUE}.")
  private AccelerationUnit accelerationUnit = AccelerationUnit.ms2;

  @Option(
      names = "--imu-gyro-unit",
      paramLabel = "U",
      description =
          "The gyroscope's unit: ${COMPLETION-CANDIDATES} a second. Default: ${DEFAULT-VALUE}.")
  private RotationUnit rotationUnit = RotationUnit.rad;

  /// Units by the names that the command line has for them.
  enum AccelerationUnit {
    ms2(ImuFormat.Acceleration.METRES_PER_SECOND_SQUARED),
    g(ImuFormat.Acceleration.G);

    private final ImuFormat.Acceleration unit;

    AccelerationUnit(ImuFormat.Acceleration unit) {
      this.unit = unit;
    }
  }

  /// Units by the names that the command line has for them.
  enum RotationUnit {
    rad(ImuFormat.Rotation.RADIANS_PER_SECOND),
    deg(ImuFormat.Rotation.DEGREES_PER_SECOND);

    private final ImuFormat.Rotation unit;

    RotationUnit(ImuFormat.Rotation unit) {
      this.unit = unit;
    }
  }

  /// Units by the names that the command line has for them.
  enum DepthUnit {
    auto(DepthFormat.Unit.AUTO),
    mm(DepthFormat.Unit.MILLIMETRES),
    m(DepthFormat.Unit.METRES),
    sun(DepthFormat.Unit.SUN_RGBD);

    private final DepthFormat.Unit unit;

    DepthUnit(DepthFormat.Unit unit) {
      this.unit = unit;
    }
  }

  DepthFormat depth() {
    return checked(() -> new DepthFormat(depthUnit.unit, focalLength, baseline));
  }

  ThermalFormat thermal() {
    return switch (thermalRange.size()) {
      case 0 -> ThermalFormat.DEFAULT;
      case 2 -> checked(() -> ThermalFormat.fixed(thermalRange.get(0), thermalRange.get(1)));
      default -> throw CliException.usage("--thermal-range wants LOW,HIGH, e.g. 29315,31315");
    };
  }

  ImuFormat imu() {
    return checked(() ->
        new ImuFormat(imuColumns, imuRate).withUnits(accelerationUnit.unit, rotationUnit.unit));
  }

  /// What does not fit in an option is the command line's fault.
  private static <T> T checked(Supplier<T> format) {
    try {
      return format.get();
    } catch (ConfigException e) {
      throw CliException.usage(e.getMessage());
    }
  }
}
