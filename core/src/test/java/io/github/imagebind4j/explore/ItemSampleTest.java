package io.github.imagebind4j.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which items are looked at, and from where.
class ItemSampleTest {
  private static List<IndexItem> items(int count) {
    List<IndexItem> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Modality modality = i % 2 == 0 ? Modality.VISION : Modality.AUDIO;
      items.add(Directions.item("item " + i, modality, new float[] {1, i}));
    }
    return items;
  }

  private static List<String> ids(ItemSample sample) {
    return sample.items().stream().map(IndexItem::id).toList();
  }

  private static ItemSample draw(EmbeddingIndex index, int most, long seed) {
    return ItemSample.of(index, Filter.ALL, Set.of(), most, seed);
  }

  @Test
  void allAreThereIfTheyAreFew() {
    ItemSample sample = draw(Directions.index(items(20)), 20, 1);

    assertThat(ids(sample)).hasSize(20).isSorted();
    assertThat(sample.isPart()).isFalse();
  }

  @Test
  void aPartIsTheSameWhateverTheOrder() {
    List<IndexItem> items = items(500);
    ItemSample sample = draw(Directions.index(items), 50, 9);
    Collections.shuffle(items, new Random(1));

    assertThat(ids(sample)).hasSize(50).isSorted();
    assertThat(sample.total()).isEqualTo(500);
    assertThat(sample.isPart()).isTrue();
    assertThat(ids(draw(Directions.index(items), 50, 9))).isEqualTo(ids(sample));
    assertThat(ids(draw(Directions.index(items), 50, 10))).isNotEqualTo(ids(sample));
  }

  @Test
  void aSmallerDrawIsAPartOfTheLarger() {
    ItemSample sample = draw(Directions.index(items(100)), 40, 2);

    assertThat(ids(sample.atMost(10, 2))).hasSize(10).isSubsetOf(ids(sample)).isSorted();
    assertThat(sample.atMost(40, 2)).isSameAs(sample);
  }

  @Test
  void modalitiesAndFilterCount() {
    EmbeddingIndex index = Directions.index(items(10));

    ItemSample sounds = ItemSample.of(index, Filter.ALL, Set.of(Modality.AUDIO), 100, 1);

    assertThat(sounds.total()).isEqualTo(5);
    assertThat(ItemSample.of(index, Filter.parse("has year"), Set.of(), 9, 1).items()).isEmpty();
    assertThat(draw(Directions.index(), 9, 1).items()).isEmpty();
    assertThatThrownBy(() -> draw(index, 0, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at least 1");
  }

  @Test
  void seenFromItsCentreAModalityIsNoIslandAnyMore() {
    Random random = new Random(5);
    List<IndexItem> items = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      float[] thing = Directions.gaussian(16, new Random(i % 4));
      for (Modality modality : List.of(Modality.VISION, Modality.AUDIO)) {
        float[] noise = Directions.gaussian(16, random);
        float[] vector = new float[16];
        for (int d = 0; d < 16; d++) {
          vector[d] = thing[d] + 0.3f * noise[d];
        }
        vector[0] += modality.equals(Modality.VISION) ? 20 : -20;
        items.add(Directions.item(modality + " " + i, modality, Similarity.normalize(vector)));
      }
    }
    ModalityCentres centres = ModalityCentres.of(items);

    float[][] seen = centres.centred(items);

    double same = 0;
    double other = 0;
    for (int i = 0; i < 200; i++) {
      same += Similarity.dot(seen[2 * i], seen[2 * i + 1]);
      other += Similarity.dot(seen[2 * i], seen[(2 * i + 3) % 400]);
    }
    assertThat(same / 200).isGreaterThan(0.5);
    assertThat(other / 200).isLessThan(0.1);
  }

  @Test
  void aSingleItemOfAModalityStillHasADirection() {
    List<IndexItem> items = items(30);
    items.add(Directions.item("lone", Modality.DEPTH, new float[] {-1, 1}));

    float[] seen = ModalityCentres.of(items).centred(items.getLast().embedding());

    assertThat(Similarity.dot(seen, seen)).isCloseTo(1, within(1e-5));
  }

  @Test
  void itemsAtTheCentreHaveNoDirection() {
    List<IndexItem> same = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      same.add(Directions.item("i" + i, Modality.VISION, new float[] {0.6f, 0.8f}));
    }

    assertThat(ModalityCentres.of(same).centred(same)).isDeepEqualTo(new float[5][2]);
    assertThat(ModalityCentres.of(List.of()).centred(same)[0]).containsExactly(0.6f, 0.8f);
  }
}
