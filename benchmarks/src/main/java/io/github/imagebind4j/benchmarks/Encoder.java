package io.github.imagebind4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/// Sounds and videos to read, made by the `ffmpeg` program that comes with the bindings.
final class Encoder {
  private Encoder() {}

  /// Runs `ffmpeg` and reads what it wrote.
  ///
  /// @param source what its generator is to make
  /// @param options how to encode it
  /// @param extension of the file, which chooses the container
  static byte[] encode(String source, List<String> options, String extension) {
    try {
      Path file = Files.createTempFile("imagebind4j-benchmark", "." + extension);
      try {
        List<String> command = new ArrayList<>();
        command.add(Loader.load(ffmpeg.class));
        command.addAll(List.of("-loglevel", "error", "-y", "-f", "lavfi", "-i", source));
        command.addAll(options);
        command.add(file.toString());
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
          throw new IllegalStateException("ffmpeg ended with " + code + ": " + command);
        }
        return Files.readAllBytes(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while encoding", e);
    }
  }
}
