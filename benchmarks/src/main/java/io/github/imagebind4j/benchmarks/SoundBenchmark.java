package io.github.imagebind4j.benchmarks;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.Waveform;
import io.github.imagebind4j.preprocess.AudioPreprocessor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Seconds of sound a second, that is, how many times faster than real time: from a file's bytes to
/// the tensor. The sound lasts as long as those of AudioSet.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
public class SoundBenchmark {
  private static final int SECONDS = 10;

  /// The file: format (Opus is in an Ogg container), sample rate in kHz, channels.
  @Param({
    "wav-16-mono",
    "wav-44.1-stereo",
    "flac-44.1-stereo",
    "mp3-44.1-stereo",
    "opus-48-stereo"
  })
  public String file = "wav-16-mono";

  private final MediaDecoder decoder = MediaDecoder.standard();
  private final AudioPreprocessor preprocessor = new AudioPreprocessor();
  private MediaSource source = MediaSource.of(new byte[0], "not set up");

  /// Makes the sound: two gliding tones and noise.
  @Setup
  public void encode() {
    String[] parts = file.split("-", 3);
    long rate = Math.round(Double.parseDouble(parts[1]) * 1000);
    String channels = parts[2].equals("mono") ? "1" : "2";
    String tones =
        "aevalsrc='0.2*sin(2*PI*(200+40*t)*t)+0.1*sin(2*PI*(3000-90*t)*t)+0.1*(random(0)-0.5)':d="
            + SECONDS
            + ":s="
            + rate;
    byte[] bytes = Encoder.encode(tones, List.of("-ac", channels), parts[0]);
    source = MediaSource.of(bytes, "sound." + parts[0]);
  }

  /// File to tensor.
  ///
  /// @return the tensor
  @Benchmark
  @OperationsPerInvocation(SECONDS)
  public FloatArray tensor() {
    return preprocessor.apply(decoder.audio(source));
  }

  /// File to samples.
  ///
  /// @return the samples
  @Benchmark
  @OperationsPerInvocation(SECONDS)
  public Waveform decodeOnly() {
    return decoder.audio(source);
  }
}
