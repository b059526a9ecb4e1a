package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.error.InputException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// The header of a safetensors file: `u64 length`, then JSON of that length, then the data.
///
/// Stricter than a JSON parser needs to be: no key twice, no unknown key, and the tensors must fill
/// the data without gap or overlap, so that nothing can hide in a file.
///
/// @param entries in the header's order
/// @param metadata unmodifiable
/// @param dataAt the file offset that the entries' offsets count from
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata, long dataAt) {
  /// The official implementation's bound.
  private static final long MAX_LENGTH = 100_000_000;

  private static final int MAX_RANK = 64;
  private static final int MAX_DEPTH = 4;
  private static final int MAX_NUMBER = 20;
  private static final String METADATA = "__metadata__";

  /// One tensor.
  ///
  /// @param begin of its bytes, counted from the data's start
  /// @param end of its bytes, exclusive
  record Entry(String name, DType dtype, Shape shape, long begin, long end) {}

  static SafetensorsHeader read(MappedFile file) {
    long length = file.i64(0);
    if (length < 0 || length > MAX_LENGTH || length > file.size() - Long.BYTES) {
      throw file.damaged(
          String.format(
              Locale.ROOT,
              "its safetensors header claims %s bytes, the file has %d and a header at most %d",
              Long.toUnsignedString(length),
              file.size(),
              MAX_LENGTH));
    }
    byte[] json = file.slice(Long.BYTES, length).toArray(ValueLayout.JAVA_BYTE);
    if (json.length == 0 || json[0] != '{') {
      throw file.damaged("its safetensors header does not begin with {");
    }
    long dataAt = Long.BYTES + length;
    try (JsonParser parser = factory().createParser(ObjectReadContext.empty(), json)) {
      return new Reader(file, parser).read(dataAt);
    } catch (JacksonException e) {
      String reason = MappedFile.quote(String.valueOf(e.getOriginalMessage()));
      throw file.damaged("its safetensors header is no valid JSON (" + reason + ")", e);
    }
  }

  private static JsonFactory factory() {
    return JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER)
                .maxStringLength((int) MAX_LENGTH)
                .build())
        .build();
  }

  private static final class Reader {
    private final MappedFile file;
    private final JsonParser json;

    Reader(MappedFile file, JsonParser json) {
      this.file = file;
      this.json = json;
    }

    SafetensorsHeader read(long dataAt) {
      List<Entry> entries = new ArrayList<>();
      Map<String, String> metadata = Map.of();
      expect("the header", JsonToken.START_OBJECT, json.nextToken());
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        if (name.equals(METADATA)) {
          metadata = metadata();
        } else {
          entries.add(entry(name));
        }
        if (entries.size() > TensorTable.MAX_TENSORS) {
          throw file.refused(
              "has more than " + TensorTable.MAX_TENSORS + " tensors",
              "that is no model ImageBind4J knows");
        }
      }
      if (json.nextToken() != null) {
        throw file.damaged("its safetensors header goes on after the JSON object");
      }
      requireGapless(entries, file.size() - dataAt);
      return new SafetensorsHeader(List.copyOf(entries), metadata, dataAt);
    }

    private Map<String, String> metadata() {
      Map<String, String> metadata = new LinkedHashMap<>();
      expect(METADATA, JsonToken.START_OBJECT, json.nextToken());
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = json.currentName();
        expect(METADATA, JsonToken.VALUE_STRING, json.nextToken());
        metadata.put(key, json.getString());
      }
      return Collections.unmodifiableMap(metadata);
    }

    private Entry entry(String name) {
      String dtype = null;
      long[] shape = null;
      long[] offsets = null;
      expect(name, JsonToken.START_OBJECT, json.nextToken());
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        switch (json.currentName()) {
          case "dtype" -> {
            expect(name, JsonToken.VALUE_STRING, json.nextToken());
            dtype = json.getString();
          }
          case "shape" -> shape = numbers(name, MAX_RANK);
          case "data_offsets" -> offsets = numbers(name, 2);
          default ->
              throw bad(name, "the unknown key '" + MappedFile.quote(json.currentName()) + "'");
        }
      }
      if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
        throw bad(name, "no dtype, shape or pair of data_offsets");
      }
      return checked(name, dtype(name, dtype), shape, offsets[0], offsets[1]);
    }

    private Entry checked(String name, DType dtype, long[] dims, long begin, long end) {
      if (Arrays.stream(dims).anyMatch(dim -> dim > Integer.MAX_VALUE)) {
        throw bad(name, "the shape " + Arrays.toString(dims) + ", with an axis beyond 2^31 - 1");
      }
      try {
        Shape shape = Shape.of(Arrays.stream(dims).mapToInt(dim -> (int) dim).toArray());
        long bytes = Math.multiplyExact(shape.count(), dtype.byteSize());
        if (end < begin || end - begin != bytes) {
          throw bad(
              name,
              String.format(
                  Locale.ROOT,
                  "data_offsets [%d, %d], where %s %s takes %d bytes",
                  begin,
                  end,
                  dtype,
                  shape,
                  bytes));
        }
        return new Entry(name, dtype, shape, begin, end);
      } catch (InputException | ArithmeticException e) {
        throw file.damaged("its tensor " + MappedFile.quote(name) + " has more than 2^63 bytes", e);
      }
    }

    private DType dtype(String tensor, String name) {
      for (DType dtype : DType.values()) {
        if (dtype.name().equals(name)) {
          return dtype;
        }
      }
      throw file.refused(
          String.format(
              Locale.ROOT,
              "has tensor %s of dtype %s",
              MappedFile.quote(tensor),
              MappedFile.quote(name)),
          "save it as one of " + Arrays.toString(DType.values()));
    }

    private long[] numbers(String name, int most) {
      List<Long> numbers = new ArrayList<>();
      expect(name, JsonToken.START_ARRAY, json.nextToken());
      for (JsonToken t = json.nextToken(); t != JsonToken.END_ARRAY; t = json.nextToken()) {
        expect(name, JsonToken.VALUE_NUMBER_INT, t);
        long number = json.getLongValue();
        if (number < 0 || numbers.size() == most) {
          throw bad(name, number < 0 ? "the negative number " + number : "too many numbers");
        }
        numbers.add(number);
      }
      return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private void requireGapless(List<Entry> entries, long dataSize) {
      List<Entry> sorted = new ArrayList<>(entries);
      sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
      long at = 0;
      for (Entry entry : sorted) {
        if (entry.begin() != at) {
          throw bad(
              entry.name(),
              String.format(
                  Locale.ROOT,
                  "data that begins at %d, where %d is due: tensors must neither overlap nor leave gaps",
                  entry.begin(),
                  at));
        }
        at = entry.end();
      }
      if (at != dataSize) {
        throw file.damaged(
            String.format(
                Locale.ROOT,
                "its tensors take %d bytes, but %d bytes follow the header",
                at,
                dataSize));
      }
    }

    private void expect(String where, JsonToken expected, @Nullable JsonToken found) {
      if (found != expected) {
        throw bad(where, String.format(Locale.ROOT, "%s where %s is due", found, expected));
      }
    }

    private CheckpointException bad(String name, String found) {
      return file.damaged(
          "its safetensors header has, under '" + MappedFile.quote(name) + "', " + found);
    }
  }
}
