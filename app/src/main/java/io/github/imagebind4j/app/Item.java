package io.github.imagebind4j.app;

import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.input.Input;

/// One item on its way through a command.
sealed interface Item {

  /// What results and messages call it.
  String source();

  /// An item that can be tried.
  record Ready(Input input) implements Item {
    @Override
    public String source() {
      return input.name();
    }
  }

  /// An item that can't even be named: its file is missing, say, or of no known kind.
  record Broken(String source, ImageBindException reason) implements Item {}
}
