package io.github.imagebind4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.eval.CrossModalRetrieval.Level;
import io.github.imagebind4j.eval.dataset.EvalClass;
import io.github.imagebind4j.eval.dataset.EvalItem;
import io.github.imagebind4j.eval.dataset.EvalSet;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.Modality;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The evaluations on an embedder whose space is known.
class EvaluationTest {
  private static final List<String> CLASSES = List.of("dog", "car", "sea", "bird");
  private static final int DIMENSION = 24;

  /// A small world: a sentence, or bytes that begin with a class's name, lies at the class's
  /// direction, plus noise that the whole content decides.
  private static final class WorldEmbedder implements Embedder {
    private final double noise;

    WorldEmbedder(double noise) {
      this.noise = noise;
    }

    @Override
    public List<Outcome> tryEmbed(List<? extends Input> inputs) {
      return inputs.stream().map(this::one).toList();
    }

    private Outcome one(Input input) {
      String content =
          input instanceof Input.Media media
              ? new String(media.source().bytes(1000), StandardCharsets.UTF_8)
              : input.name();
      if (content.contains("broken")) {
        return new Failed(input, new MediaException(content + " can't be read"));
      }
      float[] vector = new float[DIMENSION];
      Random random = new Random(content.hashCode());
      for (int d = 0; d < DIMENSION; d++) {
        vector[d] = (float) (noise * random.nextGaussian());
      }
      for (int c = 0; c < CLASSES.size(); c++) {
        vector[c] += content.toLowerCase(Locale.ROOT).contains(CLASSES.get(c)) ? 3 : 0;
      }
      return new Embedded(input, new Embedding(input.modality(), vector, "world"));
    }
  }

  private static EvalSet set(Modality... modalities) {
    List<EvalItem> items = new ArrayList<>();
    for (Modality modality : modalities) {
      for (int i = 0; i < 40; i++) {
        int label = i % CLASSES.size();
        // Partners share their content, so they share their noise.
        byte[] content = (CLASSES.get(label) + " " + i).getBytes(StandardCharsets.UTF_8);
        MediaSource source = MediaSource.of(content, "f" + i);
        Input input =
            modality.equals(Modality.AUDIO) ? new Input.Audio(source) : new Input.Image(source);
        items.add(
            new EvalItem(modality + "-" + i, modality, () -> input, List.of(label), "pair" + i));
      }
    }
    return new EvalSet("world", CLASSES.stream().map(EvalClass::named).toList(), false, items);
  }

  private static EmbeddedSet embed(EvalSet set, Embedder embedder) {
    return EmbeddedSet.embed(set, embedder, _ -> {});
  }

  @Test
  void namesAloneTellTheClassesOfAWorldThatLinesUp() {
    Embedder world = new WorldEmbedder(0.1);

    ZeroShot.Result result =
        ZeroShot.run(
                embed(set(Modality.VISION), world),
                world,
                Optional.empty(),
                ZeroShotClassifier.Synonyms.MAX)
            .getFirst();

    assertThat(result.templates()).isEqualTo("photo");
    assertThat(result.single().orElseThrow().top1()).isOne();
    assertThat(result.chance()).isEqualTo(0.25);
    assertThat(result.toMap()).containsEntry("top_1", 1.0).containsKey("confusion");
  }

  @Test
  void aClassOfSeveralWordsIsScoredByTheNearest() {
    Embedder world = new WorldEmbedder(0);
    List<EvalClass> classes =
        List.of(EvalClass.named("car"), new EvalClass("animal", List.of("sea bird", "dog")));
    float[][] dog = {new float[DIMENSION]};
    dog[0][0] = 1;

    float[][] max =
        ZeroShotClassifier.of(
                world, classes, PromptTemplates.PLAIN, ZeroShotClassifier.Synonyms.MAX)
            .scores(dog);
    float[][] mean =
        ZeroShotClassifier.of(
                world, classes, PromptTemplates.PLAIN, ZeroShotClassifier.Synonyms.MEAN)
            .scores(dog);

    assertThat(max[0][1]).isCloseTo(1, offset(1e-6f));
    assertThat(mean[0][1]).isCloseTo((float) Math.sqrt(0.5), offset(1e-6f));
  }

  @Test
  void promptsCountAlikeWhateverTheirLength() {
    Embedder lengths =
        new Embedder() {
          @Override
          public List<Outcome> tryEmbed(List<? extends Input> inputs) {
            return inputs.stream().<Outcome>map(this::one).toList();
          }

          private Outcome one(Input input) {
            float[] vector =
                input.name().startsWith("long") ? new float[] {100, 0} : new float[] {0, 1};
            return new Embedded(input, new Embedding(Modality.TEXT, vector, "x"));
          }
        };
    PromptTemplates two = new PromptTemplates("two", List.of("long {}", "short {}"));

    float[] prototype =
        ZeroShotClassifier.of(
                lengths, List.of(EvalClass.named("a")), two, ZeroShotClassifier.Synonyms.MAX)
            .prototypes()[0];

    assertThat(prototype[0]).isCloseTo(prototype[1], offset(1e-6f));
  }

