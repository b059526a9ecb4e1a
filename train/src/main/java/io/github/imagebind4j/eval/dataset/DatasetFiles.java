package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.error.InputException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A dataset's folder, read with limits: a dataset is somebody else's files.
///
/// @param root the folder
record DatasetFiles(Path root) {
  static final List<String> PICTURES =
      List.of("jpg", "jpeg", "png", "webp", "bmp", "gif", "tif", "tiff");
  static final List<String> SOUNDS = List.of("wav", "flac", "ogg", "opus", "mp3", "m4a", "aac");
  static final List<String> VIDEOS = List.of("mp4", "webm", "mkv", "avi", "mov", "m4v");

  /// The longest text file that is read whole.
  private static final long MOST_TEXT = 256L << 20;

  private static final int MOST_FILES = 5_000_000;

  /// A file below the root that a list names.
  ///
  /// @throws InputException if the name leads out of the root, or can be no path
  Path below(String name) {
    try {
      Path relative = Path.of(name);
      Path file = root.resolve(relative).normalize();
      if (!relative.isAbsolute() && file.startsWith(root.normalize()) && !name.isBlank()) {
        return file;
      }
    } catch (InvalidPathException e) {
      throw new InputException("'" + name + "' can't be a file's path: " + e.getReason(), e);
    }
    throw new InputException(
        "'" + name + "' leads out of " + root + "; name files by their path below that folder");
  }

  /// A file that must be there.
  Path require(String name) {
    Path file = root.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new InputException("no such file: " + file + "; check the layout and the folder");
    }
    return file;
  }

  /// A folder that must be there.
  Path requireFolder(String name) {
    Path folder = name.isEmpty() ? root : root.resolve(name);
    if (!Files.isDirectory(folder)) {
      throw new InputException("no such folder: " + folder + "; check the layout and the folder");
    }
    return folder;
  }

  /// What a folder holds, by name, hidden ones left out.
  static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> files =
          entries
              .filter(entry -> !name(entry).startsWith("."))
              .limit(MOST_FILES + 1L)
              .sorted()
              .toList();
      if (files.size() > MOST_FILES) {
        throw new InputException(folder + " holds more than " + MOST_FILES + " files; split it");
      }
      return files;
    } catch (IOException e) {
      throw cantRead(folder, e);
    }
  }

  /// The files of some kinds in a folder, by name.
  static List<Path> list(Path folder, List<String> extensions) {
    return list(folder).stream().filter(file -> extensions.contains(extension(file))).toList();
  }

  /// The folders in a folder, by name.
  static List<Path> folders(Path folder) {
    return list(folder).stream().filter(Files::isDirectory).toList();
  }

  static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /// A file's name up to its last dot.
  static String stem(Path file) {
    String name = name(file);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  static String extension(Path file) {
    String name = name(file);
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /// The lines of a text file, blank ones left out.
  static List<String> lines(Path file) {
    List<String> lines = new ArrayList<>();
    text(file).lines().filter(line -> !line.isBlank()).forEach(lines::add);
    return lines;
  }

  /// A whole text file in UTF-8.
  static String text(Path file) {
    try {
      requireSize(file, MOST_TEXT);
      return Files.readString(file, StandardCharsets.UTF_8).replace("\ufeff", "");
    } catch (MalformedInputException e) {
      throw new InputException(file + " is not UTF-8 text; convert it", e);
    } catch (IOException e) {
      throw cantRead(file, e);
    }
  }

  /// Refuses a file that is too long.
  static void requireSize(Path file, long most) {
    try {
      if (Files.size(file) > most) {
        throw new InputException(
            file + " has " + Files.size(file) + " bytes, more than the limit of " + most);
      }
    } catch (IOException e) {
      throw cantRead(file, e);
    }
  }

  static InputException cantRead(Path file, IOException e) {
    return new InputException("can't read " + file + ": " + e, e);
  }
}
