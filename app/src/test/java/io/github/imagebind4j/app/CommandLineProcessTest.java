package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/// The packaged application as its users start it: `./imagebind4j` in a process of its own.
@DisabledOnOs(OS.WINDOWS)
class CommandLineProcessTest {
  @TempDir private Path temp;

  private Process start(String... args) throws IOException {
    return start(_ -> {}, args);
  }

  private Process start(Consumer<ProcessBuilder> change, String[] args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(
        Path.of(System.getProperty("imagebind4j.home"), "imagebind4j").toAbsolutePath().toString());
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
    builder.environment().put("IMAGEBIND4J_BUILD", "never"); // Maven is building it right now
    builder.environment().put("IMAGEBIND4J_HOME", temp.resolve("cache").toString());
    builder.environment().remove("LC_ALL");
    builder.environment().put("LANG", "C"); // as in a bare container
    builder.redirectError(temp.resolve("err.txt").toFile());
    change.accept(builder);
    return builder.start();
  }

  private static String[] tiny(String command, String... args) {
    List<String> all =
        new ArrayList<>(
            List.of(
                command,
                "--model",
                Goldens.file("models/tiny_a/weights.pth"),
                "--config",
                Goldens.file("models/tiny_a/config.json")));
    all.addAll(List.of(args));
    return all.toArray(String[]::new);
  }

  private String err() throws IOException {
    return Files.readString(temp.resolve("err.txt"));
  }

  private int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void embedsOneOfEachFromAnyFolderAndPrintsNothingElse() throws Exception {
    Path image = Files.copy(Goldens.path("images/files/rgb.png"), temp.resolve("bild ü.png"));
    Process process =
        start(
            tiny(
                "embed",
                "--text",
                "naïve 日本",
                image.getFileName().toString(),
                Goldens.file("video/files/short_226x224_2997.mp4"),
                Goldens.file("audio/files/chirp_16k_i16_5s.wav"),
                "--depth",
                Goldens.file("senses/depth_mm.png"),
                "--thermal",
                Goldens.file("senses/thermal_l8.png"),
                "--imu",
                Goldens.file("senses/imu_100hz.csv")));
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(exitCode(process)).as(err()).isZero();
    assertThat(err()).isEmpty();
    List<Map<String, Object>> lines = out.lines().map(line -> JSON.std.mapFrom(line)).toList();
    assertThat(lines)
        .extracting("modality")
        .containsExactly("text", "vision", "vision", "audio", "depth", "thermal", "imu");
    assertThat(lines).extracting("source").startsWith("naïve 日本", "bild ü.png");
    assertThat(lines).allSatisfy(line -> assertThat((List<?>) line.get("vector")).hasSize(32));
  }

  @Test
  void anItemThatFailsMakesTheExitCodeOne() throws Exception {
    Process process = start(tiny("embed", "--text", "a dog", "missing.jpg"));

    assertThat(process.getInputStream().readAllBytes()).isNotEmpty();
    assertThat(exitCode(process)).isEqualTo(1);
    assertThat(err()).isEqualTo("error: no such file: missing.jpg; check the path\n");
  }

