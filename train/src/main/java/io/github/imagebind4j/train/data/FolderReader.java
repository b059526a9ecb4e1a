package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Class folders as items, in the order of their names.
final class FolderReader {
  /// `root/class/…/file`: some datasets have a folder or two between.
  private static final int MAX_DEPTH = 8;

  private FolderReader() {}

  static List<Item> read(ItemSource.ClassFolders folders) {
    Path root = folders.root();
    if (!Files.isDirectory(root)) {
      throw new InputException(root + " is no folder; give one with a folder for each class");
    }
    List<Item> items = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root, MAX_DEPTH, new FileVisitOption[0])) {
      files
          .filter(file -> Files.isRegularFile(file) && !isHidden(root.relativize(file)))
          .map(root::relativize)
          .filter(file -> file.getNameCount() >= 2)
          .sorted()
          .forEach(file -> items.add(item(folders, file)));
    } catch (IOException | UncheckedIOException e) {
      throw new InputException("can't list " + root + ": " + e + "; check its permissions", e);
    }
    if (items.isEmpty()) {
      throw new InputException(
          root + " has no file in a class folder; its files must lie as class/file");
    }
    return List.copyOf(items);
  }

  private static boolean isHidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static Item item(ItemSource.ClassFolders folders, Path relative) {
    String id = relative.toString().replace('\\', '/');
    Path file = folders.root().resolve(relative);
    boolean text = folders.modality().equals(Modality.TEXT);
    return new Item(
        id,
        folders.modality(),
        text ? new MediaLocation.None() : new MediaLocation.WholeFile(file),
        folders.formats(),
        relative.getName(0).toString(),
        text ? List.of(text(file)) : List.of(),
        folders.split(),
        "",
        "");
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > BoundedText.MAX_RECORD) {
        throw new InputException(file + " is too long for a caption; one text a file");
      }
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new InputException("can't read " + file + " as UTF-8 text: " + e.getMessage(), e);
    }
  }
}
