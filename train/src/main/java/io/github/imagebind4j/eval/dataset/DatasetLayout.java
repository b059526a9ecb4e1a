package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.error.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/// The layouts in which datasets are published.
public enum DatasetLayout {
  /// A CSV or JSONL file with a row an item: `id, modality, path, class, caption, split, pair_id`,
  /// of which only `modality` and one of `path` and `caption` are needed.
  MANIFEST,
  /// A folder for each class, as torchvision's `ImageFolder` has it; pictures, videos or sounds.
  IMAGE_FOLDER,
  /// ESC-50: `meta/esc50.csv` and `audio/`. Splits are the folds 1 to 5.
  ESC_50,
  /// SUN RGB-D: 19 scene classes, depth with its picture.
  SUN_RGBD,
  /// NYU-D v2 as SUN RGB-D contains it: 10 scene classes, the last made of 18 rarer ones.
  NYU_D,
  /// LLVIP: infrared crops of pedestrians, and as many of the background.
  LLVIP,
  /// Clotho: sounds with five captions each.
  CLOTHO,
  /// AudioCaps: sounds with captions.
  AUDIOCAPS,
  /// MSR-VTT: videos, their sound, and captions.
  MSR_VTT,
  /// Ego4D: motion around narrations, with the video's scenario as class.
  EGO4D;

  /// The name on command lines, e.g. `msr-vtt`.
  ///
  /// @return lower case, with hyphens
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Finds a layout by its name.
  ///
  /// @param label e.g. `esc-50`
  /// @return the layout
  /// @throws InputException if there is none of this name
  public static DatasetLayout of(String label) {
    String plain = label.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
    for (DatasetLayout layout : values()) {
      if (layout.name().replace("_", "").equals(plain)) {
        return layout;
      }
    }
    throw new InputException("there is no layout '" + label + "'; known are " + labels());
  }

  /// All names.
  ///
  /// @return separated by commas
  public static String labels() {
    return Arrays.stream(values()).map(DatasetLayout::label).collect(Collectors.joining(", "));
  }

  /// Tells the layout of a dataset by the files that only it has.
  ///
  /// @param path the dataset's folder, or a manifest
  /// @return the layout; a folder without any such file is an [#IMAGE_FOLDER]
  /// @throws InputException if there is nothing at the path
  public static DatasetLayout detect(Path path) {
    if (Files.isRegularFile(path)) {
      return MANIFEST;
    }
    if (!Files.isDirectory(path)) {
      throw new InputException("no such dataset: " + path + "; check the path");
    }
    if (has(path, "meta/esc50.csv")) {
      return ESC_50;
    } else if (has(path, "Annotations") && has(path, "infrared")) {
      return LLVIP;
    } else if (startsWith(path, "clotho_captions_")) {
      return CLOTHO;
    } else if (SunRgbdReader.isLayout(path)) {
      return SUN_RGBD;
    } else if (startsWith(path, "MSRVTT") || startsWith(path, "test_videodatainfo")) {
      return MSR_VTT;
    } else if (Ego4dReader.isLayout(path)) {
      return EGO4D;
    } else if (AudioCapsReader.isLayout(path)) {
      return AUDIOCAPS;
    }
    return ManifestReader.isLayout(path) ? MANIFEST : IMAGE_FOLDER;
  }

  private static boolean has(Path root, String name) {
    return Files.exists(root.resolve(name));
  }

  private static boolean startsWith(Path root, String prefix) {
    return DatasetFiles.list(root).stream()
        .anyMatch(file -> DatasetFiles.name(file).startsWith(prefix));
  }

  /// Reads a dataset.
  ///
  /// @param path its folder, or the manifest
  /// @param options which part of it
  /// @return the set
  /// @throws InputException if it is not of this layout, or nothing is left of it
  public EvalSet read(Path path, DatasetOptions options) {
    Path root = path;
    if (this == MANIFEST && Files.isRegularFile(path)) {
      root = Objects.requireNonNullElse(path.toAbsolutePath().getParent(), path);
    } else if (!Files.isDirectory(path)) {
      throw new InputException("no such folder: " + path + "; " + label() + " is one");
    }
    DatasetFiles files = new DatasetFiles(root);
    return switch (this) {
      case MANIFEST -> ManifestReader.read(path, files, options);
      case IMAGE_FOLDER -> FolderReader.read(files, options);
      case ESC_50 -> Esc50Reader.read(files, options);
      case SUN_RGBD -> SunRgbdReader.readSun(files, options);
      case NYU_D -> SunRgbdReader.readNyu(files, options);
      case LLVIP -> LlvipReader.read(files, options);
      case CLOTHO -> ClothoReader.read(files, options);
      case AUDIOCAPS -> AudioCapsReader.read(files, options);
      case MSR_VTT -> MsrVttReader.read(files, options);
      case EGO4D -> Ego4dReader.read(files, options);
    };
  }
}
