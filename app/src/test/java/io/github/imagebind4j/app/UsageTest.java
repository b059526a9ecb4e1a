package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// What the command line says when it is asked, and when it is asked nonsense.
class UsageTest {
  @TempDir private Path temp;

  private Cli cli() {
    return new Cli(temp);
  }

  static Stream<List<String>> commands() {
    Console console =
        new Console(
            InputStream.nullInputStream(),
            OutputStreams.nowhere(),
            OutputStreams.nowhere(),
            Map.of(),
            Console.Terminal.NONE);
    List<List<String>> paths = new ArrayList<>();
    collect(Main.commandLine(console), List.of(), paths);
    return paths.stream();
  }

  private static void collect(CommandLine command, List<String> path, List<List<String>> to) {
    to.add(path);
    command
        .getSubcommands()
        .forEach((name, child) -> {
          List<String> longer = new ArrayList<>(path);
          longer.add(name);
          collect(child, longer, to);
        });
  }

  @Test
  void allCommandsAreThere() {
    assertThat(commands().map(path -> String.join(" ", path)))
        .contains(
            "demo",
            "embed",
            "compare",
            "dedupe",
            "cluster",
            "map",
            "describe",
            "soundtrack",
            "index",
            "search",
            "preprocess",
            "tokenize",
            "doctor",
            "bench",
            "bench fidelity",
            "data synth",
            "models list",
            "models info",
            "models download",
            "models convert",
            "models random");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithExamplesAndExitCodes(List<String> path) {
    List<String> args = new ArrayList<>(path);
    args.add("--help");

    Cli.Run run = cli().run(args.toArray(String[]::new));

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Usage: imagebind4j " + String.join(" ", path))
        .contains("Examples:\n  imagebind4j")
        .contains("Exit codes:")
        .doesNotContain("${")
        .doesNotContain("\u001b");
  }

  @Test
  void versionNamesProgramAndJava() {
    assertThat(cli().run("--version").out())
        .contains("imagebind4j")
        .contains("Java " + Runtime.version());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\" | no command was given",
        "embedd | embedd",
        "models | 'models' needs a command",
        "embed | nothing to do",
        "compare | nothing to do",
        "tokenize | nothing to do",
        "embed --text | --text needs a value",
        "embed --text --image x | --text needs a value, but --image follows",
        "embed --nonsense | --nonsense",
        "embed --text a --scale huge | --scale",
        "embed --text a --format xml | --format",
        "embed --text a --precision fp7 | fp7",
        "embed --text a --batch 0 | --batch",
        "embed --text a --threads -2 | --threads",
        "embed --text a --memory lots | --memory wants a size such as 4g",
        "embed --text a --memory 0 | --memory wants a size",
        "embed --text a --profile depth=nonsense | no depth profile",
        "embed --text a --profile smell=x | --profile knows",
        "embed --depth x --depth-fx -1 | focal length",
        "embed --thermal x --thermal-range 5 | LOW,HIGH",
        "demo something | something",
        "demo --threads -1 | --threads",
        "index | name the index",
        "index --to x | nothing to do",
        "index d --to x --segment 0 | 1 to 600 seconds",
        "index d --to x --overlap 11 | overlap by 0",
        "index . --to x --depth [ | is no file pattern",
        "search | INDEX",
        "search x | nothing to search for",
        "search x --text | --text needs a value",
        "search x --text --image y | --text needs a value, but --image follows",
        "search x --text a^0 | all terms weigh 0",
        "search x --text a -k 0 | -k wants",
        "search x --text a --in smell | senses are image",
        "search x --text a --where year> | a value is expected here",
        "search x --text a --scores z | --scores",
        "bench --precision fp7 | fp7",
        "bench --batch 0 | --batch",
        "bench --batch 1,x | --batch",
        "bench --words 0 | --words",
        "bench --runs -1 | --runs",
        "bench --seconds -1 | --seconds",
        "bench --seconds NaN | --seconds",
        "bench --model x --keep | --keep",
        "bench something | something",
        "bench fidelity | nothing to do",
        "bench fidelity --text a --precision fp7 | fp7",
        "bench fidelity --text a --batch 0 | --batch",
        "preprocess --out x.npy | Missing required argument",
        "preprocess --image x | --out",
        "preprocess --image x --audio y --out z | mutually exclusive",
        "models download nonsense | no published model is called 'nonsense'",
        "models download imagebind_huge --sha256 12 | 64 hexadecimal digits",
        "models download imagebind_huge --url ftp://x/y | https://",
      })
  void nonsenseIsAUsageErrorOnStandardError(String line, String message) {
    String[] args = line.isEmpty() ? new String[0] : line.split(" ");

    Cli.Run run = cli().run(args);

    assertThat(run.err()).startsWith("error: ").contains(message);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "imagebind_huge | imagebind4j models download imagebind_huge",
        "imagebind-huge | imagebind4j models download imagebind_huge",
        "nonsense | 'imagebind4j models list' prints",
        "no/such.pth | no file or model 'no/such.pth'",
        ". | is a folder",
      })
  void anUnknownModelComesWithTheFix(String model, String fix) {
    Cli.Run run = cli().run("embed", "--model", model, "--text", "a dog");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).startsWith("error: ").contains(fix);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void theModelIsTheOptionsElseTheEnvironmentsElseMini() {
    String[] args = {"embed", "--text", "a dog"};

    assertThat(cli().run(args).exitCode()).isZero();
    assertThat(cli().environment("IMAGEBIND4J_MODEL", "mine").run(args).err())
        .contains("no file or model 'mine'");
    assertThat(
            cli()
                .environment("IMAGEBIND4J_MODEL", "mine")
                .run("embed", "--text", "a dog", "--model", "yours")
                .err())
        .contains("no file or model 'yours'");
  }

  @Test
  void aDamagedModelIsNamed() throws IOException {
    Path damaged = Files.writeString(temp.resolve("m.pth"), "not a model at all");

    Cli.Run run = cli().run("embed", "--model", damaged.toString(), "--text", "a dog");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).startsWith("error: ").contains("m.pth");
  }

  @Test
  void aModelWithoutAConfigSaysThatItNeedsOne() {
    Cli.Run run =
        cli().run("embed", "--model", Goldens.file("models/tiny_a/weights.pth"), "--text", "a dog");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("config");
  }

  @Test
  void aMissingOrBrokenConfigIsNamed() throws IOException {
    String model = Goldens.file("models/tiny_a/weights.pth");
    Path broken = Files.writeString(temp.resolve("broken.json"), "{ not json");

    Cli.Run missing =
        cli().run("embed", "--model", model, "--config", "no.json", "--text", "a dog");
    Cli.Run bad =
        cli().run("embed", "--model", model, "--config", broken.toString(), "--text", "a dog");

    assertThat(missing.exitCode()).isEqualTo(3);
    assertThat(missing.err()).contains("no such config file: no.json");
    assertThat(bad.exitCode()).isEqualTo(3);
    assertThat(bad.err()).contains("JSON");
  }
}
