package io.github.imagebind4j.tokenizer;

import java.util.Arrays;
import java.util.PriorityQueue;

/// Byte-pair encoding of one word: neighbours are merged, lowest rank first and then leftmost
/// first, until none of the remaining neighbours merge.
///
/// This is the reference's loop ("find the best pair, merge all its occurrences from left to
/// right") in `O(n log n)`: a merge can only give rise to pairs of a higher rank, because its id is
/// larger than that of everything made before it.
///
/// Immutable and safe for use by any thread.
final class BpeMerger {
  private final Vocabulary vocabulary;
  private final int end;

  /// @param end merges of this id and above are left out
  BpeMerger(Vocabulary vocabulary, int end) {
    this.vocabulary = vocabulary;
    this.end = end;
  }

  /// The id of two neighbours' merge, or a negative number.
  private int merge(int left, int right) {
    int merged = vocabulary.merge(left, right);
    return merged < end ? merged : -1;
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /// Encodes the start of a word.
  ///
  /// Of a long word only as much is looked at as decides the first `limit` tokens. No merge crosses
  /// a border between two tokens of the result, so what stands left of a border is encoded as if it
  /// stood alone, and among `longestToken` consecutive places one must be a border. Hence: if all
  /// prefixes that end there agree on their first `limit` tokens, those are the word's.
  ///
  /// @param word UTF-8, at least one byte
  /// @param limit at least 1
  /// @return all tokens of the word, or at least the first `limit` of them
  int[] encode(byte[] word, int limit) {
    int longest = vocabulary.longestToken();
    for (long length = (limit + 3L) * longest; length < word.length; length *= 2) {
      int[] first = agreedStart(word, (int) length, limit);
      if (first.length > 0) {
        return first;
      }
    }
    return mergeAll(word, word.length);
  }

  private int[] agreedStart(byte[] word, int length, int limit) {
    int[] agreed = Arrays.copyOf(mergeAll(word, length), limit);
    for (int back = 1; back < vocabulary.longestToken(); back++) {
      int[] other = mergeAll(word, length - back);
      if (Arrays.mismatch(agreed, 0, limit, other, 0, Math.min(limit, other.length)) >= 0) {
        return new int[0];
      }
    }
    return agreed;
  }

  /// A pair of neighbours that would merge; `left` is where it starts.
  private record Candidate(int merged, int left) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int byRank = Integer.compare(merged, other.merged);
      return byRank != 0 ? byRank : Integer.compare(left, other.left);
    }
  }

  private int[] mergeAll(byte[] word, int length) {
    int[] symbols = new int[length];
    for (int i = 0; i < length; i++) {
      symbols[i] = Vocabulary.byteId(word[i]);
    }
    if (length == word.length) {
      symbols[length - 1] += Vocabulary.WORD_END;
    }
    return length == 1 ? symbols : new Merging(symbols).run();
  }

  /// One run over one word: a doubly linked list of symbols, in arrays, and the queue of
  /// candidates. A symbol that was merged into its left neighbour becomes -1.
  private final class Merging {
    private final int[] symbols;
    private final int[] next;
    private final int[] previous;
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>();

    Merging(int[] symbols) {
      this.symbols = symbols;
      next = new int[symbols.length];
      previous = new int[symbols.length];
      for (int i = 0; i < symbols.length; i++) {
        next[i] = i + 1;
        previous[i] = i - 1;
      }
    }

    int[] run() {
      for (int i = 0; i + 1 < symbols.length; i++) {
        offer(i);
      }
      int count = symbols.length;
      for (Candidate best = queue.poll(); best != null; best = queue.poll()) {
        int left = best.left;
        int right = next[left];
        // A candidate goes stale when one of its two symbols has been merged away or changed.
        if (symbols[left] < 0
            || right >= symbols.length
            || merge(symbols[left], symbols[right]) != best.merged) {
          continue;
        }
        join(left, right, best.merged);
        count--;
      }
      return remaining(count);
    }

    private void join(int left, int right, int merged) {
      symbols[left] = merged;
      symbols[right] = -1;
      next[left] = next[right];
      if (next[left] < symbols.length) {
        previous[next[left]] = left;
        offer(left);
      }
      if (previous[left] >= 0) {
        offer(previous[left]);
      }
    }

    private void offer(int left) {
      int merged = merge(symbols[left], symbols[next[left]]);
      if (merged >= 0) {
        queue.add(new Candidate(merged, left));
      }
    }

    private int[] remaining(int count) {
      int[] result = new int[count];
      int at = 0;
      for (int i = 0; i < symbols.length; i = next[i]) {
        result[at++] = symbols[i];
      }
      return result;
    }
  }
}
