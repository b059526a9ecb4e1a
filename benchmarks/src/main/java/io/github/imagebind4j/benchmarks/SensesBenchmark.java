package io.github.imagebind4j.benchmarks;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.ImuFormat;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.preprocess.DepthPreprocessor;
import io.github.imagebind4j.preprocess.ImuPreprocessor;
import io.github.imagebind4j.preprocess.ThermalPreprocessor;
import io.github.imagebind4j.preprocess.VideoPreprocessor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Items a second: video, depth, thermal and motion, from a file's bytes to the tensor.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
public class SensesBenchmark {
  private static final int IMU_RATE_HZ = 200;
  private static final int IMU_SECONDS = 5;

  private final MediaDecoder decoder = MediaDecoder.standard();
  private final VideoPreprocessor video = new VideoPreprocessor();
  private final DepthPreprocessor depth = DepthPreprocessor.reference();
  private final ThermalPreprocessor thermal = ThermalPreprocessor.reference();
  private final ImuPreprocessor imu = ImuPreprocessor.reference();

  private MediaSource videoFile = MediaSource.of(new byte[0], "not set up");
  private MediaSource depthFile = videoFile;
  private MediaSource thermalFile = videoFile;
  private MediaSource imuFile = videoFile;

  /// Makes the files.
  @Setup
  public void encode() {
    byte[] mp4 =
        Encoder.encode(
            "testsrc2=size=1280x720:rate=25:duration=10",
            List.of("-c:v", "libopenh264", "-g", "50"),
            "mp4");
    videoFile = MediaSource.of(mp4, "video.mp4");
    depthFile = MediaSource.of(SyntheticPhoto.grayPng(640, 480, 16), "depth.png");
    thermalFile = MediaSource.of(SyntheticPhoto.grayPng(640, 512, 8), "thermal.png");
    imuFile = MediaSource.of(motion().getBytes(StandardCharsets.UTF_8), "motion.csv");
  }

  private static String motion() {
    StringBuilder csv = new StringBuilder("time_s,accl_x,accl_y,accl_z,gyro_x,gyro_y,gyro_z\n");
    for (int i = 0; i < IMU_RATE_HZ * IMU_SECONDS; i++) {
      double t = (double) i / IMU_RATE_HZ;
      csv.append(
          String.format(
              Locale.ROOT,
              "%.3f,%.5f,%.5f,%.5f,%.5f,%.5f,%.5f%n",
              t,
              Math.sin(7 * t),
              Math.cos(11 * t),
              9.81 + 0.3 * Math.sin(13 * t),
              0.1 * Math.sin(3 * t),
              0.2 * Math.cos(2 * t),
              0.05 * Math.sin(5 * t)));
    }
    return csv.toString();
  }

  /// A 10 s clip of 1280 x 720 in H.264, a key frame every 2 s.
  ///
  /// @return the tensor
  @Benchmark
  public FloatArray video() {
    return video.apply(decoder.video(videoFile, video.selector()));
  }

  /// A depth map of 640 x 480 in millimetres, as a PNG of 16 bits.
  ///
  /// @return the tensor
  @Benchmark
  public FloatArray depth() {
    return depth.apply(decoder.depth(depthFile, DepthFormat.DEFAULT));
  }

  /// A thermal image of 640 x 512, as a gray PNG.
  ///
  /// @return the tensor
  @Benchmark
  public FloatArray thermal() {
    return thermal.apply(decoder.thermal(thermalFile));
  }

  /// Five seconds of motion at 200 Hz, as a CSV.
  ///
  /// @return the tensor
  @Benchmark
  public FloatArray imu() {
    return imu.apply(decoder.imu(imuFile, ImuFormat.DEFAULT));
  }
}
