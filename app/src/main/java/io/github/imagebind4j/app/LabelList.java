package io.github.imagebind4j.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What may be seen or heard, as `describe` chooses from it: a label a line, `[group]` above those
/// that belong together, `#` before a remark.
///
/// @param name what messages call it
/// @param labels no two of one text
record LabelList(String name, List<Label> labels) {
  /// What can be told apart at once: a list of this length takes minutes to embed.
  static final int MOST = 25_000;

  private static final int MOST_BYTES = 4 << 20;
  private static final int LONGEST = 300;

  /// One thing that may be seen or heard.
  ///
  /// @param group what it belongs to; empty: to nothing
  record Label(String text, String group) {}

  /// Our own list for a sense.
  static LabelList of(Sense sense) {
    return switch (sense) {
      case SEEN -> sights();
      case HEARD -> sounds();
    };
  }

  /// What can be seen, by our own list.
  static LabelList sights() {
    return builtIn("sights");
  }

  /// What can be heard, by our own list.
  static LabelList sounds() {
    return builtIn("sounds");
  }

  private static LabelList builtIn(String name) {
    try (InputStream in = LabelList.class.getResourceAsStream("describe/" + name + ".txt")) {
      return parse(name, Objects.requireNonNull(in, name).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a list of one's own.
  ///
  /// @throws CliException if it can't be read, is empty, too long, or no text in UTF-8
  static LabelList read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw CliException.usage("no such list of labels: " + file + "; check the path");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw CliException.usage(
            file + " is longer than 4 MB, which no list of labels is; check the path");
      }
      return parse(file.toString(), bytes);
    } catch (IOException e) {
      throw CliException.environment("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  private static LabelList parse(String name, byte[] bytes) {
    List<Label> labels = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    String group = "";
    int number = 0;
    for (String line : text(name, bytes).split("\\R", -1)) {
      number++;
      String words = line.strip();
      if (words.isEmpty() || words.startsWith("#")) {
        continue;
      }
      if (words.length() > LONGEST || words.chars().anyMatch(Character::isISOControl)) {
        throw CliException.usage(
            name
                + ", line "
                + number
                + ", is no label: labels are text of at most "
                + LONGEST
                + " characters, one a line");
      }
      if (words.startsWith("[") && words.endsWith("]")) {
        group = words.substring(1, words.length() - 1).strip();
      } else if (seen.add(words)) {
        labels.add(new Label(words, group));
      }
    }
    if (labels.isEmpty()) {
      throw CliException.usage(name + " holds no label; write one a line");
    }
    if (labels.size() > MOST) {
      throw CliException.usage(
          name
              + " holds "
              + labels.size()
              + " labels; at most "
              + MOST
              + " are told apart at once: keep those that may occur");
    }
    return new LabelList(name, List.copyOf(labels));
  }

  private static String text(String name, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw CliException.usage(
          name + " is no text in UTF-8; a list of labels has one a line, in plain text");
    }
  }
}
