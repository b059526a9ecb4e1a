package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.index.ExactIndex;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

class MapCommandTest {
  @TempDir private Path temp;

  private Cli.Run run(ExactIndex index, String... args) {
    List<String> all = new ArrayList<>(List.of("map", "index"));
    all.addAll(List.of(args));
    return new Cli(temp).index(index).run(all.toArray(String[]::new));
  }

  private ExactIndex things(int count) {
    List<IndexItem> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] direction = IndexedThings.direction(i % 4, 0.4, i);
      Path file = temp.resolve("thing-" + i % 4).resolve(i + ".ogg");
      items.add(IndexedThings.file(file, i % 2 == 0 ? Modality.VISION : Modality.AUDIO, direction));
    }
    return IndexedThings.index(items);
  }

  private String page(ExactIndex index, String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of("--html", temp.resolve("map.html").toString()));
    all.addAll(List.of(args));
    Cli.Run run = run(index, all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return Files.readString(temp.resolve("map.html"));
  }

  private static Map<String, Object> data(String page) {
    Matcher matcher =
        Pattern.compile(
                "<script id=\"data\" type=\"application/json\">(.*?)</script>", Pattern.DOTALL)
            .matcher(page);
    assertThat(matcher.find()).isTrue();
    return JSON.std.mapFrom(matcher.group(1));
  }

  private static int place(Map<String, Object> data, String axis, int item) {
    byte[] bytes = Base64.getDecoder().decode(String.valueOf(data.get(axis)));
    return (bytes[2 * item] & 255) | (bytes[2 * item + 1] & 255) << 8;
  }

  @Test
  void thePageNeedsNothingButItselfAndForbidsTheRest() throws IOException {
    String page = page(things(30));

    assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    assertThat(page.indexOf("Content-Security-Policy")).isBetween(1, page.indexOf("<title>"));
    assertThat(page)
        .contains("default-src 'none'", "prefers-color-scheme: dark", "tabindex=\"0\"")
        .contains("id=\"search\"", "id=\"legend\"", "aria-label=\"Map of 30 items.")
        .doesNotContainPattern("<(link|iframe|object|embed|base)[ >]")
        .doesNotContainPattern("<script[^>]* src|@import|https?://")
        .doesNotContainPattern(" on[a-z]+=\"");
  }

  @Test
  void theJsonAndThePageHaveTheSamePlaces() throws IOException {
    Map<String, Object> data = data(page(things(40)));
    List<?> points =
        IndexedThings.list(JSON.std.mapFrom(run(things(40), "--json").out()), "points");

    assertThat(points).hasSize(40);
    for (int i = 0; i < 40; i++) {
      Map<?, ?> point = (Map<?, ?>) points.get(i);
      assertThat(place(data, "x", i) / 65_535.0)
          .isCloseTo(IndexProcesses.number(point, "x"), org.assertj.core.data.Offset.offset(1e-4));
      assertThat(place(data, "y", i) / 65_535.0)
          .isCloseTo(IndexProcesses.number(point, "y"), org.assertj.core.data.Offset.offset(1e-4));
      assertThat(IndexedThings.list(data, "paths").get(i)).isEqualTo(point.get("path"));
    }
  }

  @Test
  void theSameSeedGivesTheSamePage() throws IOException {
    assertThat(page(things(50), "--seed", "3")).isEqualTo(page(things(50), "--seed", "3"));
  }

  @Test
  void coloursSayTheModalityOrAField() throws IOException {
    Map<String, Object> data = data(page(things(40), "--colour", "folder"));
    List<?> colours = IndexedThings.list(data, "colours");
    Map<?, ?> first = (Map<?, ?>) colours.getFirst();

    assertThat(first.get("name")).isEqualTo("folder");
    assertThat(IndexedThings.list(first, "values")).hasSize(4);
    assertThat(Base64.getDecoder().decode(String.valueOf(first.get("of")))).hasSize(40);
    assertThat(colours.stream().map(colour -> String.valueOf(((Map<?, ?>) colour).get("name"))))
        .contains("modality");
  }

  @Test
  void whatIsTooMuchForTheEyeBecomesOneColour() throws IOException {
    Map<?, ?> names =
        (Map<?, ?>)
            IndexedThings.list(data(page(things(60), "--colour", "name")), "colours").getFirst();

    assertThat(IndexedThings.list(names, "values").size()).isEqualTo(24);
    assertThat(String.valueOf(IndexedThings.list(names, "values").getLast())).isEqualTo("(others)");
  }

  @Test
  void nothingInANameEndsTheScriptOrIsHtml() throws IOException {
    String evil = "</script><script>alert(1)</script><!--\u2028'\"";
    ExactIndex index =
        IndexedThings.index(
            List.of(
                IndexedThings.text(evil, IndexedThings.direction(1, 0, 1)),
                IndexedThings.item(
                    "x" + evil,
                    Modality.VISION,
                    IndexedThings.direction(2, 0, 1),
                    Map.of("kind", evil)),
                IndexedThings.text("a dog", IndexedThings.direction(3, 0, 1))));

    String page = page(index, "--colour", "kind");

    assertThat(page.split("<script", -1)).hasSize(3); // the data and the page's own
    assertThat(page).doesNotContain("<!--", "alert(1)</script>");
    assertThat(String.valueOf(data(page).get("texts"))).contains(evil);
  }

  @Test
  void fewPicturesAreInThePageAndManyAreLinked() throws IOException {
    IndexItem picture =
        IndexedThings.picture(temp.resolve("a b.png"), 300, 200, IndexedThings.direction(1, 0, 1));

    Map<String, Object> few = data(page(IndexedThings.index(List.of(picture))));
    Map<String, Object> many =
        data(page(IndexedThings.index(List.of(picture)), "--thumbnails", "0"));

    assertThat(String.valueOf(Goldens.map(few, "thumbnails").get("0")))
        .startsWith("data:image/jpeg");
    assertThat(Goldens.map(many, "thumbnails")).isEmpty();
    assertThat(IndexedThings.list(many, "links").getFirst()).isEqualTo("a%20b.png");
  }

  @Test
  void aPieceOfARecordingIsLinkedAtItsTime() throws IOException {
    ExactIndex index =
        IndexedThings.index(
            List.of(
                IndexedThings.item(
                    "f#t=70,80",
                    Modality.AUDIO,
                    IndexedThings.direction(1, 0, 1),
                    Map.of("path", temp.resolve("f.wav").toString(), "start", 70.0, "end", 80.0))));

    Map<String, Object> data = data(page(index));

    assertThat(IndexedThings.list(data, "links").getFirst()).isEqualTo("f.wav#t=70.00,80.00");
    assertThat(IndexedThings.list(data, "names").getFirst()).isEqualTo("f.wav 1:10–1:20");
  }

  @Test
  void moreItemsThanWantedAreDrawn() {
    Map<String, Object> json = JSON.std.mapFrom(run(things(50), "--json", "--most", "20").out());

    assertThat(json).containsEntry("items", 20).containsEntry("total", 50);
  }

  @Test
  void oneItemAndItemsThatAreAllTheSameAreMapsToo() throws IOException {
    float[] direction = IndexedThings.direction(1, 0, 1);
    List<IndexItem> same = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      same.add(IndexedThings.text("copy " + i, i % 2 == 0 ? direction : new float[16]));
    }

    assertThat(place(data(page(IndexedThings.index(same.subList(0, 1)))), "x", 0))
        .isEqualTo(32_768);
    assertThat(run(IndexedThings.index(same), "--json").exitCode()).isZero();
    assertThat(run(IndexedThings.index(same), "--json", "--no-centre").exitCode()).isZero();
  }

  @Test
  void anEmptyIndexSaysSo() {
    Cli.Run run = run(new ExactIndex(), "--json");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("has no item that fits");
  }

  @Test
  void nonsenseIsAUsageError() {
    String html = temp.resolve("no/folder/map.html").toString();

    assertThat(run(things(5)).err()).contains("say where the map goes");
    assertThat(run(things(5), "--json", "--neighbours", "0").exitCode()).isEqualTo(2);
    assertThat(run(things(5), "--json", "--most", "0").exitCode()).isEqualTo(2);
    assertThat(run(things(5), "--json", "--thumbnails", "-1").exitCode()).isEqualTo(2);
    assertThat(run(things(5), "--html", html).err()).contains("can't write " + html);
    assertThat(
            run(things(5), "--html", temp.resolve("m.html").toString(), "--colour", "smell").err())
        .contains("no item has a field smell; there are folder, name, path");
  }
}
