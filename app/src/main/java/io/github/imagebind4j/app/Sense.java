package io.github.imagebind4j.app;

import io.github.imagebind4j.input.Modality;

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

  /// As the model calls it.
  Modality modality() {
    return switch (this) {
      case SEEN -> Modality.VISION;
      case HEARD -> Modality.AUDIO;
    };
  }
}
