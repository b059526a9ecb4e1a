package io.github.imagebind4j.index;

import io.github.imagebind4j.error.IndexException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The files of an index, and how they are read.
///
/// @param path of the folder
record IndexFolder(Path path) {
  private static final Pattern DATA = Pattern.compile("(segment|deleted)-[0-9a-f]{16}");
  private static final int PATIENCE = 20;

  /// What a manifest names, opened.
  ///
  /// @param manifest which
  /// @param parts its segments, in its order
  record Commit(Manifest manifest, List<Part> parts) {
    void release() {
      parts.forEach(part -> part.segment().release());
    }
  }

  Path lock() {
    return path.resolve("lock");
  }

  Path manifest() {
    return path.resolve("manifest");
  }

  Path newManifest() {
    return path.resolve("manifest.new");
  }

  Path segment(long number) {
    return numbered("segment", number);
  }

  Path deletions(long number) {
    return numbered("deleted", number);
  }

  private Path numbered(String kind, long number) {
    return path.resolve(String.format(Locale.ROOT, "%s-%016x", kind, number));
  }

  /// The files that belong to segments, whether a commit names them or not.
  List<Path> data() throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            path, file -> DATA.matcher(file.getFileName().toString()).matches())) {
      List<Path> data = new ArrayList<>();
      files.forEach(data::add);
      return data;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  IndexException failure(String what, IOException cause) {
    return new IndexException(
        "the index "
            + path
            + " can't be "
            + what
            + ": "
            + cause
            + "; check the folder, its rights and its free space (what was committed is still"
            + " there)",
        cause);
  }

  /// Opens the last commit. While another process writes, a manifest may have been replaced, and
  /// its files removed, between reading it and opening them; then the new one is read.
  Commit read() {
    try {
      Manifest manifest = readManifest();
      for (int attempt = 1; ; attempt++) {
        try {
          return open(manifest);
        } catch (NoSuchFileException e) {
          Manifest newer = readManifest();
          if (newer.generation() == manifest.generation() || attempt == PATIENCE) {
            throw Damage.in("the index " + path, e.getFile() + " is missing", e);
          }
          manifest = newer;
        }
      }
    } catch (IOException e) {
      throw failure("read", e);
    }
  }

  private Manifest readManifest() throws IOException {
    try {
      return Manifest.decode(readAll(manifest(), Manifest.MOST_BYTES), manifest().toString());
    } catch (NoSuchFileException e) {
      throw new IndexException(
          "there is no index in " + path + "; check the path, or make one by indexing into it", e);
    }
  }

  /// All of a small file.
  private static byte[] readAll(Path file, long most) throws IOException {
    requireFile(file);
    long size = Files.size(file);
    if (size > most) {
      throw Damage.in(file.toString(), "it has " + size + " bytes, and may have " + most);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes((int) most); // even if it grows, or said less than it has
    }
  }

  /// Opening a pipe would wait for its writer.
  static void requireFile(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw Damage.in(file.toString(), "it is no ordinary file");
    }
  }

  private Commit open(Manifest manifest) throws IOException {
    List<Part> parts = new ArrayList<>();
    try {
      for (Manifest.SegmentEntry entry : manifest.entries()) {
        Segment segment = map(entry.number());
        Part unchecked = new Part(segment, Deletions.NONE);
        parts.add(unchecked);
        check(manifest, entry, segment);
        parts.set(parts.size() - 1, new Part(segment, readDeletions(entry, segment)));
      }
      return new Commit(manifest, parts);
    } catch (IOException | RuntimeException | Error e) {
      parts.forEach(part -> part.segment().release());
      throw e;
    }
  }

  private static void check(Manifest manifest, Manifest.SegmentEntry entry, Segment segment) {
    if (segment.crc() != entry.crc()) {
      throw Damage.in(segment.source(), "it is not the file that the manifest speaks of");
    }
    IndexSpace space = manifest.space();
    if (space == null || space.dimension() != segment.dimension()) {
      throw Damage.in(
          segment.source(), "it has " + segment.dimension() + " dimensions, the index " + space);
    }
  }

  private Deletions readDeletions(Manifest.SegmentEntry entry, Segment segment) throws IOException {
    if (entry.deletions() == 0) {
      return Deletions.NONE;
    }
    Path file = deletions(entry.deletions());
    byte[] bytes = readAll(file, Deletions.fileBytes(segment.rows()));
    return Deletions.decode(bytes, segment.rows(), entry.deleted(), file.toString());
  }

  /// Opens a segment.
  Segment map(long number) throws IOException {
    Path file = segment(number);
    requireFile(file);
    MappedFile mapped = MappedFile.open(file);
    try {
      return new Segment(number, file.toString(), mapped);
    } catch (RuntimeException | Error e) {
      mapped.free();
      throw e;
    }
  }
}
