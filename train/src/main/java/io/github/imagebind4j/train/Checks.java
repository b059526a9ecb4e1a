package io.github.imagebind4j.train;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.eval.Retrieval;
import io.github.imagebind4j.eval.RetrievalScores;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.train.data.DecodedCache;
import io.github.imagebind4j.train.data.Item;
import io.github.imagebind4j.train.data.ItemBatch;
import io.github.imagebind4j.train.data.ItemLoader;
import io.github.imagebind4j.train.data.TextTokens;
import io.github.imagebind4j.train.data.ViewSettings;
import io.github.imagebind4j.train.nn.PairTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// A stage's measurements on items that it does not train on.
final class Checks {
  private static final int BATCH = 64;
  private static final int CLIPS = 3;

  private final Stage stage;
  private final ModelConfig model;
  private final Map<String, List<Item>> items;
  private final DecodedCache cache;
  private final ViewSettings views;
  private final int threads;

  Checks(
      Stage stage,
      ModelConfig model,
      Map<String, List<Item>> items,
      DecodedCache cache,
      ViewSettings views,
      int threads) {
    this.stage = stage;
    this.model = model;
    this.items = items;
    this.cache = cache;
    this.views = views;
    this.threads = threads;
  }

  /// @param best the best recall@1 so far
  TrainListener.Score run(int index, PairTrainer trainer, long step, double best) {
    Stage.Check check = stage.checks().get(index);
    List<Item> queries = list(check.queries());
    Groups groups = new Groups(check.natural());
    Embedded found = embed(trainer, queries);
    Embedded targets =
        check.targets().isEmpty()
            ? classes(trainer, queries, check.templates())
            : embed(trainer, list(check.targets()));
    RetrievalScores scores =
        Retrieval.of(
            found.vectors, targets.vectors, groups.of(found.items), groups.of(targets.items));
    return new TrainListener.Score(
        stage.name(),
        step,
        check.queries() + " → " + (check.targets().isEmpty() ? "class names" : check.targets()),
        scores.found().recallAt1(),
        scores.found().meanAveragePrecision(),
        scores.chance().recallAt1(),
        index == 0 && scores.found().recallAt1() > best);
  }

  private List<Item> list(String name) {
    List<Item> list = items.get(name);
    if (list == null || list.isEmpty()) {
      throw new ConfigException(
          "a check of stage " + stage.name() + " needs data '" + name + "', of " + items.keySet());
    }
    return list;
  }

  private record Embedded(List<Item> items, float[][] vectors) {}

  /// Numbers for what makes two items partners.
  private static final class Groups {
    private final boolean natural;
    private final Map<String, Integer> numbers = new HashMap<>();

    Groups(boolean natural) {
      this.natural = natural;
    }

    int[] of(List<Item> items) {
      int[] groups = new int[items.size()];
      Arrays.setAll(
          groups,
          i -> {
            Item item = items.get(i);
            String key = natural ? item.pairKey() : item.label();
            String own = key.isEmpty() ? "\0" + item.modality() + item.id() : key;
            return numbers.computeIfAbsent(own, _ -> numbers.size());
          });
      return groups;
    }
  }

  private Embedded embed(PairTrainer trainer, List<Item> wanted) {
    Modality modality = wanted.getFirst().modality();
    int size = Views.pictureSize(model, modality);
    int clips = modality.equals(Modality.AUDIO) ? CLIPS : 1;
    List<Item> seen = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    try (ItemLoader loader = new ItemLoader(cache, wanted, views, size, clips, BATCH, threads)) {
      for (Optional<ItemBatch> next = loader.next(); next.isPresent(); next = loader.next()) {
        ItemBatch batch = next.get();
        FloatArray inputs =
            batch.values().shape().rank() == 5 ? Clips.joined(batch.values()) : batch.values();
        int each = inputs.shape().dim(0) / batch.items().size();
        vectors.addAll(Arrays.asList(Clips.means(trainer.embed(modality, inputs), each)));
        seen.addAll(batch.items());
      }
    }
    return new Embedded(seen, vectors.toArray(float[][]::new));
  }

  /// The classes of some items, each by the mean of its prompts' unit vectors.
  private Embedded classes(PairTrainer trainer, List<Item> ofItems, List<String> given) {
    List<String> templates = given.isEmpty() ? List.of("{}") : given;
    TreeSet<String> labels = new TreeSet<>();
    ofItems.forEach(item -> labels.add(item.label()));
    TextTokens tokens = views.tokens();
    List<Item> classes = new ArrayList<>();
    List<FloatArray> prompts = new ArrayList<>();
    for (String label : labels) {
      for (String template : templates) {
        int[] ids = tokens.encode().apply(template.replace("{}", label.replace('_', ' ')));
        float[] row = new float[tokens.contextLength()];
        for (int i = 0; i < ids.length; i++) {
          row[i] = ids[i];
        }
        prompts.add(FloatArray.wrap(row, row.length));
      }
      Item any =
          ofItems.stream().filter(item -> item.label().equals(label)).findFirst().orElseThrow();
      classes.add(any);
    }
    FloatArray vectors = trainer.embed(Modality.TEXT, FloatArray.stack(prompts));
    return new Embedded(classes, Clips.means(vectors, templates.size()));
  }
}
