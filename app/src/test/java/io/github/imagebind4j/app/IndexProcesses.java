package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.jr.ob.JSON;

/// Runs `index` and `search` as their users start them: in processes of their own, in a folder.
final class IndexProcesses {
  private final Path temp;
  private int starts;

  IndexProcesses(Path temp) {
    this.temp = temp;
  }

  /// What a run left behind.
  record Run(int exitCode, String out, String err) {
    Map<String, Object> json() {
      assertThat(out).as(err).startsWith("{");
      return JSON.std.mapFrom(out);
    }
  }

  private static String launcher() {
    return Path.of(System.getProperty("imagebind4j.home"), "imagebind4j")
        .toAbsolutePath()
        .toString();
  }

  Process start(Path err, List<String> args, Map<String, String> environment) throws IOException {
    return start(List.of(), err, args, environment);
  }

  /// @param wrapper what starts the launcher, such as a shell that sets limits
  private Process start(
      List<String> wrapper, Path err, List<String> args, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(launcher());
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
    builder.environment().put("IMAGEBIND4J_BUILD", "never"); // Maven is building it right now
    builder.environment().put("IMAGEBIND4J_HOME", temp.resolve("cache").toString());
    builder.environment().remove("IMAGEBIND4J_MODEL");
    builder.environment().remove("LC_ALL");
    builder.environment().put("LANG", "C"); // as in a bare container
    builder.environment().putAll(environment);
    builder.redirectError(err.toFile());
    return builder.start();
  }

  Run run(String... args) throws Exception {
    return run(Map.of(), args);
  }

  Run run(Map<String, String> environment, String... args) throws Exception {
    return run(List.of(), environment, args);
  }

  Run run(List<String> wrapper, Map<String, String> environment, String... args) throws Exception {
    Path err = temp.resolve("err-" + starts++);
    Process process = start(wrapper, err, List.of(args), environment);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), out, Files.readString(err));
  }

  static List<String> indexing(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "index",
                "--model",
                Goldens.file("models/tiny_a/weights.pth"),
                "--config",
                Goldens.file("models/tiny_a/config.json"),
                "--to",
                "the.index",
                "--json"));
    args.addAll(List.of(more));
    return args;
  }

  Run index(String... more) throws Exception {
    return run(indexing(more).toArray(String[]::new));
  }

  Path copy(String golden, String name) throws IOException {
    Path path = temp.resolve("media").resolve(name);
    Files.createDirectories(path.getParent());
    return Files.copy(Goldens.path(golden), path);
  }

  void copyOneOfEach() throws IOException {
    copy("images/files/rgb.png", "bild ü.png");
    copy("images/files/landscape_420_q75.jpg", "wide.jpg");
    copy("audio/files/chirp_8k_i16_31s.wav", "long.wav");
    copy("audio/files/noise_44k1_stereo_i16_1.9s.wav", "short.wav");
    copy("video/files/short_226x224_2997.mp4", "c.mp4");
    copy("senses/depth_mm.png", "depth/d.png");
    copy("senses/thermal_l8.png", "e.thermal.png");
    copy("senses/imu_100hz.csv", "f.csv");
    Files.writeString(temp.resolve("media/notes.txt"), "no media");
  }

  static List<Map<?, ?>> hits(Run run) {
    List<Map<?, ?>> hits = new ArrayList<>();
    Goldens.list(run.json(), "hits").forEach(hit -> hits.add((Map<?, ?>) hit));
    return hits;
  }

  static List<String> names(Run run) {
    return hits(run).stream()
        .map(hit -> String.valueOf(Goldens.map(hit, "fields").get("name")))
        .toList();
  }

  static double number(Map<?, ?> map, String name) {
    if (map.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw new AssertionError(name + " is no number in " + map);
  }
}
