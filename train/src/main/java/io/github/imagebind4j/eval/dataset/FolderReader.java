package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.error.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A folder a class, `root/dog/1.jpg`, or with splits `root/test/dog/1.jpg`, as torchvision's
/// `ImageFolder` reads it (torchvision documentation, `datasets.ImageFolder`). Sounds and videos
/// are taken as well, each by its extension. Without `--split`, `test` or `val` is read if there is
/// one.
final class FolderReader {
  private static final Set<String> SPLITS = Set.of("train", "val", "valid", "validation", "test");
  private static final List<String> USUAL = List.of("test", "val", "valid", "validation", "train");
  private static final int DEEPEST = 4;

  private FolderReader() {}

  static EvalSet read(DatasetFiles files, DatasetOptions options) {
    ItemList list = new ItemList(DatasetFiles.name(files.root()), options.formats());
    for (Path split : splits(files, options)) {
      List<Path> classes = DatasetFiles.folders(split);
      if (classes.isEmpty()) {
        throw new InputException(split + " holds no folders; an image folder has one a class");
      }
      for (Path folder : classes) {
        int label = list.label(DatasetFiles.name(folder));
        add(list, files.root(), folder, label, 0);
      }
    }
    return list.toSortedSet();
  }

  private static List<Path> splits(DatasetFiles files, DatasetOptions options) {
    if (!options.splits().isEmpty()) {
      return options.splits().stream()
          .map(name -> files.requireFolder(DatasetFiles.name(files.below(name))))
          .toList();
    }
    Set<String> names =
        DatasetFiles.folders(files.root()).stream()
            .map(DatasetFiles::name)
            .collect(Collectors.toSet());
    if (!names.isEmpty() && SPLITS.containsAll(names)) {
      String usual = USUAL.stream().filter(names::contains).findFirst().orElseThrow();
      return List.of(files.root().resolve(usual));
    }
    return List.of(files.root());
  }

  private static void add(ItemList list, Path root, Path folder, int label, int depth) {
    for (Path file : DatasetFiles.list(folder)) {
      if (Files.isDirectory(file)) {
        if (depth < DEEPEST) {
          add(list, root, file, label, depth + 1);
        }
        continue;
      }
      String extension = DatasetFiles.extension(file);
      String sense =
          DatasetFiles.PICTURES.contains(extension)
              ? "image"
              : DatasetFiles.VIDEOS.contains(extension)
                  ? "video"
                  : DatasetFiles.SOUNDS.contains(extension) ? "audio" : "";
      if (!sense.isEmpty()) {
        list.add(root.relativize(file).toString(), list.media(sense, file), List.of(label), "");
      }
    }
  }
}
