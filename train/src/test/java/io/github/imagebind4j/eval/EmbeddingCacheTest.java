package io.github.imagebind4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingCacheTest {
  @TempDir private Path temp;

  private final String one = "11".repeat(32);
  private final String two = "22".repeat(32);

  private Path file() {
    return temp.resolve("below/cache");
  }

  /// Counts what it is asked.
  private static final class CountingEmbedder implements Embedder {
    private final List<String> asked = new ArrayList<>();

    @Override
    public List<Outcome> tryEmbed(List<? extends Input> inputs) {
      List<Outcome> outcomes = new ArrayList<>();
      for (Input input : inputs) {
        asked.add(input.name());
        outcomes.add(
            input.name().equals("bad")
                ? new Failed(input, new MediaException("bad"))
                : new Embedded(
                    input,
                    new Embedding(input.modality(), new float[] {asked.size(), 1}, "model")));
      }
      return outcomes;
    }
  }

  @Test
  void whatWasKeptIsThereAfterOpeningAgain() {
    try (EmbeddingCache cache = EmbeddingCache.open(file())) {
      cache.put(one, new float[] {1, -2.5f, Float.MIN_VALUE});
      cache.put(two, new float[] {7});
      cache.put(two, new float[] {8});
    }
    try (EmbeddingCache cache = EmbeddingCache.open(file())) {
      assertThat(cache.size()).isEqualTo(2);
      assertThat(cache.get(one).orElseThrow()).containsExactly(1, -2.5f, Float.MIN_VALUE);
      assertThat(cache.get(two).orElseThrow()).containsExactly(7);
      assertThat(cache.get("33".repeat(32))).isEmpty();
    }
  }

  @Test
  void whatAKilledProcessLeftHalfWrittenIsCutOffAtEveryLength() throws IOException {
    try (EmbeddingCache cache = EmbeddingCache.open(file())) {
      cache.put(one, new float[] {1, 2});
      cache.put(two, new float[] {3, 4});
    }
    byte[] whole = Files.readAllBytes(file());
    int record = (whole.length - 8) / 2;
    for (int length = 8 + record; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      try (EmbeddingCache cache = EmbeddingCache.open(file())) {
        assertThat(cache.size()).isOne();
        cache.put(two, new float[] {5, 6});
      }
      try (EmbeddingCache cache = EmbeddingCache.open(file())) {
        assertThat(cache.get(two).orElseThrow()).containsExactly(5, 6);
      }
    }
  }

  @Test
  void aFlippedBitIsNoticed() throws IOException {
    try (EmbeddingCache cache = EmbeddingCache.open(file())) {
      cache.put(one, new float[] {1, 2});
    }
    byte[] bytes = Files.readAllBytes(file());
    bytes[bytes.length - 1] ^= 4;
    Files.write(file(), bytes);

    try (EmbeddingCache cache = EmbeddingCache.open(file())) {
      assertThat(cache.size()).isZero();
    }
  }

  @Test
  void anEnormousDimensionAllocatesNothing() throws IOException {
    try (EmbeddingCache cache = EmbeddingCache.open(file())) {
      cache.put(one, new float[] {1, 2});
    }
    byte[] bytes = Files.readAllBytes(file());
    Arrays.fill(bytes, 8 + 32, 8 + 36, (byte) 0x7f);
    Files.write(file(), bytes);

    try (EmbeddingCache cache = EmbeddingCache.open(file())) {
      assertThat(cache.size()).isZero();
    }
  }

  @Test
  void anotherKindOfFileIsLeftAlone() throws IOException {
    Path picture = Files.writeString(temp.resolve("picture.jpg"), "not a cache at all");

    assertThatThrownBy(() -> EmbeddingCache.open(picture))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no cache of embeddings");
    assertThat(picture).hasContent("not a cache at all");
  }

  @Test
  void onlyOneMayHaveItOpen() {
    try (EmbeddingCache cache = EmbeddingCache.open(file())) {
      assertThatThrownBy(() -> EmbeddingCache.open(file())).hasMessageContaining("in use");
      assertThat(cache.size()).isZero();
    }
  }

  @Test
  void onlyWhatIsNewIsEmbedded() {
    CountingEmbedder model = new CountingEmbedder();
    List<Input> inputs =
        List.of(Input.text("a"), Input.text("bad"), Input.text("b"), Input.text("a"));
    List<Embedder.Outcome> first;
    try (EmbeddingCache cache = EmbeddingCache.open(file())) {
      first = new CachedEmbedder(model, cache, "model", "fp32").tryEmbed(inputs);
    }
    model.asked.clear();
    try (EmbeddingCache cache = EmbeddingCache.open(file())) {
      CachedEmbedder embedder = new CachedEmbedder(model, cache, "model", "fp32");

      List<Embedder.Outcome> second = embedder.tryEmbed(inputs);

      assertThat(model.asked).containsExactly("bad");
      assertThat(embedder.found()).isEqualTo(3);
      assertThat(second.get(0).get()).isEqualTo(first.get(0).get());
      assertThat(second.get(2).get()).isEqualTo(first.get(2).get());
      assertThat(second.get(1)).isInstanceOf(Embedder.Failed.class);
    }
  }

  @Test
  void anotherModelOrPrecisionDoesNotFindIt() {
    CountingEmbedder model = new CountingEmbedder();
    try (EmbeddingCache cache = EmbeddingCache.open(file())) {
      new CachedEmbedder(model, cache, "model", "fp32").embed(Input.text("a"));
      new CachedEmbedder(model, cache, "model", "bf16").embed(Input.text("a"));
      new CachedEmbedder(model, cache, "other", "fp32").embed(Input.text("a"));
    }
    assertThat(model.asked).hasSize(3);
  }

  @Test
  void theHashIsOfContentKindAndFormatNotOfTheName() throws IOException {
    Path file = Files.writeString(temp.resolve("a"), "bytes");
    Path copy = Files.writeString(temp.resolve("b"), "bytes");
    MediaSource memory = MediaSource.of(Files.readAllBytes(file), "c");
    String image = InputHash.of("m", Input.image(file));

    assertThat(InputHash.of("m", Input.image(copy))).isEqualTo(image);
    assertThat(InputHash.of("m", new Input.Image(memory))).isEqualTo(image);
    assertThat(InputHash.of("m", Input.video(file))).isNotEqualTo(image);
    assertThat(InputHash.of("m", Input.thermal(file))).isNotEqualTo(image);
    assertThat(InputHash.of("n", Input.image(file))).isNotEqualTo(image);
    assertThat(InputHash.of("m", new Input.Depth(memory, DepthFormat.DEFAULT)))
        .isNotEqualTo(
            InputHash.of("m", new Input.Depth(memory, DepthFormat.DEFAULT.withCamera(500, 0.1))));
    assertThat(InputHash.of("m", Input.text("bytes"))).isNotEqualTo(image);
    Files.writeString(file, "other");
    assertThat(InputHash.of("m", Input.image(file))).isNotEqualTo(image);
    assertThat(Modality.VISION.name()).isEqualTo("vision");
  }
}
