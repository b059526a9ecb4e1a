package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.index.ExactIndex;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.jr.ob.JSON;

class ClusterCommandTest {
  private static final List<String> THINGS = List.of("dog", "rain", "train");

  @TempDir private Path temp;

  private Cli.Run run(ExactIndex index, String... args) {
    List<String> all = new ArrayList<>(List.of("cluster", "index"));
    all.addAll(List.of(args));
    return new Cli(temp).index(index).run(all.toArray(String[]::new));
  }

  /// Pictures and sounds of three things; all sounds are moved to one side, as real ones are.
  private static ExactIndex things() {
    List<IndexItem> items = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String thing = THINGS.get(i % 3);
      Modality modality = i % 2 == 0 ? Modality.VISION : Modality.AUDIO;
      float[] direction = IndexedThings.direction(1 + i % 3, 0.3, i);
      direction[0] += modality.equals(Modality.AUDIO) ? 3 : -3;
      items.add(
          IndexedThings.file(
              Path.of("/media/" + thing + "/" + thing + "-" + i), modality, direction));
    }
    return IndexedThings.index(items);
  }

  private static List<Map<?, ?>> groups(Cli.Run run) {
    List<Map<?, ?>> groups = new ArrayList<>();
    IndexedThings.list(JSON.std.mapFrom(run.out()), "groups")
        .forEach(one -> groups.add((Map<?, ?>) one));
    return groups;
  }

  @Test
  void picturesAndSoundsOfOneThingComeTogetherAndAreNamedByTheirWords() {
    List<Map<?, ?>> groups = groups(run(things(), "--json"));

    assertThat(groups).hasSize(3);
    assertThat(groups.stream().map(group -> String.valueOf(group.get("label"))))
        .containsExactlyInAnyOrderElementsOf(THINGS);
    assertThat(groups)
        .allSatisfy(group ->
            assertThat(group.get("modalities")).isEqualTo(Map.of("audio", 10, "vision", 10)));
  }

  @Test
  void asTheyAreTheEmbeddingsMakeGroupsOfSenses() {
    List<Map<?, ?>> groups = groups(run(things(), "--json", "--no-centre", "-k", "2"));

    assertThat(groups.stream().map(group -> String.valueOf(group.get("modalities"))))
        .containsExactlyInAnyOrder("{audio=30}", "{vision=30}");
  }

  @Test
  void membersAreEveryItemOnce() {
    Set<Object> ids = new HashSet<>();

    groups(run(things(), "--json", "--members", "-k", "5"))
        .forEach(group -> ids.addAll(IndexedThings.list(group, "members")));

    assertThat(ids).hasSize(60);
  }

  @Test
  void aTagIsTheNumberOfTheGroupAndKeepsTheOtherFields() {
    ExactIndex index = things();
    List<Map<?, ?>> groups = groups(run(index, "--json", "--members", "--tag", "group"));

    Map<String, Double> tags = new HashMap<>();
    index.scan(
        Filter.parse("has group and has path"),
        item -> tags.put(item.id(), item.fields().number("group").orElseThrow()));
    assertThat(tags).hasSize(60);
    for (Map<?, ?> group : groups) {
      double number = IndexProcesses.number(group, "group");
      assertThat(IndexedThings.list(group, "members"))
          .allSatisfy(id -> assertThat(tags.get(String.valueOf(id))).isEqualTo(number));
    }
  }

  @Test
  void textAndPageShowTheGroups() throws IOException {
    ExactIndex index = things();
    index.put(
        List.of(
            IndexedThings.picture(
                temp.resolve("dog <b>.png"), 30, 20, IndexedThings.direction(1, 0, 1))));
    index.commit();
    Path page = temp.resolve("groups.html");

    Cli.Run run = run(index, "-k", "3", "--html", page.toString(), "--top", "40");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("group +items +cohesion +label +senses +most typical")
        .containsPattern("61 items in 3 groups; silhouette 0\\.\\d+");
    assertThat(Files.readString(page))
        .contains("id=\"group-1\"", "id=\"group-3\"", "dog &lt;b&gt;.png", "data:image/jpeg")
        .contains("<audio controls preload=\"none\"")
        .doesNotContain("<b>.png", "<script");
  }

  @Test
  void moreGroupsThanItemsAreAsManyAsTheItemsThatDiffer() {
    ExactIndex index =
        IndexedThings.index(
            List.of(
                IndexedThings.text("a", IndexedThings.direction(1, 0, 1)),
                IndexedThings.text("b", IndexedThings.direction(1, 0, 1)),
                IndexedThings.text("c", IndexedThings.direction(2, 0, 1))));

    Cli.Run run = run(index, "--json", "-k", "10");

    assertThat(groups(run)).hasSize(2);
    assertThat(run.err()).contains("only 2 items differ");
  }

  @Test
  void oneItemIsOneGroup() {
    ExactIndex one =
        IndexedThings.index(List.of(IndexedThings.text("a dog", IndexedThings.direction(1, 0, 1))));

    assertThat(groups(run(one, "--json"))).hasSize(1);
  }

  @Test
  void itemsWithoutADirectionBreakNothing() {
    ExactIndex index =
        IndexedThings.index(
            List.of(
                IndexedThings.text("zero", new float[16]),
                IndexedThings.text("none", new float[16]),
                IndexedThings.text("some", IndexedThings.direction(1, 0, 1))));

    assertThat(run(index, "--json").exitCode()).isZero();
    assertThat(run(index, "--json", "-k", "2").exitCode()).isZero();
  }

  @Test
  void anEmptyIndexSaysSo() {
    Cli.Run run = run(new ExactIndex());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("has no item that fits; index some files");
  }

  @Test
  void labelsOfAnotherModelAreRefusedWithTheFix() throws IOException {
    Path labels = Files.writeString(temp.resolve("labels.txt"), "# ours\n[animals]\ndog\n\ncat\n");

    Cli.Run run = run(things(), "--labels", labels.toString());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("this index holds vectors of model").contains("embed both");
  }

  @Test
  void nonsenseIsAUsageError() throws IOException {
    Path none = Files.writeString(temp.resolve("none.txt"), "# nothing\n");

    assertThat(run(things(), "-k", "0").err()).contains("-k must be at least 1");
    assertThat(run(things(), "--top", "0").exitCode()).isEqualTo(2);
    assertThat(run(things(), "--members").err()).contains("--members goes with --json");
    assertThat(run(things(), "--tag", "a name").err()).contains("--tag: a field's name");
    assertThat(run(things(), "--labels", none.toString()).err()).contains("has none");
    assertThat(run(things(), "--labels", "no.txt").err()).contains("can't read the labels");
    assertThat(run(things(), "--in", "NOSE!").exitCode()).isEqualTo(2);
  }
}
