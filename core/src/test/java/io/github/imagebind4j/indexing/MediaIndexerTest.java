package io.github.imagebind4j.indexing;

import static io.github.imagebind4j.indexing.IndexedFolder.fields;
import static io.github.imagebind4j.indexing.IndexedFolder.folder;
import static io.github.imagebind4j.indexing.IndexedFolder.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.Segmentation;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.index.FairRanking;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real files through a small model into an index, again and again.
class MediaIndexerTest {
  private static ImageBind model;

  @TempDir private Path temp;
  private IndexedFolder files;

  @BeforeAll
  static void loadTheModel() {
    model = IndexedFolder.tinyModel();
  }

  @AfterAll
  static void closeTheModel() {
    model.close();
  }

  @BeforeEach
  void fillAnEmptyIndex() throws IOException {
    files = new IndexedFolder(model, temp);
  }

  @Test
  void oneOfEachIsRecognisedAndKnowsWhatItIs() throws IOException {
    files.copyOneOfEach();

    IndexingReport report = files.run();

    assertThat(report.failures()).isEmpty();
    assertThat(report.files()).isEqualTo(7);
    assertThat(report.indexed()).isEqualTo(6);
    assertThat(report.passedOver()).isEqualTo(1);
    assertThat(report.items()).isEqualTo(files.index.size());
    Map<String, IndexItem> items = files.items();
    assertThat(items.keySet())
        .containsExactly("a.png", "b.wav", "c.mp4", "depth/d.png", "e.thermal.png", "f.csv");
    assertThat(items.values())
        .extracting(item -> item.embedding().modality().name())
        .containsExactly("vision", "audio", "vision", "depth", "thermal", "imu");
    assertThat(items.values())
        .extracting(item -> item.fields().text("kind").orElse(""))
        .containsExactly("image", "sound", "video", "depth", "thermal", "motion");
    Fields picture = fields(items, "a.png");
    assertThat(picture.text("path")).contains(files.root.resolve("a.png").toString());
    assertThat(picture.text("name")).contains("a.png");
    assertThat(picture.text("folder")).contains(files.root.toString());
    assertThat(picture.text("modality")).contains("vision");
    assertThat(picture.number("bytes")).contains((double) Files.size(files.root.resolve("a.png")));
    assertThat(picture.text("sha256").orElse("")).hasSize(64);
    assertThat(Instant.parse(picture.text("modified").orElse(""))).isNotNull();
    assertThat(picture.number("width").orElse(0.0)).isPositive();
    assertThat(fields(items, "b.wav").number("duration")).contains(5.0);
  }

  @Test
  void theVectorsAreThoseOfEmbed() throws IOException {
    files.copyOneOfEach();
    files.run();

    Embedding expected = model.embed(Input.image(files.root.resolve("a.png")));
    Embedding actual = item(files.items(), "a.png").embedding();

    assertThat(actual.unit()).containsExactly(expected.unit());
    assertThat(actual.fingerprint()).isEqualTo(expected.fingerprint());
  }

