package io.github.imagebind4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.NpyFile;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.media.MediaDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {
  private static final ViewSettings VIEWS =
      new ViewSettings(
          ViewSettings.reference().profiles(),
          100,
          new TextTokens(5, text -> new int[] {text.length(), text.charAt(0)}));

  @TempDir Path folder;
  private final List<Item> pictures = new ArrayList<>();
  private final List<Item> sounds = new ArrayList<>();
  private DecodedCache cache;

  @BeforeEach
  void fill() throws IOException {
    for (int i = 0; i < 24; i++) {
      String label = "label" + i % 6;
      Path picture = TestMedia.picture(folder.resolve(i + ".png"), 30 + i, 32, i);
      pictures.add(TestMedia.item("p" + i, Modality.VISION, picture, label, "k" + i));
      if (i < 12) {
        Path sound = TestMedia.sound(folder.resolve(i + ".wav"), 0.5 + 0.3 * i, 200 + 50 * i);
        sounds.add(TestMedia.item("s" + i, Modality.AUDIO, sound, label, "k" + i));
      }
    }
    sounds.add(TestMedia.item("gone", Modality.AUDIO, folder.resolve("gone.wav"), "label1", "k1"));
    List<Item> all = new ArrayList<>(pictures);
    all.addAll(sounds);
    cache = open(all);
  }

  private DecodedCache open(List<Item> items) {
    return DecodedCache.open(
        folder.resolve("cache"),
        items,
        CacheSettings.DEFAULT,
        MediaDecoder.standard(),
        2,
        (_, _) -> {});
  }

  @AfterEach
  void close() {
    cache.close();
  }

  private PairLoader loader(LoaderOptions options, long firstStep) {
    PairSource source = PairSource.of("av", new PairPlan.SharedLabel(), pictures, sounds);
    return PairLoader.open(cache, List.of(source), VIEWS, Augmentations.STRONG, options, firstStep);
  }

  private record Seen(
      long step, FloatArray left, FloatArray right, List<Integer> groups, List<String> ids) {
    static Seen of(PairBatch batch) {
      FloatArray left = batch.left();
      FloatArray right = batch.right();
      List<String> ids = new ArrayList<>(batch.leftIds());
      ids.addAll(batch.rightIds());
      return new Seen(
          batch.step(),
          FloatArray.copyOf(left.toArray(), left.shape().dims()),
          FloatArray.copyOf(right.toArray(), right.shape().dims()),
          Arrays.stream(batch.groups()).boxed().toList(),
          ids);
    }
  }

  private List<Seen> take(LoaderOptions options, long firstStep, int count) {
    List<Seen> seen = new ArrayList<>();
    try (PairLoader loader = loader(options, firstStep)) {
      for (int i = 0; i < count; i++) {
        try (PairBatch batch = loader.next()) {
          seen.add(Seen.of(batch));
        }
      }
    }
    return seen;
  }

  @Test
  void batchesDependOnSeedAndStepAlone() {
    LoaderOptions options = LoaderOptions.of(5, 16, 3);
    List<Seen> one = take(options.withThreads(1, 1), 0, 8);
    assertThat(take(options.withThreads(4, 3), 0, 8)).isEqualTo(one);
    assertThat(take(options.withThreads(2, 2), 3, 5)).isEqualTo(one.subList(3, 8));
    assertThat(take(LoaderOptions.of(5, 16, 4), 0, 1)).isNotEqualTo(one.subList(0, 1));
    assertThat(one).extracting(Seen::step).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  @Test
  void shapesLabelsAndGroupsFit() {
    try (PairLoader loader = loader(LoaderOptions.of(6, 16, 3).withMaxPerGroup(1), 0)) {
      assertThat(loader.stepsPerEpoch()).isEqualTo(2);
      assertThat(loader.dropped()).isEqualTo(1);
      assertThat(loader.groupCount()).isEqualTo(6);
      for (int i = 0; i < 10; i++) {
        try (PairBatch batch = loader.next()) {
          assertThat(batch.epoch()).isEqualTo(i / 2);
          assertThat(batch.left().shape().dims()).containsExactly(6, 3, 16, 16);
          assertThat(batch.right().shape().dims()).containsExactly(6, 1, 128, 204);
          assertThat(batch.groups()).doesNotHaveDuplicates();
          for (int slot = 0; slot < 6; slot++) {
            int left = Integer.parseInt(batch.leftIds().get(slot).substring(1));
            int right = Integer.parseInt(batch.rightIds().get(slot).substring(1));
            assertThat(left % 6).isEqualTo(right % 6).isEqualTo(batch.groups()[slot]);
          }
        }
      }
      assertThat(loader.replaced()).isZero();
    }
  }

  @Test
  void picturesGrowByTheSchedule() {
    SizeSchedule sizes =
        new SizeSchedule(List.of(new SizeSchedule.Stage(0, 8), new SizeSchedule.Stage(2, 16)));
    List<Seen> seen = take(LoaderOptions.of(4, 8, 1).withSizes(sizes), 0, 4);
    assertThat(seen).extracting(s -> s.left().shape().dim(3)).containsExactly(8, 8, 16, 16);
    assertThatThrownBy(() -> new SizeSchedule(List.of(new SizeSchedule.Stage(1, 8))))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void aFrozenSideIsLeftOut() {
    try (PairLoader loader = loader(LoaderOptions.of(4, 8, 1).withViews(false, true), 0);
        PairBatch batch = loader.next()) {
      assertThatThrownBy(batch::left).isInstanceOf(IllegalStateException.class);
      assertThat(batch.right()).isNotNull();
      assertThat(batch.leftIds()).hasSize(4);
    }
  }

  @Test
  void textsAreTokensAndTheirIdsAreTheTexts() {
    PairPlan plan = new PairPlan.WithText(0, 0, 1, List.of("my {}"), Map.of());
    PairSource source = PairSource.of("text", plan, pictures, List.of());
    try (PairLoader loader =
            PairLoader.open(
                cache, List.of(source), VIEWS, Augmentations.BASIC, LoaderOptions.of(4, 8, 1), 0);
        PairBatch batch = loader.next()) {
      assertThat(batch.rightIds()).allMatch(text -> text.startsWith("my label"));
      assertThat(batch.right().slice(0).toArray()).containsExactly(9, 'm', 0, 0, 0);
    }
  }

  @Test
  void anItemThatCannotBeHadIsReplacedAndCounted() {
    List<Item> touches = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Path file = folder.resolve("touch" + i + ".npy");
      // The third is of another shape than the first, which decides.
      NpyFile.write(file, FloatArray.wrap(new float[i == 2 ? 3 : 4], i == 2 ? 3 : 4));
      touches.add(TestMedia.item("t" + i, Modality.of("touch"), file, "label" + i % 2, ""));
    }
    List<Item> all = new ArrayList<>(pictures);
    all.addAll(touches);
    PairSource source = PairSource.of("touch", new PairPlan.SharedLabel(), pictures, touches);
    try (DecodedCache both = open(all);
        PairLoader loader =
            PairLoader.open(
                both, List.of(source), VIEWS, Augmentations.BASIC, LoaderOptions.of(6, 8, 1), 0)) {
      for (int i = 0; i < 5; i++) {
        try (PairBatch batch = loader.next()) {
          assertThat(batch.rightIds()).hasSize(6).doesNotContain("t2");
          long even = Arrays.stream(batch.groups()).filter(group -> group == 0).count();
          assertThat(even).isEqualTo(3);
        }
      }
      assertThat(loader.replaced()).isBetween(5L, 40L);
    }
  }

  @Test
  void whenNothingCanBeHadItIsAnError() {
    List<Item> touches = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Path file = folder.resolve("touch" + i + ".npy");
      NpyFile.write(file, FloatArray.wrap(new float[4], 4));
      touches.add(TestMedia.item("t" + i, Modality.of("touch"), file, "label0", ""));
    }
    TextTokens broken =
        new TextTokens(
            5,
            _ -> {
              throw new InputException("no vocabulary");
            });
    PairPlan plan = new PairPlan.WithText(1, 0, 0, List.of(), Map.of());
    try (DecodedCache other = open(touches);
        PairLoader loader =
            PairLoader.open(
                other,
                List.of(PairSource.of("t", plan, touches, List.of())),
                new ViewSettings(VIEWS.profiles(), 100, broken),
                Augmentations.BASIC,
                LoaderOptions.of(2, 8, 1),
                0)) {
      assertThatThrownBy(loader::next)
          .isInstanceOf(InputException.class)
          .hasMessageContainingAll("8 items in a row", "no vocabulary");
    }
  }

  @Test
  void sourcesOfOneLoaderAreOfTheSameSenses() {
    PairSource av = PairSource.of("av", new PairPlan.SharedLabel(), pictures, sounds);
    PairSource va = PairSource.of("va", new PairPlan.SharedLabel(), sounds, pictures);
    assertThatThrownBy(() ->
            PairLoader.open(
                cache, List.of(av, va), VIEWS, Augmentations.BASIC, LoaderOptions.of(2, 8, 1), 0))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("va is audio-vision");
  }

  @Test
  void aClosedLoaderGivesNothing() {
    PairLoader loader = loader(LoaderOptions.of(4, 8, 1), 0);
    loader.next().close();
    loader.close();
    assertThatThrownBy(loader::next).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void itemsComeOnceInOrder() throws IOException {
    for (int threads : new int[] {1, 3}) {
      try (ItemLoader loader = new ItemLoader(cache, sounds, VIEWS, 8, 3, 5, threads)) {
        assertThat(loader.missing()).extracting(Item::id).containsExactly("gone");
        List<String> ids = new ArrayList<>();
        for (Optional<ItemBatch> batch = loader.next(); batch.isPresent(); batch = loader.next()) {
          assertThat(batch.get().first()).isEqualTo(ids.size());
          int count = batch.get().items().size();
          assertThat(batch.get().values().shape().dims()).containsExactly(count, 3, 1, 128, 204);
          batch.get().items().forEach(item -> ids.add(item.id()));
        }
        assertThat(ids).hasSize(12).isEqualTo(sounds.stream().limit(12).map(Item::id).toList());
        assertThat(loader.next()).isEmpty();
      }
    }
    assertThat(Files.exists(folder.resolve("cache"))).isTrue();
  }
}
