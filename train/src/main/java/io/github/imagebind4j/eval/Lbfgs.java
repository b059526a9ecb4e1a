package io.github.imagebind4j.eval;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/// The directions of L-BFGS: the gradient, bent by what the last steps told about the curvature
/// (Nocedal and Wright, Numerical Optimization, algorithm 7.4).
final class Lbfgs {
  /// A step, the change of the gradient along it, and the inverse of their product.
  private record Pair(double[] step, double[] change, double inverse) {}

  private final int memory;
  private final int size;
  private final Deque<Pair> pairs = new ArrayDeque<>();

  Lbfgs(int memory, int size) {
    this.memory = memory;
    this.size = size;
  }

  /// Remembers a step, unless its curvature is not above zero.
  void add(double[] from, double[] to, double[] gradientFrom, double[] gradientTo) {
    double[] step = new double[size];
    double[] change = new double[size];
    for (int k = 0; k < size; k++) {
      step[k] = to[k] - from[k];
      change[k] = gradientTo[k] - gradientFrom[k];
    }
    double curvature = dot(step, change);
    if (curvature > 1e-12 * dot(change, change)) {
      pairs.addLast(new Pair(step, change, 1 / curvature));
      if (pairs.size() > memory) {
        pairs.removeFirst();
      }
    }
  }

  /// Where to go from a point with this gradient: always downhill.
  double[] direction(double[] gradient) {
    double[] q = gradient.clone();
    double[] alphas = new double[pairs.size()];
    int i = pairs.size();
    for (Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext(); ) {
      Pair pair = newest.next();
      alphas[--i] = pair.inverse * dot(pair.step, q);
      add(q, -alphas[i], pair.change);
    }
    if (!pairs.isEmpty()) {
      Pair last = pairs.getLast();
      double scale = 1 / (last.inverse * dot(last.change, last.change));
      for (int k = 0; k < size; k++) {
        q[k] *= scale;
      }
    }
    for (Pair pair : pairs) {
      double beta = pair.inverse * dot(pair.change, q);
      add(q, alphas[i++] - beta, pair.step);
    }
    for (int k = 0; k < size; k++) {
      q[k] = -q[k];
    }
    return q;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int k = 0; k < to.length; k++) {
      to[k] += factor * what[k];
    }
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }
}
