package io.github.imagebind4j.eval;

import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// An embedder that looks into a cache first and keeps there what it had to compute.
///
/// A cache remembers vectors by the content of an input, so it finds those of a file that was
/// renamed. Failures are not remembered. Safe for use by any thread.
public final class CachedEmbedder implements Embedder {
  private final Embedder model;
  private final EmbeddingCache cache;
  private final String fingerprint;
  private final String space;
  private final AtomicLong found = new AtomicLong();

  /// Puts a cache before a model.
  ///
  /// @param model computes what is not there
  /// @param cache stays open, and the caller's
  /// @param fingerprint the model's, which its embeddings carry
  /// @param precision the number format it computes in: vectors of another are not taken from the
  ///   cache
  public CachedEmbedder(
      Embedder model, EmbeddingCache cache, String fingerprint, String precision) {
    this.model = model;
    this.cache = cache;
    this.fingerprint = fingerprint;
    this.space = fingerprint + " " + precision;
  }

  /// How many inputs were found in the cache so far.
  ///
  /// @return the number
  public long found() {
    return found.get();
  }

  @Override
  public List<Outcome> tryEmbed(List<? extends Input> inputs) {
    List<String> keys = new ArrayList<>();
    List<Input> unknown = new ArrayList<>();
    List<Boolean> known = new ArrayList<>();
    for (Input input : inputs) {
      String key = key(input);
      boolean there = !key.isEmpty() && cache.get(key).isPresent();
      keys.add(key);
      known.add(there);
      if (!there) {
        unknown.add(input);
      }
    }
    found.addAndGet(inputs.size() - unknown.size());
    List<Outcome> computed = unknown.isEmpty() ? List.of() : model.tryEmbed(unknown);
    List<Outcome> outcomes = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < keys.size(); i++) {
      outcomes.add(known.get(i) ? known(inputs.get(i), keys.get(i)) : computed.get(next++));
    }
    keep(keys, outcomes);
    return outcomes;
  }

  private Outcome known(Input input, String key) {
    Optional<float[]> vector = cache.get(key);
    return new Embedded(input, new Embedding(input.modality(), vector.orElseThrow(), fingerprint));
  }

  private void keep(List<String> keys, List<Outcome> outcomes) {
    for (int i = 0; i < keys.size(); i++) {
      if (!keys.get(i).isEmpty() && outcomes.get(i) instanceof Embedded done) {
        cache.put(keys.get(i), done.embedding().vector());
      }
    }
  }

  /// @return empty if the input can't be read; the model says why
  private String key(Input input) {
    try {
      return InputHash.of(space, input);
    } catch (MediaException e) {
      return "";
    }
  }
}
