package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.index.ExactIndex;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

class DedupeCommandTest {
  @TempDir private Path temp;

  private Cli.Run run(ExactIndex index, String... args) {
    List<String> all = new ArrayList<>(List.of("dedupe", "index"));
    all.addAll(List.of(args));
    return new Cli(temp).index(index).run(all.toArray(String[]::new));
  }

  private Path path(String name) {
    return temp.resolve(name);
  }

  /// A picture in three sizes, and another one.
  private ExactIndex pictures() {
    return IndexedThings.index(
        List.of(
            IndexedThings.picture(path("small.png"), 20, 10, IndexedThings.direction(1, 0.01, 1)),
            IndexedThings.picture(path("large.png"), 80, 40, IndexedThings.direction(1, 0.01, 2)),
            IndexedThings.picture(path("middle.png"), 40, 20, IndexedThings.direction(1, 0.01, 3)),
            IndexedThings.picture(path("other.png"), 30, 30, IndexedThings.direction(2, 0.01, 4))));
  }

  @Test
  void theLargestIsKeptAndNothingIsDeleted() {
    Cli.Run run = run(pictures());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("keep   " + path("large.png") + "  (80 x 40, ")
        .contains("spare  " + path("small.png") + "  (20 x 10, ")
        .contains("spare  " + path("middle.png"))
        .contains("2 of 4 files are copies of others (0 of them byte for byte), in 1 group")
        .contains("Nothing was deleted.")
        .doesNotContain("other.png");
    assertThat(List.of("small.png", "large.png", "middle.png", "other.png"))
        .allSatisfy(name -> assertThat(path(name)).exists());
  }

  @Test
  void theListIsThePathsOfTheSparesAndNothingElse() {
    assertThat(run(pictures(), "--list").lines())
        .containsExactlyInAnyOrder(path("small.png").toString(), path("middle.png").toString());
    assertThat(run(pictures(), "--list").err()).contains("2 of 4 files");
    assertThat(run(pictures(), "--list", "--null").out().split("\0", 0))
        .containsExactlyInAnyOrder(path("small.png").toString(), path("middle.png").toString());
  }

  @Test
  void jsonHasAllNumbers() {
    Map<String, Object> json = JSON.std.mapFrom(run(pictures(), "--json").out());

    assertThat(json).containsEntry("files", 4).containsEntry("spare_files", 2);
    Map<?, ?> group = (Map<?, ?>) IndexedThings.list(json, "groups").getFirst();
    Map<?, ?> kept = (Map<?, ?>) IndexedThings.list(group, "keep").getFirst();
    assertThat(kept.get("path")).isEqualTo(path("large.png").toString());
    assertThat(kept.get("width")).isEqualTo(80);
    for (Object one : IndexedThings.list(kept, "spares")) {
      Map<?, ?> spare = (Map<?, ?>) one;
      assertThat((Double) spare.get("cosine")).isBetween(0.99, 1.0);
      assertThat(spare.get("equal")).isEqualTo(false);
    }
  }

  @Test
  void equalBytesAreSaidToBe() throws IOException {
    Path copy = Files.writeString(path("copy.png"), "x");
    IndexItem one = IndexedThings.picture(path("a.png"), 9, 9, IndexedThings.direction(1, 0, 1));
    IndexItem two =
        IndexedThings.item(
            copy.toString(),
            Modality.VISION,
            IndexedThings.direction(7, 0, 1),
            one.fields().with("path", copy.toString()).asMap());

    assertThat(run(IndexedThings.index(List.of(one, two))).out())
        .contains("the same bytes")
        .contains("(1 of them byte for byte)");
  }

  @Test
  void thePageShowsTheCopiesSideBySideAndTrustsNoName() throws IOException {
    IndexItem evil =
        IndexedThings.file(
            path("<script>alert(1)</script>.png"),
            Modality.VISION,
            IndexedThings.direction(1, 0, 1));
    IndexItem copy =
        IndexedThings.picture(path("a b#ü.png"), 9, 9, IndexedThings.direction(1, 0, 1));

    Cli.Run run =
        run(IndexedThings.index(List.of(evil, copy)), "--html", path("d.html").toString());
    String page = Files.readString(path("d.html"));

    assertThat(run.exitCode()).isZero();
    assertThat(page)
        .doesNotContain("<script")
        .contains("&lt;script&gt;", "class=\"vision keep\"", "class=\"vision spare\"")
        .contains("src=\"data:image/jpeg;base64,", "href=\"a%20b%23%C3%BC.png\"")
        .contains("can't be shown");
  }

  @Test
  void aThresholdCanBeGivenForAllOrForOneSense() {
    assertThat(run(pictures(), "--above", "0.999999").out()).contains("0 of 4 files");
    assertThat(run(pictures(), "--above", "sound=0.1").out()).contains("2 of 4 files");
    assertThat(run(pictures(), "--above", "image=0.999999").out()).contains("0 of 4 files");
  }

  @Test
  void aNameWithALineBreakIsNotOnAListOfLines() {
    ExactIndex index =
        IndexedThings.index(
            List.of(
                IndexedThings.file(
                    Path.of("/x/a"), Modality.AUDIO, IndexedThings.direction(1, 0, 1)),
                IndexedThings.file(
                    Path.of("/x/evil\nname"), Modality.AUDIO, IndexedThings.direction(1, 0, 1))));

    Cli.Run lines = run(index, "--list");
    Cli.Run zeros = run(index, "--list", "--null");

    assertThat(lines.exitCode()).isEqualTo(1);
    assertThat(lines.out()).isEmpty();
    assertThat(lines.err()).contains("line break").contains("--null");
    assertThat(zeros.bytes()).isEqualTo("/x/evil\nname\0".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void sentencesAndMembersOfArchivesAreShownButNotListed() {
    ExactIndex index =
        IndexedThings.index(
            List.of(
                IndexedThings.text("a dog", IndexedThings.direction(1, 0, 1)),
                IndexedThings.text("one dog", IndexedThings.direction(1, 0, 1))));

    assertThat(run(index).out()).contains("keep   texts.csv!a dog", "spare  texts.csv!one dog");
    assertThat(run(index, "--list").out()).isEmpty();
  }

  @Test
  void anEmptyIndexHasNoCopies() {
    assertThat(run(new ExactIndex()).out()).contains("0 of 0 files");
    assertThat(run(new ExactIndex(), "--list").out()).isEmpty();
  }

  @Test
  void nonsenseIsAUsageError() {
    assertThat(run(pictures(), "--above", "2").exitCode()).isEqualTo(2);
    assertThat(run(pictures(), "--above", "NaN").err()).contains("--above wants a cosine");
    assertThat(run(pictures(), "--above", "image=much").err()).contains("got 'much'");
    assertThat(run(pictures(), "--null").err()).contains("--null goes with --list");
    assertThat(run(pictures(), "--json", "--list").exitCode()).isEqualTo(2);
    assertThat(run(pictures(), "--where", "year >").err()).contains("--where: the condition");
    assertThat(new Cli(temp).run("dedupe", path("none").toString()).err())
        .contains("does not exist");
  }
}
