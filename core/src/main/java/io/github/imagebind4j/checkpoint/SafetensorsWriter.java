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
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import tools.jackson.jr.ob.JSON;

/// Writes safetensors files: whole or not at all, tensor by tensor, in constant memory.
///
/// The data begins at a multiple of 64 bytes. The format allows no gaps between tensors, so they
/// are ordered by falling element size, then by name: each then lies at a multiple of its element
/// size, though not of 64.
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
  /// @param tensors in any order, each name once
  /// @param metadata what the file shall say about itself; may be empty
  /// @param progress hears now and then how many bytes of values are written so far, and the total
  ///   at the end
  /// @throws CheckpointException if the file can't be written, a name comes twice, or a source
  ///   delivers other than its size
  public static void write(
      Path to, List<TensorSource> tensors, Map<String, String> metadata, LongConsumer progress) {
    List<TensorSource> sorted = new ArrayList<>(tensors);
    sorted.sort(
        Comparator.comparingInt((TensorSource tensor) -> -tensor.dtype().byteSize())
            .thenComparing(TensorSource::name));
    ByteBuffer header = header(sorted, metadata);
    AtomicFile.write(to, out -> write(out, header, sorted, progress));
  }

  private static void write(
      FileChannel out, ByteBuffer header, List<TensorSource> tensors, LongConsumer progress)
      throws IOException {
    while (header.hasRemaining()) {
      out.write(header);
    }
    TensorSink sink = new TensorSink(out, progress);
    for (TensorSource tensor : tensors) {
      sink.write(tensor);
    }
  }

  private static ByteBuffer header(List<TensorSource> tensors, Map<String, String> metadata) {
    requireUniqueNames(tensors);
    Map<String, Object> header = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      header.put(METADATA, new TreeMap<>(metadata));
    }
    long at = 0;
    for (TensorSource tensor : tensors) {
      if (tensor.name().equals(METADATA)) {
        throw new CheckpointException(
            "a safetensors file can't hold a tensor named " + METADATA + "; rename it");
      }
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", tensor.dtype().name());
      entry.put("shape", tensor.shape().dims());
      entry.put("data_offsets", new long[] {at, at + tensor.byteSize()});
      header.put(tensor.name(), entry);
      at += tensor.byteSize();
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
