package io.github.imagebind4j.index;

/// What every index must do, by the exact one in memory.
class ExactIndexTest extends EmbeddingIndexContract {
  @Override
  protected EmbeddingIndex open() {
    return new ExactIndex();
  }
}
