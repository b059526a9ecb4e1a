package io.github.imagebind4j.eval;

import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.eval.dataset.EvalItem;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What stands on one side of a retrieval: the items of a modality, or sums of the embeddings of
/// partners in several, e.g. `0.95*vision+0.05*audio` as the paper does for MSR-VTT.
///
/// Immutable and safe for use by any thread.
///
/// @param weights the weight of each modality's unit vector, in the order given
public record Side(Map<Modality, Double> weights) {

  /// Checks and copies.
  ///
  /// @throws InputException if there is no modality, or a weight is not finite or zero
  public Side {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    if (weights.isEmpty()
        || weights.values().stream().anyMatch(w -> !Double.isFinite(w) || w == 0)) {
      throw new InputException("a side needs modalities with weights other than 0, got " + weights);
    }
  }

  /// Reads a side as it is written.
  ///
  /// @param text e.g. `text`, `vision+audio` or `0.95*vision+0.05*audio`; `image` and `video` mean
  ///   vision
  /// @return the side
  /// @throws InputException if it is not of this form
  public static Side parse(String text) {
    Map<Modality, Double> weights = new LinkedHashMap<>();
    for (String part : text.split("\\+", -1)) {
      int star = part.indexOf('*');
      String name = part.substring(star + 1).strip();
      boolean picture = name.equals("image") || name.equals("video");
      try {
        double weight = star < 0 ? 1 : Double.parseDouble(part.substring(0, star).strip());
        weights.merge(picture ? Modality.VISION : Modality.of(name), weight, Double::sum);
      } catch (NumberFormatException e) {
        throw new InputException(
            "a side is written like 0.95*vision+0.05*audio, got '" + text + "'", e);
      }
    }
    return new Side(weights);
  }

  /// One thing on a side.
  ///
  /// @param item the item, or that of the first modality
  /// @param vector its vector, or the sum
  record Entry(EvalItem item, float[] vector) {}

  /// What stands on this side.
  List<Entry> entries(EmbeddedSet embedded) {
    if (weights.size() == 1) {
      return entries(embedded, weights.keySet().iterator().next());
    }
    Map<String, List<Entry>> byPair = new LinkedHashMap<>();
    for (Modality modality : weights.keySet()) {
      for (Entry entry : entries(embedded, modality)) {
        if (!entry.item.pair().isEmpty()) {
          byPair.computeIfAbsent(entry.item.pair(), _ -> new ArrayList<>()).add(entry);
        }
      }
    }
    List<Entry> sums = new ArrayList<>();
    for (List<Entry> partners : byPair.values()) {
      if (modalities(partners) == weights.size()) {
        if (partners.size() > weights.size()) {
          throw new InputException(
              "'"
                  + this
                  + "' can't be summed: "
                  + partners.getFirst().item.pair()
                  + " has several items of one modality");
        }
        sums.add(new Entry(partners.getFirst().item, sum(partners)));
      }
    }
    return sums;
  }

  private static List<Entry> entries(EmbeddedSet embedded, Modality modality) {
    List<EvalItem> items = embedded.set().items(modality);
    float[][] vectors = embedded.vectors(modality);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      entries.add(new Entry(items.get(i), vectors[i]));
    }
    return entries;
  }

  private static long modalities(List<Entry> partners) {
    return partners.stream().map(entry -> entry.item.modality()).distinct().count();
  }

  private float[] sum(List<Entry> partners) {
    double[] sum = new double[partners.getFirst().vector.length];
    for (Entry partner : partners) {
      double weight = weights.getOrDefault(partner.item.modality(), 0.0);
      float[] vector = partner.vector;
      for (int d = 0; d < sum.length; d++) {
        sum[d] += weight * vector[d];
      }
    }
    float[] result = new float[sum.length];
    for (int d = 0; d < sum.length; d++) {
      result[d] = (float) sum[d];
    }
    return Similarity.normalize(result);
  }

  /// As [#parse] reads it.
  @Override
  public String toString() {
    if (weights.size() == 1) {
      return weights.keySet().iterator().next().name();
    }
    return weights.entrySet().stream()
        .map(entry -> entry.getValue() + "*" + entry.getKey().name())
        .collect(Collectors.joining("+"));
  }
}
