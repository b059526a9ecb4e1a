package io.github.imagebind4j.app;

import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.model.RandomWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The model that `bench` measures: a file of the user's, or one of random weights that is there
/// only as long as this is open. Ctrl-C removes that, too.
final class BenchModel implements AutoCloseable {
  private final Path file;
  private final @Nullable ModelConfig config;
  private final @Nullable TemporaryFolder folder;

  private BenchModel(Path file, @Nullable ModelConfig config, @Nullable TemporaryFolder folder) {
    this.file = file;
    this.config = config;
    this.folder = folder;
  }

  /// A checkpoint that is there already.
  ///
  /// @param config null to take the checkpoint's own
  static BenchModel given(Path file, @Nullable ModelConfig config) {
    return new BenchModel(file, config, null);
  }

  /// Makes a model of random weights.
  ///
  /// @param parent the folder to make it in
  /// @param keep whether to leave it there
  static BenchModel random(Console console, ModelConfig config, Path parent, boolean keep)
      throws IOException {
    long bytes = 4 * config.tensors().values().stream().mapToLong(shape -> shape.count()).sum();
    if (!Files.isDirectory(parent)) {
      throw CliException.environment("no such folder: " + parent + "; check --work");
    }
    DiskSpace.require(
        parent.resolve("the random model"),
        parent,
        bytes,
        "choose another disk with --work DIR, fewer towers with --modality, or a model with"
            + " --model");
    TemporaryFolder folder = TemporaryFolder.in(parent);
    boolean done = false;
    try {
      Path file = folder.path().resolve("random.safetensors");
      console.note(
          "making a model of random weights: "
              + file
              + ", "
              + Sizes.human(bytes)
              + (keep ? ", and keeping it" : ", deleted afterwards")
              + (isInMemory(parent)
                  ? "; this folder is in memory, --work DIR chooses a disk"
                  : ""));
      try (Progress bar = Progress.ofBytes(console, "writing", bytes)) {
        RandomWeights.write(config, 1, file, written -> bar.show("", written, bytes));
      }
      if (keep) {
        folder.keep();
      }
      done = true;
      return new BenchModel(file, null, folder);
    } finally {
      if (!done) {
        folder.close();
      }
    }
  }

  private static boolean isInMemory(Path folder) throws IOException {
    return List.of("tmpfs", "ramfs").contains(Files.getFileStore(folder).type());
  }

  Path file() {
    return file;
  }

  /// The config to load it with.
  ///
  /// @return null if the file has its own
  @Nullable ModelConfig config() {
    return config;
  }

  /// Whether the weights are random.
  boolean random() {
    return folder != null;
  }

  @Override
  public void close() {
    if (folder != null) {
      folder.close();
    }
  }

  /// A folder that goes when it is closed, or when the JVM ends.
  private record TemporaryFolder(Path path, AtomicBoolean wanted, Thread hook)
      implements AutoCloseable {

    static TemporaryFolder in(Path parent) throws IOException {
      Path path = Files.createTempDirectory(parent, "imagebind4j-bench-");
      AtomicBoolean wanted = new AtomicBoolean();
      Thread hook = new Thread(() -> delete(path, wanted), "bench-cleanup");
      Runtime.getRuntime().addShutdownHook(hook);
      return new TemporaryFolder(path, wanted, hook);
    }

    void keep() {
      wanted.set(true);
    }

    @Override
    public void close() {
      delete(path, wanted);
      try {
        boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM is ending, and the hook at work.
      }
    }

    /// On Ctrl-C the file may still be written to: it goes all the same, and once the folder is
    /// gone no new one can come.
    private static void delete(Path folder, AtomicBoolean wanted) {
      if (wanted.get() || !Files.isDirectory(folder)) {
        return;
      }
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
      } catch (IOException | UncheckedIOException e) {
        // The user sees the folder's name in the first note; there is no more to be done.
      }
    }
  }
}
