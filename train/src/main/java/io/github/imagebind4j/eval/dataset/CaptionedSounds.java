package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.input.Input;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Sounds and their captions, each sound once, however many captions it has.
final class CaptionedSounds {
  private final ItemList list;
  private final Set<String> sounds = new HashSet<>();

  CaptionedSounds(ItemList list) {
    this.list = list;
  }

  /// Adds a caption, and its thing if that is new.
  ///
  /// @param pair what the two have in common
  /// @param captionId what results call the caption
  /// @param thing in one modality or several; of several, each shares the pair
  void add(String pair, String captionId, String caption, List<Input> thing) {
    if (sounds.add(pair)) {
      thing.forEach(input -> list.add(pair, input, List.of(), pair));
    }
    list.add(captionId, Input.text(caption), List.of(), pair);
  }

  EvalSet toSet() {
    return list.toSet();
  }
}
