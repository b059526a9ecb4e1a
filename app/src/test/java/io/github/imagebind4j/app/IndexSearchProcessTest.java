package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `index` and `search` over real files, with an index on disk.
@DisabledOnOs(OS.WINDOWS)
class IndexSearchProcessTest {
  @TempDir private Path temp;

  private IndexProcesses processes;

  @BeforeEach
  void startInAFreshFolder() {
    processes = new IndexProcesses(temp);
  }

  @Test
  void whatWasIndexedIsFoundByItselfByItsFieldsAndBySums() throws Exception {
    processes.copyOneOfEach();

    IndexProcesses.Run indexed = processes.index("media");
    assertThat(indexed.exitCode()).as(indexed.err()).isZero();
    assertThat(indexed.err()).isEmpty();
    assertThat(indexed.json()).containsEntry("files", 9).containsEntry("indexed", 8);
    assertThat(indexed.json()).containsEntry("passed_over", 1).containsEntry("items", 11);

    // The model and its config are those of the index, so searches need not name them.
    IndexProcesses.Run picture =
        processes.run("search", "the.index", "--image", "media/bild ü.png", "-k", "3", "--json");
    assertThat(picture.exitCode()).as(picture.err()).isZero();
    assertThat(picture.json()).containsEntry("scores", "fair");

    IndexProcesses.Run raw =
        processes.run(
            "search", "the.index", "--image", "media/bild ü.png", "--in", "image", "--json");
    assertThat(raw.json()).containsEntry("scores", "raw");
    assertThat(IndexProcesses.names(raw)).hasSize(2).first().isEqualTo("bild ü.png");
    assertThat(IndexProcesses.number(IndexProcesses.hits(raw).getFirst(), "cosine"))
        .isCloseTo(1, within(1e-4));

    IndexProcesses.Run sum =
        processes.run(
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
    assertThat(IndexProcesses.names(sum)).hasSize(10).doesNotContain("f.csv"); // not itself
    for (Map<?, ?> hit : IndexProcesses.hits(sum)) {
      double parts = 0;
      for (Object share : Goldens.list(hit, "explain")) {
        parts += IndexProcesses.number((Map<?, ?>) share, "part");
      }
      assertThat(Goldens.list(hit, "explain")).hasSize(4);
      assertThat(parts).isCloseTo(IndexProcesses.number(hit, "cosine"), within(1e-5));
    }

    IndexProcesses.Run where =
        processes.run(
            "search",
            "the.index",
            "--text",
            "a sound",
            "--where",
            "start >= 8 and name ^= long",
            "--json");
    assertThat(IndexProcesses.names(where)).hasSize(3).containsOnly("long.wav");
    assertThat(String.valueOf(IndexProcesses.hits(where).getFirst().get("id")))
        .contains("long.wav#t=");
  }

  @Test
  void peopleSeeATableAnExplanationAndAPage() throws Exception {
    processes.copyOneOfEach();
    assertThat(processes.index("media").exitCode()).isZero();

    IndexProcesses.Run table =
        processes.run(
            "search", "the.index", "--text", "a tone", "-k", "11", "--explain", "--html", "p.html");

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
        .contains("<video controls preload=\"none\"", "c.mp4")
        .contains("long.wav#t=8.000,18.000", "0:08–0:18")
        .doesNotContainPattern("<(script|link|iframe|object|embed|base)[ >]");
    assertThat(page.split("<figure>", -1)).hasSize(12);

    IndexProcesses.Run info = processes.run("index", "--info", "the.index", "--json");
    assertThat(info.json()).containsEntry("items", 11).containsEntry("dimensions", 32);
    assertThat(Goldens.map(info.json(), "senses").get("audio (sound)")).isEqualTo(5);
  }

  @Test
  void aSecondRunSkipsDropsAndReports() throws Exception {
    processes.copyOneOfEach();
    assertThat(processes.index("media").exitCode()).isZero();
    Files.delete(temp.resolve("media/wide.jpg"));
    Path garbage = temp.resolve("media/short.wav");
    Files.write(garbage, new byte[] {'R', 'I', 'F', 'F', 0, 0, 0, 0, 'W', 'A', 'V', 'E', 1, 2});
    Path damaged = temp.resolve("media/bild ü.png");
    Files.write(damaged, java.util.Arrays.copyOf(Files.readAllBytes(damaged), 100));
    processes.copy("images/files/plain.bmp", "new.bmp");

    IndexProcesses.Run second = processes.index("media");

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
    processes.copyOneOfEach();
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
            3,text,,a sentence with a name that is taken,2022,
            """);

    IndexProcesses.Run indexed = processes.index(list.toString());

    assertThat(indexed.exitCode()).isEqualTo(1);
    assertThat(indexed.json()).containsEntry("indexed", 3).containsEntry("failed", 3);
    assertThat(indexed.err()).contains("line 5", "leaves the folder", "line 6", "of another text");
    IndexProcesses.Run found =
        processes.run("search", "the.index", "--text", "x", "--where", "year > 2020", "--json");
    assertThat(IndexProcesses.names(found)).containsExactlyInAnyOrder("wide.jpg", "3");
    Map<?, ?> fields =
        Goldens.map(
            IndexProcesses.hits(
                    processes.run(
                        "search", "the.index", "--text", "x", "--where", "class = scene", "--json"))
                .getFirst(),
            "fields");
    assertThat(fields.get("caption")).isEqualTo("a wide, wide picture");
    assertThat(fields.get("year")).isEqualTo(2021);
  }

  @Test
  void whatMakesNoSenseIsSaidWithTheFix() throws Exception {
    processes.copyOneOfEach();
    assertThat(processes.run("search", "no.index", "--text", "a").err())
        .startsWith("error: ")
        .contains("imagebind4j index DIR --to");
    IndexProcesses.Run missing = processes.index("no-such-folder");
    assertThat(missing.exitCode()).isEqualTo(3);
    assertThat(missing.err()).contains("no such folder or file: no-such-folder");
    assertThat(processes.index("media").exitCode()).isZero();

    IndexProcesses.Run other =
        processes.run("search", "the.index", "--model", "mini", "--text", "a dog");
    assertThat(other.exitCode()).isEqualTo(3);
    assertThat(other.err()).contains("holds vectors of model", "--model");
    IndexProcesses.Run mixing =
        processes.run("index", "media", "--to", "the.index", "--model", "mini");
    assertThat(mixing.exitCode()).isEqualTo(3);
    assertThat(mixing.err()).contains("holds vectors of model");

    IndexProcesses.Run file = processes.run("search", "the.index", "--image", "nothing.jpg");
    assertThat(file.exitCode()).isEqualTo(1);
    assertThat(file.err()).contains("no such file: nothing.jpg");
    IndexProcesses.Run id = processes.run("search", "the.index", "--id", "nothing");
    assertThat(id.exitCode()).isEqualTo(1);
    assertThat(id.err()).contains("there is no item 'nothing'");
    IndexProcesses.Run where =
        processes.run("search", "the.index", "--text", "a", "--where", "year >");
    assertThat(where.exitCode()).isEqualTo(2);
    assertThat(where.err()).contains("a value is expected here");
  }

  @Test
  void rowsOfMomentsHaveASenseAColumnAndSearchesAreMeasuredByClass() throws Exception {
    processes.copyOneOfEach();
    Path list =
        Files.writeString(
            temp.resolve("media/moments.jsonl"),
            """
            {"image": "wide.jpg", "audio": "short.wav", "text": "wide noise", "class": "wide"}
            {"image": "bild ü.png", "audio": "long.wav", "text": "a chirp", "class": "chirp"}
            """);
    IndexProcesses.Run indexed = processes.index(list.toString());
    assertThat(indexed.exitCode()).as(indexed.err()).isZero();
    assertThat(indexed.json()).containsEntry("items", 7); // two pictures, a sound, four pieces

    IndexProcesses.Run found =
        processes.run(
            "search", "the.index", "--text", "x", "--where", "caption = 'wide noise'", "--json");
    assertThat(IndexProcesses.names(found)).containsExactlyInAnyOrder("wide.jpg", "short.wav");

    IndexProcesses.Run measured = processes.run("eval", "search", "the.index", "--json");
    assertThat(measured.exitCode()).as(measured.err()).isZero();
    assertThat(Goldens.list(measured.json(), "directions")).hasSize(4);
    assertThat(Goldens.list(measured.json(), "sums")).hasSize(3); // to the only pictures none
    assertThat(Goldens.list(measured.json(), "mixed")).hasSize(4);
    IndexProcesses.Run table = processes.run("eval", "search", "the.index");
    assertThat(table.out()).contains("vision + audio > audio", "chance mAP", "every sense, raw");
    IndexProcesses.Run none = processes.run("eval", "search", "the.index", "--class", "colour");
    assertThat(none.exitCode()).isEqualTo(3);
    assertThat(none.err()).contains("no vision item with a field 'colour'");
  }
}
