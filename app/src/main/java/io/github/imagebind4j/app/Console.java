package io.github.imagebind4j.app;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The world outside of a command: its three streams, its environment variables, and whether
/// someone is watching. Results go to `out`; messages and progress go to `err`.
///
/// Safe for use by any thread. A line is written whole or not at all, also when Ctrl-C comes in
/// between.
final class Console {
  /// Somebody closed our standard output, as `| head` does: there is nothing left to do.
  static final class OutputClosedException extends RuntimeException {
    OutputClosedException(IOException cause) {
      super("standard output was closed", cause);
    }
  }

  private final Object lock = new Object();
  private final InputStream in;
  private final OutputStream out;
  private final PrintWriter err;
  private final Map<String, String> environment;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private boolean quiet;
  private boolean closed;
  private boolean barShown;

  /// Connects a console.
  ///
  /// @param terminals which of the streams are terminals: `out`, `err`, both with a comma, or none
  Console(
      InputStream in,
      OutputStream out,
      OutputStream err,
      Map<String, String> environment,
      String terminals) {
    this.in = in;
    this.out = new BufferedOutputStream(out, 1 << 16);
    this.err = new PrintWriter(err, true, StandardCharsets.UTF_8);
    this.environment = Map.copyOf(environment);
    this.outIsTerminal = terminals.contains("out");
    this.errIsTerminal = terminals.contains("err");
  }

  InputStream in() {
    return in;
  }

  /// The stream for messages, for picocli's own.
  PrintWriter err() {
    return err;
  }

  /// An environment variable; empty if it is not set.
  String environment(String name) {
    return environment.getOrDefault(name, "");
  }

  boolean outIsTerminal() {
    return outIsTerminal;
  }

  /// Silences notes and progress; errors still show.
  void quiet(boolean quiet) {
    this.quiet = quiet;
  }

  /// True if a progress bar would be seen and is wanted.
  boolean wantsProgress() {
    return errIsTerminal && !quiet;
  }

  /// Prints one line of results.
  void line(String text) {
    bytes((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// Writes a piece of results.
  void bytes(byte[] data) {
    bytes(data, data.length);
  }

  /// Writes the first `count` bytes of a piece of results.
  void bytes(byte[] data, int count) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      try {
        out.write(data, 0, count);
      } catch (IOException e) {
        throw new OutputClosedException(e);
      }
    }
  }

  /// Lets the reader of the results see what there is so far.
  void flush() {
    synchronized (lock) {
      if (closed) {
        return;
      }
      try {
        out.flush();
      } catch (IOException e) {
        throw new OutputClosedException(e);
      }
    }
  }

  /// Flushes what is whole and drops what comes later. Called when the JVM ends, for any reason.
  void close() {
    synchronized (lock) {
      if (!closed) {
        closed = true;
        try {
          out.flush();
        } catch (IOException e) {
          // Nobody reads any more.
        }
      }
    }
    err.flush();
  }

  /// Prints a message that `--quiet` silences.
  void note(String text) {
    if (!quiet) {
      message(text);
    }
  }

  /// Prints an error.
  void error(String text) {
    message("error: " + text);
  }

  private void message(String text) {
    synchronized (lock) {
      if (barShown) {
        err.print("\r\u001b[K"); // the bar draws itself again below the message
      }
      err.println(text);
    }
  }

  /// Notes that a progress bar holds the current line of `err`.
  void barShown(boolean shown) {
    synchronized (lock) {
      barShown = shown;
    }
  }
}
