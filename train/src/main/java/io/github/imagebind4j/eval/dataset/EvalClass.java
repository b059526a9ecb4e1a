package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.error.InputException;
import java.util.List;

/// A class of a dataset, and the words for it.
///
/// Immutable and safe for use by any thread.
///
/// @param name what results call it
/// @param words one or more names that prompts are made of, e.g. `person`, `man`, `woman`
public record EvalClass(String name, List<String> words) {

  /// Checks and copies.
  ///
  /// @throws InputException if there are no words
  public EvalClass {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new InputException("class '" + name + "' needs at least one word for its prompts");
    }
  }

  /// A class whose word is its name, with spaces for underscores.
  ///
  /// @param name e.g. `living_room`
  /// @return the class
  public static EvalClass named(String name) {
    return new EvalClass(name, List.of(name.replace('_', ' ').strip()));
  }
}
