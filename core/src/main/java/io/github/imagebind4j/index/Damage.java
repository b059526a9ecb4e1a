package io.github.imagebind4j.index;

import io.github.imagebind4j.error.IndexException;

/// What is said of files that are not what their format demands.
final class Damage {
  private static final String FIX = "; restore the folder from a copy, or index its items anew";

  private Damage() {}

  static IndexException in(String source, String found) {
    return new IndexException(source + " is damaged: " + found + FIX);
  }

  static IndexException in(String source, String found, Throwable cause) {
    return new IndexException(source + " is damaged: " + found + FIX, cause);
  }
}
