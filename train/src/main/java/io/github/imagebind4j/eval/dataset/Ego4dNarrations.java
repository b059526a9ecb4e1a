package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.error.InputException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Ego4D's narrations, read token by token: the published file has half a gigabyte.
final class Ego4dNarrations {

  /// What was said at a moment of a video.
  ///
  /// @param video the video's uid
  /// @param seconds the moment
  /// @param text e.g. `#C C opens the fridge`
  record Narration(String video, double seconds, String text) {
    /// The sentence without the annotators' marks; C is the one who wears the camera.
    String plainText() {
      return text.replaceFirst("^#\\S+\\s*", "")
          .replaceFirst("^C\\b", "the person")
          .replaceAll("#\\w+", "")
          .strip();
    }
  }

  private final Set<String> videos;
  private final Consumer<Narration> to;

  private Ego4dNarrations(Set<String> videos, Consumer<Narration> to) {
    this.videos = videos;
    this.to = to;
  }

  /// Hands on the narrations of some videos, in the file's order.
  static void read(Path file, Set<String> videos, Consumer<Narration> to) {
    Ego4dNarrations reader = new Ego4dNarrations(videos, to);
    try (JsonParser json =
        new JsonFactory().createParser(ObjectReadContext.empty(), file.toFile())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new InputException(file + " is no JSON object");
      }
      reader.videos(json, true);
    } catch (JacksonException e) {
      throw new InputException(file + " is no JSON of narrations: " + e.getOriginalMessage(), e);
    }
  }

  private void videos(JsonParser json, boolean outer) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      boolean object = json.nextToken() == JsonToken.START_OBJECT;
      if (object && outer && name.equals("videos")) {
        videos(json, false);
      } else if (object && videos.contains(name)) {
        passes(json, name);
      } else {
        json.skipChildren();
      }
    }
  }

  private void passes(JsonParser json, String video) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.START_OBJECT && name.startsWith("narration_pass")) {
        pass(json, video);
      } else {
        json.skipChildren();
      }
    }
  }

  private void pass(JsonParser json, String video) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.START_ARRAY && name.equals("narrations")) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          narration(json, video);
        }
      } else {
        json.skipChildren();
      }
    }
  }

  private void narration(JsonParser json, String video) {
    double seconds = Double.NaN;
    String text = "";
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("timestamp_sec") && value.isNumeric()) {
        seconds = json.getDoubleValue();
      } else if (name.equals("narration_text") && value == JsonToken.VALUE_STRING) {
        text = json.getString();
      } else {
        json.skipChildren();
      }
    }
    if (Double.isFinite(seconds) && !text.isBlank()) {
      to.accept(new Narration(video, seconds, text));
    }
  }
}
