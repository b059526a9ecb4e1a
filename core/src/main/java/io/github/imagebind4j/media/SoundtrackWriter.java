package io.github.imagebind4j.media;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.MediaSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/// Writes a video once more, with another sound: its pictures are copied as they are, packet by
/// packet, and lose nothing; the sound is encoded as AAC beside them. Both are read as they are
/// written, so the length does not matter.
///
/// Stateless; safe for use by any thread.
public final class SoundtrackWriter {
  /// The rate that the new sound has.
  public static final int SAMPLE_RATE = 48_000;

  private SoundtrackWriter() {}

  /// Writes a file, which is there whole or not at all.
  ///
  /// @param video whose pictures are copied
  /// @param sound at [#SAMPLE_RATE]; where it ends before the pictures, silence follows, and what
  ///   is longer is left out
  /// @param target the new file; an existing one is replaced. Its name's ending, `.mp4`, `.mov` or
  ///   `.mkv`, chooses the container
  /// @throws InputException if the name ends otherwise
  /// @throws MediaException if the video can't be read, its pictures don't fit into the container,
  ///   or the file can't be written
  public static void write(MediaSource video, SoundSource sound, Path target) {
    String format = format(target);
    Path whole = target.toAbsolutePath();
    Path part = whole.resolveSibling(whole.getFileName() + ".part");
    try {
      try (FfmpegInput input = FfmpegInput.open(video, MediaLimits.DEFAULT);
          SoundtrackFile output = SoundtrackFile.open(input, part, format)) {
        output.copy(sound);
      }
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new MediaException("can't write " + target + ": " + e.getMessage(), e);
    } finally {
      try {
        Files.deleteIfExists(part);
      } catch (IOException e) {
        // What is to be reported is on its way already.
      }
    }
  }

  private static String format(Path target) {
    String name = String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".mp4")) {
      return "mp4";
    }
    if (name.endsWith(".mov")) {
      return "mov";
    }
    if (name.endsWith(".mkv")) {
      return "matroska";
    }
    throw new InputException(
        "a video with a new sound is written as .mp4, .mov or .mkv, got " + target);
  }
}
