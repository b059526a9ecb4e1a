package io.github.imagebind4j.synth;

import java.util.List;

/// A stream of random numbers that is the same on every machine and in every Java version:
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
///
/// Every purpose has a stream of its own, so that asking a scene for its sound does not change its
/// picture. Not safe for use by several threads.
final class Dice {
  private long state;

  private Dice(long state) {
    this.state = state;
  }

  /// The stream of one purpose in one scene.
  static Dice of(long seed, long index, String purpose) {
    long state = mix(seed + 0x9e3779b97f4a7c15L);
    state = mix(state ^ mix(index + 0x632be59bd9b4e019L));
    for (int i = 0; i < purpose.length(); i++) {
      state = mix(state + purpose.charAt(i) + 1);
    }
    return new Dice(state);
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }

  long bits() {
    state += 0x9e3779b97f4a7c15L;
    return mix(state);
  }

  /// A number from 0 to 1, without 1.
  double unit() {
    return (bits() >>> 11) * 0x1.0p-53;
  }

  double between(double from, double to) {
    return from + (to - from) * unit();
  }

  /// A number between two positive ones whose logarithm is uniform.
  double logBetween(double from, double to) {
    return from * Math.pow(to / from, unit());
  }

  /// A whole number from 0, below `bound`.
  int below(int bound) {
    return (int) (unit() * bound);
  }

  boolean chance(double probability) {
    return unit() < probability;
  }

  /// -1 or 1.
  int sign() {
    return chance(0.5) ? 1 : -1;
  }

  /// A number of mean 0 and variance 1, near enough to normal: the sum of twelve.
  double normal() {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += unit();
    }
    return sum;
  }

  <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }
}