  @Test
  void whatIsUnchangedIsSkippedAndWhatChangedIsEmbeddedAgain() throws IOException {
    files.copyOneOfEach();
    files.run();

    IndexingReport again = files.run();
    assertThat(files.embedded).isEmpty();
    assertThat(again.unchanged()).isEqualTo(6);
    assertThat(again.indexed()).isZero();

    Path changed = files.root.resolve("a.png");
    Files.copy(
        Goldens.path("images/files/rgba.png"),
        changed,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(changed, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    IndexingReport third = files.run();

    assertThat(files.embedded).containsExactly(changed.toString());
    assertThat(third.unchanged()).isEqualTo(5);
    assertThat(third.items()).isEqualTo(6);
    assertThat(fields(files.items(), "a.png").text("modified")).contains("2020-01-01T00:00:00Z");
  }

  @Test
  void aFileThatWasOnlyTouchedIsNotEmbeddedAgainButItsTimeIsNoted() throws IOException {
    files.copyOneOfEach();
    files.run();
    FileTime touched = FileTime.from(Instant.parse("2021-02-03T04:05:06.789Z"));
    for (String name : List.of("a.png", "b.wav", "c.mp4")) {
      Files.setLastModifiedTime(files.root.resolve(name), touched);
    }

    IndexingReport report = files.run();

    assertThat(files.embedded).isEmpty();
    assertThat(report.unchanged()).isEqualTo(6);
    for (String name : List.of("a.png", "b.wav", "c.mp4")) {
      assertThat(fields(files.items(), name).text("modified")).contains("2021-02-03T04:05:06.789Z");
    }
  }

  @Test
  void whatIsGoneIsDroppedButOnlyBelowTheFoldersOfTheRun() throws IOException {
    files.copy("images/files/rgb.png", "one/a.png");
    files.copy("images/files/rgba.png", "one/b.png");
    files.copy("images/files/plain.bmp", "two/c.bmp");
    files.run();
    Files.delete(files.root.resolve("one/a.png"));
    Files.delete(files.root.resolve("two/c.bmp"));

    IndexingReport report = files.run(folder(files.root.resolve("one")));

    assertThat(report.dropped()).isEqualTo(1);
    assertThat(files.items().keySet()).containsExactly("one/b.png", "two/c.bmp");

    files.options = files.options.withDropGone(false);
    assertThat(files.run(folder(files.root)).dropped()).isZero();
    files.options = files.options.withDropGone(true);
    assertThat(files.run(folder(files.root)).dropped()).isEqualTo(1);
    assertThat(files.items().keySet()).containsExactly("one/b.png");
  }

  @Test
  void aFileThatFailsIsReportedAndWhatWasKnownOfItStays() throws IOException {
    files.copyOneOfEach();
    files.run();
    byte[] damaged = Files.readAllBytes(files.root.resolve("a.png"));
    Files.write(files.root.resolve("a.png"), java.util.Arrays.copyOf(damaged, damaged.length / 2));
    Files.write(
        files.root.resolve("z.jpg"), new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1, 2});

    IndexingReport report = files.run();

    assertThat(report.failures())
        .extracting(failure -> Path.of(failure.name()).getFileName().toString())
        .containsExactlyInAnyOrder("a.png", "z.jpg");
    assertThat(files.items().keySet()).contains("a.png").doesNotContain("z.jpg");
    assertThat(report.unchanged()).isEqualTo(5);
  }

  @Test
  void aLongSoundIsCutAndAnotherCutReplacesTheFirst() throws IOException {
    files.copy("audio/files/chirp_8k_i16_31s.wav", "long.wav");

    files.run();
    assertThat(files.items().keySet())
        .containsExactly(
            "long.wav#t=0,10", "long.wav#t=16,26", "long.wav#t=21,31", "long.wav#t=8,18");
    Fields second = fields(files.items(), "long.wav#t=8,18");
    assertThat(second.number("start")).contains(8.0);
    assertThat(second.number("end")).contains(18.0);
    assertThat(second.number("duration")).contains(31.0);

    files.run();
    assertThat(files.embedded).isEmpty();

    files.options = files.options.withSegmentation(new Segmentation(20, 0));
    IndexingReport recut = files.run();
    assertThat(recut.dropped()).isEqualTo(4);
    assertThat(files.items().keySet()).containsExactly("long.wav#t=0,20", "long.wav#t=11,31");

    files.options = files.options.withSegmentation(new Segmentation(60, 0));
    files.run();
    assertThat(files.items().keySet()).containsExactly("long.wav");
  }

  @Test
  void whoKeepsWhatIsGoneDoesNotKeepWhatAFileWasBefore() throws IOException {
    files.copy("audio/files/chirp_8k_i16_31s.wav", "long.wav");
    files.copy("images/files/rgb.png", "a.png");
    files.run();
    Files.delete(files.root.resolve("a.png"));
    files.options = files.options.withDropGone(false).withSegmentation(new Segmentation(20, 0));

    files.run();

    assertThat(files.items().keySet())
        .containsExactly("a.png", "long.wav#t=0,20", "long.wav#t=11,31");
  }

  @Test
  void shortFilesDoNotMindHowLongOnesAreCut() throws IOException {
    files.copyOneOfEach();
    files.run();
    files.options = files.options.withSegmentation(new Segmentation(30, 5));

    files.run();

    assertThat(files.embedded).isEmpty();
  }

  @Test
  void anotherFormatOrSenseIsAnotherItem() throws IOException {
    files.copy("senses/depth_mm.png", "x.png");
    files.run();
    assertThat(item(files.items(), "x.png").embedding().modality()).isEqualTo(Modality.VISION);

    files.run(
        new FolderCollection(
            files.root, SenseRules.CONVENTIONS.with("x.png", Modality.DEPTH), Set.of()));

    assertThat(item(files.items(), "x.png").embedding().modality()).isEqualTo(Modality.DEPTH);
    assertThat(files.index.size()).isEqualTo(1);
  }

  @Test
  void foldersThatOverlapAreIndexedOnce() throws IOException {
    files.copy("images/files/rgb.png", "in/a.png");

    IndexingReport report = files.run(folder(files.root), folder(files.root.resolve("in")));

    assertThat(report.files()).isEqualTo(1);
    assertThat(files.embedded).hasSize(1);
  }

  @Test
  void commitsComeAsOftenAsAsked() throws IOException {
    for (int i = 0; i < 7; i++) {
      files.copy("images/files/rgb.png", "p" + i + ".png");
    }
    files.options = files.options.withCommits(3, Duration.ofDays(1));
    List<Long> commits = new ArrayList<>();

    new MediaIndexer(model, files.index, files.options)
        .run(
            List.of(folder(files.root)),
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
    files.copyOneOfEach();
    MediaIndexer indexer = new MediaIndexer(model, files.index, files.options);
    assertThat(indexer.ranking()).isNull();

    indexer.run(List.of(folder(files.root)), IndexingListener.NONE);

    FairRanking ranking = Objects.requireNonNull(indexer.ranking());
    assertThat(ranking.size()).isEqualTo(6);
    assertThat(ranking.modalities()).hasSize(5);
  }

  @Test
  void anIndexOfAnotherModelIsRefusedBeforeAnythingIsDone() throws IOException {
    files.copyOneOfEach();
    files.index.add("x", new Embedding(Modality.TEXT, new float[] {1, 2}, "another"));

    assertThatThrownBy(() -> files.run())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("another")
        .hasMessageContaining("new index");
    assertThat(files.index.size()).isEqualTo(1);
  }

  @Test
  void aFileWhoseNameLooksLikeAPieceIsNotMistakenForOne() throws IOException {
    files.copy("audio/files/chirp_8k_i16_31s.wav", "s.wav");
    files.copy("audio/files/chirp_16k_i16_5s.wav", "s.wav#t=0,10");

    files.run();

    assertThat(files.items().keySet()).contains("s.wav#t=0,10", "s.wav%23t=0,10");
    assertThat(files.index.size()).isEqualTo(5);
  }
}
