package io.github.imagebind4j.app;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.ExactIndex;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.Hit;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.index.IndexQuery;
import io.github.imagebind4j.index.IndexSpace;
import io.github.imagebind4j.input.Modality;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/// Indexes in memory, and small files that they point to, for the tests of commands over indexes.
final class IndexedThings {
  private static final int DIMENSION = 16;

  private IndexedThings() {}

  /// An index that stays open when a command has done with it.
  record Lent(EmbeddingIndex index) implements EmbeddingIndex {
    @Override
    public void put(Collection<IndexItem> items) {
      index.put(items);
    }

    @Override
    public void remove(Collection<String> ids) {
      index.remove(ids);
    }

    @Override
    public void commit() {
      index.commit();
    }

    @Override
    public Optional<IndexItem> get(String id) {
      return index.get(id);
    }

    @Override
    public List<Hit> search(IndexQuery query) {
      return index.search(query);
    }

    @Override
    public void scan(Filter filter, Consumer<IndexItem> each) {
      index.scan(filter, each);
    }

    @Override
    public long size() {
      return index.size();
    }

    @Override
    public Optional<IndexSpace> space() {
      return index.space();
    }

    @Override
    public void close() {}
  }

  static ExactIndex index(Collection<IndexItem> items) {
    ExactIndex index = new ExactIndex();
    index.put(items);
    index.commit();
    return index;
  }

  /// A direction near that of a thing, the nearer the smaller `noise` is.
  static float[] direction(int thing, double noise, long seed) {
    Random centre = new Random(thing);
    Random random = new Random(seed);
    float[] direction = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      direction[d] = (float) (centre.nextGaussian() + noise * random.nextGaussian());
    }
    return Similarity.normalize(direction);
  }

  static IndexItem item(String id, Modality modality, float[] direction, Map<String, ?> fields) {
    return new IndexItem(id, new Embedding(modality, direction, "model"), Fields.of(fields));
  }

  /// A picture on disk and its item.
  static IndexItem picture(Path file, int width, int height, float[] direction) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, 0x204060 + 7 * i);
    }
    try {
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file(file, Modality.VISION, direction);
  }

  /// An item of a file that need not be there.
  static IndexItem file(Path file, Modality modality, float[] direction) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("path", file.toString());
    fields.put("name", String.valueOf(file.getFileName()));
    fields.put("folder", String.valueOf(file.getParent()));
    if (Files.isRegularFile(file)) {
      fields.put("sha256", "hash of " + file.getFileName());
    }
    return item(file.toString(), modality, direction, fields);
  }

  static IndexItem text(String text, float[] direction) {
    return item(
        "texts.csv!" + text,
        Modality.TEXT,
        direction,
        Map.of("path", "texts.csv", "member", text, "text", text));
  }

  static List<?> list(Map<?, ?> map, String name) {
    return Goldens.list(map, name);
  }
}
