package io.github.imagebind4j.app;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.ImuFormat;
import java.util.List;
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
    try {
      return new DepthFormat(depthUnit.unit, focalLength, baseline);
    } catch (ConfigException e) {
      throw CliException.usage(e.getMessage());
    }
  }

  ImuFormat imu() {
    return new ImuFormat(imuColumns, imuRate);
  }
}
