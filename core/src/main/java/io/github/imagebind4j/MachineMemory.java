package io.github.imagebind4j;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much memory this machine, or the container around this process, still has.
///
/// On Linux that is the kernel's own estimate (`MemAvailable`), and no more than what is left below
/// the limit of each control group (version 1 or 2) that the process is in, files in the page cache
/// counted as free. Elsewhere it is half of the physical memory.
final class MachineMemory {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private MachineMemory() {}

  static long available() {
    return available(Path.of("/"));
  }

  /// @param root where `/proc` and `/sys` are
  static long available(Path root) {
    long machine = field(root.resolve("proc/meminfo"), "MemAvailable:", Long.MAX_VALUE >> 10) << 10;
    long least = machine;
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      String[] parts = line.split(":", 3); // 4:memory:/path, or 0::/path in version 2
      if (parts.length == 3 && parts[1].isEmpty()) {
        least = Math.min(least, Version.TWO.left(root, parts[2]));
      } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
        least = Math.min(least, Version.ONE.left(root, parts[2]));
      }
    }
    return least < Long.MAX_VALUE >> 10 << 10 ? least : physical() / 2;
  }

  private static long physical() {
    // Loaded only where there is no /proc.
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }

  /// One of the two forms that control groups have.
  private record Version(String mount, String limit, String usage, List<String> reclaimable) {
    static final Version ONE =
        new Version(
            "sys/fs/cgroup/memory",
            "memory.limit_in_bytes",
            "memory.usage_in_bytes",
            List.of("total_inactive_file", "total_active_file"));
    static final Version TWO =
        new Version(
            "sys/fs/cgroup",
            "memory.max",
            "memory.current",
            List.of("inactive_file", "active_file"));

    /// The least that is left in a group and those around it. Inside a container the path may be
    /// that of the host, and then only the mount itself is there.
    private long left(Path root, String group) {
      Path top = root.resolve(mount);
      Path folder = top.resolve(group.replaceFirst("^/+", "")).normalize();
      long least = Long.MAX_VALUE;
      Path deepest = folder.startsWith(top) ? folder : top;
      for (Path at = deepest; at != null && at.startsWith(top); at = at.getParent()) {
        long most = number(at.resolve(limit), Long.MAX_VALUE);
        if (most < Long.MAX_VALUE) { // "max", absent, or not a number: no limit
          long used = number(at.resolve(usage), 0);
          for (String cache : reclaimable) {
            used -= field(at.resolve("memory.stat"), cache + " ", 0);
          }
          least = Math.min(least, Math.max(0, most - Math.max(0, used)));
        }
      }
      return least;
    }
  }

  private static long number(Path file, long otherwise) {
    List<String> lines = lines(file);
    String text = lines.isEmpty() ? "" : lines.getFirst().strip();
    return NUMBER.matcher(text).matches() ? Long.parseLong(text) : otherwise;
  }

  private static long field(Path file, String name, long otherwise) {
    for (String line : lines(file)) {
      Matcher value = NUMBER.matcher(line);
      if (line.startsWith(name) && value.find(name.length())) {
        return Long.parseLong(value.group());
      }
    }
    return otherwise;
  }

  private static List<String> lines(Path file) {
    if (!Files.isReadable(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of(); // what can't be read sets no limit
    }
  }
}
