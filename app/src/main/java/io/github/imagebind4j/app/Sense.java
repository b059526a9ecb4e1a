package io.github.imagebind4j.app;

/// By which sense something was noticed.
enum Sense {
  /// By its looks.
  SEEN("seen"),
  /// By its sound.
  HEARD("heard");

  private final String word;

  Sense(String word) {
    this.word = word;
  }

  /// As results call it.
  String word() {
    return word;
  }
}
