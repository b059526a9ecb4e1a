package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.error.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import tools.jackson.jr.ob.JSON;

/// Writes safetensors files: whole or not at all, tensor by tensor, in constant memory.
///
/// The data begins at a multiple of 64 bytes, and tensors whose size is a multiple of 64 come
/// first: each of them, which means all large ones, lies at a multiple of 64 too. The format allows
/// no gaps, so the others follow by falling element size; each lies at a multiple of its own.
///
/// Stateless: any thread may call it.
///
/// Source: the format's description, huggingface/safetensors.
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 64;
  private static final String METADATA = "__metadata__";

  private SafetensorsWriter() {}

  /// Writes a file, replacing what was there.
  ///
  /// @param to the file; a neighbour of a name of its own is made first
  /// @param tensors each name once. Their values are asked for in this order, whatever their order
  ///   in the file, so that one tensor's values may be found while another is written
  /// @param metadata what the file shall say about itself; may be empty
  /// @param progress hears now and then how many bytes of values are written so far, and the total
  ///   at the end
  /// @throws CheckpointException if the file can't be written, a name comes twice, or a source
  ///   delivers other than its size
  public static void write(
      Path to, List<TensorSource> tensors, Map<String, String> metadata, LongConsumer progress) {
    write(to, tensors, () -> metadata, progress);
  }

  /// Writes a file whose metadata is known only when the values have passed, as a hash of them is.
  ///
  /// @param to as above
  /// @param tensors as above
  /// @param metadata asked before the first value and after the last; what it says then must have
  ///   the same keys and lengths
  /// @param progress as above
  /// @throws CheckpointException as above, and if the metadata changes its length
  public static void write(
      Path to,
      List<TensorSource> tensors,
      Supplier<Map<String, String>> metadata,
      LongConsumer progress) {
    SequencedMap<TensorSource, Long> places = places(tensors);
    ByteBuffer header = header(places, metadata.get());
    long dataAt = header.remaining();
    AtomicFile.write(
        to,
        out -> {
          writeAll(out, header);
          TensorSink sink = new TensorSink(out, progress);
          for (TensorSource tensor : tensors) {
            out.position(dataAt + places.getOrDefault(tensor, 0L));
            sink.write(tensor);
          }
          ByteBuffer last = header(places, metadata.get());
          if (last.remaining() != dataAt) {
            throw new CheckpointException(
                "the metadata of " + to + " changed its length; give it the same one twice");
          }
          out.position(0);
          writeAll(out, last);
        });
  }

  private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /// Where each tensor's values begin, counted from the first one's; in the file's order.
  private static SequencedMap<TensorSource, Long> places(List<TensorSource> tensors) {
    requireUniqueNames(tensors);
    List<TensorSource> sorted = new ArrayList<>(tensors);
    sorted.sort(
        Comparator.comparing((TensorSource tensor) -> tensor.byteSize() % ALIGNMENT != 0)
            .thenComparingInt(tensor -> -tensor.dtype().byteSize())
            .thenComparing(TensorSource::name));
    SequencedMap<TensorSource, Long> places = new LinkedHashMap<>();
    long at = 0;
    for (TensorSource tensor : sorted) {
      places.put(tensor, at);
      at += tensor.byteSize();
    }
    return places;
  }

  private static ByteBuffer header(
      SequencedMap<TensorSource, Long> places, Map<String, String> metadata) {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      header.put(METADATA, new TreeMap<>(metadata));
    }
    for (Map.Entry<TensorSource, Long> place : places.entrySet()) {
      TensorSource tensor = place.getKey();
      long at = place.getValue();
      if (tensor.name().equals(METADATA)) {
        throw new CheckpointException(
            "a safetensors file can't hold a tensor named " + METADATA + "; rename it");
      }
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", tensor.dtype().name());
      entry.put("shape", tensor.shape().dims());
      entry.put("data_offsets", new long[] {at, at + tensor.byteSize()});
      header.put(tensor.name(), entry);
    }
    byte[] json = JSON.std.asString(header).getBytes(StandardCharsets.UTF_8);
    int padding = Math.floorMod(-(Long.BYTES + json.length), ALIGNMENT);
    byte[] padded = Arrays.copyOf(json, json.length + padding);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return ByteBuffer.allocate(Long.BYTES + padded.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(padded.length)
        .put(padded)
        .flip();
  }

  static void requireUniqueNames(List<TensorSource> tensors) {
    Set<String> names = new HashSet<>();
    for (TensorSource tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new CheckpointException(
            "two tensors are named " + tensor.name() + "; a checkpoint holds each name once");
      }
    }
  }
}
