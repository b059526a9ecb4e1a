package io.github.imagebind4j.app;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
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

  /// What the launcher found out about the terminal, for Java cannot ask.
  ///
  /// @param out whether standard output is one
  /// @param err whether standard error is one
  /// @param columns how many characters a line has
  record Terminal(boolean out, boolean err, int columns) {
    static final Terminal NONE = new Terminal(false, false, 80);

    /// Reads the launcher's words: `out`, `err`, and the number of columns, in any order.
    static Terminal parse(String words) {
      List<String> list = List.of(words.split(","));
      int columns =
          list.stream()
              .filter(word -> word.matches("\\d{1,4}"))
              .mapToInt(Integer::parseInt)
              .filter(n -> n >= 20)
              .findFirst()
              .orElse(NONE.columns);
      return new Terminal(list.contains("out"), list.contains("err"), columns);
    }
  }

  private final Object lock = new Object();
  private final InputStream in;
  private final OutputStream out;
  private final PrintWriter err;
  private final Map<String, String> environment;
  private final Terminal terminal;
  private final PrintStream errStream;
  private boolean quiet;
  private boolean closed;
  private boolean barShown;
  private volatile Runnable beforeEnd = () -> {};

  /// Connects a console.
  ///
  /// @param environment the environment variables
  /// @param terminal which of the streams are terminals
  Console(
      InputStream in,
      OutputStream out,
      OutputStream err,
      Map<String, String> environment,
      Terminal terminal) {
    this.in = in;
    this.out = new BufferedOutputStream(out, 1 << 16);
    this.errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.err = new PrintWriter(errStream, true, StandardCharsets.UTF_8);
    this.environment = Map.copyOf(environment);
    this.terminal = terminal;
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
    return terminal.out();
  }

  /// Silences notes and progress; errors still show.
  void quiet(boolean quiet) {
    this.quiet = quiet;
  }

  /// True if a progress bar would be seen and is wanted.
  boolean wantsProgress() {
    return terminal.err() && !quiet;
  }

  /// Where a progress bar is drawn.
  PrintStream errStream() {
    return errStream;
  }

  /// How many characters a line of the terminal has.
  int columns() {
    return terminal.columns();
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
        throw cantWrite(e);
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
        throw cantWrite(e);
      }
    }
  }

  /// A reader that has seen enough is no error; a full disk is, for results are lost.
  private static RuntimeException cantWrite(IOException e) {
    String why = String.valueOf(e.getMessage());
    return why.toLowerCase(Locale.ROOT).contains("pipe")
        ? new OutputClosedException(e)
        : CliException.environment(
            "can't write the results to standard output: "
                + why
                + "; make room and run it again, the last line is not whole",
            e);
  }

  /// Says what is to be done when the JVM ends, for any reason, while results may still be written.
  void beforeEnd(Runnable action) {
    beforeEnd = action;
  }

  /// Flushes what is whole and drops what comes later. Called when the JVM ends, for any reason.
  void close() {
    beforeEnd.run();
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
      // Names of files get into messages, and may hold what a terminal obeys.
      err.println(text.replaceAll("[\\p{Cc}&&[^\n\t]]", "?"));
    }
  }

  /// Notes that a progress bar holds the current line of `err`.
  void barShown(boolean shown) {
    synchronized (lock) {
      barShown = shown;
    }
  }
}
