package io.github.imagebind4j.eval;

import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.eval.dataset.EvalItem;
import io.github.imagebind4j.eval.dataset.EvalSet;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/// A dataset with its embeddings: what all evaluations work on.
///
/// Immutable by convention: do not write to the vectors. Safe for use by any thread.
///
/// @param set the items that could be embedded
/// @param vectors their unit vectors, in the set's order
/// @param failures the items that could not
public record EmbeddedSet(EvalSet set, List<float[]> vectors, List<Failure> failures) {
  /// How many items are made and embedded together; so many are lost if the process is killed.
  private static final int CHUNK = 64;

  /// An item without an embedding.
  ///
  /// @param id the item's id
  /// @param reason why
  public record Failure(String id, ImageBindException reason) {}

  /// Copies the lists.
  public EmbeddedSet {
    vectors = List.copyOf(vectors);
    failures = List.copyOf(failures);
  }

  /// Embeds a set. An item that can't be read is left out and listed.
  ///
  /// @param set the items
  /// @param embedder the model, or a cache in front of it
  /// @param progress is told how many items were done since it was last told
  /// @return the embedded set
  public static EmbeddedSet embed(EvalSet set, Embedder embedder, IntConsumer progress) {
    List<EvalItem> done = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    List<EvalItem> items = set.items();
    for (int from = 0; from < items.size(); from += CHUNK) {
      List<EvalItem> chunk = items.subList(from, Math.min(from + CHUNK, items.size()));
      List<EvalItem> opened = new ArrayList<>();
      List<Input> inputs = new ArrayList<>();
      for (EvalItem item : chunk) {
        try {
          inputs.add(item.input().open());
          opened.add(item);
        } catch (ImageBindException e) {
          failures.add(new Failure(item.id(), e));
        }
      }
      List<Embedder.Outcome> outcomes = embedder.tryEmbed(inputs);
      for (int i = 0; i < outcomes.size(); i++) {
        switch (outcomes.get(i)) {
          case Embedder.Embedded embedded -> {
            done.add(opened.get(i));
            vectors.add(Similarity.normalize(embedded.embedding().vector()));
          }
          case Embedder.Failed failed ->
              failures.add(new Failure(opened.get(i).id(), failed.reason()));
        }
      }
      progress.accept(chunk.size());
    }
    return new EmbeddedSet(set.withItems(done), vectors, failures);
  }

  /// The vectors of a modality.
  ///
  /// @param modality the modality
  /// @return one an item, in the order of [EvalSet#items(Modality)]
  public float[][] vectors(Modality modality) {
    return IntStream.range(0, vectors.size())
        .filter(i -> set.items().get(i).modality().equals(modality))
        .mapToObj(vectors::get)
        .toArray(float[][]::new);
  }
}
