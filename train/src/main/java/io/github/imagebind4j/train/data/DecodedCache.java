package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.error.MissingNativeException;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.MediaDecoder;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Decoded media in one packed, memory-mapped file: what training reads instead of JPEGs and OGGs.
///
/// Each item is decoded once. Files are known by path, length and time of change, and by content: a
/// file that moved is not decoded again. Building may be interrupted at any moment and goes on from
/// there the next time. Settings that change the stored bytes lead to another subfolder.
///
/// Pictures are 8-bit RGB, thermal images 8-bit gray, depth maps millimetres without holes in 16
/// bits (up to 65.5 m), sounds log-mel energies of their whole length in float16, motion and other
/// senses' arrays floats. Reduced pictures were resampled by Pillow's bicubic filter. A clip of a
/// cached sound differs from the reference's only in that the sound's mean was taken off instead of
/// the clip's, which each frame's own mean removes again (rounding apart), in float16's rounding
/// (0.0005 after normalising), and in that it begins on the next of the frames that lie 10 ms
/// apart.
///
/// Safe for use by any thread. Close it after everything that reads from it.
public final class DecodedCache implements AutoCloseable {
  static final String DATA = "data.bin";
  static final String INDEX = "index.bin";

  private final Arena arena;
  private final Map<String, CachedMedia> media;
  private final List<Failure> failures;
  private final long bytes;

  private DecodedCache(
      Arena arena, Map<String, CachedMedia> media, List<Failure> failures, long bytes) {
    this.arena = arena;
    this.media = media;
    this.failures = failures;
    this.bytes = bytes;
  }

  /// An item that could not be decoded.
  ///
  /// @param item the item
  /// @param message what is wrong with it
  public record Failure(Item item, String message) {}

  /// Hears how the building goes on.
  @FunctionalInterface
  public interface Progress {
    /// Called after each item, by any thread, one at a time.
    ///
    /// @param done items so far, failed ones included
    /// @param total items in all
    void report(int done, int total);
  }

  /// Opens the cache of some items, decoding those that are not in it yet. Items that can't be
  /// decoded are left out and told by [#failures].
  ///
  /// @param folder where caches are kept; made if absent
  /// @param items any; text items need no cache and are passed over
  /// @param settings the form of what is stored
  /// @param decoder how files are decoded
  /// @param threads how many decode at once
  /// @param progress hears of each item
  /// @return the cache
  /// @throws MediaException if the folder can't be written, or another process is filling it
  /// @throws MissingNativeException if a codec's library is absent
  public static DecodedCache open(
      Path folder,
      List<Item> items,
      CacheSettings settings,
      MediaDecoder decoder,
      int threads,
      Progress progress) {
    Path place = folder.resolve(name(settings));
    try {
      Files.createDirectories(place);
      Builder builder = new Builder(items, settings, decoder, progress);
      builder.build(place, threads);
      return map(place, builder, settings);
    } catch (IOException e) {
      throw new MediaException(
          "can't use the cache " + place + ": " + e + "; check its rights and free space", e);
    }
  }

  private static String name(CacheSettings settings) {
    byte[] digest = sha256().digest(settings.key().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 8);
  }

