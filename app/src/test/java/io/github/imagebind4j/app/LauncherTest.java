package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The launcher script by itself: in a folder with a space in its name, with a Maven that only
/// counts its calls and puts a tiny jar in place.
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private record Run(int exitCode, String out, String err) {}

  @TempDir private Path temp;
  private Path home;
  private Path bin;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void copyTheLauncher() throws IOException {
    home = Files.createDirectories(temp.resolve("a checkout"));
    bin = Files.createDirectories(temp.resolve("bin"));
    Path original = Path.of(System.getProperty("imagebind4j.home", "..")).resolve("imagebind4j");
    script(home.resolve("imagebind4j"), Files.readString(original));
    for (String folder : List.of("natives", "core/src/main", "app/src/main")) {
      Files.createDirectories(home.resolve(folder));
    }
    for (String pom : List.of("pom.xml", "natives/pom.xml", "core/pom.xml", "app/pom.xml")) {
      Files.writeString(home.resolve(pom), "<project/>");
    }
    Files.writeString(home.resolve("core/src/main/A.java"), "class A {}");
    makeOld(home);
    writeJar(temp.resolve("tiny.jar"));
    maven("cp \"" + temp + "/tiny.jar\" \"" + home + "/app/target/imagebind4j-app.jar\"");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    environment.put("HOME", temp.toString());
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void makeOld(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
      }
    }
  }

  private static void writeJar(Path file) throws IOException {
    String name = EchoMain.class.getName().replace('.', '/') + ".class";
    try (InputStream in =
        Objects.requireNonNull(EchoMain.class.getResourceAsStream("/" + name), name)) {
      writeJar(file, in);
    }
  }

  private static void writeJar(Path file, InputStream mainClass) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, EchoMain.class.getName());
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.putNextEntry(new JarEntry(EchoMain.class.getName().replace('.', '/') + ".class"));
      mainClass.transferTo(jar);
    }
  }

  /// Another build of the application: the same class says something else.
  private void writeOtherJar(Path file) throws IOException {
    Path source = Files.createDirectories(temp.resolve("other")).resolve("EchoMain.java");
    Files.writeString(
        source,
        """
        package io.github.imagebind4j.app;
        final class EchoMain {
          public static void main(String[] args) {
            System.out.println("another build");
          }
        }
        """);
    Path classes = temp.resolve("other-classes");
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    assertThat(compiled).isZero();
    String name = EchoMain.class.getName().replace('.', '/') + ".class";
    try (InputStream in = Files.newInputStream(classes.resolve(name))) {
      writeJar(file, in);
    }
  }

  /// Puts a Maven on PATH that counts its calls and then does `action`.
  private void maven(String action) throws IOException {
    script(
        bin.resolve("mvn"),
        "#!/bin/sh\necho call >>\""
            + temp
            + "/calls\"\nmkdir -p \""
            + home
            + "/app/target/lib\"\necho >\""
            + home
            + "/app/target/lib/imagebind4j-core.jar\"\n"
            + action
            + "\n");
  }

  private int mavenCalls() throws IOException {
    Path calls = temp.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  private Process start(Path err, Path launcher, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(temp.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Run finish(Process process, Path err) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), out, Files.readString(err));
  }

  private Run run(Path launcher, String... args) throws Exception {
    Path err = Files.createTempFile(temp, "err", ".txt");
    return finish(start(err, launcher, args), err);
  }

  private Run run(String... args) throws Exception {
    return run(home.resolve("imagebind4j"), args);
  }

  @Test
  void buildsOnFirstUseOnlyAndPassesArgumentsOn() throws Exception {
    Run first = run("embed", "two words", "", "ünïcode", "$HOME *");
    Run second = run();

    assertThat(first.exitCode).isZero();
    assertThat(first.out)
        .isEqualTo(
            "started on Java %d\n<embed>\n<two words>\n<>\n<ünïcode>\n<$HOME *>\noption null\n"
                .formatted(Runtime.version().feature()));
    assertThat(first.err).contains("building the application");
    assertThat(second.err).isEmpty();
    assertThat(mavenCalls()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    run();
    Files.setLastModifiedTime(
        home.resolve("core/src/main/A.java"), FileTime.from(Instant.now().plusSeconds(5)));

    assertThat(run().err).contains("building the application");
    assertThat(mavenCalls()).isEqualTo(2);
  }

  @Test
  void buildsAgainWhenASourceIsGone() throws Exception {
    run();
    Files.delete(home.resolve("core/src/main/A.java"));
    Files.setLastModifiedTime(
        home.resolve("core/src/main"), FileTime.from(Instant.now().plusSeconds(5)));

    run();

    assertThat(mavenCalls()).isEqualTo(2);
  }

  @Test
  void startsWhatIsThereWhenToldNotToBuild() throws Exception {
    run();
    Files.setLastModifiedTime(home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(5)));
    environment.put("IMAGEBIND4J_BUILD", "never");

    assertThat(run().exitCode).isZero();
    assertThat(mavenCalls()).isEqualTo(1);
  }

  @Test
  void neverRunsRecordedClassesOfAnOlderJar() throws Exception {
    run();
    environment.put("IMAGEBIND4J_JAVA_OPTS", "-XX:AOTMode=on"); // fails where no record is used
    assertThat(run().out).as("the record is used").contains("started on Java");
    environment.remove("IMAGEBIND4J_JAVA_OPTS");
    writeOtherJar(home.resolve("app/target/imagebind4j-app.jar"));
    environment.put("IMAGEBIND4J_BUILD", "never");

    assertThat(run().out).isEqualTo("another build\n");
  }

  @Test
  void showsTheEndOfTheLogWhenTheBuildFails() throws Exception {
    maven("echo '[ERROR] A.java:[1,1] nonsense'; exit 1");

    Run run = run("embed");

    assertThat(run.exitCode).isEqualTo(3);
    assertThat(run.out).isEmpty();
    assertThat(run.err).contains("the build failed").contains("A.java:[1,1] nonsense");
    run();
    assertThat(mavenCalls()).as("a failed build is tried again").isEqualTo(2);
  }

  @Test
  void saysHowToGetMaven() throws Exception {
    Files.delete(bin.resolve("mvn"));
    Path tools = Files.createDirectories(temp.resolve("tools"));
    for (String tool :
        List.of("sh", "dirname", "find", "head", "mkdir", "rm", "sed", "cat", "readlink")) {
      script(tools.resolve(tool), "#!/bin/sh\nexec " + which(tool) + " \"$@\"\n");
    }
    environment.put("PATH", tools.toString());

    Run run = run();

    assertThat(run.exitCode).isEqualTo(3);
    assertThat(run.err).contains("no mvn on PATH").contains("apt install maven");
  }

  private static Path which(String tool) {
    return List.of("/bin/" + tool, "/usr/bin/" + tool).stream()
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void twoFirstRunsBuildOnce() throws Exception {
    maven("sleep 1; cp \"" + temp + "/tiny.jar\" \"" + home + "/app/target/imagebind4j-app.jar\"");
    Path launcher = home.resolve("imagebind4j");
    Process one = start(temp.resolve("err1"), launcher, "one");
    Process two = start(temp.resolve("err2"), launcher, "two");

    assertThat(finish(one, temp.resolve("err1")).out).contains("<one>");
    assertThat(finish(two, temp.resolve("err2")).out).contains("<two>");
    assertThat(mavenCalls()).isEqualTo(1);
    assertThat(home.resolve(".imagebind4j/build.lock")).doesNotExist();
  }

  @Test
  void takesOverTheLockOfADeadProcess() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path lock = Files.createDirectories(home.resolve(".imagebind4j/build.lock"));
    Files.writeString(lock.resolve("pid"), dead.pid() + "\n");

    assertThat(run().exitCode).isZero();
    assertThat(mavenCalls()).isEqualTo(1);
  }

  @Test
  void worksThroughSymbolicLinksFromAnyFolder() throws Exception {
    Path absolute = Files.createSymbolicLink(temp.resolve("ib"), home.resolve("imagebind4j"));
    Path relative = Files.createSymbolicLink(bin.resolve("ib2"), Path.of("../ib"));

    assertThat(run(absolute, "x").out).contains("<x>");
    assertThat(run(relative, "y").out).contains("<y>");
  }

  @Test
  void addsTheUsersJvmOptions() throws Exception {
    environment.put("IMAGEBIND4J_JAVA_OPTS", "-Dof.user=heard -Xmx100m");

    assertThat(run().out).contains("option heard");
  }

  @Test
  void passesOverAJavaHomeThatIsTooOld() throws Exception {
    Path old = temp.resolve("jdk-17");
    jdk(old, "17.0.15", "echo too old");
    Path java = Path.of(System.getProperty("java.home"), "bin/java");
    jdk(temp.resolve(".sdkman/candidates/java/25-tem"), "25.0.1", "exec " + java + " \"$@\"");
    environment.put("JAVA_HOME", old.toString());

    assertThat(run("--which-jdk").out).isNotEqualTo(old + "\n");
    assertThat(run().out).contains("started on Java 25");
  }

  private static void jdk(Path folder, String version, String action) throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    script(folder.resolve("bin/java"), "#!/bin/sh\n" + action + "\n");
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  @Test
  void findsTheJdkBehindJavaOnPath() throws Exception {
    environment.remove("JAVA_HOME");
    Path java = Path.of(System.getProperty("java.home"), "bin/java");
    Files.createSymbolicLink(bin.resolve("java"), java);

    assertThat(Path.of(run("--which-jdk").out.strip()).toRealPath())
        .isEqualTo(Path.of(System.getProperty("java.home")).toRealPath());
  }

  @Test
  void saysHowToGetAJdk() throws Exception {
    Path launcher = home.resolve("imagebind4j");
    // The folders of the machine that runs this test are taken out of the search.
    script(
        launcher,
        Files.readString(launcher)
            .replaceAll("/(usr/lib/jvm|usr/java|opt|Library|usr/local/opt)/", "/nonexistent/"));
    Path tools = Files.createDirectories(temp.resolve("tools"));
    for (String tool : List.of("sh", "dirname", "cat", "readlink")) {
      script(tools.resolve(tool), "#!/bin/sh\nexec " + which(tool) + " \"$@\"\n");
    }
    environment.put("PATH", tools.toString());
    environment.put("JAVA_HOME", "/nonexistent");

    Run run = run("embed");

    assertThat(run.exitCode).isEqualTo(3);
    assertThat(run.out).isEmpty();
    assertThat(run.err)
        .contains("no JDK 25 was found")
        .contains("sdk install java 25-tem")
        .contains("brew install openjdk@25")
        .contains("JAVA_HOME");
  }
}
