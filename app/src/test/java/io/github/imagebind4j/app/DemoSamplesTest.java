package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.input.ThermalFormat;
import io.github.imagebind4j.media.MediaDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The bundled media: small, listed, free, credited, readable.
class DemoSamplesTest {
  private static final long MOST_BYTES = 3_000_000;
  private static final Path HOME = Path.of(System.getProperty("imagebind4j.home", ".."));
  private static final Path FOLDER =
      HOME.resolve("app/src/main/resources/io/github/imagebind4j/app/demo");

  /// None of them forbids commerce; what ShareAlike asks for, it asks of the picture alone.
  private static final Set<String> FREE =
      Set.of(
          "CC0 1.0",
          "CC BY 2.0",
          "CC BY 3.0",
          "CC BY 4.0",
          "CC BY-SA 3.0",
          "CC BY-SA 4.0",
          "Public domain",
          "MIT");

  static List<DemoSample> media() {
    return DemoSamples.all().stream().filter(sample -> !sample.is(Modality.TEXT)).toList();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void theBundleIsSmall() throws IOException {
    long bytes = 0;
    for (Path file : files()) {
      bytes += Files.size(file);
    }
    assertThat(bytes).isBetween(100_000L, MOST_BYTES);
  }

  @Test
  void everyFileIsListedAndEveryListedFileIsThere() throws IOException {
    Set<String> there =
        files().stream()
            .map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
            .filter(name -> !Set.of("samples.csv", "licences.txt").contains(name))
            .collect(Collectors.toSet());

    assertThat(media()).extracting(DemoSample::file).containsExactlyInAnyOrderElementsOf(there);
  }

  @ParameterizedTest
  @MethodSource("media")
  void everyFileIsFreeCreditedAndWasNotTrainedOn(DemoSample sample) throws IOException {
    assertThat(FREE).contains(sample.licence());
    assertThat(DemoSamples.licenceUrl(sample.licence())).startsWith("https://");
    assertThat(sample.author()).isNotBlank();
    assertThat(sample.source()).isNotBlank();
    assertThat(sample.url()).startsWith("https://");
    assertThat(sample.split()).isIn("test", "none");
    assertThat(Files.readString(HOME.resolve("NOTICE")).replaceAll("\\s+", " "))
        .contains(sample.author());
  }

  @ParameterizedTest
  @MethodSource("media")
  void everyFileCanBeRead(DemoSample sample) {
    MediaDecoder decoder = MediaDecoder.standard();
    switch (sample.sense().name()) {
      case "vision" -> assertThat(decoder.image(sample.media()).width()).isBetween(100, 500);
      case "audio" ->
          assertThat(decoder.audio(sample.media()).durationSeconds()).isBetween(1.0, 5.1);
      case "depth" ->
          assertThat(
                  decoder.depth(sample.media(), DemoSample.DEPTH).asBuffer().get(256 * 128 + 128))
              .as("metres to what is in the middle")
              .isBetween(0.4f, 30f);
      case "thermal" ->
          assertThat(decoder.thermal(sample.media(), ThermalFormat.DEFAULT).width())
              .isBetween(100, 256);
      case "imu" -> {
        var motion = decoder.imu(sample.media(), DemoSample.MOTION);
        assertThat(motion.samples()).isEqualTo(250);
        assertThat(motion.sampleRateHz()).isEqualTo(50);
        assertThat(gravity(motion.channel(0), motion.channel(1), motion.channel(2)))
            .as("mean acceleration in m/s²: mostly gravity")
            .isBetween(8.0, 16.0);
      }
      default -> throw new AssertionError("a sense that nobody reads: " + sample.sense());
    }
  }

  private static double gravity(float[] x, float[] y, float[] z) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += Math.sqrt(x[i] * x[i] + y[i] * y[i] + z[i] * z[i]);
    }
    return sum / x.length;
  }

  @Test
  void eachSenseHasEnoughAndEachLabelStandsOnceInASense() {
    var bySense = DemoSamples.all().stream().collect(Collectors.groupingBy(DemoSample::sense));

    assertThat(bySense.get(Modality.VISION)).hasSizeGreaterThanOrEqualTo(8);
    assertThat(bySense.get(Modality.AUDIO)).hasSizeGreaterThanOrEqualTo(8);
    assertThat(bySense.get(Modality.DEPTH)).hasSizeGreaterThanOrEqualTo(3);
    assertThat(bySense.get(Modality.THERMAL)).hasSizeGreaterThanOrEqualTo(3);
    assertThat(bySense.get(Modality.IMU)).hasSizeGreaterThanOrEqualTo(4);
    bySense
        .values()
        .forEach(of -> assertThat(of).extracting(DemoSample::label).doesNotHaveDuplicates());
  }
}
