package io.github.imagebind4j.app;

import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.indexing.MediaCollection;
import io.github.imagebind4j.indexing.MediaFile;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.train.data.ManifestFormat;
import io.github.imagebind4j.train.data.ManifestRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a CSV, TSV or JSONL lists: a row for each item (columns `modality` and `path`), or a row
/// for each moment with a column for each sense. All other columns become fields. Rows of texts
/// become items, too; captions of other items are fields.
///
/// As in training, a relative path may not leave the manifest's folder, and absolute ones have to
/// be allowed: a list from elsewhere could name any file.
final class ManifestCollection implements MediaCollection {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d{0,17})(\\.\\d{1,18})?([eE][+-]?\\d{1,2})?");
  private static final String TEXT = "text";

  private final Path file;
  private final Path root;
  private final boolean absolutePaths;
  private final List<ManifestRows.Row> rows = new ArrayList<>();

  /// Reads the rows.
  ///
  /// @throws io.github.imagebind4j.error.InputException if the file is no manifest
  ManifestCollection(Path file, boolean absolutePaths) {
    this.file = file.toAbsolutePath().normalize();
    Path parent = this.file.getParent();
    this.root = parent == null ? this.file : parent;
    this.absolutePaths = absolutePaths;
    new ManifestRows(file).forEach(rows::add);
  }

  @Override
  public long count() {
    return rows.size();
  }

  @Override
  public Walk walk() {
    Set<String> textIds = new HashSet<>();
    Iterator<Entry> entries =
        rows.stream().flatMap(row -> entries(row, textIds).stream()).iterator();
    return Walk.over(
        entries, fields -> fields.text("manifest").equals(Optional.of(file.toString())));
  }

  /// @param textIds those that texts before had
  private List<Entry> entries(ManifestRows.Row row, Set<String> textIds) {
    List<Entry> entries = new ArrayList<>();
    String sense = row.first("modality");
    if (!sense.isEmpty()) {
      Modality modality = sense(sense);
      entries.add(
          modality == null
              ? broken(row, "has the unknown modality '" + sense + "'")
              : entry(row, modality, row.first("path"), textIds));
      return entries;
    }
    for (String column : row.values().keySet()) {
      Modality modality = sense(column);
      if (modality != null && !modality.equals(Modality.TEXT)) {
        entries.add(entry(row, modality, row.first(column), textIds));
      }
    }
    if (entries.isEmpty()) {
      entries.add(
          row.first(TEXT).isEmpty()
              ? broken(row, "has neither 'modality' and 'path' nor a sense of its own")
              : entry(row, Modality.TEXT, "", textIds));
    }
    return entries;
  }

  private static @org.jspecify.annotations.Nullable Modality sense(String name) {
    return ManifestFormat.SENSES.get(name.toLowerCase(Locale.ROOT));
  }

  private Entry entry(ManifestRows.Row row, Modality modality, String path, Set<String> textIds) {
    try {
      if (modality.equals(Modality.TEXT)) {
        return text(row, textIds);
      }
      Path media = resolve(row, path);
      BasicFileAttributes found = Files.readAttributes(media, BasicFileAttributes.class);
      boolean byContent = modality.equals(Modality.VISION) || modality.equals(Modality.AUDIO);
      MediaFile plain =
          MediaFile.of(
              media,
              found.size(),
              found.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MILLIS));
      return new Found(
          new MediaFile(
              media,
              "",
              plain.bytes(),
              plain.modified(),
              byContent ? Optional.empty() : Optional.of(modality),
              true,
              Optional.empty(),
              known(row),
              plain.opener()));
    } catch (IOException e) {
      boolean missing = e instanceof NoSuchFileException;
      String why = missing ? "there is no such file" : "it can't be read: " + e.getMessage();
      return broken(row, "names " + path + ", but " + why);
    } catch (ImageBindException e) {
      return new Broken(file + ", line " + row.line(), e);
    }
  }

  private Entry text(ManifestRows.Row row, Set<String> textIds) {
    String text = row.first(row.first(TEXT).isEmpty() ? "caption" : TEXT);
    if (text.isEmpty()) {
      return broken(row, "is text, but has none in 'caption' or 'text'");
    }
    String id = row.first("id");
    if (!id.isEmpty() && !textIds.add(id)) {
      return broken(row, "has the id '" + id + "' of another text; give each its own, or none");
    }
    return new Found(
        new MediaFile(
            file,
            id.isEmpty() ? "line " + row.line() : id,
            text.length(),
            Instant.EPOCH,
            Optional.of(Modality.TEXT),
            true,
            Optional.of(text),
            known(row),
            () -> MediaSource.of(text.getBytes(StandardCharsets.UTF_8), "text")));
  }

  private Path resolve(ManifestRows.Row row, String text) {
    try {
      Path path = Path.of(text);
      Path media = root.resolve(path).normalize();
      if (path.isAbsolute() && !absolutePaths) {
        throw wrong(
            row,
            "names the absolute path "
                + text
                + "; make it relative, or trust this manifest with --absolute-paths");
      }
      if (!path.isAbsolute() && !media.startsWith(root)) {
        throw wrong(row, "names " + text + ", which leaves the folder " + root);
      }
      if (text.isEmpty()) {
        throw wrong(row, "has no path");
      }
      return media;
    } catch (InvalidPathException e) {
      throw wrong(row, "has a path that is none here: " + e.getReason());
    }
  }

  private Entry broken(ManifestRows.Row row, String what) {
    return new Broken(file + ", line " + row.line(), wrong(row, what));
  }

  private MediaException wrong(ManifestRows.Row row, String what) {
    return new MediaException(file + ", line " + row.line() + ", " + what);
  }

  private Fields known(ManifestRows.Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("manifest", file.toString());
    row.values()
        .forEach((column, values) -> {
          if (!column.equals("modality") && !column.equals("path") && sense(column) == null) {
            fields.put(fieldName(column), values.size() == 1 ? value(values.getFirst()) : values);
          } else if (column.equalsIgnoreCase(TEXT)) { // said of the others in its row
            fields.putIfAbsent("caption", values.size() == 1 ? values.getFirst() : values);
          }
        });
    return Fields.of(fields);
  }

  private static String fieldName(String column) {
    String name = column.strip().replaceAll("[^A-Za-z0-9_.-]", "_");
    String safe = name.matches("[A-Za-z_].*") ? name : "_" + name;
    return safe.substring(0, Math.min(64, safe.length()));
  }

  /// What looks like a number is one, so that it can be compared as such.
  private static Object value(String text) {
    if (NUMBER.matcher(text).matches()) {
      return text.matches("-?\\d{1,18}") ? (Object) Long.valueOf(text) : Double.valueOf(text);
    }
    return switch (text) {
      case "true", "false" -> Boolean.valueOf(text);
      default -> text;
    };
  }
}
