package io.github.imagebind4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.ConfigException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ItemFilterTest {
  private static List<Item> texts(String label, int count) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(TestMedia.text(label + i, "the " + label, label));
    }
    return items;
  }

  private static ItemFilter filter(int min, int max, long seed) {
    return new ItemFilter(
        Map.of(), Set.of(), Set.of(), Set.of(), Set.of(), List.of(), min, max, seed);
  }

  @Test
  void thinLabelsLoseTheirItems() {
    List<Item> items = new ArrayList<>(texts("dog", 3));
    items.addAll(texts("cat", 2));
    items.addAll(texts("", 1));
    assertThat(filter(3, 0, 0).apply(items))
        .extracting(Item::label)
        .containsExactly("dog", "dog", "dog", "");
  }

  @Test
  void theCapIsSeededAndIndependentOfOrder() {
    List<Item> items = texts("dog", 50);
    List<Item> backwards = new ArrayList<>(items);
    Collections.reverse(backwards);
    List<Item> chosen = filter(0, 10, 1).apply(items);
    assertThat(chosen).hasSize(10);
    assertThat(filter(0, 10, 1).apply(backwards)).containsExactlyInAnyOrderElementsOf(chosen);
    assertThat(filter(0, 10, 2).apply(items)).isNotEqualTo(chosen);
  }

  @Test
  void labelsAreRenamedBeforeTheyAreChosen() {
    ItemFilter filter =
        new ItemFilter(
            Map.of("hound", "dog"),
            Set.of(),
            Set.of(),
            Set.of("dog"),
            Set.of(),
            List.of(),
            0,
            0,
            0);
    assertThat(filter.apply(texts("hound", 2))).extracting(Item::label).containsOnly("dog");
  }

  @Test
  void originsAreExcludedByTheirBeginning() {
    Item item =
        new Item(
            "e",
            io.github.imagebind4j.input.Modality.TEXT,
            new MediaLocation.None(),
            MediaFormats.DEFAULT,
            "x",
            List.of("x"),
            "val",
            "",
            "Twemoji/1f004.png");
    ItemFilter filter =
        new ItemFilter(
            Map.of(), Set.of(), Set.of(), Set.of(), Set.of(), List.of("twemoji"), 0, 0, 0);
    assertThat(filter.apply(List.of(item))).isEmpty();
    assertThat(ItemFilter.split("val").apply(List.of(item))).hasSize(1);
    assertThat(ItemFilter.split("train").apply(List.of(item))).isEmpty();
  }

  @Test
  void countsMustMakeSense() {
    assertThatThrownBy(() -> filter(5, 3, 0)).isInstanceOf(ConfigException.class);
  }
}
