package io.github.imagebind4j.app;

import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.MissingNativeException;
import io.github.imagebind4j.input.Input;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Sends items through a model, a batch at a time, and hands on what became of each in the order
/// given. No more than one batch is in memory.
final class EmbeddingRun {

  /// Receives the results.
  interface Receiver {
    /// Takes an embedding.
    void embedded(String source, Embedding embedding);

    /// Takes the news that there is none.
    void failed(Item item, ImageBindException reason);
  }

  private final Embedder embedder;
  private final int batchSize;
  private final Receiver receiver;
  private final Console console;
  private final Progress progress;
  private final List<Item> waiting = new ArrayList<>();
  private int exitCode = ExitCode.OK;

  EmbeddingRun(
      Embedder embedder, int batchSize, Receiver receiver, Console console, Progress progress) {
    this.embedder = embedder;
    this.batchSize = batchSize;
    this.receiver = receiver;
    this.console = console;
    this.progress = progress;
  }

  /// Takes one item; a full batch is worked off.
  void add(Item item) {
    waiting.add(item);
    if (waiting.size() >= batchSize) {
      work();
    }
  }

  /// Works off what is left.
  ///
  /// @return the exit code
  int finish() {
    work();
    return exitCode;
  }

  private void work() {
    List<Input> inputs = new ArrayList<>();
    for (Item item : waiting) {
      if (item instanceof Item.Ready(Input input)) {
        inputs.add(input);
      }
    }
    Iterator<Embedder.Outcome> outcomes = embedder.tryEmbed(inputs).iterator();
    for (Item item : waiting) {
      switch (item) {
        case Item.Broken broken -> failed(broken, broken.reason());
        case Item.Ready ready -> {
          switch (outcomes.next()) {
            case Embedder.Embedded done -> receiver.embedded(item.source(), done.embedding());
            case Embedder.Failed failure -> failed(ready, failure.reason());
          }
        }
      }
    }
    console.flush();
    progress.advance(waiting.size());
    waiting.clear();
  }

  private void failed(Item item, ImageBindException reason) {
    console.error(message(item, reason));
    receiver.failed(item, reason);
    int code =
        reason instanceof MissingNativeException ? ExitCode.ENVIRONMENT : ExitCode.SOME_FAILED;
    exitCode = Math.max(exitCode, code);
  }

  /// The reason, with the item's name in front where it does not say it itself.
  static String message(Item item, ImageBindException reason) {
    String why = String.valueOf(reason.getMessage());
    return why.contains(item.source()) ? why : TextTable.shorten(item.source(), 60) + ": " + why;
  }
}
