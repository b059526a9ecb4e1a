package io.github.imagebind4j.eval;

import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.eval.dataset.EvalClass;
import io.github.imagebind4j.input.Input;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Tells classes by their names alone: an item belongs to the class whose prompts are nearest.
///
/// Each prompt's unit vector counts alike: their mean, at length one, stands for a word, as in
/// CLIP's own code. A class of several words is scored by the largest of their cosines, or by their
/// mean vector.
///
/// Immutable and safe for use by any thread.
public final class ZeroShotClassifier {

  /// What becomes of a class's several words.
  public enum Synonyms {
    /// The nearest word counts, as for the paper's tenth scene of NYU-D.
    MAX,
    /// The mean of the words' vectors counts.
    MEAN
  }

  private static final int CHUNK = 512;

  private final float[][] words; // all classes' words after one another
  private final int[] classOf; // each word's class
  private final int classes;

  private ZeroShotClassifier(float[][] words, int[] classOf, int classes) {
    this.words = words;
    this.classOf = classOf;
    this.classes = classes;
  }

  /// Embeds the prompts of all classes.
  ///
  /// @param embedder embeds texts
  /// @param classes at least one
  /// @param templates the sentences
  /// @param synonyms how a class's words count
  /// @return the classifier
  /// @throws InputException if there are no classes
  public static ZeroShotClassifier of(
      Embedder embedder, List<EvalClass> classes, PromptTemplates templates, Synonyms synonyms) {
    if (classes.isEmpty()) {
      throw new InputException("zero-shot classification needs classes, the set has none");
    }
    List<String> prompts = new ArrayList<>();
    for (EvalClass one : classes) {
      one.words().forEach(word -> prompts.addAll(templates.prompts(word)));
    }
    List<float[]> vectors = embed(embedder, prompts);
    int perWord = templates.templates().size();
    List<float[]> rows = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    int at = 0;
    for (int c = 0; c < classes.size(); c++) {
      List<float[]> ofClass = new ArrayList<>();
      for (int word = 0; word < classes.get(c).words().size(); word++) {
        ofClass.add(mean(vectors.subList(at, at + perWord)));
        at += perWord;
      }
      List<float[]> kept = synonyms == Synonyms.MAX ? ofClass : List.of(mean(ofClass));
      rows.addAll(kept);
      places.addAll(Collections.nCopies(kept.size(), c));
    }
    return new ZeroShotClassifier(
        rows.toArray(float[][]::new),
        places.stream().mapToInt(Integer::intValue).toArray(),
        classes.size());
  }

  private static List<float[]> embed(Embedder embedder, List<String> prompts) {
    List<float[]> vectors = new ArrayList<>();
    for (int from = 0; from < prompts.size(); from += CHUNK) {
      List<Input> inputs =
          prompts.subList(from, Math.min(from + CHUNK, prompts.size())).stream()
              .map(Input::text)
              .toList();
      embedder.embed(inputs).stream().map(Embedding::unit).forEach(vectors::add);
    }
    return vectors;
  }

  /// The direction of the mean of unit vectors.
  static float[] mean(List<float[]> units) {
    double[] sum = new double[units.getFirst().length];
    for (float[] unit : units) {
      for (int d = 0; d < sum.length; d++) {
        sum[d] += unit[d];
      }
    }
    float[] mean = new float[sum.length];
    for (int d = 0; d < sum.length; d++) {
      mean[d] = (float) (sum[d] / units.size());
    }
    return Similarity.normalize(mean);
  }

  /// Scores items.
  ///
  /// @param items N vectors of any length but zero
  /// @return `[N][classes]`, cosines
  public float[][] scores(float[][] items) {
    float[][] scores = new float[items.length][];
    CosineRows.forEach(
        items,
        words,
        (item, cosines) -> {
          float[] row = new float[classes];
          Arrays.fill(row, Float.NEGATIVE_INFINITY);
          for (int word = 0; word < cosines.length; word++) {
            row[classOf[word]] = Math.max(row[classOf[word]], cosines[word]);
          }
          scores[item] = row;
        });
    return scores;
  }

  /// A vector for each class, for retrieval: the mean of its words.
  ///
  /// @return `[classes][dimension]`, at length one
  public float[][] prototypes() {
    float[][] prototypes = new float[classes][];
    for (int c = 0; c < classes; c++) {
      List<float[]> ofClass = new ArrayList<>();
      for (int word = 0; word < words.length; word++) {
        if (classOf[word] == c) {
          ofClass.add(words[word]);
        }
      }
      prototypes[c] = mean(ofClass);
    }
    return prototypes;
  }
}
