package io.github.imagebind4j.embedding;

import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.input.Input;
import java.util.List;

/// Anything that turns inputs into embeddings. Implementations are safe for use by any thread.
public interface Embedder {

  /// What became of one input of a batch: its embedding, or why there is none.
  sealed interface Outcome {
    /// The input as it was given.
    ///
    /// @return the input
    Input input();

    /// The embedding.
    ///
    /// @return the embedding
    /// @throws ImageBindException the reason, if there is none
    Embedding get();
  }

  /// An input that was embedded.
  ///
  /// @param input the input as it was given
  /// @param embedding its embedding
  record Embedded(Input input, Embedding embedding) implements Outcome {
    @Override
    public Embedding get() {
      return embedding;
    }
  }

  /// An input that could not be embedded; the batch's other items are not affected.
  ///
  /// @param input the input as it was given
  /// @param reason why
  record Failed(Input input, ImageBindException reason) implements Outcome {
    @Override
    public Embedding get() {
      throw reason;
    }
  }

  /// Embeds a batch of any mix of modalities.
  ///
  /// @param inputs any number, also none
  /// @return one outcome an input, in the order given
  List<Outcome> tryEmbed(List<? extends Input> inputs);

  /// Embeds a batch of any mix of modalities, all or nothing.
  ///
  /// @param inputs any number, also none
  /// @return one embedding an input, in the order given
  /// @throws ImageBindException of the first input that could not be embedded
  default List<Embedding> embed(List<? extends Input> inputs) {
    return tryEmbed(inputs).stream().map(Outcome::get).toList();
  }

  /// Embeds one input.
  ///
  /// @param input the input
  /// @return its embedding
  /// @throws ImageBindException if it can't be embedded
  default Embedding embed(Input input) {
    return tryEmbed(List.of(input)).getFirst().get();
  }
}
