package io.github.imagebind4j.index;

class ExactIndexTest extends EmbeddingIndexContract {
  @Override
  EmbeddingIndex open() {
    return new ExactIndex();
  }
}
