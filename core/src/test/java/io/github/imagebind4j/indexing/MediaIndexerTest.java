package io.github.imagebind4j.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.ImageBindOptions;
import io.github.imagebind4j.Segmentation;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.index.ExactIndex;
import io.github.imagebind4j.index.FairRanking;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real files through a small model into an index, again and again.
class MediaIndexerTest {
  private static ImageBind model;

  @TempDir private Path temp;
  private Path root = Path.of("");
  private final ExactIndex index = new ExactIndex();
  private IndexingOptions options = IndexingOptions.DEFAULT;
  private final List<String> embedded = new ArrayList<>();

  @BeforeAll
  static void loadTheModel() {
    String json = new String(Goldens.bytes("models/tiny_a/config.json"), StandardCharsets.UTF_8);
    model =
        ImageBind.load(
            Goldens.path("models/tiny_a/weights.pth"),
            ImageBindOptions.defaults().withConfig(ModelConfig.fromJson(json)));
  }

  @AfterAll
  static void closeTheModel() {
    model.close();
  }

  @BeforeEach
  void resolveLinksInTheTemporaryFolder() throws IOException {
    root = temp.toRealPath();
  }

  private Path copy(String golden, String name) throws IOException {
    Path path = root.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.copy(Goldens.path(golden), path);
  }

  private void copyOneOfEach() throws IOException {
    copy("images/files/rgb.png", "a.png");
    copy("audio/files/chirp_16k_i16_5s.wav", "b.wav");
    copy("video/files/short_226x224_2997.mp4", "c.mp4");
    copy("senses/depth_mm.png", "depth/d.png");
    copy("senses/thermal_l8.png", "e.thermal.png");
    copy("senses/imu_100hz.csv", "f.csv");
    Files.writeString(root.resolve("notes.txt"), "no media");
  }

  private IndexingReport run(MediaCollection... collections) {
    embedded.clear();
    return new MediaIndexer(model, index, options)
        .run(
            collections.length == 0 ? List.of(folder(root)) : List.of(collections),
            new IndexingListener() {
              @Override
              public void itemDone(String id) {
                embedded.add(id);
              }
            });
  }

  private static FolderCollection folder(Path folder) {
    return new FolderCollection(folder, SenseRules.CONVENTIONS, Set.of());
  }

  private Map<String, IndexItem> items() {
    Map<String, IndexItem> items = new TreeMap<>();
    index.scan(Filter.ALL, item -> items.put(root.relativize(Path.of(item.id())).toString(), item));
    return items;
  }

  private static IndexItem item(Map<String, IndexItem> items, String id) {
    return Objects.requireNonNull(items.get(id), () -> id + " in " + items.keySet());
  }

  private static Fields fields(Map<String, IndexItem> items, String id) {
    return item(items, id).fields();
  }

  @Test
  void oneOfEachIsRecognisedAndKnowsWhatItIs() throws IOException {
    copyOneOfEach();

    IndexingReport report = run();

    assertThat(report.failures()).isEmpty();
    assertThat(report.files()).isEqualTo(7);
    assertThat(report.indexed()).isEqualTo(6);
    assertThat(report.passedOver()).isEqualTo(1);
    assertThat(report.items()).isEqualTo(index.size());
    Map<String, IndexItem> items = items();
    assertThat(items.keySet())
        .containsExactly("a.png", "b.wav", "c.mp4", "depth/d.png", "e.thermal.png", "f.csv");
    assertThat(items.values())
        .extracting(item -> item.embedding().modality().name())
        .containsExactly("vision", "audio", "vision", "depth", "thermal", "imu");
    assertThat(items.values())
        .extracting(item -> item.fields().text("kind").orElse(""))
        .containsExactly("image", "sound", "video", "depth", "thermal", "motion");
    Fields picture = fields(items, "a.png");
    assertThat(picture.text("path")).contains(root.resolve("a.png").toString());
    assertThat(picture.text("name")).contains("a.png");
    assertThat(picture.text("folder")).contains(root.toString());
    assertThat(picture.text("modality")).contains("vision");
    assertThat(picture.number("bytes")).contains((double) Files.size(root.resolve("a.png")));
    assertThat(picture.text("sha256").orElse("")).hasSize(64);
    assertThat(Instant.parse(picture.text("modified").orElse(""))).isNotNull();
    assertThat(picture.number("width").orElse(0.0)).isPositive();
    assertThat(fields(items, "b.wav").number("duration")).contains(5.0);
  }

