package io.github.imagebind4j.index;

class ExactIndexTest extends EmbeddingIndexContract {
  @Override
  protected EmbeddingIndex open() {
    return new ExactIndex();
  }
}
