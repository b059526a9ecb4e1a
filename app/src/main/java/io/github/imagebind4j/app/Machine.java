package io.github.imagebind4j.app;

import com.sun.management.OperatingSystemMXBean;
import io.github.imagebind4j.torch.CpuFeatures;
import io.github.imagebind4j.torch.Device;
import io.github.imagebind4j.torch.PrecisionChoice;
import io.github.imagebind4j.torch.TorchRuntime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The checks of `doctor` that look at the machine: Java, processor, memory, disk.
final class Machine {
  /// What imagebind_huge takes in fp32, with room to work.
  private static final long MEMORY_FOR_HUGE = 7_000_000_000L;

  /// What the unpacked native libraries take.
  private static final long DISK_FOR_NATIVES = 700_000_000L;

  private Machine() {}

  static Check java() {
    String found =
        "Java "
            + Runtime.version()
            + " of "
            + System.getProperty("java.vendor")
            + " in "
            + System.getProperty("java.home");
    return Runtime.version().feature() >= 25
        ? Check.ok("java", found)
        : Check.fail("java", found, "install a JDK 25 and point JAVA_HOME to it");
  }

  static Check platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean intel = arch.equals("amd64") || arch.equals("x86_64");
    boolean supported =
        (os.startsWith("linux") && intel)
            || (os.startsWith("windows") && intel)
            || (os.startsWith("mac") && arch.equals("aarch64"));
    return supported
        ? Check.ok("platform", os + " " + arch)
        : Check.fail(
            "platform",
            os + " " + arch,
            "native libraries exist for Linux and Windows on x86_64 and macOS on arm64 only");
  }

  static Check cpu() {
    CpuFeatures cpu = CpuFeatures.detect();
    Set<String> found = cpu.decisive();
    int threads = Runtime.getRuntime().availableProcessors();
    String model = cpu.model().isEmpty() ? "" : cpu.model() + ", ";
    String text = model + threads + " threads; " + (cpu.known() ? found : "extensions unknown");
    boolean intel = System.getProperty("os.arch").matches("amd64|x86_64");
    if (intel && cpu.known() && !cpu.has("avx2")) {
      return Check.warn("cpu", text, "without AVX2 a model runs several times slower");
    }
    return threads < 2
        ? Check.warn("cpu", text, "give the process or container more than one processor")
        : Check.ok("cpu", text);
  }

  /// Which number format `--precision auto` stands for here.
  static Check precision() {
    PrecisionChoice choice = PrecisionChoice.best(Device.CPU);
    return Check.ok(
        "precision",
        "auto is " + choice.precision().name().toLowerCase(Locale.ROOT) + ": " + choice.reason());
  }

  /// How many processors are busy, averaged over the last minute.
  ///
  /// @return negative if the system does not say
  static double loadAverage() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /// What a reader of measurements must know of this machine.
  static Map<String, Object> describe(TorchRuntime torch) {
    CpuFeatures cpu = CpuFeatures.detect();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("cpu", cpu.model().isEmpty() ? System.getProperty("os.arch") : cpu.model());
    map.put("instruction_sets", List.copyOf(cpu.decisive()));
    map.put("processors", Runtime.getRuntime().availableProcessors());
    map.put("threads", torch.threads());
    map.put("memory_bytes", totalMemory());
    map.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    map.put("java", String.valueOf(Runtime.version()));
    map.put("libtorch", torch.version());
    return map;
  }

  private static long totalMemory() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }

  static Check memory() {
    long total = 0;
    long free = 0;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      total = system.getTotalMemorySize();
      free = system.getFreeMemorySize();
    }
    String found =
        Sizes.human(total)
            + ", "
            + Sizes.human(free)
            + " free; Java heap up to "
            + Sizes.human(Runtime.getRuntime().maxMemory());
    return total < MEMORY_FOR_HUGE
        ? Check.warn(
            "memory",
            found,
            "imagebind_huge needs about "
                + Sizes.human(MEMORY_FOR_HUGE)
                + " in fp32; use one modality at a time, or a smaller model")
        : Check.ok("memory", found);
  }

  /// The folder to which JavaCPP unpacks the native libraries.
  static Check nativeCache() {
    Path folder =
        Path.of(
            Optional.ofNullable(System.getProperty("org.bytedeco.javacpp.cachedir"))
                .orElse(System.getProperty("user.home") + "/.javacpp/cache"));
    return room("native cache", folder, DISK_FOR_NATIVES, "-Dorg.bytedeco.javacpp.cachedir=DIR");
  }

  static Check room(String name, Path folder, long needed, String option) {
    Path existing = folder.toAbsolutePath();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    String found = folder.toString();
    if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      return Check.fail(
          name, found + " can't be written", "change its permissions, or choose it with " + option);
    }
    try {
      FileStore disk = Files.getFileStore(existing);
      long usable = disk.getUsableSpace();
      found += ", " + Sizes.human(usable) + " free";
      return usable < needed
          ? Check.warn(
              name,
              found,
              "make room for " + Sizes.human(needed) + ", or choose another with " + option)
          : Check.ok(name, found);
    } catch (IOException e) {
      return Check.warn(name, found + ": " + e.getMessage(), "check that disk");
    }
  }
}
