package io.github.imagebind4j.media;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Tells text by a file's first bytes.
final class TextHead {

  private TextHead() {}

  /// Whether the bytes are UTF-8 without control characters other than white space. A character
  /// that the end cuts in two does not count against it.
  static boolean isText(byte[] head) {
    CharBuffer chars = CharBuffer.allocate(head.length);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    if (head.length == 0 || decoder.decode(ByteBuffer.wrap(head), chars, false).isError()) {
      return false;
    }
    return chars
        .flip()
        .chars()
        .allMatch(c -> !Character.isISOControl(c) || Character.isWhitespace(c));
  }

  /// The first line that is not blank.
  static String firstLine(byte[] head) {
    String text = new String(head, StandardCharsets.UTF_8).replace("\ufeff", "");
    return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
  }
}
