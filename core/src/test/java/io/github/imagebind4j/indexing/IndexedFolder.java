package io.github.imagebind4j.indexing;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.ImageBindOptions;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.index.ExactIndex;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.model.ModelConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// A folder of real files and an index in memory that a small model fills from it.
final class IndexedFolder {
  final ImageBind model;
  final Path root;
  final ExactIndex index = new ExactIndex();
  IndexingOptions options = IndexingOptions.DEFAULT;

  /// The ids of what the last run embedded.
  final List<String> embedded = new ArrayList<>();

  IndexedFolder(ImageBind model, Path temporary) throws IOException {
    this.model = model;
    this.root = temporary.toRealPath();
  }

  /// Whoever loads it closes it.
  static ImageBind tinyModel() {
    String json = new String(Goldens.bytes("models/tiny_a/config.json"), StandardCharsets.UTF_8);
    return ImageBind.load(
        Goldens.path("models/tiny_a/weights.pth"),
        ImageBindOptions.defaults().withConfig(ModelConfig.fromJson(json)));
  }

  Path copy(String golden, String name) throws IOException {
    Path path = root.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.copy(Goldens.path(golden), path);
  }

  void copyOneOfEach() throws IOException {
    copy("images/files/rgb.png", "a.png");
    copy("audio/files/chirp_16k_i16_5s.wav", "b.wav");
    copy("video/files/short_226x224_2997.mp4", "c.mp4");
    copy("senses/depth_mm.png", "depth/d.png");
    copy("senses/thermal_l8.png", "e.thermal.png");
    copy("senses/imu_100hz.csv", "f.csv");
    Files.writeString(root.resolve("notes.txt"), "no media");
  }

  IndexingReport run(MediaCollection... collections) {
    embedded.clear();
    return new MediaIndexer(model, index, options)
        .run(
            collections.length == 0 ? List.of(folder(root)) : List.of(collections),
            new IndexingListener() {
              @Override
              public void itemDone(String id) {
                embedded.add(id);
              }
            });
  }

  static FolderCollection folder(Path folder) {
    return new FolderCollection(folder, SenseRules.CONVENTIONS, Set.of());
  }

  Map<String, IndexItem> items() {
    Map<String, IndexItem> items = new TreeMap<>();
    index.scan(Filter.ALL, item -> items.put(root.relativize(Path.of(item.id())).toString(), item));
    return items;
  }

  static IndexItem item(Map<String, IndexItem> items, String id) {
    return Objects.requireNonNull(items.get(id), () -> id + " in " + items.keySet());
  }

  static Fields fields(Map<String, IndexItem> items, String id) {
    return item(items, id).fields();
  }
}
