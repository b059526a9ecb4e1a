package io.github.imagebind4j.media;

import java.util.Locale;

/// GIF's LZW codes in their data sub-blocks, back to one colour index a pixel. For one frame, by
/// one thread.
///
/// Source: CompuServe, Graphics Interchange Format 89a, appendix F.
final class GifLzw {
  private static final int MAX_CODES = 4096;
  private static final int MAX_BITS = 12;

  private final FileBytes file;
  private final int rootBits;
  private final int clear;
  private final short[] prefix = new short[MAX_CODES];
  private final byte[] suffix = new byte[MAX_CODES];
  private final byte[] stack = new byte[MAX_CODES + 1];
  private int next;
  private int bits;
  private int first;
  private int at;
  private int left;
  private int buffer;
  private int buffered;

  /// Starts at the byte that states the codes' first width.
  GifLzw(FileBytes file, int at) {
    this.file = file;
    this.rootBits = file.u8(at);
    if (rootBits < 1 || rootBits > 8) {
      throw file.damaged(String.format(Locale.ROOT, "its LZW codes start with %d bits", rootBits));
    }
    this.clear = 1 << rootBits;
    this.at = at + 1;
    reset();
  }

  private void reset() {
    next = clear + 2;
    bits = rootBits + 1;
  }

  /// Decodes the next `count` indices.
  byte[] decode(int count) {
    byte[] out = new byte[count];
    int previous = -1;
    int done = 0;
    while (done < count) {
      int code = code();
      if (code == clear) {
        reset();
        previous = -1;
        continue;
      }
      if (code == clear + 1) {
        throw file.truncated(
            String.format(Locale.ROOT, "its picture ends after %d of %d pixels", done, count));
      }
      if (code > next || (previous < 0 && code >= clear)) {
        throw file.damaged("its picture has an impossible LZW code");
      }
      int depth = expand(code, previous);
      while (depth > 0 && done < count) {
        out[done++] = stack[--depth];
      }
      if (previous >= 0 && next < MAX_CODES) {
        learn(previous);
      }
      previous = code;
    }
    return out;
  }

  /// Puts a code's indices onto the stack, the first on top, and notes the first.
  private int expand(int code, int previous) {
    int depth = 0;
    int walk = code;
    if (code == next) {
      // The code that is only now being defined: the previous one and its own first index.
      stack[depth++] = (byte) first;
      walk = previous;
    }
    // A prefix is always an older code, so the walk ends.
    while (walk >= clear) {
      stack[depth++] = suffix[walk];
      walk = prefix[walk];
    }
    first = walk;
    stack[depth++] = (byte) first;
    return depth;
  }

  private void learn(int previous) {
    prefix[next] = (short) previous;
    suffix[next] = (byte) first;
    next++;
    if (next == 1 << bits && bits < MAX_BITS) {
      bits++;
    }
  }

  /// The next code: bits of the sub-blocks, lowest first.
  private int code() {
    while (buffered < bits) {
      if (left == 0) {
        left = file.u8(at++);
        if (left == 0) {
          throw file.truncated("its picture's data ends early");
        }
      }
      buffer |= file.u8(at++) << buffered;
      buffered += 8;
      left--;
    }
    int code = buffer & ((1 << bits) - 1);
    buffer >>>= bits;
    buffered -= bits;
    return code;
  }
}
