package io.github.imagebind4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Loading LibTorch in processes of their own, with what can be wrong around them.
class TorchRuntimeTest {
  @TempDir Path folder;

  @Test
  void saysWhatItLoaded() {
    assertThat(TorchRuntime.load().version()).startsWith("2.");
    assertThat(TorchRuntime.load()).isSameAs(TorchRuntime.load());
    assertThat(TorchRuntime.load().toString()).contains("oneDNN yes");
  }

  /// A second LibTorch where the dynamic linker looks first. Unguarded it is the one that gets
  /// linked.
  @Test
  @EnabledOnOs(OS.LINUX)
  void aForeignLibTorchDoesNotGetInWithAColdOrWarmCacheOrThreeProcessesAtOnce() throws Exception {
    Path foreign = foreignLibTorch();
    Path cache = folder.resolve("cache");
    List<Process> cold = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      cold.add(start(classPath(), List.of("-Dorg.bytedeco.javacpp.cachedir=" + cache), foreign));
    }
    for (Process process : cold) {
      assertComputes(process);
    }
    assertComputes(
        start(classPath(), List.of("-Dorg.bytedeco.javacpp.cachedir=" + cache), foreign));
  }

  @Test
  void withoutNativesOnTheClassPathTheErrorNamesTheDependency() throws Exception {
    String bare =
        Stream.of(classPath().split(File.pathSeparator))
            .filter(entry -> !entry.endsWith(Loader.getPlatform() + ".jar"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(bare).isNotEqualTo(classPath());
    Process process = start(bare, List.of(), null);
    String output = outputOf(process);
    assertThat(process.waitFor()).as(output).isEqualTo(1);
    assertThat(output)
        .contains("MissingNativeException")
        .contains("io.github.imagebind4j:imagebind4j-natives");
  }

  @Test
  void refusesTheFlagThatPrefersSystemLibraries() throws Exception {
    Process process = start(classPath(), List.of("-Dorg.bytedeco.javacpp.pathsFirst=true"), null);
    String output = outputOf(process);
    assertThat(process.waitFor()).as(output).isEqualTo(1);
    assertThat(output).contains("MissingNativeException").contains("remove it");
  }

  private static void assertComputes(Process process) throws Exception {
    String output = outputOf(process);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("says 3.0");
  }

  /// A copy of our own does for another version: what counts is which file the linker takes.
  private Path foreignLibTorch() throws IOException {
    Path ours = TorchRuntime.load().folder();
    Path foreign = Files.createDirectories(folder.resolve("foreign"));
    for (String name : List.of("libtorch.so", "libtorch_cpu.so", "libc10.so", "libgomp.so.1")) {
      Files.copy(ours.resolve(name), foreign.resolve(name));
    }
    return foreign;
  }

  private Process start(String classPath, List<String> flags, @Nullable Path libraries)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dorg.bytedeco.javacpp.logger=slf4j"));
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, TorchClashMain.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // A crash dump belongs into the test's folder, not into the module's.
    builder.directory(folder.toFile());
    if (libraries != null) {
      Map<String, String> environment = builder.environment();
      environment.put("LD_LIBRARY_PATH", libraries.toString());
    }
    return builder.start();
  }

  private static String outputOf(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }
}