  @Test
  void aSoundThatIsLargerThanTheHeapDoesNotTakeTheOthersWithIt() throws Exception {
    // Ten minutes of silence: 10 MB as bytes, 38 MB as floats.
    int samples = 600 * 16_000;
    ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
    header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples);
    header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    header.putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(16_000);
    header.putShort((short) 1).putShort((short) 8);
    header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples);
    byte[] wav = Arrays.copyOf(header.array(), 44 + samples);
    Arrays.fill(wav, 44, wav.length, (byte) 128);
    Files.write(temp.resolve("long.wav"), wav);

    Process process =
        start(
            builder -> builder.environment().put("IMAGEBIND4J_JAVA_OPTS", "-Xmx40m"),
            tiny("embed", "long.wav", "--text", "a dog"));
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(exitCode(process)).as(err()).isEqualTo(1);
    assertThat(err()).contains("long.wav does not fit into the Java heap").contains("-Xmx");
    assertThat(out.lines().toList()).hasSize(2).last().asString().contains("\"a dog\"");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void resultsThatAFullDiskLosesAreAnError() throws Exception {
    Process process =
        start(
            builder -> builder.redirectOutput(new File("/dev/full")),
            tiny("embed", "--text", "a dog"));

    assertThat(exitCode(process)).isEqualTo(3);
    assertThat(err()).contains("can't write the results").contains("No space left on device");
  }

  /// A build in the background of a shell has SIGINT switched off, and so have all its children.
  private static void hearsCtrlC(ProcessBuilder builder) {
    if (OS.LINUX.isCurrentOs()) {
      List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
      command.addAll(builder.command());
      builder.command(command);
    }
  }

  @Test
  void ctrlCLeavesOnlyWholeLines() throws Exception {
    Process process =
        start(
            CommandLineProcessTest::hearsCtrlC, tiny("embed", "--batch", "1", "--text-file", "-"));
    OutputStream names = process.getOutputStream();
    names.write("a dog\na cat\n".getBytes(StandardCharsets.UTF_8));
    names.flush();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>();
    lines.add(out.readLine());

    new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
    assertThat(exitCode(process)).isEqualTo(130);
    out.lines().forEach(lines::add);

    assertThat(lines).hasSizeBetween(1, 2).allSatisfy(line -> assertThat(line).endsWith("]}"));
  }

  @Test
  void aDownloadThatIsKilledGoesOnWhereItStopped() throws Exception {
    byte[] model = new byte[1_000_000];
    new Random(4).nextBytes(model);
    System.arraycopy("PK\3\4".getBytes(StandardCharsets.US_ASCII), 0, model, 0, 4);
    Path folder = temp.resolve("cache/models");
    Path file = folder.resolve("imagebind_huge.pth");
    Path part = folder.resolve("imagebind_huge.pth.part");
    try (TestServer server = new TestServer(model)) {
      server.pauseMillisPerBlock = 20;
      String[] download = {
        "models", "download", "imagebind_huge", "--url", server.url().toString()
      };
      Process first = start(download);
      while (first.isAlive() && (!Files.exists(part) || Files.size(part) < 100_000)) {
        Thread.sleep(20);
      }
      first.destroyForcibly().waitFor();
      assertThat(file).doesNotExist();
      assertThat(Files.size(part)).isBetween(100_000L, (long) model.length - 1);

      server.pauseMillisPerBlock = 0;
      Process second = start(download);

      assertThat(exitCode(second)).as(err()).isZero();
      assertThat(file).hasBinaryContent(model);
      assertThat(part).doesNotExist();
      assertThat(server.ranges).hasSize(2);
      assertThat(server.ranges.get(1)).matches("bytes=[1-9]\\d{5,}-");
    }
  }

  @Test
  void aRenderedWorldThatIsKilledGoesOnToTheSameBytes() throws Exception {
    String[] options = {"--count", "60", "--size", "64", "--seconds", "1", "--seed", "9", "--json"};
    Process first = start(synth("killed", options));
    Path started = temp.resolve("killed/image/0000");
    waitUntil(() -> Files.isDirectory(started) && files(started).size() > 3);
    first.destroyForcibly().waitFor();
    assertThat(temp.resolve("killed/manifest.csv")).doesNotExist();

    Process second = start(synth("killed", options));
    String summary = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(exitCode(second)).as(err()).isZero();
    assertThat(exitCode(start(synth("whole", options)))).as(err()).isZero();

    assertThat(JSON.std.mapFrom(summary))
        .containsEntry("scenes", 60)
        .doesNotContainEntry("made", 60);
    List<Path> whole = files(temp.resolve("whole"));
    assertThat(whole).hasSize(60 * 5 + 3);
    assertThat(files(temp.resolve("killed"))).isEqualTo(whole);
    for (Path file : whole) {
      assertThat(temp.resolve("killed").resolve(file))
          .hasSameBinaryContentAs(temp.resolve("whole").resolve(file));
    }
  }

  private static String[] synth(String folder, String... options) {
    List<String> all = new ArrayList<>(List.of("data", "synth", folder));
    all.addAll(List.of(options));
    return all.toArray(String[]::new);
  }

  /// All files below a folder, relative to it, in order.
  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    }
  }

  @Test
  void doctorFindsTheBundledLibraries() throws Exception {
    Process process = start("doctor");
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(exitCode(process)).isZero();
    assertThat(out).containsPattern("ok +libtorch").containsPattern("ok +ffmpeg");
  }

  @Test
  void ctrlCRemovesTheRandomModelThatBenchMade() throws Exception {
    Path work = Files.createDirectory(temp.resolve("work"));
    Process process =
        start(
            "bench",
            "--config",
            Goldens.file("models/tiny_a/config.json"),
            "--modality",
            "imu",
            "--seconds",
            "600",
            "--work",
            work.toString());
    waitUntil(() -> err().contains("deleted afterwards"));
    assertThat(work).isNotEmptyDirectory();

    process.destroy();

    assertThat(exitCode(process)).isEqualTo(143);
    assertThat(work).isEmptyDirectory();
  }

  private static void waitUntil(Callable<Boolean> condition) throws Exception {
    for (int i = 0; i < 1200 && !condition.call(); i++) {
      Thread.sleep(50);
    }
    assertThat(condition.call()).isTrue();
  }
}
