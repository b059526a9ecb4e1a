package io.github.imagebind4j.mini;

import io.github.imagebind4j.error.CheckpointException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A file among the resources of a class, beside it `NAME.sha256` as `sha256sum NAME` prints it.
///
/// @param owner the class whose resource it is
/// @param name the file's name
record EmbeddedFile(Class<?> owner, String name) {
  static final EmbeddedFile MODEL = new EmbeddedFile(Mini.class, "mini.safetensors");

  private static final Pattern SUM = Pattern.compile("[0-9a-f]{64}");

  /// So much of the hash stands in the file's name.
  private static final int NAMED_DIGITS = 16;

  /// What a process that was killed left behind is cleared away after so long.
  private static final Duration ABANDONED = Duration.ofHours(1);

  /// What the file's SHA-256 should be.
  String sha256() {
    try (InputStream in = owner.getResourceAsStream(name + ".sha256")) {
      String line =
          in == null ? "" : new String(in.readNBytes(1024), StandardCharsets.US_ASCII).strip();
      String sum = line.split("\\s", 2)[0];
      if (SUM.matcher(sum).matches()) {
        return sum;
      }
    } catch (IOException e) {
      throw damaged("its SHA-256 can't be read", e);
    }
    throw damaged("its SHA-256 is missing", null);
  }

  /// The file's size.
  long bytes() {
    try {
      URLConnection connection = resource().openConnection();
      connection.setUseCaches(false);
      try (InputStream _ = connection.getInputStream()) {
        return connection.getContentLengthLong();
      }
    } catch (IOException e) {
      throw damaged("it can't be read", e);
    }
  }

  private URL resource() {
    URL resource = owner.getResource(name);
    if (resource == null) {
      throw damaged("it is missing", null);
    }
    return resource;
  }

  /// What the file is called in a folder: its name with the hash before the ending.
  Path in(Path folder) {
    int dot = name.lastIndexOf('.');
    return folder.resolve(
        name.substring(0, dot) + "-" + sha256().substring(0, NAMED_DIGITS) + name.substring(dot));
  }

  /// Writes it to a folder, unless it is there and whole.
  Path extractTo(Path folder) {
    String wanted = sha256();
    Path target = in(folder);
    try {
      if (isWhole(target, wanted)) {
        return target;
      }
      Files.createDirectories(folder);
      clearAbandoned(folder);
      Path part = folder.resolve(partPrefix() + UUID.randomUUID() + ".part");
      try {
        write(part, wanted);
        install(part, target, wanted);
      } finally {
        Files.deleteIfExists(part);
      }
      return target;
    } catch (IOException | UncheckedIOException | ReadOnlyFileSystemException e) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "can't keep the model %s (%.1f MB) in %s: %s; mend that, or choose another folder"
                  + " (command line: --cache DIR or $IMAGEBIND4J_HOME; Java: Mini.extractTo(folder))",
              name,
              bytes() / 1e6,
              folder,
              reason(e)),
          e);
    }
  }

  private static String reason(Exception e) {
    return switch (e) {
      case AccessDeniedException denied -> "no permission to write " + denied.getFile();
      case FileAlreadyExistsException file -> file.getFile() + " is no folder";
      case NotDirectoryException file -> file.getFile() + " is no folder";
      case ReadOnlyFileSystemException _ -> "the file system is read-only";
      default -> String.valueOf(e.getMessage());
    };
  }

  private String partPrefix() {
    return "." + name + "-";
  }

  private void write(Path part, String wanted) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = owner.getResourceAsStream(name);
        OutputStream file = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW);
        OutputStream out = new DigestOutputStream(file, digest)) {
      if (in == null) {
        throw damaged("it is missing", null);
      }
      in.transferTo(out);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(wanted)) {
      throw damaged("its bytes do not have the SHA-256 that is written beside them", null);
    }
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true); // else a power cut may leave the name without the bytes
    }
  }

  /// Gives the finished part its name. Where files in use can't be replaced, as on Windows, another
  /// process's copy does as well.
  private static void install(Path part, Path target, String wanted) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      if (!isWhole(target, wanted)) {
        throw e;
      }
    }
  }

  private static boolean isWhole(Path file, String wanted) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    MessageDigest digest = digest();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 20];
      for (int n; (n = in.read(buffer)) > 0; ) {
        digest.update(buffer, 0, n);
      }
    } catch (AccessDeniedException e) {
      return false; // not ours to read; a copy of our own may take its place
    }
    return HexFormat.of().formatHex(digest.digest()).equals(wanted);
  }

  /// Removes what processes that were killed left behind. Another one may be as quick.
  private void clearAbandoned(Path folder) throws IOException {
    Instant limit = Instant.now().minus(ABANDONED);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String fileName = String.valueOf(file.getFileName());
        if (fileName.startsWith(partPrefix())
            && fileName.endsWith(".part")
            && isOlder(file, limit)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isOlder(Path file, Instant limit) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(limit);
    } catch (NoSuchFileException _) {
      return false; // its writer has finished meanwhile
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private CheckpointException damaged(String what, @Nullable Throwable cause) {
    return new CheckpointException(
        "the model "
            + name
            + " in this program's jar is damaged: "
            + what
            + "; build or install it again",
        cause);
  }
}
