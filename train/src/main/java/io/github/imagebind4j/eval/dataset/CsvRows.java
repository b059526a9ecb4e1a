package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.error.InputException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/// A CSV file with a header, as rows by column.
final class CsvRows {
  private static final long MOST_BYTES = 1L << 30;
  private static final int MOST_ROWS = 10_000_000;

  private CsvRows() {}

  /// Hands on all rows.
  ///
  /// @param file in UTF-8, with a header line
  /// @param columns that must be there
  /// @param to is given each row by column; missing cells are empty
  static void read(Path file, List<String> columns, Consumer<Map<String, String>> to) {
    read(file, ',', columns, to);
  }

  /// Hands on all rows of a file with a separator of its own.
  static void read(
      Path file, char separator, List<String> columns, Consumer<Map<String, String>> to) {
    if (!Files.isRegularFile(file)) {
      throw new InputException("no such file: " + file + "; check the path");
    }
    DatasetFiles.requireSize(file, MOST_BYTES);
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(separator)
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser parser = CSVParser.parse(text, format)) {
      requireColumns(file, parser.getHeaderNames(), columns);
      for (CSVRecord record : parser) {
        if (record.getRecordNumber() > MOST_ROWS) {
          throw new InputException(file + " has more than " + MOST_ROWS + " rows; split it");
        }
        to.accept(row(record, parser.getHeaderNames()));
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new InputException(file + " is no CSV with a header: " + e.getMessage(), e);
    }
  }

  private static void requireColumns(Path file, List<String> header, List<String> wanted) {
    for (String column : wanted) {
      if (header.stream().noneMatch(name -> clean(name).equals(column))) {
        throw new InputException(
            file + " has no column '" + column + "', only " + header + "; it must have " + wanted);
      }
    }
  }

  private static Map<String, String> row(CSVRecord record, List<String> header) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      row.put(clean(header.get(i)), i < record.size() ? record.get(i) : "");
    }
    return row;
  }

  private static String clean(String name) {
    return name.replace("\ufeff", "").strip();
  }
}
