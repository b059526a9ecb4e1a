package io.github.imagebind4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What this process has in memory.
final class ResidentMemory {
  private static final Path MAPPINGS = Path.of("/proc/self/smaps");
  private static final Pattern MAPPING = Pattern.compile("[0-9a-f]+-[0-9a-f]+ (?:.*?(/.*)|.*)");
  private static final Pattern RESIDENT = Pattern.compile("Rss: +(\\d+) kB");

  private ResidentMemory() {}

  /// Of the files that are mapped from a folder: how many bytes are in memory because they were
  /// touched, by the files' endings. Of Lucene's, `vec` are full-precision vectors, `veq` and `veb`
  /// quantized ones, `vex` the graph. Empty where the system does not tell (it does on Linux).
  static Map<String, Long> byKind(Path folder) throws IOException {
    Map<String, Long> resident = new TreeMap<>();
    if (!Files.isReadable(MAPPINGS)) {
      return resident;
    }
    String inside = folder.toRealPath() + "/";
    String kind = "";
    for (String line : Files.readAllLines(MAPPINGS)) {
      Matcher mapping = MAPPING.matcher(line);
      Matcher size = RESIDENT.matcher(line);
      if (mapping.matches()) {
        String file = mapping.group(1);
        kind = file == null || !file.startsWith(inside) ? "" : ending(file);
      } else if (size.matches() && !kind.isEmpty()) {
        resident.merge(kind, Long.parseLong(size.group(1)) * 1024, Long::sum);
      }
    }
    return resident;
  }

  private static String ending(String file) {
    return file.substring(file.lastIndexOf('.') + 1);
  }

  /// Bytes of objects that are still in use.
  static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  static String json(Map<String, Long> sizes) {
    return sizes.entrySet().stream()
        .map(each -> "\"" + each.getKey() + "\": " + each.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
