package io.github.imagebind4j.app;

import io.github.imagebind4j.embedding.Similarity;
import java.util.Arrays;

/// How far labels stand out, which tells "it is this" from "it has to be something".
///
/// A label's cosine counts in deviations above the cosines that the labels of our own list have to
/// the same picture or sound (their median, and their median distance from it): what is on no list
/// is about as far from all of them. Of this is subtracted what the label has of most of the
/// bundled samples, which are of the most different things: some labels are near to everything, and
/// to a model that tells nothing apart, the same labels always are. The rest is divided by how much
/// that differs among the samples, if it does so by more than a deviation: some labels are now
/// near, now far, whatever it is.
///
/// What is left must be so much that, were the cosines normal and without meaning, the best of all
/// labels would reach it with a small probability only. That is a yardstick, no proof: cosines are
/// not quite normal, and a model errs with conviction, too.
///
/// Immutable.
final class StandOut {
  /// Everything counts.
  static final StandOut NONE = new StandOut(new float[0][], new double[0], new double[0], -1, -1);

  /// From the median distance from the median to a standard deviation, were they normal.
  private static final double MAD_TO_SIGMA = 1.4826;

  /// What is told as a guess may be by chance every other time.
  private static final double GUESS_CHANCE = 0.5;

  private final float[][] contrast;
  private final double[] usual;
  private final double[] spread;
  private final double bar;
  private final double guessBar;

  private StandOut(
      float[][] contrast, double[] usual, double[] spread, double bar, double guessBar) {
    this.contrast = contrast;
    this.usual = usual;
    this.spread = spread;
    this.bar = bar;
    this.guessBar = guessBar;
  }

  /// Learns what is usual.
  ///
  /// @param labels a vector for each label
  /// @param contrast the vectors of the list to stand out from, as long as those
  /// @param samples vectors of pictures or sounds of all kinds
  /// @param chance how probable it may be that any label is told by chance, above 0, below 1
  static StandOut learn(float[][] labels, float[][] contrast, float[][] samples, double chance) {
    double[] usual = new double[labels.length];
    double[] spread = new double[labels.length];
    Arrays.fill(spread, 1);
    StandOut raw = new StandOut(contrast, usual.clone(), spread.clone(), -1, -1);
    double[][] scores = new double[samples.length][];
    for (int s = 0; s < samples.length; s++) {
      scores[s] = raw.deviations(samples[s], labels);
    }
    double[] ofLabel = new double[samples.length];
    for (int i = 0; i < usual.length; i++) {
      for (int s = 0; s < samples.length; s++) {
        ofLabel[s] = scores[s][i];
      }
      usual[i] = Math.max(0, median(ofLabel));
      spread[i] = Math.max(1, standardDeviation(ofLabel));
    }
    double bar = bar(labels.length, chance);
    return new StandOut(contrast, usual, spread, bar, bar(labels.length, GUESS_CHANCE));
  }

  /// Whether anything has to stand out.
  boolean isAsked() {
    return this != NONE;
  }

  /// What a label must reach.
  double bar() {
    return bar;
  }

  /// What a label must reach for its group to be guessed.
  double guessBar() {
    return guessBar;
  }

  /// How far each label stands out, in deviations. 0 for all if the model takes everything for the
  /// same.
  ///
  /// @param vector of a picture or sound, of any length
  /// @param labels those that were learned
  double[] deviations(float[] vector, float[][] labels) {
    double[] deviations = new double[labels.length];
    if (contrast.length == 0) {
      return deviations;
    }
    double[] others = new double[contrast.length];
    for (int i = 0; i < others.length; i++) {
      others[i] = Similarity.dot(vector, contrast[i]);
    }
    double median = median(others);
    for (int i = 0; i < others.length; i++) {
      others[i] = Math.abs(others[i] - median);
    }
    double sigma = MAD_TO_SIGMA * median(others);
    if (sigma > 0) {
      for (int i = 0; i < deviations.length; i++) {
        double score = (Similarity.dot(vector, labels[i]) - median) / sigma;
        deviations[i] = (score - usual[i]) / spread[i];
      }
    }
    return deviations;
  }

  /// What the best of some normal numbers reaches with a small probability.
  static double bar(int count, double chance) {
    double low = 0;
    double high = 10;
    while (high - low > 1e-9) {
      double middle = (low + high) / 2;
      if (upperTail(middle) > chance / count) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The probability that a normal number is above `z`, by the series in G. Marsaglia, "Evaluating
  /// the Normal Distribution", Journal of Statistical Software 11(4), 2004; to about 1e-15.
  private static double upperTail(double z) {
    double sum = z;
    double term = z;
    for (int k = 3; term > 1e-17 * sum; k += 2) {
      term *= z * z / k;
      sum += term;
    }
    return 0.5 - sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }

  private static double standardDeviation(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    return Math.sqrt(squares / Math.max(1, values.length));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
