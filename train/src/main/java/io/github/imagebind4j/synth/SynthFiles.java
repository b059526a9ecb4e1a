package io.github.imagebind4j.synth;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.error.MediaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import tools.jackson.jr.ob.JSON;

/// Writes the scenes of a world to a folder: media files and `manifest.csv`, or tar shards; and
/// `factors.jsonl` with all factors of every scene.
///
/// Every file is written whole or not at all. A run that was stopped goes on where it was when the
/// same request is made again, and what is there in the end is the same, byte for byte, as after a
/// run that was not stopped, for any number of threads. `synth.json` says which request a folder
/// belongs to.
///
/// Safe for use by any thread; two runs on one folder at a time are refused.
public final class SynthFiles {
  private static final String IDENTITY = "synth.json";
  private static final String LOCK = ".synth.lock";

  private final Path folder;
  private final SynthRequest request;

  private SynthFiles(Path folder, SynthRequest request) {
    this.folder = folder;
    this.request = request;
  }

  /// What a run did.
  ///
  /// @param scenes how many scenes the folder has
  /// @param made how many of them this run made; the others were there
  /// @param files how many files the folder has, `synth.json` among them
  /// @param bytes how large they are
  public record Summary(long scenes, long made, long files, long bytes) {}

  /// Writes all scenes that are not there yet.
  ///
  /// @param folder new, empty, or of a run of the same request
  /// @param request what to write
  /// @param threads how many threads compute, at least 1
  /// @param progress is told how many scenes are done, by any thread, one at a time
  /// @return what was done
  /// @throws InputException if the folder holds something else, or there are too few threads
  /// @throws MediaException if a file can't be written
  public static Summary write(
      Path folder, SynthRequest request, int threads, LongConsumer progress) {
    if (threads < 1 || threads > 1024) {
      throw new InputException("the number of threads must be from 1 to 1024, got " + threads);
    }
    try {
      return new SynthFiles(folder, request).run(threads, progress);
    } catch (IOException e) {
      throw cantWrite(folder, e);
    } catch (UncheckedIOException e) {
      throw cantWrite(folder, new IOException(e.getMessage(), e));
    }
  }

  private static MediaException cantWrite(Path folder, IOException e) {
    String why =
        e instanceof FileSystemException file && file.getReason() == null
            ? e.getClass().getSimpleName() + " " + e.getMessage()
            : String.valueOf(e.getMessage());
    return new MediaException(
        "can't write the scenes to "
            + folder
            + ": "
            + why
            + "; check the folder, its rights and its free space, then run the same command again:"
            + " it goes on where it stopped",
        e);
  }

  private Summary run(int threads, LongConsumer progress) throws IOException {
    Files.createDirectories(folder);
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      claim();
      AtomicLong made = new AtomicLong();
      SceneSink sink =
          switch (request.format()) {
            case FOLDER -> new FolderSink(folder, request);
            case WEBDATASET -> new ShardSink(folder, request);
          };
      work(sink, threads, made, progress);
      sink.finish();
      Manifest.writeFactors(folder, request);
      removeParts();
      lock.release();
      Files.deleteIfExists(folder.resolve(LOCK));
      return summary(made.get());
    }
  }

  private FileLock lock(FileChannel channel) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new InputException(
          "another run is writing to " + folder + "; wait for it, or choose another folder");
    }
    return lock;
  }

  /// Makes the folder this request's, or makes sure that it is.
  private void claim() throws IOException {
    Path file = folder.resolve(IDENTITY);
    String mine = JSON.std.asString(request.identity()) + "\n";
    if (Files.exists(file)) {
      if (Files.size(file) > 10_000 || !Files.readString(file).equals(mine)) {
        throw new InputException(
            folder
                + " has scenes of another request ("
                + shortened(file)
                + "); choose another folder, or give the same options to go on");
      }
      return;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      List<Path> others =
          inside
              .filter(path -> !path.getFileName().toString().equals(LOCK))
              .filter(path -> !path.getFileName().toString().equals(IDENTITY + Atomic.PART))
              .toList();
      if (!others.isEmpty()) {
        Files.deleteIfExists(folder.resolve(LOCK));
        throw new InputException(
            folder
                + " is not empty and holds no scenes ("
                + others.getFirst().getFileName()
                + " is there); choose a new or an empty folder");
      }
    }
    Atomic.write(file, mine.getBytes(StandardCharsets.UTF_8));
  }

  private static String shortened(Path file) throws IOException {
    byte[] start;
    try (var in = Files.newInputStream(file)) {
      start = in.readNBytes(400);
    }
    return new String(start, StandardCharsets.UTF_8).strip();
  }

  private void work(SceneSink sink, int threads, AtomicLong made, LongConsumer progress)
      throws IOException {
    AtomicLong next = new AtomicLong();
    AtomicLong done = new AtomicLong();
    Object telling = new Object();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(
            pool.submit(() -> {
              for (long unit = next.getAndIncrement();
                  unit < sink.units();
                  unit = next.getAndIncrement()) {
                try {
                  made.addAndGet(sink.make(unit));
                } catch (IOException | RuntimeException | Error e) {
                  next.set(sink.units()); // the others stop after what they are at
                  throw e;
                }
                synchronized (telling) {
                  progress.accept(done.addAndGet(sink.scenesOf(unit)));
                }
              }
              return null;
            }));
      }
      for (Future<?> worker : workers) {
        await(worker);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void await(Future<?> worker) throws IOException {
    try {
      worker.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case RuntimeException own -> throw own;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException stopped = new CancellationException("interrupted");
      stopped.initCause(e);
      throw stopped;
    }
  }

  /// What a stopped run left half-written.
  private void removeParts() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        if (path.getFileName().toString().endsWith(Atomic.PART)) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  private Summary summary(long made) throws IOException {
    long files = 0;
    long bytes = 0;
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        files++;
        bytes += Files.size(path);
      }
    }
    return new Summary(request.count(), made, files, bytes);
  }
}