  // The arena outlives this method on purpose: close() closes it.
  @SuppressWarnings("MustBeClosedChecker")
  private static DecodedCache map(Path place, Builder builder, CacheSettings settings)
      throws IOException {
    Path dataFile = place.resolve(DATA);
    long length = Files.exists(dataFile) ? Files.size(dataFile) : 0;
    CacheIndex index = CacheIndex.read(place.resolve(INDEX), length);
    Arena arena = Arena.ofShared();
    try {
      MemorySegment data = MemorySegment.NULL;
      if (length > 0) {
        try (FileChannel channel = FileChannel.open(dataFile, StandardOpenOption.READ)) {
          data = channel.map(FileChannel.MapMode.READ_ONLY, 0, length, arena);
        }
      }
      Map<String, CachedMedia> media = new HashMap<>();
      long bytes = 0;
      for (Todo todo : builder.todos) {
        CacheIndex.Entry entry = todo.key == null ? null : index.bySource(todo.key);
        if (entry != null) {
          MemorySegment part = data.asSlice(entry.offset(), entry.bytes());
          PictureFit fit =
              entry.kind().isPicture()
                  ? PictureFit.of(entry.sourceWidth(), entry.sourceHeight(), settings)
                  : null;
          media.put(
              place(todo.item),
              new CachedMedia(entry.kind(), entry.dims(), entry.extra(), fit, part));
          bytes += entry.bytes();
        }
      }
      return new DecodedCache(arena, media, List.copyOf(builder.failures), bytes);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /// An item and what its file is known by, null if there is no such file.
  private record Todo(Item item, CacheIndex.@Nullable Key key) {}

  /// One building of the cache.
  private static final class Builder {
    final CacheSettings settings;
    final MediaDecoder decoder;
    final Progress progress;
    final List<Todo> todos = new ArrayList<>();
    final List<Failure> failures = new ArrayList<>();
    int done;

    Builder(List<Item> items, CacheSettings settings, MediaDecoder decoder, Progress progress) {
      this.settings = settings;
      this.decoder = decoder;
      this.progress = progress;
      for (Item item : items) {
        if (!(item.location() instanceof MediaLocation.None)) {
          todos.add(new Todo(item, sourceKey(item)));
        }
      }
    }

    void build(Path place, int threads) throws IOException {
      Path data = place.resolve(DATA);
      CacheIndex known =
          CacheIndex.read(place.resolve(INDEX), Files.exists(data) ? Files.size(data) : 0);
      List<Todo> missing = new ArrayList<>();
      for (Todo todo : todos) {
        if (todo.key == null) {
          finished(todo, "no such file: " + todo.item.location().name() + "; check the path");
        } else if (known.bySource(todo.key) == null) {
          missing.add(todo);
        } else {
          finished(todo, null);
        }
      }
      if (!missing.isEmpty()) {
        try (CacheWriter writer = CacheWriter.open(place)) {
          decodeAll(missing, writer, Math.max(1, Math.min(threads, missing.size())));
        }
      }
    }

    private void decodeAll(List<Todo> missing, CacheWriter writer, int threads) {
      AtomicInteger next = new AtomicInteger();
      try (ExecutorService pool =
          Executors.newFixedThreadPool(threads, Thread.ofPlatform().name("decode-", 0).factory())) {
        List<Future<?>> workers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
          workers.add(
              pool.submit(() -> {
                try {
                  MediaPacker packer = new MediaPacker(decoder, settings);
                  for (int i = next.getAndIncrement();
                      i < missing.size();
                      i = next.getAndIncrement()) {
                    Todo todo = missing.get(i);
                    finished(todo, decode(todo, packer, writer));
                  }
                } catch (RuntimeException | Error e) {
                  next.set(missing.size());
                  throw e;
                }
              }));
        }
        for (Future<?> worker : workers) {
          await(worker, () -> next.set(missing.size()));
        }
      }
    }

    /// Decodes one item into the cache.
    ///
    /// @return what is wrong with it, or null
    private @Nullable String decode(Todo todo, MediaPacker packer, CacheWriter writer) {
      CacheIndex.Key key = java.util.Objects.requireNonNull(todo.key);
      CachedMedia media;
      CacheIndex.Key content;
      try {
        MediaSource source = todo.item.location().open();
        content = contentKey(todo.item, source);
        if (writer.knows(key, content)) {
          return null;
        }
        media = packer.pack(todo.item.modality(), todo.item.formats(), source);
      } catch (MissingNativeException e) {
        throw e;
      } catch (ImageBindException e) {
        return String.valueOf(e.getMessage());
      }
      writer.append(key, content, media);
      return null;
    }

    private synchronized void finished(Todo todo, @Nullable String message) {
      if (message != null) {
        failures.add(new Failure(todo.item, message));
      }
      progress.report(++done, todos.size());
    }
  }

  private static void await(Future<?> worker, Runnable stop) {
    try {
      worker.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      stop.run();
      Thread.currentThread().interrupt();
      throw new MediaException("interrupted while filling the cache; what is done is kept", e);
    }
  }

  /// What a file is known by without opening it.
  private static CacheIndex.@Nullable Key sourceKey(Item item) {
    Path file =
        switch (item.location()) {
          case MediaLocation.WholeFile(Path path) -> path;
          case MediaLocation.Slice slice -> slice.path();
          case MediaLocation.None() -> throw new IllegalStateException("text is not cached");
        };
    try {
      BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
      MessageDigest digest = digestOf(item);
      update(digest, file.toAbsolutePath().toString());
      update(digest, facts.size() + " " + facts.lastModifiedTime().toInstant());
      if (item.location() instanceof MediaLocation.Slice slice) {
        update(digest, slice.offset() + " " + slice.size());
      }
      return key(digest);
    } catch (IOException e) {
      return null;
    }
  }

  private static CacheIndex.Key contentKey(Item item, MediaSource source) {
    MessageDigest digest = digestOf(item);
    try (SeekableByteChannel in = source.open()) {
      ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
      while (in.read(chunk) >= 0) {
        digest.update(chunk.flip());
        chunk.clear();
      }
    } catch (IOException e) {
      throw new MediaException("can't read " + source.name() + ": " + e, e);
    }
    return key(digest);
  }

  private static MessageDigest digestOf(Item item) {
    MessageDigest digest = sha256();
    update(digest, item.modality().name());
    update(digest, item.formats().toString());
    return digest;
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static CacheIndex.Key key(MessageDigest digest) {
    ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
    return new CacheIndex.Key(bytes.getLong(), bytes.getLong());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// Items of one file may be of several senses.
  private static String place(Item item) {
    return item.modality() + "\0" + item.location().name() + "\0" + item.formats();
  }

  /// Whether an item is there. Text always is.
  ///
  /// @param item any item
  /// @return true if batches can have it
  public boolean holds(Item item) {
    return item.location() instanceof MediaLocation.None || media.containsKey(place(item));
  }

  /// The items that could not be decoded.
  ///
  /// @return them, in no particular order
  public List<Failure> failures() {
    return failures;
  }

  /// How many items are there.
  ///
  /// @return their number
  public int size() {
    return media.size();
  }

  /// How much memory all items take when they have been read.
  ///
  /// @return bytes
  public long bytes() {
    return bytes;
  }

  @Nullable CachedMedia find(Item item) {
    return media.get(place(item));
  }

  /// Gives the mapped file back.
  @Override
  public void close() {
    arena.close();
  }
}
