package io.github.imagebind4j.torch;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.MissingNativeException;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// Loads LibTorch once per process, and only our copy of it.
///
/// Left to itself JavaCPP opens `libtorch.so` before it has unpacked `libtorch_cpu.so`, so that on
/// a cold cache the dynamic linker takes a system-wide LibTorch of another version, and the process
/// dies with a segmentation fault. So we unpack everything first and then open each library by its
/// absolute path: the linker matches later requests by name to what is open already.
///
/// Safe for use by any thread.
public final class TorchRuntime {
  private static final String FIX =
      "add the dependency io.github.imagebind4j:imagebind4j-natives (type pom), which brings LibTorch for "
          + "linux-x86_64, macosx-arm64 and windows-x86_64";

  /// In the order in which each needs those before it.
  private static final List<String> PINNED =
      List.of("libgomp.so.1", "libc10.so", "libtorch_cpu.so");

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static @Nullable TorchRuntime instance;

  private final String version;
  private final Path folder;

  private TorchRuntime(String version, Path folder) {
    this.version = version;
    this.folder = folder;
  }

  /// Loads LibTorch if it is not loaded yet. The first call takes about a second, and three on a
  /// machine where its libraries (436 MB) have to be unpacked first.
  ///
  /// @return the loaded runtime
  /// @throws MissingNativeException if LibTorch is not on the class path, is of another platform,
  ///   or another version of it got into this process
  public static TorchRuntime load() {
    LOCK.lock();
    try {
      TorchRuntime loaded = instance;
      if (loaded == null) {
        loaded = loadGuarded();
        instance = loaded;
      }
      return loaded;
    } finally {
      LOCK.unlock();
    }
  }

  /// LibTorch's version.
  ///
  /// @return that of LibTorch and of its Java presets, e.g. `2.13.0-1.5.14`
  public String version() {
    return version;
  }

  /// Where LibTorch's libraries were unpacked.
  ///
  /// @return a folder in JavaCPP's cache
  public Path folder() {
    return folder;
  }

  /// Whether a CUDA device can be used.
  ///
  /// @return true if LibTorch was built with CUDA and finds a device
  public boolean hasCuda() {
    return torch.cuda_is_available();
  }

  /// How many threads one operation may use.
  ///
  /// @return LibTorch's setting, by default the number of cores
  public int threads() {
    return torch.get_num_threads();
  }

  /// Sets how many threads one operation may use, for the whole process.
  ///
  /// @param threads at least 1
  /// @throws ConfigException if it is less
  public void threads(int threads) {
    if (threads < 1) {
      throw new ConfigException("threads must be at least 1, got " + threads);
    }
    torch.set_num_threads(threads);
  }

  private static TorchRuntime loadGuarded() {
    if (Boolean.getBoolean("org.bytedeco.javacpp.pathsFirst")) {
      throw new MissingNativeException(
          "the system property org.bytedeco.javacpp.pathsFirst=true makes the JVM prefer a system-wide LibTorch, "
              + "whose version differs; remove it");
    }
    try {
      Path folder = unpack();
      Loader.load(org.bytedeco.openblas.global.openblas.class);
      for (String library : PINNED) {
        Path file = folder.resolve(library);
        if (Files.exists(
            file)) { // on macOS and Windows the names differ, and the clash does not arise
          SymbolLookup.libraryLookup(file, Arena.global());
        }
      }
      Loader.load(torch.class);
      requireOnlyOurs(folder);
      NativeHeap.keepSlack();
      return new TorchRuntime(
          String.valueOf(torch.class.getPackage().getImplementationVersion()), folder);
    } catch (LinkageError | IllegalArgumentException | TypeNotPresentException e) {
      throw new MissingNativeException(
          "LibTorch can't be loaded on " + Loader.getPlatform() + " (" + firstLine(e) + "); " + FIX,
          e);
    }
  }

  private static Path unpack() {
    String resources = "/org/bytedeco/pytorch/" + Loader.getPlatform();
    try {
      File[] folders = Loader.cacheResources(org.bytedeco.pytorch.presets.torch.class, resources);
      if (folders == null || folders.length == 0) {
        throw new MissingNativeException(
            "LibTorch for " + Loader.getPlatform() + " is not on the class path; " + FIX);
      }
      return folders[0].toPath();
    } catch (IOException e) {
      throw new MissingNativeException(
          "LibTorch can't be unpacked ("
              + e.getMessage()
              + "); it needs 450 MB in JavaCPP's cache folder, by default ~/.javacpp/cache: free some room, or choose "
              + "another folder with -Dorg.bytedeco.javacpp.cachedir=…",
          e);
    }
  }

  /// After the fact, in case the linker was talked into another copy all the same (LD_PRELOAD,
  /// say).
  private static void requireOnlyOurs(Path folder) {
    Path maps = Path.of("/proc/self/maps");
    if (!Files.isReadable(maps)) {
      return;
    }
    List<String> foreign = new ArrayList<>();
    try {
      String ours = folder.toRealPath().toString();
      for (String line : Files.readAllLines(maps)) {
        int at = line.indexOf('/');
        if (at >= 0 && line.contains("libtorch_cpu.so") && !line.substring(at).startsWith(ours)) {
          foreign.add(line.substring(at));
        }
      }
    } catch (IOException e) {
      return; // a courtesy check: not being able to look is no error
    }
    if (!foreign.isEmpty()) {
      throw new MissingNativeException(
          "another LibTorch is loaded in this process ("
              + foreign.getFirst()
              + "), and two do not mix; unset LD_PRELOAD and LD_LIBRARY_PATH, or remove the other one");
    }
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
  }

  /// What LibTorch was built with, for diagnosis.
  ///
  /// @return e.g. `2.13.0-1.5.14, oneDNN yes, CUDA no, 2 threads`
  @Override
  public String toString() {
    return version
        + ", oneDNN "
        + (Context.hasMKLDNN() ? "yes" : "no")
        + ", CUDA "
        + (hasCuda() ? "yes" : "no")
        + ", "
        + threads()
        + " threads";
  }
}
