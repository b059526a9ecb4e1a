package io.github.imagebind4j.train;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.train.data.DecodedCache;
import io.github.imagebind4j.train.data.Item;
import io.github.imagebind4j.train.data.ItemBatch;
import io.github.imagebind4j.train.data.ItemLoader;
import io.github.imagebind4j.train.data.ViewSettings;
import io.github.imagebind4j.train.nn.PairTrainer;
import io.github.imagebind4j.train.nn.Side;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a frozen tower makes of each item, computed once.
final class KeptEmbeddings {
  private static final int BATCH = 64;

  private final Modality modality;
  private final Map<String, FloatArray> byId = new HashMap<>();

  KeptEmbeddings(Modality modality) {
    this.modality = modality;
  }

  void embed(
      PairTrainer trainer,
      DecodedCache cache,
      ViewSettings views,
      ModelConfig model,
      List<Item> items,
      int threads) {
    int size = Views.pictureSize(model, modality);
    try (ItemLoader loader = new ItemLoader(cache, items, views, size, 1, BATCH, threads)) {
      for (Optional<ItemBatch> next = loader.next(); next.isPresent(); next = loader.next()) {
        ItemBatch batch = next.get();
        FloatArray vectors = trainer.embed(modality, Clips.withoutAxis(batch.values()));
        for (int i = 0; i < batch.items().size(); i++) {
          byId.put(batch.items().get(i).id(), vectors.slice(i));
        }
      }
    }
  }

  /// The embeddings of some items, in their order.
  Side side(List<String> ids) {
    return new Side.Embedded(FloatArray.stack(ids.stream().map(this::of).toList()));
  }

  private FloatArray of(String id) {
    FloatArray vector = byId.get(id);
    if (vector == null) {
      throw new InputException("there is no embedding of " + modality + " item " + id);
    }
    return vector;
  }
}
