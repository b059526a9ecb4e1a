package io.github.imagebind4j;

import io.github.imagebind4j.embedding.Embedder.Embedded;
import io.github.imagebind4j.embedding.Embedder.Failed;
import io.github.imagebind4j.embedding.Embedder.Outcome;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.input.Input;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One input on its way from its tensor to its outcome. Confined to the thread that runs the model.
final class Job {
  private final Input input;
  private final long bytes;
  private final List<Job> followers = new ArrayList<>();
  private @Nullable TensorKey key;
  private @Nullable Outcome outcome;

  /// @param bytes what it counts in the backlog
  Job(Input input, long bytes) {
    this.input = input;
    this.bytes = bytes;
  }

  long bytes() {
    return bytes;
  }

  Input input() {
    return input;
  }

  /// The tensor that it stands for among its equals; null if it failed or follows another.
  @Nullable TensorKey key() {
    return key;
  }

  void lead(TensorKey content) {
    key = content;
  }

  /// Takes over what becomes of a job whose tensor is the same.
  void follow(Job leader) {
    switch (leader.outcome) {
      case null -> leader.followers.add(this);
      case Embedded done -> done(done.embedding());
      case Failed failure -> failed(failure.reason());
    }
  }

  void done(Embedding embedding) {
    outcome = new Embedded(input, embedding);
    followers.forEach(follower -> follower.done(embedding));
    followers.clear();
  }

  void failed(ImageBindException reason) {
    outcome = new Failed(input, reason);
    followers.forEach(follower -> follower.failed(reason));
    followers.clear();
  }

  /// What became of it; null as long as that is open.
  @Nullable Outcome outcome() {
    return outcome;
  }
}
