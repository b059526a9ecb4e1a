package io.github.imagebind4j.media;

import io.github.imagebind4j.input.MediaSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// The small media files under `/media` on the test class path; `make.py` there made them and says
/// by which formulas.
final class MediaFiles {
  private MediaFiles() {}

  static byte[] bytes(String file) {
    try (InputStream in = MediaFiles.class.getResourceAsStream("/media/" + file)) {
      return Objects.requireNonNull(in, file).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static MediaSource source(String file) {
    return MediaSource.of(bytes(file), file);
  }

  /// The chirp's value at a time, on the first channel.
  static double chirp(double seconds) {
    return 0.5 * Math.sin(2 * Math.PI * (300 * seconds + 200 * seconds * seconds));
  }
}
