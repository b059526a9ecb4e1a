package io.github.imagebind4j.app;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.MediaDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Puts in a folder's place the media files in it and below it, in the order of their names.
final class FolderWalk {
  private final MediaDecoder decoder;
  private final Console console;

  FolderWalk(MediaDecoder decoder, Console console) {
    this.decoder = decoder;
    this.console = console;
  }

  /// The same requests, each folder replaced by its files. Other files than media, hidden ones and
  /// links to folders are passed over.
  List<Request> expand(List<Request> requests) {
    List<Request> expanded = new ArrayList<>();
    for (Request request : requests) {
      if (request.kind() == Request.Kind.FILE && isFolder(request.value())) {
        walk(Path.of(request.value()), expanded);
      } else {
        expanded.add(request);
      }
    }
    return expanded;
  }

  private static boolean isFolder(String name) {
    try {
      return Files.isDirectory(Path.of(name));
    } catch (InvalidPathException e) {
      return false; // whoever reads it says so
    }
  }

  private void walk(Path folder, List<Request> to) {
    int before = to.size();
    int passed = 0;
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> files =
          paths
              .filter(Files::isRegularFile)
              .filter(file -> !isHidden(folder, file))
              .sorted()
              .toList();
      for (Path file : files) {
        if (isMedia(file)) {
          to.add(new Request(Request.Kind.FILE, file.toString()));
        } else {
          passed++;
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw CliException.environment(
          "can't list " + folder + ": " + e.getMessage() + "; check its permissions", e);
    }
    console.note(
        folder + ": " + (to.size() - before) + " media files; " + passed + " others passed over");
  }

  private static boolean isHidden(Path folder, Path file) {
    for (Path name : folder.relativize(file)) {
      if (name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private boolean isMedia(Path file) {
    try {
      return switch (decoder.recognize(MediaSource.of(file))) {
        case IMAGE, VIDEO, AUDIO, IMU -> true;
        case TEXT, ARRAY, UNKNOWN -> false;
      };
    } catch (MediaException e) {
      return true; // it can't be read: embedding it says why
    }
  }
}
