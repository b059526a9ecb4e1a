package io.github.imagebind4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.model.RandomWeights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs every example as a reader would, on a small random model under the big one's name.
class ExamplesTest {
  private static final Path HOME = Path.of(System.getProperty("imagebind4j.home", ".."));

  @TempDir private Path folder;

  private static Path golden(String name) {
    Path path = HOME.resolve("core/src/test/resources/goldens").resolve(name).toAbsolutePath();
    assertThat(path).exists();
    return path;
  }

  private Path model() throws IOException {
    Path model = folder.resolve("model.safetensors");
    String config = Files.readString(golden("models/tiny_a/config.json"));
    RandomWeights.write(ModelConfig.fromJson(config), 1, model, done -> {});
    return model;
  }

  private String run(Class<?> example, String... args) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.bytedeco.javacpp.logger=slf4j",
                "-cp",
                System.getProperty("java.class.path"),
                example.getName()));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(out).isZero();
    return out;
  }

  @Test
  void dogAndBark() throws Exception {
    Files.move(model(), folder.resolve("imagebind_huge.pth")); // formats are told by content
    Files.copy(golden("images/files/landscape_420_q75.jpg"), folder.resolve("dog.jpg"));
    Files.copy(golden("audio/files/chirp_16k_i16_5s.wav"), folder.resolve("bark.wav"));

    assertThat(run(DogAndBark.class).lines())
        .hasSize(3)
        .first()
        .asString()
        .matches("cosine of photo and sound: -?\\d\\.\\d+(E-\\d+)?");
  }

  @Test
  void sortFolder() throws Exception {
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    Files.copy(golden("images/files/rgb.png"), pictures.resolve("a.png"));
    Files.writeString(pictures.resolve("b.png"), "no picture");

    assertThat(run(SortFolder.class, model().toString(), "pictures", "a dog", "a car"))
        .containsPattern("a\\.png: a (dog|car)\n")
        .containsPattern("b\\.png: .*not an image");
  }

  @Test
  void addAndSearch() throws Exception {
    String picture = golden("images/files/rgb.png").toString();
    String other = golden("images/files/tiny.png").toString();
    String sound = golden("audio/files/chirp_16k_i16_5s.wav").toString();

    assertThat(run(AddAndSearch.class, model().toString(), picture, sound, picture, other).lines())
        .hasSize(2);
  }

  @Test
  void seventhSense() throws Exception {
    assertThat(run(SeventhSense.class))
        .startsWith("Embedding[touch, 64 dimensions")
        .contains("cosine");
  }

  @Test
  void readmeShowsTheCompiledExample() throws IOException {
    String readme = Files.readString(HOME.resolve("README.md"));
    int from = readme.indexOf("```java\n") + "```java\n".length();
    assertThat(from).as("README.md has a Java example").isGreaterThan("```java\n".length());
    String shown = stripped(readme.substring(from, readme.indexOf("```", from)));
    String source =
        stripped(
            Files.readString(
                HOME.resolve(
                    "examples/src/main/java/io/github/imagebind4j/examples/DogAndBark.java")));

    assertThat(shown.lines().count()).isBetween(8L, 15L);
    assertThat(source).contains(shown);
  }

  /// Without indentation, which differs between a class and a page.
  private static String stripped(String code) {
    return String.join("\n", code.lines().map(String::strip).toList()).strip();
  }
}
