package io.github.imagebind4j.train.nn;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which of a model's tensors training changes.
///
/// Immutable and safe for use by any thread.
///
/// @param names tells a checkpoint's key from the others
/// @param lora adapts some of those that are not trained themselves; null: none
public record Trainable(Predicate<String> names, @Nullable Lora lora) {
  /// Nothing but these.
  ///
  /// @param names tells a checkpoint's key from the others
  /// @return the choice
  public static Trainable only(Predicate<String> names) {
    return new Trainable(names, null);
  }

  boolean isTrained(String name) {
    return names.test(name) && !name.endsWith(".mask"); // a buffer
  }
}
