package io.github.imagebind4j.app;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.NpyFile;
import io.github.imagebind4j.error.ImageBindException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/// Vectors that take long to make, kept in a folder of files so that the next run finds them.
///
/// Any number of processes may use one folder: a file is there whole or not at all, and a damaged
/// one is made again.
final class KeptVectors {
  private final Path folder;
  private final Console console;

  KeptVectors(Path folder, Console console) {
    this.folder = folder;
    this.console = console;
  }

  /// Finds vectors, or makes and keeps them.
  ///
  /// @param madeOf everything that they depend on
  /// @param rows how many there are
  /// @param columns how long each is
  float[][] get(String madeOf, int rows, int columns, Supplier<float[][]> make) {
    Path file = folder.resolve(digest(madeOf) + ".npy");
    return read(file, rows, columns)
        .orElseGet(() -> {
          float[][] vectors = make.get();
          write(file, vectors, columns);
          return vectors;
        });
  }

  private static String digest(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static Optional<float[][]> read(Path file, int rows, int columns) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    long most = 4096 + 4L * rows * columns;
    try (FileChannel channel = FileChannel.open(file)) {
      FloatArray array = NpyFile.read(channel, most).values();
      if (array.shape().rank() != 2
          || array.shape().dim(0) != rows
          || array.shape().dim(1) != columns) {
        return Optional.empty();
      }
      float[][] vectors = new float[rows][];
      for (int r = 0; r < rows; r++) {
        vectors[r] = array.slice(r).toArray();
        for (float x : vectors[r]) {
          if (!Float.isFinite(x)) {
            return Optional.empty();
          }
        }
      }
      return Optional.of(vectors);
    } catch (IOException | ImageBindException e) {
      return Optional.empty(); // made again, and written again
    }
  }

  private void write(Path file, float[][] vectors, int columns) {
    float[] all = new float[vectors.length * columns];
    for (int r = 0; r < vectors.length; r++) {
      System.arraycopy(vectors[r], 0, all, r * columns, columns);
    }
    try {
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, "labels", ".new");
      try {
        NpyFile.write(fresh, FloatArray.wrap(all, vectors.length, columns));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException | ImageBindException e) {
      console.note("vectors of labels can't be kept in " + folder + ": " + e.getMessage());
    }
  }
}