  @Test
  void severalLabelsGiveAveragePrecision() {
    Embedder world = new WorldEmbedder(0.1);
    EvalSet single = set(Modality.VISION);
    List<EvalItem> items = new ArrayList<>(single.items());
    MediaSource both = MediaSource.of("dog car".getBytes(StandardCharsets.UTF_8), "both");
    items.add(
        new EvalItem("both", Modality.VISION, () -> new Input.Image(both), List.of(0, 1), ""));
    EvalSet set = new EvalSet("world", single.classes(), true, items);

    ZeroShot.Result result =
        ZeroShot.run(embed(set, world), world, Optional.empty(), ZeroShotClassifier.Synonyms.MAX)
            .getFirst();

    assertThat(result.single()).isEmpty();
    assertThat(result.multi().orElseThrow().meanAveragePrecision()).isOne();
    assertThat(result.multi().orElseThrow().chance()).isBetween(0.25, 0.5);
  }

  @Test
  void partnersFindEachOtherBothWaysAndSoDoClasses() {
    EmbeddedSet embedded = embed(set(Modality.VISION, Modality.AUDIO), new WorldEmbedder(0.5));

    List<CrossModalRetrieval.Result> results =
        CrossModalRetrieval.run(embedded, Side.parse("image"), Side.parse("audio"));

    assertThat(results).hasSize(4);
    assertThat(results.get(0).level()).isEqualTo(Level.INSTANCE);
    assertThat(results.get(0).scores().found().recallAt1()).isOne();
    assertThat(results.get(0).scores().chance().recallAt1()).isCloseTo(0.025, offset(1e-12));
    assertThat(results.get(3).level()).isEqualTo(Level.CLASS);
    assertThat(results.get(3).scores().chance().recallAt1()).isCloseTo(0.25, offset(1e-12));
    assertThat(results.get(0).examples().getFirst().hits().getFirst().right()).isTrue();
  }

