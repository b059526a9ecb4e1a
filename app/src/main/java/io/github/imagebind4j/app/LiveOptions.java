package io.github.imagebind4j.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options for what has not ended yet.
final class LiveOptions {
  private static final int MOST_RATE = 768_000;
  private static final int MOST_CHANNELS = 64;

  @Option(
      names = "--live",
      description =
          "Follow a file that is still growing, or standard input (-), and say what is there as"
              + " soon as a segment has come. Containers that can be read from the beginning: WAV,"
              + " Ogg, FLAC, MP3, Matroska, WebM, MPEG-TS; no plain MP4.")
  private boolean live;

  @Option(
      names = "--idle",
      paramLabel = "SECONDS",
      description =
          "A growing file that has not grown for so long has ended. Default: ${DEFAULT-VALUE}.")
  private double idle = 5;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      description = "Of bare samples without a header: how many a second.")
  private @Nullable Integer rate;

  @Option(
      names = "--channels",
      paramLabel = "N",
      description = "Of bare samples: how many channels, interleaved. Default: ${DEFAULT-VALUE}.")
  private int channels = 1;

  @Option(
      names = "--samples",
      paramLabel = "S",
      description =
          "Of bare samples: ${COMPLETION-CANDIDATES}, little endian. Default: ${DEFAULT-VALUE}.")
  private LiveInput.Samples samples = LiveInput.Samples.s16;

  boolean live() {
    if (rate != null && !live) {
      throw CliException.usage("--rate is for bare samples in live mode; add --live");
    }
    return live;
  }

  /// Checks what does not depend on the stream.
  void check() {
    if (!(idle >= 0 && idle <= 86_400)) {
      throw CliException.usage("--idle must be 0 to 86400 seconds, got " + idle);
    }
    if (rate != null && (rate < 1 || rate > MOST_RATE)) {
      throw CliException.usage("--rate must be 1 to " + MOST_RATE + ", got " + rate);
    }
    if (channels < 1 || channels > MOST_CHANNELS) {
      throw CliException.usage("--channels must be 1 to " + MOST_CHANNELS + ", got " + channels);
    }
  }

  /// Opens the stream; the caller closes it.
  ///
  /// @param file a path, or `-` for standard input
  /// @param end is told how to end it before it ends by itself
  InputStream open(String file, Console console, LiveEnd end) {
    InputStream in = file.equals("-") ? pumped(console.in(), end) : growing(file, end);
    return rate == null
        ? LiveInput.openEnded(in, name(file))
        : LiveInput.raw(in, samples, rate, channels);
  }

  private static InputStream pumped(InputStream in, LiveEnd end) {
    PumpedStream stream = PumpedStream.of(in);
    end.by(stream::stop);
    return stream;
  }

  private InputStream growing(String file, LiveEnd end) {
    Path path = path(file);
    if (!Files.isRegularFile(path)) {
      throw CliException.item("no such file: " + file + "; check the path", null);
    }
    try {
      GrowingFile stream = GrowingFile.open(path, idle);
      end.by(stream::stop);
      return stream;
    } catch (IOException e) {
      throw CliException.item("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw CliException.usage("'" + name + "' can't be a file's path: " + e.getReason());
    }
  }

  /// What results call the stream.
  static String name(String file) {
    return file.equals("-") ? "standard input" : file;
  }
}
