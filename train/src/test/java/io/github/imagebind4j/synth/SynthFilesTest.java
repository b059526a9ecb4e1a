package io.github.imagebind4j.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.array.NpyFile;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.error.MediaException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

/// The folders and shards that scenes are written to.
class SynthFilesTest {
  @TempDir private Path temp;

  private static SynthRequest request(long count, SynthRequest.Format format) {
    return new SynthRequest(
        7,
        count,
        new SceneOptions(32, 0.5, 16_000, 1, 50),
        EnumSet.allOf(Sense.class),
        SplitShares.parse("train=0.5,val=0.25,test=0.25"),
        format);
  }

  private static Map<String, Integer> contents(Path folder) {
    Map<String, Integer> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        files.put(
            folder.relativize(path).toString(),
            java.util.Arrays.hashCode(Files.readAllBytes(path)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  @Test
  void theBytesAreTheSameForAnyNumberOfThreads() {
    for (SynthRequest.Format format : SynthRequest.Format.values()) {
      Path one = temp.resolve(format + "1");
      Path four = temp.resolve(format + "4");
      SynthFiles.write(one, request(12, format), 1, _ -> {});
      SynthFiles.write(four, request(12, format), 4, _ -> {});

      assertThat(contents(four)).isEqualTo(contents(one)).hasSizeGreaterThan(3);
    }
  }

  @Test
  void aRunThatWasStoppedGoesOnToTheSameBytes() throws IOException {
    for (SynthRequest.Format format : SynthRequest.Format.values()) {
      Path whole = temp.resolve("whole" + format);
      Path stopped = temp.resolve("stopped" + format);
      SynthRequest request = request(12, format);
      SynthFiles.write(whole, request, 2, _ -> {});
      assertThatThrownBy(() ->
              SynthFiles.write(
                  stopped,
                  request,
                  1,
                  _ -> {
                    throw new IllegalStateException("stop");
                  }))
          .hasMessage("stop");
      // A kill can also leave a file half-written.
      Files.writeString(stopped.resolve("train-000000.tar.part"), "half");
      Files.writeString(stopped.resolve("manifest.csv.part"), "half");
      List<Long> told = new ArrayList<>();

      SynthFiles.Summary summary = SynthFiles.write(stopped, request, 2, told::add);

      assertThat(contents(stopped)).isEqualTo(contents(whole));
      assertThat(summary.made()).isBetween(1L, 11L);
      assertThat(told).last().isEqualTo(12L);
      assertThat(SynthFiles.write(stopped, request, 2, _ -> {}).made()).isZero();
    }
  }

  @Test
  void theManifestNamesEveryFileAndCaption() throws IOException {
    SynthFiles.write(temp, request(9, SynthRequest.Format.FOLDER), 2, _ -> {});
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    Set<String> ids = new java.util.HashSet<>();
    Map<String, Integer> files = new TreeMap<>();
    try (CSVParser rows =
        CSVParser.parse(
            temp.resolve("manifest.csv"), java.nio.charset.StandardCharsets.UTF_8, format)) {
      assertThat(rows.getHeaderNames())
          .containsExactly(
              "id",
              "modality",
              "path",
              "class",
              "caption",
              "source",
              "licence",
              "split",
              "pair_id");
      for (CSVRecord row : rows) {
        assertThat(ids.add(row.get("id"))).isTrue();
        int scene = Integer.parseInt(row.get("pair_id").replace("scene:", ""));
        Factors factors = Factors.draw(7, scene);
        boolean motion = row.get("modality").equals("imu");
        assertThat(row.get("class"))
            .isEqualTo(motion ? factors.motion().className() : factors.kind().className());
        assertThat(row.get("caption")).isNotBlank();
        assertThat(row.get("split")).isIn("train", "val", "test");
        if (!row.get("modality").equals("text")) {
          assertThat(temp.resolve(row.get("path"))).isRegularFile();
          files.merge(row.get("modality"), 1, Integer::sum);
        }
      }
    }
    assertThat(files).isEqualTo(Map.of("image", 9, "depth", 9, "thermal", 9, "audio", 9, "imu", 9));
    List<Map<String, Object>> factors =
        Files.readAllLines(temp.resolve("factors.jsonl")).stream()
            .map(line -> JSON.std.mapFrom(line))
            .toList();
    assertThat(factors).hasSize(9);
    assertThat(factors.get(4)).containsEntry("index", 4).containsKeys("kind", "split", "captions");
  }

  @Test
  void filesHaveTheFormsThatTheyPromise() throws IOException {
    SynthRequest request = request(2, SynthRequest.Format.FOLDER);
    SynthFiles.write(temp, request, 1, _ -> {});
    Scene scene = request.world().scene(1);

    BufferedImage depth = ImageIO.read(temp.resolve("depth/0000/0000001.png").toFile());
    assertThat(depth.getType()).isEqualTo(BufferedImage.TYPE_USHORT_GRAY);
    float metres = scene.depth().asBuffer().get(5 * 32 + 9);
    assertThat(depth.getRaster().getSample(9, 5, 0)).isEqualTo(Math.round(metres * 1000.0));
    BufferedImage heat = ImageIO.read(temp.resolve("thermal/0000/0000001.png").toFile());
    assertThat(heat.getRaster().getSample(9, 5, 0))
        .isEqualTo(scene.heat().asBuffer().get(5 * 32 + 9) & 255);
    assertThat(ImageIO.read(temp.resolve("image/0000/0000001.jpg").toFile()).getWidth())
        .isEqualTo(32);
    assertThat(Files.size(temp.resolve("audio/0000/0000001.wav"))).isEqualTo(44 + 2 * 8_000);
    NpyFile.Content imu =
        NpyFile.read(Files.readAllBytes(temp.resolve("imu/0000/0000001.npy")), 1 << 20);
    assertThat(imu.values().shape().toString()).contains("6, 50");
    assertThat(imu.values().asBuffer().get(50 + 7))
        .isEqualTo((float) (scene.motion().get(1, 7) / MotionSensor.GRAVITY));
  }

  @Test
  void aScenesFilesLieSideBySideInAShard() throws IOException {
    SynthFiles.write(temp, request(20, SynthRequest.Format.WEBDATASET), 2, _ -> {});
    int scenes = 0;
    try (TarFile tar = new TarFile(temp.resolve("train-000000.tar"))) {
      List<TarArchiveEntry> entries = tar.getEntries();
      for (int i = 0; i < entries.size(); i += 7) {
        String key = entries.get(i).getName().substring(0, 7);
        assertThat(entries.subList(i, i + 7))
            .extracting(TarArchiveEntry::getName)
            .containsExactly(
                key + ".image.jpg",
                key + ".depth.png",
                key + ".thermal.png",
                key + ".audio.wav",
                key + ".imu.npy",
                key + ".json",
                key + ".txt");
        try (var in = tar.getInputStream(entries.get(i + 5))) {
          assertThat(JSON.std.mapFrom(in)).containsEntry("split", "train").containsKey("class");
        }
        scenes++;
      }
    }
    assertThat(scenes).isBetween(4, 16);
  }

  @Test
  void splitsHaveTheirSharesAndDoNotMoveWhenMoreIsAsked() {
    SplitShares split = SplitShares.parse("train=0.8,val=0.1,test=0.1");
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 5000; i++) {
      counts.merge(split.of(3, i), 1, Integer::sum);
    }
    assertThat(counts.get("train")).isBetween(3880, 4120);
    assertThat(counts.get("val")).isBetween(420, 580);
    assertThat(SplitShares.parse("train=1,test=0").of(1, 1)).isEqualTo("train");
  }

  @Test
  void aFolderOfAnotherSeedIsLeftAlone() {
    SynthFiles.write(temp, request(2, SynthRequest.Format.FOLDER), 1, _ -> {});
    Map<String, Integer> before = contents(temp);
    SynthRequest other =
        new SynthRequest(
            8,
            2,
            SceneOptions.DEFAULT,
            Set.of(Sense.IMU),
            SplitShares.parse("train=1"),
            SynthRequest.Format.FOLDER);

    assertThatThrownBy(() -> SynthFiles.write(temp, other, 1, _ -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("another request")
        .hasMessageContaining("\"seed\":7");
    before.keySet().forEach(name -> assertThat(temp.resolve(name)).exists());
  }

  @Test
  void aFolderOfSomethingElseIsLeftAlone() throws IOException {
    Files.writeString(temp.resolve("thesis.txt"), "mine");

    assertThatThrownBy(
            () -> SynthFiles.write(temp, request(2, SynthRequest.Format.FOLDER), 1, _ -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("thesis.txt");
    assertThat(contents(temp).keySet()).containsExactly("thesis.txt");
  }

  @Test
  void whatCannotBeWrittenIsSaidWithTheFix() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");

    assertThatThrownBy(() ->
            SynthFiles.write(
                file.resolve("inside"), request(2, SynthRequest.Format.FOLDER), 1, _ -> {}))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("inside")
        .hasMessageContaining("run the same command again");
  }

  @Test
  void nonsenseIsRefusedBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> request(0, SynthRequest.Format.FOLDER))
        .hasMessageContaining("from 1 to 10000000, got 0");
    assertThatThrownBy(() -> SplitShares.parse("train=0.8,val=0.1")).hasMessageContaining("add up");
    assertThatThrownBy(() -> SplitShares.parse("train=0.5,train=0.5"))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> SplitShares.parse("../x=1")).hasMessageContaining("../x=1");
    assertThatThrownBy(() -> SplitShares.parse("a=NaN")).hasMessageContaining("a=NaN");
    assertThatThrownBy(() -> SplitShares.parse("a=2,b=-1")).hasMessageContaining("a=2");
    assertThatThrownBy(() -> Sense.of("smell")).hasMessageContaining("image, depth, thermal");
    assertThatThrownBy(
            () -> SynthFiles.write(temp, request(2, SynthRequest.Format.FOLDER), 0, _ -> {}))
        .hasMessageContaining("from 1 to 1024, got 0");
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void thePageNeedsNothingButItself() {
    String page = SynthPage.render(request(2, SynthRequest.Format.FOLDER).world(), 2);

    assertThat(page).contains("data:audio/wav;base64,", "data:image/png;base64,", "<polyline");
    assertThat(page).doesNotContainPattern("(src|href)=\"(?!data:)");
    assertThat(page.split("<article>", -1)).hasSize(3);
  }
}
