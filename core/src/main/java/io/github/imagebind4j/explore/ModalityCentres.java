package io.github.imagebind4j.explore;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.input.Modality;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where each modality's items lie on average, to be taken from them: what is left says what a
/// thing is rather than by which sense it came.
///
/// Each modality keeps to a cone of its own in the space ("modality gap", Liang et al. 2022), so
/// that groups and maps of plain embeddings are modalities and nothing else. The centre of few
/// items is drawn towards that of all, else a single sound would be its own centre and have no
/// direction left.
///
/// Immutable and safe for use by any thread.
public final class ModalityCentres {
  /// Takes nothing away.
  public static final ModalityCentres NONE = new ModalityCentres(Map.of(), new float[0]);

  /// How many items the centre of all counts as.
  private static final double PRIOR_ITEMS = 1;

  private final Map<Modality, float[]> centres;
  private final float[] all;

  private ModalityCentres(Map<Modality, float[]> centres, float[] all) {
    this.centres = Map.copyOf(centres);
    this.all = all;
  }

  /// Learns them.
  ///
  /// @param items of one model
  /// @return their centres
  public static ModalityCentres of(List<IndexItem> items) {
    if (items.isEmpty()) {
      return NONE;
    }
    int dimension = items.getFirst().embedding().dimension();
    Map<Modality, double[]> sums = new HashMap<>();
    Map<Modality, Integer> counts = new HashMap<>();
    double[] sum = new double[dimension];
    for (IndexItem item : items) {
      Modality modality = item.embedding().modality();
      float[] unit = item.embedding().unit();
      double[] own = sums.computeIfAbsent(modality, _ -> new double[dimension]);
      counts.merge(modality, 1, Integer::sum);
      for (int d = 0; d < dimension; d++) {
        own[d] += unit[d];
        sum[d] += unit[d];
      }
    }
    float[] all = mean(sum, items.size(), new float[dimension], 0);
    Map<Modality, float[]> centres = new HashMap<>();
    sums.forEach((modality, own) ->
        centres.put(modality, mean(own, counts.getOrDefault(modality, 1), all, PRIOR_ITEMS)));
    return new ModalityCentres(centres, all);
  }

  private static float[] mean(double[] sum, int count, float[] prior, double priorItems) {
    float[] mean = new float[sum.length];
    for (int d = 0; d < mean.length; d++) {
      mean[d] = (float) ((sum[d] + priorItems * prior[d]) / (count + priorItems));
    }
    return mean;
  }

  /// A direction as seen from its modality's centre.
  ///
  /// @param embedding of the same model; of a modality that was not learned, the centre of all
  ///   counts
  /// @return a fresh unit vector; zero where there is no difference
  public float[] centred(Embedding embedding) {
    float[] unit = embedding.unit();
    float[] centre = centres.getOrDefault(embedding.modality(), all);
    if (centre.length == 0) {
      return unit;
    }
    double square = 0;
    for (int d = 0; d < unit.length; d++) {
      unit[d] -= centre[d];
      square += (double) unit[d] * unit[d];
    }
    return square < 1e-10 ? new float[unit.length] : Similarity.normalize(unit);
  }

  /// All of them.
  ///
  /// @param items of the same model
  /// @return `[items][dimension]`
  public float[][] centred(List<IndexItem> items) {
    return items.stream().map(item -> centred(item.embedding())).toArray(float[][]::new);
  }
}
