package io.github.imagebind4j.eval;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Multinomial logistic regression with an L2 penalty, fitted by L-BFGS: the linear probe.
///
/// Minimises the mean cross-entropy plus `l2 / 2` times the squared weights; biases are free.
/// Features are centred and scaled by one number to a mean squared norm of one, so that the penalty
/// means the same for every model. Convex, started at zero and summed in a fixed order: the same
/// data give the same classifier on any number of threads.
final class LogisticRegression {
  private static final int MEMORY = 10;
  private static final int MOST_STEPS = 300;
  private static final double TOLERANCE = 1e-6;

  /// The data is cut into as many parts, whatever the number of threads, and the parts summed in
  /// order.
  private static final int PARTS = 8;

  private final double[] mean;
  private final double scale;
  private final double[] weights; // [dimension + 1][classes], the last row is the bias
  private final int classes;

  private LogisticRegression(double[] mean, double scale, double[] weights, int classes) {
    this.mean = mean;
    this.scale = scale;
    this.weights = weights;
    this.classes = classes;
  }

  /// Fits.
  ///
  /// @param features N vectors
  /// @param labels N classes from 0
  /// @param classes how many there are
  /// @param l2 the penalty, above 0
  static LogisticRegression fit(float[][] features, int[] labels, int classes, double l2) {
    int dimension = features[0].length;
    double[] mean = new double[dimension];
    for (float[] x : features) {
      for (int d = 0; d < dimension; d++) {
        mean[d] += x[d] / (double) features.length;
      }
    }
    double squares = 0;
    for (float[] x : features) {
      for (int d = 0; d < dimension; d++) {
        squares += (x[d] - mean[d]) * (x[d] - mean[d]);
      }
    }
    double scale = squares == 0 ? 1 : 1 / Math.sqrt(squares / features.length);
    LogisticRegression model =
        new LogisticRegression(mean, scale, new double[(dimension + 1) * classes], classes);
    double[][] inputs = Arrays.stream(features).map(model::input).toArray(double[][]::new);
    model.minimise(inputs, labels, l2);
    return model;
  }

  /// Centred and scaled, with a one for the bias.
  private double[] input(float[] x) {
    double[] input = new double[x.length + 1];
    for (int d = 0; d < x.length; d++) {
      input[d] = (x[d] - mean[d]) * scale;
    }
    input[x.length] = 1;
    return input;
  }

  /// Scores items.
  ///
  /// @return `[N][classes]`, logits
  float[][] scores(float[][] items) {
    float[][] scores = new float[items.length][classes];
    for (int i = 0; i < items.length; i++) {
      double[] logits = new double[classes];
      logits(weights, input(items[i]), logits);
      for (int c = 0; c < classes; c++) {
        scores[i][c] = (float) logits[c];
      }
    }
    return scores;
  }

  private void logits(double[] w, double[] x, double[] logits) {
    Arrays.fill(logits, 0);
    for (int d = 0; d < x.length; d++) {
      double value = x[d];
      int at = d * classes;
      for (int c = 0; c < classes; c++) {
        logits[c] += value * w[at + c];
      }
    }
  }

  /// The loss at some weights.
  ///
  /// @param gradient receives the gradient
  double loss(double[] w, double[][] inputs, int[] labels, double l2, double[] gradient) {
    double[][] gradients = new double[PARTS][w.length];
    double[] losses = new double[PARTS];
    IntStream.range(0, PARTS)
        .parallel()
        .forEach(part -> {
          int from = (int) ((long) inputs.length * part / PARTS);
          int to = (int) ((long) inputs.length * (part + 1) / PARTS);
          for (int i = from; i < to; i++) {
            losses[part] += add(w, inputs[i], labels[i], gradients[part]);
          }
        });
    Arrays.fill(gradient, 0);
    double loss = 0;
    for (int part = 0; part < PARTS; part++) {
      loss += losses[part] / inputs.length;
      for (int k = 0; k < gradient.length; k++) {
        gradient[k] += gradients[part][k] / inputs.length;
      }
    }
    int biases = w.length - classes;
    for (int k = 0; k < biases; k++) {
      loss += l2 / 2 * w[k] * w[k];
      gradient[k] += l2 * w[k];
    }
    return loss;
  }

  /// Adds one item's gradient.
  ///
  /// @return its loss
  private double add(double[] w, double[] x, int label, double[] gradient) {
    double[] p = new double[classes];
    logits(w, x, p);
    double max = Arrays.stream(p).max().orElseThrow();
    double sum = 0;
    double right = p[label];
    for (int c = 0; c < classes; c++) {
      p[c] = Math.exp(p[c] - max);
      sum += p[c];
    }
    for (int c = 0; c < classes; c++) {
      p[c] = p[c] / sum - (c == label ? 1 : 0);
    }
    for (int d = 0; d < x.length; d++) {
      double value = x[d];
      int at = d * classes;
      for (int c = 0; c < classes; c++) {
        gradient[at + c] += value * p[c];
      }
    }
    return Math.log(sum) + max - right;
  }

  private void minimise(double[][] inputs, int[] labels, double l2) {
    Lbfgs history = new Lbfgs(MEMORY, weights.length);
    double[] gradient = new double[weights.length];
    double[] trial = new double[weights.length];
    double[] next = new double[weights.length];
    double loss = loss(weights, inputs, labels, l2, gradient);
    for (int step = 0; step < MOST_STEPS && Lbfgs.norm(gradient) > TOLERANCE; step++) {
      double[] direction = history.direction(gradient);
      double slope = Lbfgs.dot(direction, gradient);
      double length = step == 0 ? Math.min(1, 1 / Lbfgs.norm(gradient)) : 1;
      double found = Double.POSITIVE_INFINITY;
      // Halve until the loss falls as the slope promises (Armijo).
      for (int halving = 0; halving < 40; halving++, length /= 2) {
        for (int k = 0; k < trial.length; k++) {
          trial[k] = weights[k] + length * direction[k];
        }
        found = loss(trial, inputs, labels, l2, next);
        if (found <= loss + 1e-4 * length * slope) {
          break;
        }
      }
      if (!(found < loss)) {
        return; // no lower point can be told apart in double precision
      }
      history.add(weights, trial, gradient, next);
      System.arraycopy(trial, 0, weights, 0, trial.length);
      System.arraycopy(next, 0, gradient, 0, next.length);
      loss = found;
    }
  }
}
