package io.github.imagebind4j.explore;

import io.github.imagebind4j.error.InputException;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Places rows on a plane so that neighbours stay neighbours: the layout of UMAP (McInnes, Healy
/// and Melville 2018, "UMAP: Uniform Manifold Approximation and Projection"), with the curve `1 /
/// (1 + distance²)` of t-SNE, and started from given places instead of random ones, which keeps the
/// large picture that they have.
///
/// Neighbours attract one another the more, the closer they are in their own neighbourhood's
/// measure; others, drawn at random, repel. One thread, so that the same seed gives the same map:
/// some minutes for 100,000 rows.
///
/// Stateless and safe for use by any thread.
public final class NeighbourLayout {
  private static final int REPELLED =
      15; // for each attraction: more than UMAP's 5 keeps more neighbours, and takes longer
  private static final double MOST_STEP = 4;
  private static final double START_SIZE = 10;
  private static final int FEW_ROWS = 10_000;

  private final double[] at; // x and y of each row
  private final int[] from;
  private final int[] to;
  private final double[] weights;
  private final SplittableRandom random;

  private NeighbourLayout(NeighbourGraph graph, float[][] start, long seed) {
    this.from = graph.from();
    this.to = graph.to();
    this.weights = graph.weights();
    this.random = new SplittableRandom(seed);
    this.at = startPlaces(start);
  }

  /// Lays rows out.
  ///
  /// @param neighbours of each row, 15 say
  /// @param start `[n][2]` or more, such as the first two principal axes
  /// @param seed of what is random
  /// @return `[n][2]`, finite
  /// @throws InputException if `start` has not a place for each row
  public static float[][] of(Neighbours neighbours, float[][] start, long seed) {
    if (start.length != neighbours.rows().length) {
      throw new InputException(
          "a layout starts from one place a row, got "
              + start.length
              + " places and "
              + neighbours.rows().length
              + " rows");
    }
    NeighbourLayout layout = new NeighbourLayout(NeighbourGraph.of(neighbours), start, seed);
    layout.run(start.length > FEW_ROWS ? 200 : 500);
    float[][] places = new float[start.length][2];
    for (int i = 0; i < places.length; i++) {
      places[i][0] = (float) layout.at[2 * i];
      places[i][1] = (float) layout.at[2 * i + 1];
    }
    return places;
  }

  /// The start, within a square of a fixed size, and a little shaken, for what lies at one place
  /// would stay together.
  private double[] startPlaces(float[][] start) {
    double largest = 0;
    for (float[] place : start) {
      for (int d = 0; d < Math.min(2, place.length); d++) {
        largest = Math.max(largest, Math.abs(place[d]));
      }
    }
    double scale = largest > 0 ? START_SIZE / largest : 0;
    double[] places = new double[2 * start.length];
    for (int i = 0; i < start.length; i++) {
      for (int d = 0; d < 2; d++) {
        double place = d < start[i].length ? start[i][d] * scale : 0;
        places[2 * i + d] = place + 1e-3 * START_SIZE * (random.nextDouble() - 0.5);
      }
    }
    return places;
  }

  /// Each pair's turn comes as often as its weight says, the strongest in every round.
  private void run(int rounds) {
    double strongest = Arrays.stream(weights).max().orElse(1);
    double[] every = new double[weights.length];
    double[] next = new double[weights.length];
    double[] nextRepelling = new double[weights.length];
    for (int e = 0; e < weights.length; e++) {
      every[e] = weights[e] > 0 ? strongest / weights[e] : Double.POSITIVE_INFINITY;
      next[e] = every[e];
      nextRepelling[e] = every[e] / REPELLED;
    }
    for (int round = 1; round <= rounds; round++) {
      double rate = 1 - (round - 1.0) / rounds;
      for (int e = 0; e < weights.length; e++) {
        if (next[e] > round) {
          continue;
        }
        attract(from[e], to[e], rate);
        next[e] += every[e];
        int due = (int) ((round - nextRepelling[e]) / (every[e] / REPELLED));
        for (int r = 0; r < due; r++) {
          repel(from[e], rate);
        }
        nextRepelling[e] += Math.max(0, due) * every[e] / REPELLED;
      }
    }
  }

  private void attract(int i, int j, double rate) {
    double dx = at[2 * i] - at[2 * j];
    double dy = at[2 * i + 1] - at[2 * j + 1];
    double force = -2 / (1 + dx * dx + dy * dy);
    double stepX = rate * clamp(force * dx);
    double stepY = rate * clamp(force * dy);
    at[2 * i] += stepX;
    at[2 * i + 1] += stepY;
    at[2 * j] -= stepX;
    at[2 * j + 1] -= stepY;
  }

  private void repel(int i, double rate) {
    int j = random.nextInt(at.length / 2);
    if (i == j) {
      return;
    }
    double dx = at[2 * i] - at[2 * j];
    double dy = at[2 * i + 1] - at[2 * j + 1];
    double square = dx * dx + dy * dy;
    double force = 2 / ((0.001 + square) * (1 + square));
    at[2 * i] += rate * clamp(force * dx);
    at[2 * i + 1] += rate * clamp(force * dy);
  }

  private static double clamp(double step) {
    return Math.clamp(step, -MOST_STEP, MOST_STEP);
  }
}
