package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `index` killed, starved of disk and memory, and given what no one would like to index.
@DisabledOnOs(OS.WINDOWS)
class IndexTroubleProcessTest {
  @TempDir private Path temp;

  private IndexProcesses processes;

  @BeforeEach
  void startInAFreshFolder() {
    processes = new IndexProcesses(temp);
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
    IndexProcesses.Run all =
        processes.run(
            "search", "the.index", "--text", "a", "-k", "100000", "--scores", "raw", "--json");
    if (all.exitCode() != 0) {
      assertThat(all.err()).contains("is empty");
      return Set.of();
    }
    List<String> ids =
        IndexProcesses.hits(all).stream().map(hit -> String.valueOf(hit.get("id"))).toList();
    assertThat(ids).doesNotHaveDuplicates();
    return new HashSet<>(ids);
  }

  private void killAndGoOn(int files, int kills, long seed) throws Exception {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    makePictures(files);
    processes.copy("audio/files/chirp_8k_i16_31s.wav", "long.wav");
    Set<String> before = Set.of();
    for (int kill = 0; kill < kills; kill++) {
      Path err = temp.resolve("killed-" + kill);
      Process process =
          processes.start(
              err, IndexProcesses.indexing("--commit", "3", "--batch", "2", "media"), Map.of());
      boolean ended = process.waitFor(800 + random.nextInt(2500), TimeUnit.MILLISECONDS);
      process.destroyForcibly(); // SIGKILL: the launcher has become the JVM
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      Set<String> after = ids();
      assertThat(after).as("after kill %d, ended %s", kill, ended).containsAll(before);
      before = after;
    }

    IndexProcesses.Run last = processes.index("media");

    assertThat(last.exitCode()).as(last.err()).isZero();
    assertThat(last.json()).containsEntry("items", files + 4).containsEntry("failed", 0);
    assertThat(ids()).hasSize(files + 4).containsAll(before);
    assertThat(processes.index("media").json()).containsEntry("indexed", 0);
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

    IndexProcesses.Run run =
        processes.run(
            Map.of("IMAGEBIND4J_JAVA_OPTS", "-Xmx512m"),
            IndexProcesses.indexing("media").toArray(String[]::new));

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

    IndexProcesses.Run run =
        processes.run(
            Map.of("IMAGEBIND4J_JAVA_OPTS", "-Xmx200m"), // as floats alone it takes 345 MB
            IndexProcesses.indexing("--segment", "120", "--overlap", "0", "media")
                .toArray(String[]::new));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json()).containsEntry("items", 90);
  }

  @Test
  void linksInCirclesAndBrokenFilesHaveAClearEnd() throws Exception {
    processes.copyOneOfEach();
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

    IndexProcesses.Run run = processes.index("media");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.json()).containsEntry("indexed", 8).containsEntry("failed", 3);
    assertThat(run.err())
        .contains("half.png", "half.jpg", "is not UTF-8")
        .doesNotContain("should not have happened");
  }

  /// The system's own limit on a file's size stands in for a full disk: a write fails half-way.
  @Test
  void whereTheDiskIsFullWhatWasCommittedStaysAndTheNextRunGoesOn() throws Exception {
    makePictures(40);
    assertThat(processes.index("media").exitCode()).isZero();
    Set<String> before = ids();
    makePictures(600);

    IndexProcesses.Run full =
        processes.run(
            List.of("sh", "-c", "ulimit -f 100 && exec \"$@\"", "sh"),
            Map.of(),
            IndexProcesses.indexing("--commit", "50", "media").toArray(String[]::new));

    assertThat(full.exitCode()).isEqualTo(3);
    assertThat(full.err())
        .contains("error: ", "all up to the last commit is kept")
        .doesNotContain("should not have happened");
    assertThat(ids()).containsAll(before);
    assertThat(processes.index("media").json()).containsEntry("items", 600);
  }

  /// A folder below a file stands in for one that may not be written: root may write all others.
  @Test
  void anIndexThatCantBeWrittenIsSaidBeforeAnythingIsDone() throws Exception {
    makePictures(1);
    Files.writeString(temp.resolve("file"), "x");

    IndexProcesses.Run run =
        processes.run(
            "index",
            "media",
            "--to",
            "file/the.index",
            "--model",
            Goldens.file("models/tiny_a/weights.pth"),
            "--config",
            Goldens.file("models/tiny_a/config.json"));

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).startsWith("error: ").contains("the.index").contains(";");
    assertThat(Files.readString(temp.resolve("file"))).isEqualTo("x");
  }

  @Test
  void aDamagedShardIsReportedAndTheRestIsDone() throws Exception {
    makePictures(2);
    Files.writeString(temp.resolve("bad.tar"), "this is no archive");

    IndexProcesses.Run run = processes.index("bad.tar", "media");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("bad.tar");
    assertThat(run.json()).containsEntry("indexed", 2).containsEntry("failed", 1);
  }

  @Test
  void aNameThatATerminalWouldObeyIsShownWithoutItsPower() throws Exception {
    makePictures(1);
    Path folder = temp.resolve("media");
    Files.copy(folder.resolve("p0.png"), folder.resolve("a\u001b[2Jb\nc<script>.png"));
    Files.write(
        folder.resolve("x\u001b[2J.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});

    IndexProcesses.Run run = processes.index("media");

    assertThat(run.err()).contains("x?[2J.png").doesNotContain("\u001b");
    IndexProcesses.Run found =
        processes.run("search", "the.index", "--text", "a", "--explain", "--html", "p.html");
    assertThat(found.exitCode()).as(found.err()).isZero();
    assertThat(found.out()).contains("b c<script>.png").doesNotContain("\u001b");
    assertThat(Files.readString(temp.resolve("p.html")))
        .contains("b c&lt;script&gt;.png")
        .doesNotContain("<script", "\u001b");
  }
}
