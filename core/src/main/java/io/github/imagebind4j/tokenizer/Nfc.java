package io.github.imagebind4j.tokenizer;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Unicode normalisation form C as of Unicode 14.
///
/// Combining marks are put in order by [Normalizer] in a time that grows with the square of their
/// number. No real text has more than a handful in a row; longer runs are sorted beforehand, so
/// that the cost stays close to linear.
///
/// Stateless and safe for use by any thread.
final class Nfc {
  private static final int LONG_RUN = 128;

  /// One mark of each combining class, in rising order.
  private static final String LADDER =
      "\u0334\uD81B\uDFF0\u093C\u3099\u094D\u05B0\u05B1\u05B2\u05B3\u05B4\u05B5\u05B6"
          + "\u05B7\u05B8\u05B9\u05BB\u05BC\u05BD\u05BF\u05C1\u05C2\uFB1E\u064B\u064C\u064D"
          + "\u0618\u0619\u061A\u0651\u0652\u0670\u0711\u0C55\u0C56\u0E38\u0E48\u0EB8\u0EC8"
          + "\u0F71\u0F72\u0F74\u0321\u1DCE\u031B\u1DFA\u0316\u059A\u302E\uD834\uDD6D\u05AE"
          + "\u0300\u0315\u035C\u035D\u0345";

  private Nfc() {}

  static String of(String text) {
    // Below U+0300 nothing composes, decomposes or moves.
    int i = 0;
    while (i < text.length() && text.charAt(i) < 0x300) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int start = 0;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      int end = i + Character.charCount(codePoint);
      if (UnicodeVersions.isUnknownToPython(codePoint)) {
        out.append(normalize(text.substring(start, i))).append(text, i, end);
        start = end;
      }
      i = end;
    }
    return out.append(normalize(text.substring(start))).toString();
  }

  private static String normalize(String text) {
    return Normalizer.normalize(hasLongRun(text) ? sortRuns(text) : text, Normalizer.Form.NFC);
  }

  private static boolean hasLongRun(String text) {
    int run = 0;
    for (int i = 0; i < text.length() && run < LONG_RUN; ) {
      int codePoint = text.codePointAt(i);
      run = isMark(codePoint) ? run + 1 : 0;
      i += Character.charCount(codePoint);
    }
    return run == LONG_RUN;
  }

  /// Decomposes all marks and puts each run of combining ones in canonical order.
  private static String sortRuns(String text) {
    StringBuilder out = new StringBuilder(text.length());
    Map<Integer, Integer> ranks = new HashMap<>();
    long[] run = new long[1024];
    int count = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      String parts =
          isMark(codePoint)
              ? decompose(Character.toString(codePoint))
              : Character.toString(codePoint);
      for (int part : parts.codePoints().toArray()) {
        int rank = isMark(part) ? ranks.computeIfAbsent(part, Nfc::rank) : 0;
        if (rank == 0) {
          count = flush(run, count, out);
          out.appendCodePoint(part);
        } else {
          if (count == run.length) {
            run = Arrays.copyOf(run, count * 2);
          }
          // Rank, then place, then the mark itself: sorting these keeps equals in place.
          run[count] = (long) rank << 56 | (long) count << 24 | part;
          count++;
        }
      }
    }
    flush(run, count, out);
    return out.toString();
  }

  private static int flush(long[] run, int count, StringBuilder out) {
    Arrays.sort(run, 0, count);
    for (int i = 0; i < count; i++) {
      out.appendCodePoint((int) run[i] & 0xFFFFFF);
    }
    return 0;
  }

  /// The place of a mark's combining class among all, from 1; 0 if it does not combine. The JDK
  /// does not tell the class itself, but a mark changes places with one of a higher class before
  /// it.
  private static int rank(int mark) {
    int last = LADDER.codePointBefore(LADDER.length());
    if (mark == last) {
      return LADDER.codePointCount(0, LADDER.length());
    }
    int rank = 0;
    for (int i = 0; i < LADDER.length(); ) {
      int step = LADDER.codePointAt(i);
      String pair = Character.toString(step) + Character.toString(mark);
      if (!decompose(pair).equals(pair)) {
        return rank;
      }
      rank++;
      i += Character.charCount(step);
    }
    return 0;
  }

  private static String decompose(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD);
  }

  private static boolean isMark(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }
}
