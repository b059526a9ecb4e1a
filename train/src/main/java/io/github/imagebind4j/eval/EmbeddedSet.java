package io.github.imagebind4j.eval;

import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.eval.dataset.EvalItem;
import io.github.imagebind4j.eval.dataset.EvalSet;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
      for (Tried tried : embed(chunk, embedder)) {
        switch (tried.outcome) {
          case Embedder.Embedded embedded -> {
            done.add(tried.item);
            vectors.add(Similarity.normalize(embedded.embedding().vector()));
          }
          case Embedder.Failed failed ->
              failures.add(new Failure(tried.item.id(), failed.reason()));
        }
      }
      progress.accept(chunk.size());
    }
    return new EmbeddedSet(set.withItems(done), vectors, failures);
  }

  /// What became of an item.
  private record Tried(EvalItem item, Embedder.Outcome outcome) {}

  /// One result an item, in order; of those whose input can't even be made, that.
  private static List<Tried> embed(List<EvalItem> items, Embedder embedder) {
    List<Input> inputs = new ArrayList<>();
    Map<Integer, Embedder.Outcome> unopened = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      try {
        inputs.add(items.get(i).input().open());
      } catch (ImageBindException e) {
        unopened.put(i, new Embedder.Failed(Input.text(items.get(i).id()), e));
      }
    }
    Iterator<Embedder.Outcome> outcomes = embedder.tryEmbed(inputs).iterator();
    List<Tried> all = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Embedder.Outcome failed = unopened.get(i);
      all.add(new Tried(items.get(i), failed == null ? outcomes.next() : failed));
    }
    return all;
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
