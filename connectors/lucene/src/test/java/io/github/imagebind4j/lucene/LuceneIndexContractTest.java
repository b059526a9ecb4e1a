package io.github.imagebind4j.lucene;

import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.LastingIndexContract;
import io.github.imagebind4j.lucene.LuceneOptions.Quantization;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// Every quantization keeps the contract.
class LuceneIndexContractTest {
  abstract static class Of extends LastingIndexContract {
    @TempDir Path folder;

    abstract Quantization quantization();

    @Override
    protected EmbeddingIndex open() {
      return reopen();
    }

    @Override
    protected EmbeddingIndex reopen() {
      return Folders.open(folder, LuceneOptions.DEFAULT.withQuantization(quantization()));
    }
  }

  @Nested
  class Floats extends Of {
    @Override
    Quantization quantization() {
      return Quantization.FLOAT;
    }
  }

  @Nested
  class Bytes extends Of {
    @Override
    Quantization quantization() {
      return Quantization.INT8;
    }
  }

  @Nested
  class Bits extends Of {
    @Override
    Quantization quantization() {
      return Quantization.ONE_BIT;
    }
  }
}
