package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.Modality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Gathers a set's items and classes while they are read.
final class ItemList {
  private final String name;
  private final MediaFormats formats;
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final List<EvalClass> classes = new ArrayList<>();
  private final List<EvalItem> items = new ArrayList<>();
  private boolean multiLabel;

  ItemList(String name, MediaFormats formats) {
    this.name = name;
    this.formats = formats;
  }

  /// The place of a class, which is added if it is new.
  int label(String className) {
    return label(EvalClass.named(className));
  }

  /// The place of a class, which is added if it is new.
  int label(EvalClass added) {
    return places.computeIfAbsent(
        added.name(),
        _ -> {
          classes.add(added);
          return classes.size() - 1;
        });
  }

  /// Adds an item.
  void add(String id, Modality modality, LazyInput input, List<Integer> labels, String pair) {
    multiLabel |= labels.size() > 1;
    items.add(new EvalItem(id, modality, input, labels, pair));
  }

  /// Adds a file.
  void add(String id, Input input, List<Integer> labels, String pair) {
    add(id, input.modality(), () -> input, labels, pair);
  }

  /// A file as an input of a sense.
  ///
  /// @param sense a modality's name, or `image` or `video`
  Input media(String sense, Path file) {
    MediaSource source = MediaSource.of(file);
    return switch (sense) {
      case "image", "vision", "photo" ->
          DatasetFiles.VIDEOS.contains(DatasetFiles.extension(file))
              ? new Input.Video(source)
              : new Input.Image(source);
      case "video" -> new Input.Video(source);
      case "audio", "sound" -> new Input.Audio(source);
      case "depth" -> new Input.Depth(source, formats.depth());
      case "thermal" -> new Input.Thermal(source, formats.thermal());
      case "imu", "motion" -> new Input.Imu(source, formats.imu());
      default ->
          throw new InputException(
              "there is no modality '"
                  + sense
                  + "' of files; known are image, video, audio, depth, thermal, imu and text");
    };
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  /// The set, its classes in the order in which they were added.
  EvalSet toSet() {
    if (items.isEmpty()) {
      throw new InputException(
          name + " has nothing to evaluate in the split that was asked for; check --split");
    }
    return new EvalSet(name, classes, multiLabel, items);
  }

  /// The set, its classes by name.
  EvalSet toSortedSet() {
    EvalSet set = toSet();
    Map<String, EvalClass> sorted = new TreeMap<>();
    classes.forEach(one -> sorted.put(one.name(), one));
    return set.withClasses(List.copyOf(sorted.values()));
  }
}
