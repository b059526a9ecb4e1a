package io.github.imagebind4j.app;

import io.github.imagebind4j.torch.NativeHeap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// This process's resident memory as Linux counts it: Java heap, native memory and the pages of
/// mapped files that were touched.
final class ResidentMemory {
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");
  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentMemory() {}

  /// Gives back what earlier work has freed, which the C library would keep for later, and forgets
  /// the peak so far.
  ///
  /// @return false where that is not possible, so that [#peak] is of the whole process
  static boolean resetPeak() {
    NativeHeap.trim();
    try {
      Files.writeString(CLEAR, "5", StandardCharsets.US_ASCII);
      return true;
    } catch (IOException e) {
      return false; // another system, or a container that forbids it
    }
  }

  /// The peak in bytes since the last reset.
  ///
  /// @return empty on other systems than Linux
  static OptionalLong peak() {
    return field("VmHWM:");
  }

  private static OptionalLong field(String name) {
    try {
      for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith(name)) {
          String kilobytes = line.substring(name.length()).replaceAll("\\D", "");
          return OptionalLong.of(1024 * Long.parseLong(kilobytes));
        }
      }
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty(); // not Linux
    }
    return OptionalLong.empty();
  }
}
