package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.InputException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/// A UTF-8 file as characters, refusing bytes that are none and records without end, which a parser
/// would otherwise gather in memory. One thread.
final class BoundedText extends Reader {
  /// Far above any row of a manifest, captions included.
  static final int MAX_RECORD = 1 << 20;

  // Parsers read ahead by their buffer: that much of the next record may come in before one ends.
  private static final int READ_AHEAD = 1 << 16;
  private static final int BYTE_ORDER_MARK = '\uFEFF';

  private final Path file;
  private final Reader in;
  private long line = 1;
  private long sinceRecord;
  private boolean started;

  BoundedText(Path file) {
    this.file = file;
    try {
      this.in =
          new InputStreamReader(
              Files.newInputStream(file),
              StandardCharsets.UTF_8
                  .newDecoder()
                  .onMalformedInput(CodingErrorAction.REPORT)
                  .onUnmappableCharacter(CodingErrorAction.REPORT));
    } catch (NoSuchFileException e) {
      throw new InputException("no such file: " + file + "; check the path", e);
    } catch (IOException e) {
      throw new InputException("can't read " + file + ": " + e + "; check its permissions", e);
    }
  }

  /// To be called after each record.
  void recordEnded() {
    sinceRecord = 0;
  }

  @Override
  public int read(char[] target, int at, int count) throws IOException {
    int got;
    try {
      got = in.read(target, at, Math.min(count, READ_AHEAD));
    } catch (CharacterCodingException e) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s is not UTF-8 at or after line %d; save it as UTF-8", file, line),
          e);
    }
    for (int i = at; i < at + got; i++) {
      if (target[i] == '\n') {
        line++;
      }
    }
    sinceRecord += Math.max(0, got);
    if (sinceRecord > MAX_RECORD + READ_AHEAD) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s has a row of more than %d characters that ends at or after line %d; is a quote not closed, or is this no manifest?",
              file,
              MAX_RECORD,
              line));
    }
    if (!started && got > 0) {
      started = true;
      if (target[at] == BYTE_ORDER_MARK) {
        System.arraycopy(target, at + 1, target, at, got - 1);
        return got > 1 ? got - 1 : read(target, at, count);
      }
    }
    return got;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
