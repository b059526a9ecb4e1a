package io.github.imagebind4j.train;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.SafetensorsWriter;
import io.github.imagebind4j.checkpoint.TensorSource;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.model.RandomWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Files of the weights that a training or a stage begins with, where they are made of several.
final class Beginning {
  private final ModelConfig model;

  Beginning(ModelConfig model) {
    this.model = model;
  }

  /// Whether a checkpoint has nothing at all of some towers, as a model of six senses has of a
  /// seventh.
  boolean lacksTowers(Checkpoint start) {
    return model.modalities().keySet().stream().anyMatch(modality -> lacks(start, modality));
  }

  private static boolean lacks(Checkpoint start, Modality modality) {
    return start.names().stream().noneMatch(name -> modality.name().equals(towerOf(name)));
  }

  /// The middle of `modality_trunks.vision.blocks…`.
  private static String towerOf(String name) {
    String[] parts = name.split("\\.", 3);
    return parts.length > 1 ? parts[1] : "";
  }

  /// A model from a checkpoint that lacks some towers, and random weights for those.
  void complete(Checkpoint start, long seed, Path to) {
    Path random = to.resolveSibling("random.safetensors");
    ModelConfig missing = model.only(modality -> lacks(start, modality));
    RandomWeights.write(missing, seed, RandomWeights.Scheme.BY_WIDTH, random, _ -> {});
    try (Checkpoint rest = Checkpoint.open(random)) {
      List<TensorSource> all = new ArrayList<>();
      for (String name : model.tensors().keySet()) {
        Checkpoint from = missing.tensors().containsKey(name) ? rest : start;
        all.add(source(from, name));
      }
      SafetensorsWriter.write(to, all, metadata(), _ -> {});
    }
    RunFolder.delete(random);
  }

  /// A model in which some towers begin as copies of others, as a thermal tower of vision's:
  /// kernels for colours become kernels for gray levels (their sum: what they answer to a gray
  /// picture), and kernels for clips those for still pictures. The scale of similarities stays the
  /// tower's own.
  ///
  /// @param lenders the tower to copy, by the one that borrows
  void borrow(Checkpoint before, Map<Modality, Modality> lenders, Path to) {
    List<TensorSource> all = new ArrayList<>();
    model.tensors().forEach((name, shape) -> all.add(source(before, name, shape, lenders)));
    SafetensorsWriter.write(to, all, metadata(), _ -> {});
  }

  /// Tells a recipe's mistakes before anything is trained.
  ///
  /// @throws ConfigException if a tower can't begin as its lender
  void requireFitting(Map<Modality, Modality> lenders) {
    lenders.forEach((borrower, lender) -> {
      model.modality(borrower);
      model.modality(lender);
    });
    model.tensors().keySet().forEach(name -> lentName(name, lenders));
  }

  private TensorSource source(
      Checkpoint before, String name, Shape shape, Map<Modality, Modality> lenders) {
    String lent = lentName(name, lenders);
    return lent.equals(name)
        ? source(before, name)
        : TensorSource.of(name, summed(before.tensor(lent).toFloatArray(), shape));
  }

  /// The tensor that one begins as: itself unless its tower borrows.
  private String lentName(String name, Map<Modality, Modality> lenders) {
    Modality lender = lenders.get(Modality.of(towerOf(name)));
    if (lender == null || name.startsWith("modality_postprocessors.")) {
      return name;
    }
    Shape shape = Objects.requireNonNull(model.tensors().get(name));
    for (String candidate : namesAt(lender, name)) {
      Shape lent = model.tensors().get(candidate);
      if (lent != null && fits(lent, shape)) {
        return candidate;
      }
    }
    boolean ofItsOwn =
        name.contains("_stem.norm_layer.") || name.endsWith("bias_k") || name.endsWith("bias_v");
    if (ofItsOwn) {
      return name; // vision has none
    }
    throw new ConfigException(
        String.format(
            Locale.ROOT,
            "%s can't begin as %s, whose tower is of another form: it has no %s of shape %s; give"
                + " both the same stem, size, width and number of blocks",
            towerOf(name),
            lender,
            name,
            shape));
  }

  /// What a borrower's tensor may be called at the lender.
  private static List<String> namesAt(Modality lender, String name) {
    String[] parts = name.split("\\.", 3);
    String there = parts[0] + "." + lender + ".";
    int stem = parts[2].indexOf("_stem.");
    if (stem < 0) {
      return List.of(there + parts[2]);
    }
    String rest = parts[2].substring(stem + "_stem.".length());
    String ofClips = rest.replace("proj.weight", "proj.1.weight");
    return List.of(
        there + "rgbt_stem." + rest,
        there + "rgbt_stem." + ofClips,
        there + lender + "_stem." + rest);
  }

  /// Whether shapes are equal, or `[D, C, …, h, w]` and `[D, 1, h, w]`.
  private static boolean fits(Shape from, Shape to) {
    int last = from.rank() - 1;
    return from.equals(to)
        || (to.rank() == 4
            && (from.rank() == 4 || from.rank() == 5)
            && to.dim(1) == 1
            && to.dim(0) == from.dim(0)
            && to.dim(2) == from.dim(last - 1)
            && to.dim(3) == from.dim(last));
  }

  /// The sum of all planes of each kernel; equal shapes as they are.
  private static FloatArray summed(FloatArray from, Shape to) {
    if (from.shape().equals(to)) {
      return from;
    }
    int plane = to.dim(2) * to.dim(3);
    int each = Math.toIntExact(from.shape().count() / to.dim(0));
    float[] sums = new float[to.dim(0) * plane];
    for (int d = 0; d < to.dim(0); d++) {
      for (int i = 0; i < each; i++) {
        sums[d * plane + i % plane] += from.get(d * each + i);
      }
    }
    return FloatArray.wrap(sums, to.dims());
  }

  private static TensorSource source(Checkpoint from, String name) {
    if (!from.names().contains(name)) {
      throw new CheckpointException(from.file() + " has no " + name + "; give the config it has");
    }
    return TensorSource.of(from, name);
  }

  private Map<String, String> metadata() {
    return Map.of(ModelConfig.METADATA_KEY, model.toJson());
  }
}
