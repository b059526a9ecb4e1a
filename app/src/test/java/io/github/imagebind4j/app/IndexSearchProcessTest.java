package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/// `index` and `search` as their users start them: in processes of their own, over real files, with
/// an index on disk, and killed at bad moments.
@DisabledOnOs(OS.WINDOWS)
class IndexSearchProcessTest {
  @TempDir private Path temp;

  private int starts;

  /// What a run left behind.
  private record Run(int exitCode, String out, String err) {
    Map<String, Object> json() {
      assertThat(out).as(err).startsWith("{");
      return JSON.std.mapFrom(out);
    }
  }

  private Process start(Path err, List<String> args, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(
        Path.of(System.getProperty("imagebind4j.home"), "imagebind4j").toAbsolutePath().toString());
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

  private Run run(String... args) throws Exception {
    return run(Map.of(), args);
  }

  private Run run(Map<String, String> environment, String... args) throws Exception {
    Path err = temp.resolve("err-" + starts++);
    Process process = start(err, List.of(args), environment);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), out, Files.readString(err));
  }

  private static List<String> indexing(String... more) {
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

  private Run index(String... more) throws Exception {
    return run(indexing(more).toArray(String[]::new));
  }

  private Path copy(String golden, String name) throws IOException {
    Path path = temp.resolve("media").resolve(name);
    Files.createDirectories(path.getParent());
    return Files.copy(Goldens.path(golden), path);
  }

  private void copyOneOfEach() throws IOException {
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

  private static List<Map<?, ?>> hits(Run run) {
    List<Map<?, ?>> hits = new ArrayList<>();
    Goldens.list(run.json(), "hits").forEach(hit -> hits.add((Map<?, ?>) hit));
    return hits;
  }

  private static List<String> names(Run run) {
    return hits(run).stream()
        .map(hit -> String.valueOf(Goldens.map(hit, "fields").get("name")))
        .toList();
  }

  private static double number(Map<?, ?> map, String name) {
    assertThat(map.get(name)).as(name).isInstanceOf(Number.class);
    return ((Number) map.get(name)).doubleValue();
  }

  @Test
  void whatWasIndexedIsFoundByItselfByItsFieldsAndBySums() throws Exception {
    copyOneOfEach();

    Run indexed = index("media");
    assertThat(indexed.exitCode()).as(indexed.err()).isZero();
    assertThat(indexed.err()).isEmpty();
    assertThat(indexed.json()).containsEntry("files", 9).containsEntry("indexed", 8);
    assertThat(indexed.json()).containsEntry("passed_over", 1).containsEntry("items", 11);

    // The model and its config are those of the index, so searches need not name them.
    Run picture = run("search", "the.index", "--image", "media/bild ü.png", "-k", "3", "--json");
    assertThat(picture.exitCode()).as(picture.err()).isZero();
    assertThat(picture.json()).containsEntry("scores", "fair");

    Run raw = run("search", "the.index", "--image", "media/bild ü.png", "--in", "image", "--json");
    assertThat(raw.json()).containsEntry("scores", "raw");
    assertThat(names(raw)).hasSize(2).first().isEqualTo("bild ü.png");
    assertThat(number(hits(raw).getFirst(), "cosine")).isCloseTo(1, within(1e-4));

    Run sum =
        run(
            "search",
            "the.index",
            "--image",
            "media/wide.jpg",
            "--audio",
            "media/short.wav^0.5",
            "--text",
            "a dog^-0.2",
            "--id",
            "media/f.csv^0.1",
            "-k",
            "20",
            "--scores",
            "raw",
            "--json");
    assertThat(names(sum)).hasSize(10).doesNotContain("f.csv"); // not itself
    for (Map<?, ?> hit : hits(sum)) {
      double parts = 0;
      for (Object share : Goldens.list(hit, "explain")) {
        parts += number((Map<?, ?>) share, "part");
      }
      assertThat(Goldens.list(hit, "explain")).hasSize(4);
      assertThat(parts).isCloseTo(number(hit, "cosine"), within(1e-5));
    }

    Run where =
        run(
            "search",
            "the.index",
            "--text",
            "a sound",
            "--where",
            "start >= 8 and name ^= long",
            "--json");
    assertThat(names(where)).hasSize(3).containsOnly("long.wav");
    assertThat(String.valueOf(hits(where).getFirst().get("id"))).contains("long.wav#t=");
  }

  @Test
  void peopleSeeATableAnExplanationAndAPage() throws Exception {
    copyOneOfEach();
    assertThat(index("media").exitCode()).isZero();

    Run table =
        run("search", "the.index", "--text", "a tone", "-k", "11", "--explain", "--html", "p.html");

    assertThat(table.exitCode()).as(table.err()).isZero();
    assertThat(table.out())
        .contains("score", "sense", "0:08–0:18", "long.wav", "bild ü.png", "motion", "depth")
        .contains("text \"a tone\" (cosine", "cosine to the query", "how far the best usually are")
        .doesNotContain("\u001b");
    assertThat(table.err()).contains("p.html");
    String page = Files.readString(temp.resolve("p.html"));
    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .endsWith("</html>\n")
        .contains("data:audio/wav;base64,", "data:image/jpeg;base64,", "<svg class=\"motion\"")
        .contains("long.wav#t=8.000,18.000", "0:08–0:18")
        .doesNotContainPattern("<(script|link|iframe|object|embed|base)[ >]");
    assertThat(page.split("<figure>", -1)).hasSize(12);

    Run info = run("index", "--info", "the.index", "--json");
    assertThat(info.json()).containsEntry("items", 11).containsEntry("dimensions", 32);
    assertThat(Goldens.map(info.json(), "senses").get("audio (sound)")).isEqualTo(5);
  }

  @Test
  void aSecondRunSkipsDropsAndReports() throws Exception {
    copyOneOfEach();
    assertThat(index("media").exitCode()).isZero();
    Files.delete(temp.resolve("media/wide.jpg"));
    Path garbage = temp.resolve("media/short.wav");
    Files.write(garbage, new byte[] {'R', 'I', 'F', 'F', 0, 0, 0, 0, 'W', 'A', 'V', 'E', 1, 2});
    Path damaged = temp.resolve("media/bild ü.png");
    Files.write(damaged, java.util.Arrays.copyOf(Files.readAllBytes(damaged), 100));
    copy("images/files/plain.bmp", "new.bmp");

    Run second = index("media");

    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.err()).contains("bild ü.png");
    assertThat(second.json())
        .containsEntry("indexed", 1)
        .containsEntry("unchanged", 5)
        .containsEntry("failed", 1)
        .containsEntry("items_dropped", 2) // the deleted one, and what is no media any more
        .containsEntry("items", 10); // what was known of the damaged one stays
  }

  @Test
  void manifestsBringTheirColumnsAndShardsTheirCaptions() throws Exception {
    copyOneOfEach();
    Path list =
        Files.writeString(
            temp.resolve("media/list.csv"),
            """
            id,modality,path,caption,year,class
            1,image,wide.jpg,"a wide, wide picture",2021,scene
            2,audio,short.wav,some noise,2019,sound
            3,text,,a sentence of its own,2022,
            4,image,../err,outside,2022,
            5,image,missing.jpg,gone,2022,
            """);

    Run indexed = index(list.toString());

    assertThat(indexed.exitCode()).isEqualTo(1);
    assertThat(indexed.json()).containsEntry("indexed", 3).containsEntry("failed", 2);
    assertThat(indexed.err()).contains("line 5", "leaves the folder", "line 6");
    Run found = run("search", "the.index", "--text", "x", "--where", "year > 2020", "--json");
    assertThat(names(found)).containsExactlyInAnyOrder("wide.jpg", "3");
    Map<?, ?> fields =
        Goldens.map(
            hits(run("search", "the.index", "--text", "x", "--where", "class = scene", "--json"))
                .getFirst(),
            "fields");
    assertThat(fields.get("caption")).isEqualTo("a wide, wide picture");
    assertThat(fields.get("year")).isEqualTo(2021);
  }

  @Test
  void whatMakesNoSenseIsSaidWithTheFix() throws Exception {
    copyOneOfEach();
    assertThat(run("search", "no.index", "--text", "a").err())
        .startsWith("error: ")
        .contains("imagebind4j index DIR --to");
    Run missing = index("no-such-folder");
    assertThat(missing.exitCode()).isEqualTo(3);
    assertThat(missing.err()).contains("no such folder or file: no-such-folder");
    assertThat(index("media").exitCode()).isZero();

    Run other = run("search", "the.index", "--model", "mini", "--text", "a dog");
    assertThat(other.exitCode()).isEqualTo(3);
    assertThat(other.err()).contains("holds vectors of model", "--model");
    Run mixing = run("index", "media", "--to", "the.index", "--model", "mini");
    assertThat(mixing.exitCode()).isEqualTo(3);
    assertThat(mixing.err()).contains("holds vectors of model");

    Run file = run("search", "the.index", "--image", "nothing.jpg");
    assertThat(file.exitCode()).isEqualTo(1);
    assertThat(file.err()).contains("no such file: nothing.jpg");
    Run id = run("search", "the.index", "--id", "nothing");
    assertThat(id.exitCode()).isEqualTo(1);
    assertThat(id.err()).contains("there is no item 'nothing'");
    Run where = run("search", "the.index", "--text", "a", "--where", "year >");
    assertThat(where.exitCode()).isEqualTo(2);
    assertThat(where.err()).contains("a value is expected here");
  }

  private void makePictures(int count) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("media"));
    Random random = new Random(5);
    for (int i = 0; i < count; i++) {
      BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
      for (int p = 0; p < 64; p++) {
        picture.setRGB(p % 8, p / 8, random.nextInt(1 << 24));
      }
      ImageIO.write(picture, "png", folder.resolve("p" + i + ".png").toFile());
    }
  }

  private Set<String> ids() throws Exception {
    if (!Files.exists(temp.resolve("the.index/imagebind4j.json"))) {
      return Set.of();
    }
    Run all =
        run("search", "the.index", "--text", "a", "-k", "100000", "--scores", "raw", "--json");
    if (all.exitCode() != 0) {
      assertThat(all.err()).contains("is empty");
      return Set.of();
    }
    List<String> ids = hits(all).stream().map(hit -> String.valueOf(hit.get("id"))).toList();
    assertThat(ids).doesNotHaveDuplicates();
    return new HashSet<>(ids);
  }

  private void killAndGoOn(int files, int kills, long seed) throws Exception {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    makePictures(files);
    copy("audio/files/chirp_8k_i16_31s.wav", "long.wav");
    Set<String> before = Set.of();
    for (int kill = 0; kill < kills; kill++) {
      Path err = temp.resolve("killed-" + kill);
      Process process = start(err, indexing("--commit", "3", "--batch", "2", "media"), Map.of());
      boolean ended = process.waitFor(800 + random.nextInt(2500), TimeUnit.MILLISECONDS);
      process.destroyForcibly(); // SIGKILL: the launcher has become the JVM
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      Set<String> after = ids();
      assertThat(after).as("after kill %d, ended %s", kill, ended).containsAll(before);
      before = after;
    }

    Run last = index("media");

    assertThat(last.exitCode()).as(last.err()).isZero();
    assertThat(last.json()).containsEntry("items", files + 4).containsEntry("failed", 0);
    assertThat(ids()).hasSize(files + 4).containsAll(before);
    assertThat(index("media").json()).containsEntry("indexed", 0);
  }

  @Test
  void aKillLosesNothingThatWasCommittedAndDoublesNothing() throws Exception {
    killAndGoOn(60, 1, 20260101);
  }

  @Test
  @Tag("long")
  void tenKillsAtRandomMomentsLoseNothingThatWasCommittedAndDoubleNothing() throws Exception {
    killAndGoOn(3000, 10, 20260102);
  }

  @Test
  @Tag("long")
  void aHundredThousandTinyFilesFitIntoALittleHeap() throws Exception {
    Path folder = Files.createDirectories(temp.resolve("media"));
    byte[] png = Files.readAllBytes(Goldens.path("images/files/tiny.png"));
    for (int i = 0; i < 100_000; i++) {
      Path sub = folder.resolve("d" + i / 1000);
      if (i % 1000 == 0) {
        Files.createDirectories(sub);
      }
      Files.write(sub.resolve("f" + i + ".png"), png);
    }

    Run run =
        run(Map.of("IMAGEBIND4J_JAVA_OPTS", "-Xmx512m"), indexing("media").toArray(String[]::new));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json()).containsEntry("items", 100_000);
  }

  @Test
  void threeHoursOfSoundFitIntoALittleHeap() throws Exception {
    int seconds = 3 * 3600;
    Path file = Files.createDirectories(temp.resolve("media")).resolve("long.wav");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
      header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + seconds * 8000);
      header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
      header.putShort((short) 1).putInt(8000).putInt(8000).putShort((short) 1);
      header.putShort((short) 8).put("data".getBytes(StandardCharsets.US_ASCII));
      header.putInt(seconds * 8000);
      out.write(header.array());
      out.setLength(44 + seconds * 8000L); // a hole: it takes no disk
    }

    Run run =
        run(
            Map.of("IMAGEBIND4J_JAVA_OPTS", "-Xmx200m"), // as floats alone it takes 345 MB
            indexing("--segment", "120", "--overlap", "0", "media").toArray(String[]::new));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json()).containsEntry("items", 90);
  }

  @Test
  void linksInCirclesAndBrokenFilesHaveAClearEnd() throws Exception {
    copyOneOfEach();
    Path media = temp.resolve("media");
    Files.createSymbolicLink(media.resolve("depth/up"), media);
    Files.createSymbolicLink(media.resolve("ping"), media.resolve("pong"));
    Files.createSymbolicLink(media.resolve("pong"), media.resolve("ping"));
    byte[] half = Files.readAllBytes(media.resolve("wide.jpg"));
    Files.write(media.resolve("half.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    Files.write(media.resolve("empty.wav"), new byte[0]);
    Files.write(media.resolve("half.jpg"), java.util.Arrays.copyOf(half, 20));
    new ProcessBuilder("sh", "-c", "printf x > \"$(printf 'bad\\377.jpg')\"")
        .directory(media.toFile())
        .start()
        .waitFor(20, TimeUnit.SECONDS);

    Run run = index("media");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.json()).containsEntry("indexed", 8).containsEntry("failed", 3);
    assertThat(run.err())
        .contains("half.png", "half.jpg", "is not UTF-8")
        .doesNotContain("should not have happened");
  }
}
