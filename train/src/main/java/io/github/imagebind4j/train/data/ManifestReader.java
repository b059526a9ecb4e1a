package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// A manifest's rows as items. One use, one thread.
final class ManifestReader {
  private final ManifestFormat format;
  private final ManifestFormat.Columns columns;
  private final ManifestRows rows;
  private final Path file;
  private final Path root;
  private final List<Item> items = new ArrayList<>();
  private final Map<String, Long> lineOf = new HashMap<>();

  ManifestReader(Path file, ManifestFormat format) {
    this.file = file;
    this.format = format;
    this.columns = format.columns();
    this.rows = new ManifestRows(file);
    Path own = file.toAbsolutePath().getParent();
    Path given = format.root();
    this.root =
        (given != null ? given.toAbsolutePath() : own == null ? Path.of("/") : own).normalize();
  }

  List<Item> read() {
    rows.forEach(row -> {
      if (row.values().containsKey(columns.modality())) {
        item(row);
      } else {
        pair(row);
      }
    });
    if (items.isEmpty()) {
      throw new InputException(file + " has no items; a manifest needs at least one row");
    }
    return List.copyOf(items);
  }

  private void item(ManifestRows.Row row) {
    String name = row.first(columns.modality());
    Modality modality = format.senses().get(name.toLowerCase(Locale.ROOT));
    if (modality == null) {
      throw rows.at(
          row.line(),
          String.format(
              Locale.ROOT,
              "has the unknown %s '%s'; known are %s",
              columns.modality(),
              name,
              new TreeSet<>(format.senses().keySet())),
          null);
    }
    String path = row.first(columns.path());
    String id = row.first(columns.id());
    if (id.isEmpty()) {
      id = path.isEmpty() ? "line " + row.line() : path;
    }
    List<String> captions = captions(row);
    if (modality.equals(Modality.TEXT) && captions.isEmpty()) {
      captions = row.all(name);
    }
    add(row, id, modality, path, captions, row.first(columns.pairKey()));
  }

  /// A wide row: one item for each sense that has a value.
  private void pair(ManifestRows.Row row) {
    String id = row.first(columns.id());
    String key = row.first(columns.pairKey());
    if (key.isEmpty()) {
      key = id.isEmpty() ? "line " + row.line() : id;
    }
    List<String> captions = new ArrayList<>(captions(row));
    List<String> senses = new ArrayList<>();
    for (String column : row.values().keySet()) {
      Modality modality = format.senses().get(column.toLowerCase(Locale.ROOT));
      if (modality != null && modality.equals(Modality.TEXT)) {
        captions.addAll(row.all(column));
      } else if (modality != null) {
        senses.add(column);
      }
    }
    if (senses.isEmpty() && captions.isEmpty()) {
      throw rows.at(
          row.line(),
          String.format(
              Locale.ROOT,
              "has neither '%s' (a row for each item) nor a sense of its own (a row for each pair); its columns with a value are %s",
              columns.modality(),
              row.values().keySet()),
          null);
    }
    String stem = id.isEmpty() ? key : id;
    for (String column : senses) {
      Modality modality =
          java.util.Objects.requireNonNull(format.senses().get(column.toLowerCase(Locale.ROOT)));
      add(row, stem + ":" + column, modality, row.first(column), captions, key);
    }
    if (!captions.isEmpty()) {
      add(row, stem + ":text", Modality.TEXT, "", captions, key);
    }
  }

  private List<String> captions(ManifestRows.Row row) {
    List<String> captions = new ArrayList<>();
    for (String column : columns.captions()) {
      captions.addAll(row.all(column));
    }
    return captions;
  }

  private void add(
      ManifestRows.Row row,
      String id,
      Modality modality,
      String path,
      List<String> captions,
      String pairKey) {
    Long before = lineOf.putIfAbsent(id, row.line());
    if (before != null) {
      throw rows.at(
          row.line(),
          "repeats the id '" + id + "' of line " + before + "; ids must be unique",
          null);
    }
    boolean text = modality.equals(Modality.TEXT);
    MediaLocation location =
        text ? new MediaLocation.None() : new MediaLocation.WholeFile(resolve(row, path));
    if (text && captions.isEmpty()) {
      throw rows.at(row.line(), "is text without a caption", null);
    }
    items.add(
        new Item(
            id,
            modality,
            location,
            format.formats(),
            row.first(columns.label()),
            captions,
            row.first(columns.split()),
            pairKey,
            row.first(columns.origin())));
  }

  private Path resolve(ManifestRows.Row row, String text) {
    if (text.isEmpty()) {
      throw rows.at(row.line(), "has no path in column '" + columns.path() + "'", null);
    }
    try {
      Path path = Path.of(text);
      Path file = root.resolve(path).normalize();
      if (path.isAbsolute() && !format.absolutePaths()) {
        throw rows.at(
            row.line(),
            "names the absolute path "
                + text
                + "; make it relative, or allow absolute paths if you trust this manifest",
            null);
      }
      if (!path.isAbsolute() && !file.startsWith(root)) {
        throw rows.at(
            row.line(),
            "names " + text + ", which leaves the folder " + root + "; set the root",
            null);
      }
      return file;
    } catch (InvalidPathException e) {
      throw rows.at(row.line(), "has a path that is none here: " + e.getReason(), e);
    }
  }
}
