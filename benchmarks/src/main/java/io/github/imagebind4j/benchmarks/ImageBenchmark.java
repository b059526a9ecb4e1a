package io.github.imagebind4j.benchmarks;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.RgbRows;
import io.github.imagebind4j.preprocess.ImagePreprocessor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Images a second: from a file's bytes to the tensor. What `jpegDecodeOnly` gives is the most that
/// `jpeg` could ever reach.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
public class ImageBenchmark {
  /// Width and height of the picture in pixels.
  @Param({"640x480", "1280x853", "3000x2000", "4000x3000"})
  public String size = "640x480";

  private final MediaDecoder decoder = MediaDecoder.standard();
  private final ImagePreprocessor preprocessor = ImagePreprocessor.reference();
  private MediaSource jpeg = MediaSource.of(new byte[0], "not set up");
  private MediaSource png = jpeg;

  /// Paints and encodes the picture.
  @Setup
  public void encode() {
    int width = Integer.parseInt(size.substring(0, size.indexOf('x')));
    int height = Integer.parseInt(size.substring(size.indexOf('x') + 1));
    jpeg = MediaSource.of(SyntheticPhoto.jpeg(width, height), "photo.jpg");
    png = MediaSource.of(SyntheticPhoto.png(width, height), "photo.png");
  }

  /// JPEG to tensor.
  ///
  /// @return the tensor
  @Benchmark
  public FloatArray jpeg() {
    return decoder.lendImage(jpeg, preprocessor::apply);
  }

  /// JPEG to pixels in native memory.
  ///
  /// @return the width
  @Benchmark
  public int jpegDecodeOnly() {
    return decoder.lendImage(jpeg, RgbRows::width);
  }

  /// PNG to tensor.
  ///
  /// @return the tensor
  @Benchmark
  public FloatArray png() {
    return decoder.lendImage(png, preprocessor::apply);
  }
}
