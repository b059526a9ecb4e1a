package io.github.imagebind4j.train.data;

/// A stream of random numbers that is cheap to start anew: every sample has its own, named by seed,
/// step and slot, which is why batches do not depend on how many threads make them.
///
/// SplitMix64 (Steele, Lea and Flood, 2014). One thread.
final class Draws {
  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  Draws(long... names) {
    restart(names);
  }

  /// Starts the stream of these names.
  void restart(long... names) {
    state = mix(names);
  }

  /// One number out of several; the order counts.
  static long mix(long... names) {
    long all = 0x1f83d9abfb41bd6bL;
    for (long name : names) {
      all = scramble(all + GAMMA ^ scramble(name + GAMMA));
    }
    return all;
  }

  /// A text's number, spread over all 64 bits; for choices, not for secrets.
  static long hash(String text) {
    long all = 0;
    for (int i = 0; i < text.length(); i++) {
      all = all * 0x100000001b3L + text.charAt(i);
    }
    return scramble(all + text.length());
  }

  private static long scramble(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }

  long bits() {
    state += GAMMA;
    return scramble(state);
  }

  /// From 0 (included) to 1 (excluded).
  double next() {
    return (bits() >>> 11) * 0x1p-53;
  }

  double between(double low, double high) {
    return low + (high - low) * next();
  }

  /// From 0 to `count - 1`; the bias of at most `count / 2^64` is of no matter here.
  int below(int count) {
    return (int) Math.unsignedMultiplyHigh(bits(), count);
  }

  boolean chance(double probability) {
    return next() < probability;
  }

  /// Of mean 0 and deviation 1 (Box and Muller).
  double gaussian() {
    double radius = Math.sqrt(-2 * Math.log(1 - next()));
    return radius * Math.cos(2 * Math.PI * next());
  }

  /// The numbers `0 … count - 1` in random order.
  int[] permutation(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = below(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