  @Test
  void partnersAreSummedByTheirWeights() {
    float[] a = {1, 0, 0};
    float[] b = {0, 1, 0};
    LazyItem items = new LazyItem();
    EvalSet set =
        new EvalSet(
            "x",
            List.of(),
            false,
            List.of(
                items.of(Modality.VISION, "p"),
                items.of(Modality.AUDIO, "p"),
                items.of(Modality.AUDIO, "q")));
    EmbeddedSet embedded = new EmbeddedSet(set, List.of(a, b, b), List.of());

    List<Side.Entry> sums = Side.parse("0.8*vision + 0.6*audio").entries(embedded);

    assertThat(sums).hasSize(1);
    assertThat(sums.getFirst().vector())
        .containsExactly(new float[] {0.8f, 0.6f, 0}, offset(1e-6f));
    assertThat(Side.parse("0.8*vision+0.6*audio").toString()).isEqualTo("0.8*vision+0.6*audio");
    assertThatThrownBy(() -> Side.parse("x*vision")).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Side.parse("")).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Side.parse("0*vision")).isInstanceOf(InputException.class);
  }

  /// Items without content.
  private static final class LazyItem {
    EvalItem of(Modality modality, String pair) {
      return new EvalItem(pair, modality, () -> Input.text("x"), List.of(), pair);
    }
  }

  @Test
  void oneThatCantBeReadIsListedAndTheOthersCount() {
    List<EvalItem> items = new ArrayList<>(set(Modality.VISION).items());
    items.add(1, new EvalItem("bad", Modality.VISION, () -> Input.text("broken"), List.of(0), ""));
    items.add(
        new EvalItem(
            "worse",
            Modality.VISION,
            () -> {
              throw new MediaException("no such file");
            },
            List.of(0),
            ""));
    int[] told = {0};

    EmbeddedSet embedded =
        EmbeddedSet.embed(
            set(Modality.VISION).withItems(items), new WorldEmbedder(0), n -> told[0] += n);

    assertThat(embedded.failures())
        .extracting(EmbeddedSet.Failure::id)
        .containsExactly("bad", "worse");
    assertThat(embedded.vectors()).hasSize(40);
    assertThat(embedded.set().items().get(1).id()).isEqualTo("vision-1");
    assertThat(told[0]).isEqualTo(42);
  }

  @Test
  void theMatrixSaysWhatWasTrainedAndWhatEmerged() {
    Embedder world = new WorldEmbedder(0.3);
    EmbeddedSet embedded = embed(set(Modality.VISION, Modality.AUDIO), world);

    Emergence.Result result =
        Emergence.run(
            embedded, world, Optional.empty(), TrainedPairs.parse("vision-text,vision-audio"));

    assertThat(result.modalities()).containsExactly(Modality.VISION, Modality.AUDIO, Modality.TEXT);
    assertThat(result.cells()).hasSize(8); // six by class, two by partner
    Emergence.Cell emergent = result.cell(Modality.AUDIO, Modality.TEXT, Level.CLASS).orElseThrow();
    assertThat(emergent.trained()).isFalse();
    assertThat(emergent.scores().found().recallAt1()).isGreaterThan(0.9);
    assertThat(emergent.scores().chance().recallAt1()).isCloseTo(0.25, offset(1e-12));
    assertThat(emergent.timesChance()).isGreaterThan(1.5);
    assertThat(result.cell(Modality.VISION, Modality.AUDIO, Level.INSTANCE).orElseThrow().trained())
        .isTrue();
    assertThat(result.cell(Modality.VISION, Modality.TEXT, Level.INSTANCE)).isEmpty();
  }

  @Test
  void theGapOfShiftedModalitiesIsTheShift() {
    float[][] a = {{1, 0}, {1, 0}};
    float[][] b = {{0, 2}, {0, 3}};

    ModalityGap gap = ModalityGap.of(a, b, new int[] {0, 1}, new int[] {0, 1});

    assertThat(gap.gap()).isCloseTo(Math.sqrt(2), offset(1e-6));
    assertThat(gap.alignment()).isCloseTo(2, offset(1e-6));
    assertThat(gap.meanCosine()).isCloseTo(0, offset(1e-6));
    assertThat(ModalityGap.uniformity(a)).isCloseTo(0, offset(1e-6));
    assertThat(ModalityGap.uniformity(new float[][] {{1, 0}, {-1, 0}})).isCloseTo(-8, offset(1e-6));
  }

  @Test
  void theProbeLearnsWithExamplesAndRepeatsExactly() {
    EvalSet all = set(Modality.VISION);
    Embedder world = new WorldEmbedder(1.2);
    EmbeddedSet train = embed(all.withItems(all.items().subList(0, 20)), world);
    EmbeddedSet test = embed(all.withItems(all.items().subList(20, 40)), world);
    FewShotProbe.Options options = new FewShotProbe.Options(List.of(1, 4, 0), 5, 7, 1e-3);

    FewShotProbe.Result result = FewShotProbe.run(train, test, Modality.VISION, options);

    assertThat(result.rows()).hasSize(6);
    double one = result.rows().get(0).top1().mean();
    double everything = result.rows().get(4).top1().mean();
    assertThat(everything).isGreaterThan(one).isGreaterThan(0.5);
    assertThat(result.rows().get(0).top1().draws()).isEqualTo(5);
    assertThat(result.rows().get(4).top1().draws()).isOne();
    assertThat(FewShotProbe.run(train, test, Modality.VISION, options)).isEqualTo(result);
  }

  @Test
  void trainedPairsAreReadAsWritten() {
    TrainedPairs pairs = TrainedPairs.parse("image-audio, text-vision");

    assertThat(pairs.trained(Modality.AUDIO, Modality.VISION)).isTrue();
    assertThat(pairs.trained(Modality.AUDIO, Modality.TEXT)).isFalse();
    assertThat(pairs).hasToString("audio-vision, text-vision");
    assertThatThrownBy(() -> TrainedPairs.parse("vision")).isInstanceOf(InputException.class);
  }

  @Test
  void templatesNeedAPlaceForTheName() {
    assertThat(PromptTemplates.PHOTO.prompts("dog")).contains("a photo of a dog.");
    assertThatThrownBy(() -> new PromptTemplates("mine", List.of("a photo")))
        .hasMessageContaining("no {}");
    assertThatThrownBy(() -> PromptTemplates.read("nothing")).hasMessageContaining("built in are");
  }

  @Test
  void thePageShowsAllAndEscapesWhatADatasetCallsItsThings() {
    Embedder world = new WorldEmbedder(0.3);
    EvalSet set = set(Modality.VISION, Modality.AUDIO);
    List<EvalClass> hostile = new ArrayList<>(set.classes());
    hostile.set(0, new EvalClass("<script>alert('dog')</script>", List.of("dog")));
    EmbeddedSet embedded = embed(new EvalSet("a & b", hostile, false, set.items()), world);
    Optional<PromptTemplates> none = Optional.empty();
    EvalReport report =
        new EvalReport(
            "m",
            "f",
            "fp32",
            ZeroShot.run(embedded, world, none, ZeroShotClassifier.Synonyms.MAX),
            CrossModalRetrieval.run(embedded, Side.parse("vision"), Side.parse("audio")),
            List.of(
                FewShotProbe.run(embedded, embedded, Modality.AUDIO, FewShotProbe.Options.DEFAULT)),
            List.of(Emergence.run(embedded, world, none, TrainedPairs.IMAGEBIND)),
            0);

    String page = EvalPage.render(report);

    assertThat(page)
        .contains(
            "a &amp; b: zero-shot, audio to text", "class=\"confusion\"", "emergent", "few-shot")
        .contains("&lt;script&gt;")
        .doesNotContain("<script", "http://", "https://");
    assertThat(report.toMap()).containsKeys("zero_shot", "retrieval", "probes", "emergence");
  }
}
