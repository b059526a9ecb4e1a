package io.github.imagebind4j.app;

import io.github.imagebind4j.input.Modality;

/// By which sense something was noticed.
enum Sense {
  /// By its looks.
  SEEN("seen", Modality.VISION),
  /// By its sound.
  HEARD("heard", Modality.AUDIO);

  private final String word;
  private final Modality modality;

  Sense(String word, Modality modality) {
    this.word = word;
    this.modality = modality;
  }

  /// As results call it.
  String word() {
    return word;
  }

  /// As the model calls it.
  Modality modality() {
    return modality;
  }
}
