package io.github.imagebind4j.app;

import java.io.IOException;
import java.io.OutputStream;

/// Places for output to go in tests.
final class OutputStreams {
  private OutputStreams() {}

  static OutputStream nowhere() {
    return OutputStream.nullOutputStream();
  }

  /// A pipe whose reader has left.
  static OutputStream closed() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException("Broken pipe");
      }
    };
  }
}
