package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.eval.PromptTemplates;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Embeds lists of labels, and the bundled samples that say what is usual of them.
///
/// For one thread at a time.
final class LabelEmbedder {
  private static final int LABELS_AT_ONCE = 64;

  private final ImageBind model;
  private final KeptVectors kept;
  private final Console console;

  LabelEmbedder(ImageBind model, KeptVectors kept, Console console) {
    this.model = model;
    this.kept = kept;
    this.console = console;
  }

  /// Embeds a list, or finds it embedded.
  ///
  /// @param scale what cosines are multiplied by; empty: as the model scales its vectors
  /// @param chance how probable it may be that a label is told by chance; 1: nothing has to stand
  ///   out
  LabelSpace embed(
      Sense sense, LabelList list, PromptTemplates templates, OptionalDouble scale, double chance) {
    float[][] labels = vectors(list, templates);
    if (chance >= 1) {
      return new LabelSpace(list, labels, scale, StandOut.NONE);
    }
    LabelList ours = LabelList.of(sense);
    float[][] contrast = list.equals(ours) ? labels : vectors(ours, templates);
    StandOut standOut = StandOut.learn(labels, contrast, usual(sense.modality()), chance);
    return new LabelSpace(list, labels, scale, standOut);
  }

  /// A label's vector is the mean direction of its sentences, as long as each of them.
  private float[][] vectors(LabelList list, PromptTemplates templates) {
    StringBuilder madeOf = new StringBuilder("describe 1\n").append(model()).append('\n');
    templates.templates().forEach(template -> madeOf.append(template).append('\n'));
    madeOf.append('\n');
    list.labels().forEach(label -> madeOf.append(label.text()).append('\n'));
    int count = list.labels().size();
    return kept.get(madeOf.toString(), count, dimension(), () -> embedAll(list, templates));
  }

  private String model() {
    return model.fingerprint() + "\n" + BenchPoint.name(model.precision());
  }

  private int dimension() {
    return model.config().outEmbedDim();
  }

  private float[][] embedAll(LabelList list, PromptTemplates templates) {
    float[][] vectors = new float[list.labels().size()][];
    try (Progress progress = Progress.ofItems(console, "embedding labels", vectors.length)) {
      for (int from = 0; from < vectors.length; from += LABELS_AT_ONCE) {
        int to = Math.min(vectors.length, from + LABELS_AT_ONCE);
        embedSome(list.labels().subList(from, to), templates, vectors, from);
        progress.advance(to - from);
      }
    }
    return vectors;
  }

  private void embedSome(
      List<LabelList.Label> labels, PromptTemplates templates, float[][] vectors, int at) {
    int sentences = templates.templates().size();
    List<Input> inputs = new ArrayList<>();
    for (LabelList.Label label : labels) {
      templates.prompts(label.text()).forEach(sentence -> inputs.add(Input.text(sentence)));
    }
    List<Embedding> embedded = model.embed(inputs);
    for (int i = 0; i < labels.size(); i++) {
      vectors[at + i] = mean(embedded.subList(i * sentences, (i + 1) * sentences));
    }
  }

  private static float[] mean(List<Embedding> sentences) {
    float[] sum = new float[sentences.getFirst().dimension()];
    double length = 0;
    for (Embedding sentence : sentences) {
      float[] unit = sentence.unit();
      for (int d = 0; d < sum.length; d++) {
        sum[d] += unit[d];
      }
      length += sentence.norm() / sentences.size();
    }
    float[] mean = Similarity.normalize(sum);
    for (int d = 0; d < mean.length; d++) {
      mean[d] *= (float) length;
    }
    return mean;
  }

  /// The bundled samples of a sense: pictures or sounds of the most different things.
  private float[][] usual(Modality modality) {
    List<DemoSample> samples =
        DemoSamples.all().stream().filter(sample -> sample.is(modality)).toList();
    StringBuilder madeOf = new StringBuilder("describe, usual 1\n").append(model()).append('\n');
    samples.forEach(sample ->
        madeOf.append(sample.file()).append(' ').append(sample.bytes().length).append('\n'));
    return kept.get(
        madeOf.toString(),
        samples.size(),
        dimension(),
        () ->
            model.embed(samples.stream().map(DemoSample::input).toList()).stream()
                .map(Embedding::vector)
                .toArray(float[][]::new));
  }
}
