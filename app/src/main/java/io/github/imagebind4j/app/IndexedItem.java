package io.github.imagebind4j.app;

import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.input.Modality;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An item of an index as people see it: a file, a part of one, or a text.
///
/// @param id in the index
/// @param modality the sense it came by
/// @param fields what the index knows of it
record IndexedItem(String id, Modality modality, Fields fields) {

  static IndexedItem of(IndexItem item) {
    return new IndexedItem(item.id(), item.embedding().modality(), item.fields());
  }

  /// The file it is of, as the index has it, with `!` and the member of an archive; of what is no
  /// file, its id.
  String path() {
    String path = fields.text("path").orElse(id);
    return fields.text("member").map(member -> path + "!" + member).orElse(path);
  }

  /// The file it is of, if it has one to itself.
  Optional<Path> file() {
    if (fields.text("member").isPresent() || text().isPresent()) {
      return Optional.empty();
    }
    return fields
        .text("path")
        .flatMap(path -> {
          try {
            return Optional.of(Path.of(path));
          } catch (InvalidPathException e) {
            return Optional.empty();
          }
        });
  }

  /// Its words, if it is a text.
  Optional<String> text() {
    return fields.text("text");
  }

  /// What it is called where there is little room.
  String name() {
    return text()
        .or(() -> fields.text("name"))
        .or(() -> file().map(Path::getFileName).map(Path::toString))
        .orElse(id);
  }

  /// Where in its recording it begins, in seconds.
  Optional<Double> start() {
    return fields.number("start");
  }

  /// Where in its recording it ends, in seconds.
  Optional<Double> end() {
    return fields.number("end");
  }

  /// Its part of the recording, to the second; empty for a whole.
  String time() {
    return start()
        .map(start ->
            Clock.of((double) Math.round(start))
                + end().map(end -> "–" + Clock.of((double) Math.round(end))).orElse(""))
        .orElse("");
  }

  /// Its name and time.
  String title() {
    return time().isEmpty() ? name() : name() + " " + time();
  }

  /// What programs want to know of it.
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", id);
    map.put("modality", modality.name());
    map.put("path", path());
    start().ifPresent(start -> map.put("start", start));
    end().ifPresent(end -> map.put("end", end));
    return map;
  }
}
