package io.github.imagebind4j.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BpeMergerTest {
  private static final long SEED = 20261122;

  private final Vocabulary vocabulary = Vocabulary.clip();
  private final BpeMerger merger = new BpeMerger(vocabulary, Vocabulary.SIZE);

  @Test
  void agreesWithTheReferencesLoop() {
    Random random = new Random(SEED);
    for (int n = 0; n < 3_000; n++) {
      byte[] word = randomWord(random, 1 + random.nextInt(60));
      assertThat(merger.encode(word, 77)).as("seed %d, word %d", SEED, n).isEqualTo(slowly(word));
    }
  }

  @Test
  void theStartOfALongWordIsThatOfTheWholeWord() {
    Random random = new Random(SEED);
    for (int n = 0; n < 20; n++) {
      byte[] word = randomWord(random, 4_000 + random.nextInt(4_000));
      int[] whole = merger.encode(word, word.length);
      assertThat(vocabulary.decode(whole).length()).isGreaterThan(3_000);
      assertThat(Arrays.copyOf(merger.encode(word, 77), 77))
          .as("seed %d, word %d", SEED, n)
          .isEqualTo(Arrays.copyOf(whole, 77));
    }
  }

  /// Few letters, so that many merges overlap.
  private static byte[] randomWord(Random random, int length) {
    String letters = random.nextBoolean() ? "ha" : "aeinorst!😂é";
    StringBuilder word = new StringBuilder();
    while (word.length() < length) {
      int at =
          letters.offsetByCodePoints(
              0, random.nextInt(letters.codePointCount(0, letters.length())));
      word.appendCodePoint(letters.codePointAt(at));
    }
    return word.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// As the reference does it: the best pair of all, then all its occurrences from left to right.
  private int[] slowly(byte[] word) {
    List<Integer> symbols = new ArrayList<>();
    for (byte b : word) {
      symbols.add(Vocabulary.byteId(b));
    }
    symbols.set(word.length - 1, symbols.getLast() + Vocabulary.WORD_END);
    for (int best = best(symbols); best < Integer.MAX_VALUE; best = best(symbols)) {
      for (int i = 0; i + 1 < symbols.size(); i++) {
        if (vocabulary.merge(symbols.get(i), symbols.get(i + 1)) == best) {
          symbols.set(i, best);
          symbols.remove(/* index */ i + 1);
        }
      }
    }
    return symbols.stream().mapToInt(Integer::intValue).toArray();
  }

  private int best(List<Integer> symbols) {
    int best = Integer.MAX_VALUE;
    for (int i = 0; i + 1 < symbols.size(); i++) {
      int merged = vocabulary.merge(symbols.get(i), symbols.get(i + 1));
      best = merged < 0 ? best : Math.min(best, merged);
    }
    return best;
  }
}
