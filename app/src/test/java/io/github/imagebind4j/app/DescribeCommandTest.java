package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
import tools.jackson.jr.ob.JSON;

/// `describe` with the small random model: what it says means nothing, how it says it does.
class DescribeCommandTest {
  private static final Path MEDIA =
      Path.of(System.getProperty("imagebind4j.home", ".."), "core/src/test/resources/media");

  @TempDir private Path temp;

  private final List<String> options = new ArrayList<>();

  private Cli.Run describe(String... args) throws IOException {
    Path labels = Files.writeString(temp.resolve("labels.txt"), "[a]\none\ntwo\n[b]\nthree\n");
    List<String> all = new ArrayList<>(List.of("--labels", labels.toString()));
    all.addAll(List.of("--sound-labels", labels.toString(), "--min", "0", "--chance", "1"));
    all.addAll(options);
    all.addAll(List.of(args));
    return new Cli(temp.resolve("cache")).runTiny("describe", all.toArray(String[]::new));
  }

  private static String media(String name) {
    return MEDIA.resolve(name).toString();
  }

  private static Map<String, Object> json(Cli.Run run) {
    return JSON.std.mapFrom(run.out());
  }

  private static List<Map<?, ?>> spans(Map<String, Object> description, String sense) {
    List<Map<?, ?>> spans = new ArrayList<>();
    for (Object span : Goldens.list(description, "spans")) {
      if (sense.equals(((Map<?, ?>) span).get("sense"))) {
        spans.add((Map<?, ?>) span);
      }
    }
    return spans;
  }

