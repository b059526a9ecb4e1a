package io.github.imagebind4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.embedding.Embedder.Embedded;
import io.github.imagebind4j.embedding.Embedder.Outcome;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelConfig;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The promises of [ImageBind#embedAll]: order, bounds, sharing, and a clean end whatever happens.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class EmbedAllTest {
  private final ImageBind model = open(options());

  @TempDir private Path temp;

  private static ImageBindOptions options() {
    byte[] json = Goldens.bytes("models/tiny_a/config.json");
    return ImageBindOptions.defaults()
        .withConfig(ModelConfig.fromJson(new String(json, StandardCharsets.UTF_8)));
  }

  private static ImageBind open(ImageBindOptions options) {
    return ImageBind.load(Goldens.path("models/tiny_a/weights.pth"), options);
  }

  @BeforeAll
  void loadNativeLibraries() {
    Embedding _ = model.embed(Input.image(Goldens.path("images/files/rgb.png")));
  }

  @AfterAll
  void close() {
    model.close();
  }

  private static List<Outcome> all(ImageBind model, Iterator<? extends Input> inputs) {
    List<Outcome> outcomes = new ArrayList<>();
    model.embedAll(inputs, outcomes::add);
    return outcomes;
  }

  @Test
  void aMixOfAllKindsComesOutInOrderAsIfEachWereEmbeddedAlone() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    List<Input> inputs = mix(new Random(seed), 100);
    List<Outcome> outcomes = all(model, inputs.iterator());
    List<Outcome> again = all(model, inputs.iterator());

    assertThat(outcomes).extracting(Outcome::input).isEqualTo(inputs);
    for (int i = 0; i < inputs.size(); i++) {
      Outcome alone = model.tryEmbed(List.of(inputs.get(i))).getFirst();
      Outcome together = outcomes.get(i);
      assertThat(together).as("input " + i).hasSameClassAs(alone);
      if (together instanceof Embedded(Input _, Embedding embedding)) {
        double[] expected = doubles(alone.get());
        assertThat(doubles(embedding)).as("input " + i).containsExactly(expected, within(2e-5));
        assertThat(embedding.cosine(alone.get())).isCloseTo(1, within(1e-6));
        assertThat(again.get(i).get()).as("a repetition is exact").isEqualTo(embedding);
      }
    }
  }

  private static double[] doubles(Embedding embedding) {
    float[] vector = embedding.vector();
    return IntStream.range(0, vector.length).mapToDouble(i -> vector[i]).toArray();
  }

  private List<Input> mix(Random random, int count) {
    String[] words = {"a", "dog", "photo", "of", "the", "blue", "sea", "unbelievably", "2,000"};
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inputs.add(
          switch (random.nextInt(12)) {
            case 0 -> Input.image(Goldens.path("images/files/rgb.png"));
            case 1 -> Input.image(Goldens.path("images/files/landscape_420_q75.jpg"));
            case 2 -> Input.audio(Goldens.path("audio/files/chirp_16k_i16_5s.wav"));
            case 3 -> Input.raw(Modality.IMU, noise(random.nextInt(), 6, 2000));
            case 4 -> Input.raw(Modality.VISION, noise(random.nextInt(), 3, 224, 224));
            case 5 -> new Input.Image(MediaSource.of(new byte[7], "broken.jpg"));
            case 6 ->
                i % 3 == 0
                    ? Input.video(Goldens.path("video/files/short_226x224_2997.mp4"))
                    : Input.text("");
            default ->
                Input.text(
                    String.join(
                        " ",
                        Stream.generate(() -> words[random.nextInt(words.length)])
                            .limit(random.nextInt(60))
                            .toList()));
          });
    }
    return inputs;
  }

  private static FloatArray noise(long seed, int... dims) {
    Random random = new Random(seed);
    int count = IntStream.of(dims).reduce(1, (a, b) -> a * b);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return FloatArray.wrap(values, dims);
  }

  /// Counts what was drawn, and by whom.
  private static final class Source implements Iterator<Input> {
    private final int count;
    private final IntFunction<Input> make;
    private final AtomicInteger drawn = new AtomicInteger();
    private volatile Thread by = Thread.currentThread();

    Source(int count, IntFunction<Input> make) {
      this.count = count;
      this.make = make;
    }

    @Override
    public boolean hasNext() {
      by = Thread.currentThread();
      return hasMore();
    }

    @Override
    public Input next() {
      return make.apply(drawn.getAndIncrement());
    }

    /// Waits until nobody draws any more, because there is no room or nothing left.
    void awaitBackpressure() {
      while (hasMore() && by.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }

    private boolean hasMore() {
      return drawn.get() < count;
    }
  }

  @Test
  void drawsNoMoreInputsThanItsBoundWhileTheConsumerIsSlow() {
    Source source = new Source(2500, i -> Input.text("text number " + i));
    AtomicInteger done = new AtomicInteger();
    model.embedAll(
        source,
        _ -> {
          if (done.getAndIncrement() % 1000 == 0) {
            source.awaitBackpressure();
          }
          // The input for which there is no room was drawn already.
          assertThat(source.drawn.get() - done.get()).isLessThan(EmbeddingPipeline.MOST_ITEMS + 2);
        });
    assertThat(done).hasValue(2500);
  }

  @Test
  void drawsNoMoreBytesThanItsBound() {
    long bytes = 4L * 3 * 224 * 224;
    long most = EmbeddingPipeline.mostBytes() / bytes;
    float[] pixels = new float[3 * 224 * 224];
    Source source =
        new Source(
            Math.toIntExact(2 * most),
            i -> {
              pixels[0] = i;
              return Input.raw(Modality.VISION, FloatArray.copyOf(pixels, 3, 224, 224));
            });
    assertThatThrownBy(() ->
            model.embedAll(
                source,
                _ -> {
                  source.awaitBackpressure();
                  throw new IllegalStateException("drawn: " + source.drawn);
                }))
        .hasMessageMatching("drawn: \\d+");
    assertThat(source.drawn.get()).isBetween((int) (most / 2), (int) most + 2);
  }

  @Test
  void inputsOfTheSameTensorAreEmbeddedOnceAndShareTheirEmbedding() {
    byte[] file = Goldens.bytes("images/files/rgb.png");
    FloatArray motion = noise(1, 6, 2000);
    List<Input> inputs =
        List.of(
            Input.text("a dog"),
            new Input.Image(MediaSource.of(file, "one.png")),
            Input.text("A  Dog "), // the same tokens
            Input.raw(Modality.IMU, motion),
            new Input.Image(MediaSource.of(file.clone(), "two.png")),
            Input.raw(Modality.IMU, FloatArray.copyOf(motion.toArray(), 6, 2000)),
            Input.text("a bird"));
    List<Embedding> embeddings = model.embed(inputs);

    assertThat(embeddings.get(2)).isSameAs(embeddings.get(0));
    assertThat(embeddings.get(4)).isSameAs(embeddings.get(1));
    assertThat(embeddings.get(5)).isSameAs(embeddings.get(3));
    assertThat(embeddings.get(6)).isNotEqualTo(embeddings.get(0));
    assertThat(model.tryEmbed(inputs)).extracting(Outcome::input).isEqualTo(inputs);
  }

  @Test
  void theSameTensorForAnotherModalityIsAnotherInput() {
    FloatArray tensor = noise(2, 1, 224, 224);
    List<Embedding> embeddings =
        model.embed(
            List.of(Input.raw(Modality.DEPTH, tensor), Input.raw(Modality.THERMAL, tensor)));

    assertThat(embeddings).extracting(Embedding::modality).doesNotHaveDuplicates();
  }

  @Test
  void whatIsThereIsEmbeddedWhileTheSourceIsSilent() {
    CountDownLatch delivered = new CountDownLatch(3);
    Source source =
        new Source(
            4,
            i -> {
              if (i == 3) {
                await(delivered); // like a person at a terminal, who waits for the answer
              }
              return Input.text("line " + i);
            });
    model.embedAll(source, _ -> delivered.countDown());
    assertThat(source.drawn).hasValue(4);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatTheConsumerThrowsComesOutAndNoThreadIsLeft() throws Exception {
    Source source =
        new Source(1000, i -> Input.image(Goldens.path("images/files/landscape_420_q75.jpg")));
    AtomicInteger done = new AtomicInteger();
    assertThatThrownBy(() ->
            model.embedAll(
                source,
                _ -> {
                  done.incrementAndGet();
                  throw new IllegalStateException("enough");
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("enough");

    assertThat(done).hasValue(1);
    assertThat(source.by.isAlive()).isFalse();
    awaitThatNoThreadIsLeft();
  }

  /// A thread that has told of its end may still be seen for a moment; one that is left, for good.
  private void awaitThatNoThreadIsLeft() throws Exception {
    String threads = threads();
    while (threads.contains("imagebind4j-decoder") || threads.contains("imagebind4j-source")) {
      threads = threads();
    }
  }

  /// All threads of the process, virtual ones included.
  private String threads() throws Exception {
    Path dump = temp.resolve("threads-" + System.nanoTime() + ".json");
    var diagnostics =
        ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class);
    diagnostics.dumpThreads(
        dump.toAbsolutePath().toString(),
        com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
    return Files.readString(dump);
  }

  @Test
  void aThreadOfOursIsSeenInADump() throws Exception {
    Thread sleeper = Thread.ofVirtual().name("imagebind4j-decoder").start(EmbedAllTest::sleep);
    assertThat(threads()).contains("imagebind4j-decoder");
    sleeper.interrupt();
    sleeper.join();
  }

  private static void sleep() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anInterruptEndsItAndStaysSet() throws Exception {
    Source source = new Source(100_000, i -> Input.text("text number " + i));
    try {
      assertThatThrownBy(() -> model.embedAll(source, _ -> Thread.currentThread().interrupt()))
          .isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
    } finally {
      boolean _ = Thread.interrupted();
    }
    assertThat(source.by.isAlive()).isFalse();
    awaitThatNoThreadIsLeft();
  }

  @Test
  void aSourceThatCannotBeInterruptedHoldsNobodyUp() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Source source =
        new Source(
            2,
            i -> {
              while (i == 1 && never.getCount() > 0) {
                Thread.onSpinWait(); // deaf to interrupts, as reading a terminal is
              }
              return Input.text("line " + i);
            });
    assertThatThrownBy(() ->
            model.embedAll(
                source,
                _ -> {
                  throw new IllegalStateException("enough");
                }))
        .hasMessage("enough");
    never.countDown();
    source.by.join(60_000);
    assertThat(source.by.isAlive()).isFalse();
  }

  @Test
  void whatTheSourceThrowsComesOutAfterTheOutcomesBeforeIt() {
    Source source =
        new Source(
            9,
            i -> {
              if (i == 5) {
                throw new IllegalStateException("the cursor is gone");
              }
              return Input.text("text " + i);
            });
    List<Outcome> outcomes = new ArrayList<>();
    assertThatThrownBy(() -> model.embedAll(source, outcomes::add))
        .hasMessage("the cursor is gone");
    assertThat(outcomes).hasSize(5).allMatch(outcome -> outcome instanceof Embedded);
  }

  @Test
  void theConsumerMayItselfEmbed() {
    List<Embedding> inner = new ArrayList<>();
    model.embedAll(
        Stream.of("a", "b", "c").map(Input::text).iterator(),
        outcome -> inner.add(model.embed(outcome.input())));
    assertThat(inner).hasSize(3);
  }

  @Test
  void nothingInNothingOut() {
    assertThat(model.tryEmbed(List.of())).isEmpty();
  }
}
