package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/// The rows of a CSV, TSV or JSONL file, one after the other, each a map from column to values.
///
/// Immutable and safe for use by any thread.
public final class ManifestRows {

  /// One row.
  ///
  /// @param line where it begins, from 1
  /// @param values of each column that is not empty
  public record Row(long line, Map<String, List<String>> values) {
    /// A column's value.
    ///
    /// @param column its name
    /// @return the first, or only, value; empty if there is none
    public String first(String column) {
      return values.getOrDefault(column, List.of("")).getFirst();
    }

    /// A column's values.
    ///
    /// @param column its name
    /// @return all of a list in JSONL; of a CSV one at most
    public List<String> all(String column) {
      return values.getOrDefault(column, List.of());
    }
  }

  /// Takes the rows.
  @FunctionalInterface
  public interface Sink {
    /// Takes the next row.
    ///
    /// @param row the row
    void row(Row row);
  }

  private final Path file;

  /// Names a table; nothing is read yet.
  ///
  /// @param file ending in `.csv`, `.tsv`, `.jsonl` or `.ndjson`
  public ManifestRows(Path file) {
    this.file = file;
  }

  /// Reads the rows.
  ///
  /// @param sink takes them, one at a time
  /// @throws InputException naming file and line, if it can't be read, is not well-formed, or has
  ///   another ending
  public void forEach(Sink sink) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      csv(CSVFormat.RFC4180, sink);
    } else if (name.endsWith(".tsv")) {
      csv(CSVFormat.TDF, sink);
    } else if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      jsonLines(sink);
    } else {
      throw new InputException(
          file + " is no manifest by its name; it must end in .csv, .tsv or .jsonl");
    }
  }

  private void csv(CSVFormat base, Sink sink) {
    CSVFormat format =
        base.builder().setHeader().setSkipHeaderRecord(true).setIgnoreSurroundingSpaces(true).get();
    long line = 1;
    try (BoundedText text = new BoundedText(file);
        CSVParser parser = CSVParser.parse(text, format)) {
      List<String> names = parser.getHeaderNames();
      line = parser.getCurrentLineNumber() + 1;
      for (CSVRecord row : parser) {
        text.recordEnded();
        sink.row(csvRow(line, names, row));
        line = parser.getCurrentLineNumber() + 1;
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw at(line, "is not well-formed CSV (" + e.getMessage() + ")", e);
    }
  }

  private Row csvRow(long line, List<String> names, CSVRecord row) {
    if (row.size() > names.size()) {
      throw at(
          line,
          "has " + row.size() + " fields where the header has " + names.size() + " columns",
          null);
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      if (!row.get(i).isEmpty()) {
        values.put(names.get(i), List.of(row.get(i)));
      }
    }
    return new Row(line, values);
  }

  private void jsonLines(Sink sink) {
    long line = 0;
    try (BoundedText text = new BoundedText(file);
        BufferedReader lines = new BufferedReader(text)) {
      for (String json = lines.readLine(); json != null; json = lines.readLine()) {
        line++;
        text.recordEnded();
        if (!json.isBlank()) {
          sink.row(jsonRow(line, json));
        }
      }
    } catch (IOException e) {
      throw at(line + 1, "can't be read (" + e.getMessage() + ")", e);
    }
  }

  private Row jsonRow(long line, String json) {
    try {
      Map<String, List<String>> values = new LinkedHashMap<>();
      JSON.std.mapFrom(json).forEach((name, value) -> put(line, values, name, value));
      return new Row(line, values);
    } catch (JacksonException e) {
      throw at(line, "is no JSON object (" + e.getOriginalMessage() + ")", e);
    }
  }

  private void put(long line, Map<String, List<String>> values, String name, Object value) {
    switch (value) {
      case null -> {}
      case List<?> list -> {
        List<String> texts = list.stream().filter(Objects::nonNull).map(String::valueOf).toList();
        if (!texts.isEmpty()) {
          values.put(name, texts);
        }
      }
      case Map<?, ?> _ ->
          throw at(line, "has an object as '" + name + "'; use text, a number or a list", null);
      default -> {
        String text = value.toString();
        if (!text.isEmpty()) {
          values.put(name, List.of(text));
        }
      }
    }
  }

  /// An error that names file and line.
  InputException at(long line, String what, @org.jspecify.annotations.Nullable Throwable cause) {
    return new InputException(
        String.format(Locale.ROOT, "%s, line %d, %s", file, line, what), cause);
  }
}