  private static double number(Map<?, ?> map, String name) {
    if (map.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw new AssertionError(name + " is no number in " + map);
  }

  @Test
  void aPictureHasTagsThatAreTheSharesOfItsList() throws IOException {
    Cli.Run run = describe("--json", Goldens.file("images/files/rgb.png"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<String, Object> description = json(run);
    assertThat(description).containsEntry("kind", "picture").doesNotContainKey("seconds");
    Map<?, ?> span = spans(description, "seen").getFirst();
    double sum = 0;
    for (Object tag : Goldens.list(span, "tags")) {
      sum += number((Map<?, ?>) tag, "p");
    }
    assertThat(sum).isCloseTo(1, offset(1e-6));
    assertThat(Goldens.list(span, "groups")).hasSize(2);
  }

  @Test
  void theSharesAreTheSoftmaxThatCompareShows() throws IOException {
    String picture = Goldens.file("images/files/rgb.png");
    options.addAll(List.of("--templates", "plain"));
    Map<?, ?> span = spans(json(describe("--json", picture)), "seen").getFirst();

    Cli.Run compared =
        new Cli(temp.resolve("cache"))
            .runTiny(
                "compare", "--json", "--text", "one", "--text", "two", "--text", "three", picture);
    Map<?, ?> table = (Map<?, ?>) Goldens.list(json(compared), "tables").getFirst();
    double[] softmax = Goldens.table(table, "softmax")[0];

    for (Object tag : Goldens.list(span, "tags")) {
      int at = List.of("one", "two", "three").indexOf(((Map<?, ?>) tag).get("label"));
      assertThat(number((Map<?, ?>) tag, "p")).isCloseTo(softmax[at], offset(1e-5));
    }
  }

  @Test
  void aVideoIsSeenAndHeardFromItsBeginningToItsEnd() throws IOException {
    options.addAll(List.of("--segment", "0.5", "--json"));
    Map<String, Object> description = json(describe(media("gradient_bframes.mkv")));

    assertThat(description).containsEntry("kind", "video");
    assertThat(number(description, "seconds")).isCloseTo(2, offset(0.1));
    Map<String, Double> ends = Map.of("seen", 2.0, "heard", 1.5); // its sound is shorter
    for (String sense : ends.keySet()) {
      List<Map<?, ?>> spans = spans(description, sense);
      double at = 0;
      for (Map<?, ?> span : spans) {
        assertThat(number(span, "from")).isEqualTo(at);
        at = number(span, "to");
      }
      assertThat(at).as(sense).isCloseTo(ends.get(sense), offset(0.1));
    }
  }

  @Test
  void captionsAndPageAreWrittenBeside() throws IOException {
    Path vtt = temp.resolve("a.vtt");
    Path srt = temp.resolve("a.srt");
    Path html = temp.resolve("a.html");
    options.addAll(List.of("--vtt", vtt.toString(), "--srt", srt.toString()));
    options.addAll(List.of("--html", html.toString(), "--segment", "0.5"));

    Cli.Run run = describe(media("gradient_bframes.mkv"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    String time = "\\d\\d:\\d\\d:\\d\\d";
    String words = "(seen: .+\\n)?(heard: .+\\n)?";
    assertThat(vtt)
        .content()
        .matches(
            "WEBVTT\\n\\nNOTE .+\\n(\\n\\d+\\n"
                + time
                + "\\.\\d{3} --> "
                + time
                + "\\.\\d{3}\\n"
                + words
                + ")+");
    assertThat("\n" + Files.readString(srt))
        .matches("(\\n\\d+\\n" + time + ",\\d{3} --> " + time + ",\\d{3}\\n" + words + ")+");
    assertThat(html)
        .content()
        .startsWith("<!DOCTYPE html>")
        .contains("<video controls", "data:image/jpeg;base64,", "#t=0.0,", ">one ")
        .doesNotContain("<script")
        .endsWith("</html>\n");
  }

  @Test
  void labelsAreEmbeddedOnceAndADamagedFileOfThemIsMadeAgain() throws IOException {
    String picture = Goldens.file("images/files/rgb.png");
    String first = describe("--json", picture).out();
    Path kept;
    try (Stream<Path> files = Files.list(temp.resolve("cache/labels"))) {
      kept = files.toList().getFirst();
    }
    byte[] vectors = Files.readAllBytes(kept);
    // Twice as long vectors show that the file is what is used.
    byte[] doubled = vectors.clone();
    ByteBuffer floats = ByteBuffer.wrap(doubled).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = doubled.length - 3 * 32 * 4; at < doubled.length; at += 4) {
      floats.putFloat(at, 2 * floats.getFloat(at));
    }
    Files.write(kept, doubled);
    assertThat(describe("--json", picture).out()).isNotEqualTo(first);

    Files.write(kept, new byte[] {1, 2, 3});
    assertThat(describe("--json", picture).out()).isEqualTo(first);
    assertThat(kept).hasBinaryContent(vectors);

    floats.putFloat(doubled.length - 4, Float.NaN);
    Files.write(kept, doubled);
    assertThat(describe("--json", picture).out()).isEqualTo(first);
  }

  @Test
  void aFileThatFailsDoesNotHoldUpTheOthers() throws IOException {
    Path text = Files.writeString(temp.resolve("letter.txt"), "Dear Sir or Madam\n");

    Cli.Run run = describe("gone.jpg", text.toString(), Goldens.file("images/files/rgb.png"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("no such file: gone.jpg")
        .contains("letter.txt is no picture, sound or video");
    assertThat(run.out()).contains("rgb.png: picture");
  }

  private static byte[] wav(int samples, int amplitude) {
    ByteBuffer out = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {'R', 'I', 'F', 'F'}).putInt(36 + 2 * samples);
    out.put(new byte[] {'W', 'A', 'V', 'E', 'f', 'm', 't', ' '}).putInt(16);
    out.putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(32_000);
    out.putShort((short) 2).putShort((short) 16);
    out.put(new byte[] {'d', 'a', 't', 'a'}).putInt(2 * samples);
    for (int i = 0; i < samples; i++) {
      out.putShort((short) (amplitude * Math.sin(i * 0.2)));
    }
    return out.array();
  }

  @Test
  void aSoundOfNoLengthOrTooLittleIsAnError() throws IOException {
    Path empty = Files.write(temp.resolve("empty.wav"), wav(0, 0));
    Path click = Files.write(temp.resolve("click.wav"), wav(100, 9000));

    Cli.Run run = describe(empty.toString(), click.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("empty.wav").contains("click.wav").contains("25 ms");
    assertThat(run.out()).doesNotContain("heard");
  }

  @Test
  void aModelThatKnowsNothingSaysNothing() throws IOException {
    Cli.Run run =
        new Cli(temp.resolve("cache"))
            .runTiny(
                "describe",
                "--min",
                "0",
                Goldens.file("images/files/rgb.png"),
                Goldens.file("audio/files/chirp_16k_i16_5s.wav"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().filter(line -> line.startsWith("  ")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).endsWith("nothing that the model is sure of"));
  }

  @Test
  void whatIsToBeDescribedIsNotOverwritten() throws IOException {
    Path video = Files.copy(MEDIA.resolve("gradient_bframes.mkv"), temp.resolve("a.mkv"));
    byte[] before = Files.readAllBytes(video);

    for (String option : List.of("--vtt", "--srt", "--html")) {
      Cli.Run run = describe(video.toString(), option, temp.resolve("./a.mkv").toString());

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("is to be described, and can't be written");
    }
    assertThat(video).hasBinaryContent(before);
  }

  @Test
  void silenceIsMeasuredAndNotGuessed() throws IOException {
    Path file = Files.write(temp.resolve("quiet.wav"), wav(5 * 16_000, 1));

    Cli.Run run = describe("--json", file.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(spans(json(run), "heard"))
        .singleElement()
        .satisfies(span -> assertThat(span.get("silent")).isEqualTo(true))
        .satisfies(span -> assertThat(number(span, "to")).isEqualTo(5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "describe | nothing to describe",
        "describe a.jpg --min 2 | --min is a probability",
        "describe a.jpg --chance 0.7 | --chance is",
        "describe a.jpg --chance NaN | --chance is",
        "describe a.jpg -k 0 | -k must be at least 1",
        "describe a.jpg --segment 0 | 0.1 to 600 s",
        "describe a.jpg --scale -1 | --scale",
        "describe a.jpg b.jpg --vtt c | for one FILE",
        "describe - | add --live",
        "describe --live | nothing to describe",
        "describe a.wav --rate 16000 | add --live",
        "describe --live - --rate 0 | --rate must be",
        "describe --live - --html x | --html is for files",
        "describe --live - --idle -1 | --idle",
        "describe a.jpg --labels no/such.txt | no such list",
        "describe a.jpg --templates nonsense | no templates 'nonsense'",
        "soundtrack a.mp4 | --from",
        "soundtrack a.mp4 --from b --to c.avi | .mp4, .mov or .mkv",
        "soundtrack a.mp4 --from b --scene 0 | --scene",
        "soundtrack a.mp4 --from b --shortest 30 | --longest",
        "soundtrack a.mp4 --from b -k 0 | -k must be 1 to 1000",
        "soundtrack a.mp4 --from b -k 1001 | -k must be 1 to 1000",
      })
  void nonsenseIsAUsageError(String line, String message) {
    Cli.Run run = new Cli(temp).run(line.split(" "));

    assertThat(run.err()).startsWith("error: ").contains(message);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }
}
