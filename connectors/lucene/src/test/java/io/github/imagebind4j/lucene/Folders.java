package io.github.imagebind4j.lucene;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Random;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/// Indexes whose files are written, but not forced to the disk: what a process leaves is the same,
/// and tests of many commits take seconds instead of minutes. And what to put into them.
final class Folders {
  private Folders() {}

  static LuceneIndex open(Path folder, LuceneOptions options) {
    return LuceneIndex.open(folder, options, Folders::unsynced);
  }

  static LuceneIndex open(Path folder) {
    return open(folder, LuceneOptions.DEFAULT);
  }

  static Directory unsynced(Path folder) throws IOException {
    return new MMapDirectory(folder) {
      @Override
      public void sync(Collection<String> names) {}

      @Override
      public void syncMetaData() {}
    };
  }

  static Embedding random(Random random, int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return new Embedding(Modality.AUDIO, vector, "m");
  }

  static IndexItem item(String id, Fields fields) {
    float[] vector = {id.hashCode() % 1000, 1};
    return new IndexItem(id, new Embedding(Modality.TEXT, vector, "m"), fields);
  }
}
