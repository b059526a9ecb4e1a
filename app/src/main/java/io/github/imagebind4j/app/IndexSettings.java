package io.github.imagebind4j.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/// What an index was made with, so that who searches it need not say so again. It lies beside the
/// vectors, as `imagebind4j.json`.
///
/// @param model a name or an absolute path
/// @param config of the model, an absolute path; null: the model's own
/// @param profiles recipes of preprocessing that differ from the reference's, by modality
record IndexSettings(String model, @Nullable String config, Map<String, String> profiles) {
  private static final int MOST_BYTES = 1 << 16;

  static Path file(Path index) {
    return index.resolve("imagebind4j.json");
  }

  /// @return null if there are none
  static @Nullable IndexSettings read(Path index) {
    Path file = file(index);
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
        return null;
      }
      Map<String, Object> map = JSON.std.mapFrom(Files.readString(file));
      if (!(map.get("model") instanceof String model)) {
        return null;
      }
      Map<String, String> profiles = new LinkedHashMap<>();
      if (map.get("profiles") instanceof Map<?, ?> given) {
        given.forEach((key, value) -> profiles.put(String.valueOf(key), String.valueOf(value)));
      }
      return new IndexSettings(
          model, map.get("config") instanceof String config ? config : null, profiles);
    } catch (IOException | JacksonException e) {
      return null; // the model has to be named, then; the vectors say which is right
    }
  }

  void write(Path index) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("model", model);
    if (config != null) {
      map.put("config", config);
    }
    map.put("profiles", profiles);
    try {
      PartFile.writeWhole(file(index), map);
    } catch (IOException e) {
      throw CliException.environment(
          "can't write into " + index + ": " + e.getMessage() + "; choose another folder", e);
    }
  }
}
