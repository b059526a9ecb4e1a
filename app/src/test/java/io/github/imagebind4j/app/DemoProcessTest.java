package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.page.WebPage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.jr.ob.JSON;

/// The README's first command, as its users start it, and the page that it writes.
@DisabledOnOs(OS.WINDOWS)
class DemoProcessTest {
  private static final List<String> PAIRS =
      List.of(
          "picture x text",
          "sound x text",
          "picture x sound",
          "depth x picture",
          "thermal x text",
          "motion x text");

  @TempDir private Path temp;

  private String page = "";
  private Map<String, Object> json = Map.of();

  @BeforeEach
  void runTheDemo() throws Exception {
    Process process = start("demo", "--out", "out", "--json");
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(err()).isZero();
    json = JSON.std.mapFrom(out);
    page = Files.readString(temp.resolve("out/demo.html"));
  }

  private Process start(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(
        Path.of(System.getProperty("imagebind4j.home"), "imagebind4j").toAbsolutePath().toString());
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
    builder.environment().put("IMAGEBIND4J_BUILD", "never"); // Maven is building it right now
    builder.environment().put("IMAGEBIND4J_HOME", temp.resolve("home").toString());
    builder.redirectError(temp.resolve("err").toFile());
    return builder.start();
  }

  private String err() throws IOException {
    return Files.readString(temp.resolve("err"));
  }

  private List<String> all(String pattern) {
    return Pattern.compile(pattern).matcher(page).results().map(result -> result.group(1)).toList();
  }

  @Test
  void thePageNeedsNothingButItselfAndShowsAllSenses() throws Exception {
    assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    assertThat(page).doesNotContainPattern("<(script|link|iframe|object|embed|base)[ >]");
    assertThat(page).doesNotContainPattern("url\\(|@import|srcset");
    assertThat(all("src=\"([^\"]{0,30})")).isNotEmpty().allMatch(src -> src.startsWith("data:"));
    assertThat(all("href=\"([^\"]*)\"")).allMatch(href -> href.matches("#.+|https://.+"));
    assertThat(all("<img alt=\"([^\"]*)\""))
        .hasSameSizeAs(all("(<img )"))
        .allMatch(a -> !a.isBlank());
    assertThat(all("id=\"sense-([^\"]+)\""))
        .containsExactly("vision", "audio", "depth", "thermal", "imu", "text");
    assertThat(page).contains("prefers-color-scheme: dark", "name=\"viewport\"");

    List<String> sounds = all("src=\"data:audio/wav;base64,([^\"]+)\"");
    assertThat(sounds).hasSizeGreaterThanOrEqualTo(8);
    for (String sound : sounds) {
      assertThat(Base64.getDecoder().decode(sound))
          .startsWith("RIFF".getBytes(StandardCharsets.US_ASCII));
    }
    for (DemoSample sample : DemoSamples.all()) {
      assertThat(page).contains(sample.caption());
      if (!sample.file().isEmpty()) {
        assertThat(page)
            .contains(
                WebPage.escape(sample.author()), sample.licence(), WebPage.escape(sample.url()));
      }
    }

    theTablesOnThePageAreThoseOfTheJson();
    theSearchesAreSaidToBeRightOrWrong();
    theEmbeddedModelWasTrained();
    theTextHasTheSameTables();
  }

  private void theTablesOnThePageAreThoseOfTheJson() throws Exception {
    List<?> tables = Goldens.list(json, "tables");
    List<String> found =
        Pattern.compile("<table class=\"heat\">.*?</table>", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(MatchResult::group)
            .toList();
    assertThat(found).hasSameSizeAs(tables).hasSameSizeAs(PAIRS);
    for (int t = 0; t < found.size(); t++) {
      Map<?, ?> table = (Map<?, ?>) tables.get(t);
      assertThat(table.get("rows") + " x " + table.get("columns")).isEqualTo(PAIRS.get(t));
      double[][] cosine = Goldens.table(table, "cosine");
      NodeList rows = parsed(found.get(t)).getElementsByTagName("tr");
      assertThat(rows.getLength()).isEqualTo(cosine.length + 1);
      int right = 0;
      for (int r = 0; r < cosine.length; r++) {
        Element row = (Element) rows.item(r + 1);
        NodeList cells = row.getElementsByTagName("td");
        assertThat(cells.getLength()).isEqualTo(cosine[r].length);
        int best = TextTable.largest(cosine[r]);
        for (int c = 0; c < cosine[r].length; c++) {
          Element cell = (Element) cells.item(c);
          assertThat(Double.parseDouble(cell.getTextContent()))
              .isCloseTo(cosine[r][c], Offset.offset(0.0051));
          assertThat(cell.getAttribute("class")).isEqualTo(c == best ? "best" : "");
        }
        Object label = Goldens.list(table, "row_labels").get(r);
        boolean isRight = label.equals(Goldens.list(table, "column_labels").get(best));
        assertThat(row.getTextContent()).contains(isRight ? "✓ right" : "✗ wrong");
        right += isRight ? 1 : 0;
      }
      assertThat(table.get("right")).isEqualTo(right);
      assertThat(page).contains("right in " + right + " of " + cosine.length);
    }
  }

  /// HTML's empty elements closed, a table is XML.
  private static Document parsed(String table) throws Exception {
    String xml = table.replaceAll("<img ([^>]*)>", "<img $1/>");
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  private void theSearchesAreSaidToBeRightOrWrong() {
    assertThat(Goldens.list(json, "searches")).hasSize(2);
    assertThat(Goldens.list(json, "sums")).hasSize(1);
    for (String kind : List.of("searches", "sums")) {
      for (Object search : Goldens.list(json, kind)) {
        assertThat(((Map<?, ?>) search).get("right")).isInstanceOf(Boolean.class);
        assertThat(Goldens.list((Map<?, ?>) search, "found")).hasSizeGreaterThanOrEqualTo(8);
      }
    }
    assertThat(page).contains("id=\"search\"", "id=\"sum\"");
  }

  /// As the model card and the page say: eight of twelve pictures by name, and all three searches.
  /// A row less is allowed, for processors round differently.
  private void theEmbeddedModelWasTrained() {
    List<Integer> right =
        Goldens.list(json, "tables").stream()
            .map(table -> (Integer) Objects.requireNonNull(((Map<?, ?>) table).get("right")))
            .toList();
    assertThat(right.get(PAIRS.indexOf("picture x text"))).isGreaterThanOrEqualTo(7); // of 12
    assertThat(right.get(PAIRS.indexOf("sound x text"))).isGreaterThanOrEqualTo(7); // of 13
    assertThat(right.get(PAIRS.indexOf("motion x text"))).isGreaterThanOrEqualTo(5); // of 6
    for (String kind : List.of("searches", "sums")) {
      assertThat(Goldens.list(json, kind))
          .allMatch(search -> Boolean.TRUE.equals(((Map<?, ?>) search).get("right")));
    }
  }

  private void theTextHasTheSameTables() throws Exception {
    Process process = start("demo", "--out", "again");
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();

    assertThat(process.exitValue()).as(err()).isZero();
    PAIRS.forEach(pair -> assertThat(out).contains(pair + ", cosine"));
    assertThat(out).containsPattern("the best is right in \\d+ of 13; guessing: 1");
    assertThat(err())
        .contains("using mini", "samples in", "open file:")
        .contains(temp.resolve("again/demo.html").toRealPath().toString());
  }
}