  @Test
  void theVectorsAreThoseOfEmbed() throws IOException {
    copyOneOfEach();
    run();

    Embedding expected = model.embed(Input.image(root.resolve("a.png")));
    Embedding actual = item(items(), "a.png").embedding();

    assertThat(actual.unit()).containsExactly(expected.unit());
    assertThat(actual.fingerprint()).isEqualTo(expected.fingerprint());
  }

  @Test
  void whatIsUnchangedIsSkippedAndWhatChangedIsEmbeddedAgain() throws IOException {
    copyOneOfEach();
    run();

    IndexingReport again = run();
    assertThat(embedded).isEmpty();
    assertThat(again.unchanged()).isEqualTo(6);
    assertThat(again.indexed()).isZero();

    Path changed = root.resolve("a.png");
    Files.copy(
        Goldens.path("images/files/rgba.png"),
        changed,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(changed, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    IndexingReport third = run();

    assertThat(embedded).containsExactly(changed.toString());
    assertThat(third.unchanged()).isEqualTo(5);
    assertThat(third.items()).isEqualTo(6);
    assertThat(fields(items(), "a.png").text("modified")).contains("2020-01-01T00:00:00Z");
  }

  @Test
  void aFileThatWasOnlyTouchedIsNotEmbeddedAgainButItsTimeIsNoted() throws IOException {
    copyOneOfEach();
    run();
    FileTime touched = FileTime.from(Instant.parse("2021-02-03T04:05:06.789Z"));
    for (String name : List.of("a.png", "b.wav", "c.mp4")) {
      Files.setLastModifiedTime(root.resolve(name), touched);
    }

    IndexingReport report = run();

    assertThat(embedded).isEmpty();
    assertThat(report.unchanged()).isEqualTo(6);
    for (String name : List.of("a.png", "b.wav", "c.mp4")) {
      assertThat(fields(items(), name).text("modified")).contains("2021-02-03T04:05:06.789Z");
    }
  }

  @Test
  void whatIsGoneIsDroppedButOnlyBelowTheFoldersOfTheRun() throws IOException {
    copy("images/files/rgb.png", "one/a.png");
    copy("images/files/rgba.png", "one/b.png");
    copy("images/files/plain.bmp", "two/c.bmp");
    run();
    Files.delete(root.resolve("one/a.png"));
    Files.delete(root.resolve("two/c.bmp"));

    IndexingReport report = run(folder(root.resolve("one")));

    assertThat(report.dropped()).isEqualTo(1);
    assertThat(items().keySet()).containsExactly("one/b.png", "two/c.bmp");

    options = options.withDropGone(false);
    assertThat(run(folder(root)).dropped()).isZero();
    options = options.withDropGone(true);
    assertThat(run(folder(root)).dropped()).isEqualTo(1);
    assertThat(items().keySet()).containsExactly("one/b.png");
  }

  @Test
  void aFileThatFailsIsReportedAndWhatWasKnownOfItStays() throws IOException {
    copyOneOfEach();
    run();
    byte[] damaged = Files.readAllBytes(root.resolve("a.png"));
    Files.write(root.resolve("a.png"), java.util.Arrays.copyOf(damaged, damaged.length / 2));
    Files.write(root.resolve("z.jpg"), new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1, 2});

    IndexingReport report = run();

    assertThat(report.failures())
        .extracting(failure -> Path.of(failure.name()).getFileName().toString())
        .containsExactlyInAnyOrder("a.png", "z.jpg");
    assertThat(items().keySet()).contains("a.png").doesNotContain("z.jpg");
    assertThat(report.unchanged()).isEqualTo(5);
  }

  @Test
  void aLongSoundIsCutAndAnotherCutReplacesTheFirst() throws IOException {
    copy("audio/files/chirp_8k_i16_31s.wav", "long.wav");

    run();
    assertThat(items().keySet())
        .containsExactly(
            "long.wav#t=0,10", "long.wav#t=16,26", "long.wav#t=21,31", "long.wav#t=8,18");
    Fields second = fields(items(), "long.wav#t=8,18");
    assertThat(second.number("start")).contains(8.0);
    assertThat(second.number("end")).contains(18.0);
    assertThat(second.number("duration")).contains(31.0);

    run();
    assertThat(embedded).isEmpty();

    options = options.withSegmentation(new Segmentation(20, 0));
    IndexingReport recut = run();
    assertThat(recut.dropped()).isEqualTo(4);
    assertThat(items().keySet()).containsExactly("long.wav#t=0,20", "long.wav#t=11,31");

    options = options.withSegmentation(new Segmentation(60, 0));
    run();
    assertThat(items().keySet()).containsExactly("long.wav");
  }

  @Test
  void whoKeepsWhatIsGoneDoesNotKeepWhatAFileWasBefore() throws IOException {
    copy("audio/files/chirp_8k_i16_31s.wav", "long.wav");
    copy("images/files/rgb.png", "a.png");
    run();
    Files.delete(root.resolve("a.png"));
    options = options.withDropGone(false).withSegmentation(new Segmentation(20, 0));

    run();

    assertThat(items().keySet()).containsExactly("a.png", "long.wav#t=0,20", "long.wav#t=11,31");
  }

  @Test
  void shortFilesDoNotMindHowLongOnesAreCut() throws IOException {
    copyOneOfEach();
    run();
    options = options.withSegmentation(new Segmentation(30, 5));

    run();

    assertThat(embedded).isEmpty();
  }

  @Test
  void aRunThatWasCutShortGoesOnWithinAFileAndLeavesNothingTwice() throws IOException {
    copy("audio/files/chirp_8k_i16_31s.wav", "long.wav");
    run();
    // As a kill leaves it: some pieces are there, the head, which comes last, is not.
    String path = root.resolve("long.wav").toString();
    index.remove(List.of(path + "#t=0,10", path + "#t=16,26"));
    index.commit();

    IndexingReport report = run();

    assertThat(embedded).containsExactlyInAnyOrder(path + "#t=0,10", path + "#t=16,26");
    assertThat(report.items()).isEqualTo(4);
  }

  @Test
  void piecesOfAnEarlierContentThatAKillLeftAreDropped() throws IOException {
    Path file = copy("audio/files/chirp_8k_i16_31s.wav", "s.wav");
    run();
    Files.copy(
        Goldens.path("audio/files/chirp_16k_i16_5s.wav"),
        file,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    run();

    assertThat(items().keySet()).containsExactly("s.wav");
  }

  @Test
  void anotherFormatOrSenseIsAnotherItem() throws IOException {
    copy("senses/depth_mm.png", "x.png");
    run();
    assertThat(item(items(), "x.png").embedding().modality()).isEqualTo(Modality.VISION);

    run(new FolderCollection(root, SenseRules.CONVENTIONS.with("x.png", Modality.DEPTH), Set.of()));

    assertThat(item(items(), "x.png").embedding().modality()).isEqualTo(Modality.DEPTH);
    assertThat(index.size()).isEqualTo(1);
  }

  @Test
  void foldersThatOverlapAreIndexedOnce() throws IOException {
    copy("images/files/rgb.png", "in/a.png");

    IndexingReport report = run(folder(root), folder(root.resolve("in")));

    assertThat(report.files()).isEqualTo(1);
    assertThat(embedded).hasSize(1);
  }

  @Test
  void commitsComeAsOftenAsAsked() throws IOException {
    for (int i = 0; i < 7; i++) {
      copy("images/files/rgb.png", "p" + i + ".png");
    }
    options = options.withCommits(3, Duration.ofDays(1));
    List<Long> commits = new ArrayList<>();

    new MediaIndexer(model, index, options)
        .run(
            List.of(folder(root)),
            new IndexingListener() {
              @Override
              public void committed(long items) {
                commits.add(items);
              }
            });

    assertThat(commits).containsExactly(3L, 3L, 1L);
  }

  @Test
  void whatIsUsualIsLearnedOnTheWay() throws IOException {
    copyOneOfEach();
    MediaIndexer indexer = new MediaIndexer(model, index, options);
    assertThat(indexer.ranking()).isNull();

    indexer.run(List.of(folder(root)), IndexingListener.NONE);

    FairRanking ranking = Objects.requireNonNull(indexer.ranking());
    assertThat(ranking.size()).isEqualTo(6);
    assertThat(ranking.modalities()).hasSize(5);
  }

  @Test
  void anIndexOfAnotherModelIsRefusedBeforeAnythingIsDone() throws IOException {
    copyOneOfEach();
    index.add("x", new Embedding(Modality.TEXT, new float[] {1, 2}, "another"));

    assertThatThrownBy(this::run)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("another")
        .hasMessageContaining("new index");
    assertThat(index.size()).isEqualTo(1);
  }

  @Test
  void aFileWhoseNameLooksLikeAPieceIsNotMistakenForOne() throws IOException {
    copy("audio/files/chirp_8k_i16_31s.wav", "s.wav");
    copy("audio/files/chirp_16k_i16_5s.wav", "s.wav#t=0,10");

    run();

    assertThat(items().keySet()).contains("s.wav#t=0,10", "s.wav%23t=0,10");
    assertThat(index.size()).isEqualTo(5);
  }
}
