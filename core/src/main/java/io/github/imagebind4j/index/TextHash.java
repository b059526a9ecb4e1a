package io.github.imagebind4j.index;

/// 64-bit hashes of texts that are the same in every run and on every machine: what draws samples
/// by ids, and tells files apart in little memory. Not for texts that want to collide.
///
/// Stateless and safe for use by any thread.
public final class TextHash {
  private TextHash() {}

  /// A text's hash.
  ///
  /// @param text any text
  /// @param seed which hash; that of another text makes one hash of both
  /// @return any number
  public static long of(String text, long seed) {
    long hash = seed;
    for (int i = 0; i < text.length(); i++) {
      hash = mixed(hash ^ text.charAt(i));
    }
    return hash;
  }

  /// SplitMix64's finisher (Steele, Lea and Flood 2014): near numbers become unlike ones.
  ///
  /// @param value any number
  /// @return another for each
  public static long mixed(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
