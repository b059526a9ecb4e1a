package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// SUN RGB-D, and the part of it that is NYU-D v2.
///
/// A folder a scene, `SUNRGBD/kv1/NYUdata/NYU0001/`, with `image/*.jpg`, `depth_bfx/*.png` (depth
/// with its holes filled, millimetres rotated by 3 bits), `intrinsics.txt` (fx first) and
/// `scene.txt` (SUN RGB-D's own readme; Song et al. 2015). The 19 classes are those with more than
/// 80 scenes, the paper's appendix A names them with NYU's 10th, `others`, made of 18 rarer scenes
/// whose largest cosine counts: evaluate with `--synonyms max`. Baselines by camera as Meta gives
/// them: Kinect 0.075 m, RealSense and Xtion 0.095 m.
///
/// SUN's split is a MATLAB file; write its test scenes into `test.txt` at the root, a line a scene
/// (`kv1/NYUdata/NYU0001`), and likewise `train.txt`. Without such a file all scenes are read.
final class SunRgbdReader {
  private static final List<String> SUN =
      List.of(
          "bathroom",
          "bedroom",
          "classroom",
          "computer_room",
          "conference_room",
          "corridor",
          "dining_area",
          "dining_room",
          "discussion_area",
          "furniture_store",
          "home_office",
          "kitchen",
          "lab",
          "lecture_theatre",
          "library",
          "living_room",
          "office",
          "rest_space",
          "study_space");

  private static final List<String> NYU =
      List.of(
          "bedroom",
          "kitchen",
          "living_room",
          "bathroom",
          "dining_room",
          "office",
          "home_office",
          "classroom",
          "bookstore");

  private static final List<String> NYU_OTHERS =
      List.of(
          "basement",
          "cafe",
          "computer_lab",
          "conference_room",
          "dinette",
          "exercise_room",
          "foyer",
          "furniture_store",
          "home_storage",
          "indoor_balcony",
          "laundry_room",
          "office_kitchen",
          "playroom",
          "printer_room",
          "reception_room",
          "student_lounge",
          "study",
          "study_room");

  private static final int DEEPEST = 6;

  private SunRgbdReader() {}

  static boolean isLayout(Path root) {
    return !scenes(root, 0, 1).isEmpty();
  }

  static EvalSet readSun(DatasetFiles files, DatasetOptions options) {
    Map<String, EvalClass> classes = new HashMap<>();
    SUN.forEach(name -> classes.put(name, EvalClass.named(name)));
    return read(files, options, new ItemList("sun-rgbd", options.formats()), SUN, classes, "");
  }

  static EvalSet readNyu(DatasetFiles files, DatasetOptions options) {
    Map<String, EvalClass> classes = new HashMap<>();
    NYU.forEach(name -> classes.put(name, EvalClass.named(name)));
    List<String> words = NYU_OTHERS.stream().map(name -> name.replace('_', ' ')).toList();
    EvalClass others = new EvalClass("others", words);
    NYU_OTHERS.forEach(name -> classes.put(name, others));
    List<String> order = new ArrayList<>(NYU);
    order.addAll(NYU_OTHERS);
    ItemList list = new ItemList("nyu-d", options.formats());
    return read(files, options, list, order, classes, "NYU");
  }

  /// @param order the scene types, in the order of their classes
  /// @param prefix how a scene's folder is called
  private static EvalSet read(
      DatasetFiles files,
      DatasetOptions options,
      ItemList list,
      List<String> order,
      Map<String, EvalClass> classes,
      String prefix) {
    order.forEach(type -> list.label(classes.getOrDefault(type, EvalClass.named(type))));
    Set<String> wanted = split(files, options);
    for (Path scene : scenes(files.root(), 0, Integer.MAX_VALUE)) {
      String id = files.root().relativize(scene).toString().replace('\\', '/');
      EvalClass type = classes.get(type(scene));
      boolean taken = wanted.isEmpty() || inSplit(id, wanted);
      if (type != null && taken && DatasetFiles.name(scene).startsWith(prefix)) {
        add(list, scene, id, list.label(type), options);
      }
    }
    return list.toSet();
  }

  private static void add(ItemList list, Path scene, String id, int label, DatasetOptions options) {
    Path depth = only(scene.resolve("depth_bfx"));
    DepthFormat camera =
        options
            .formats()
            .depth()
            .withUnit(DepthFormat.Unit.SUN_RGBD)
            .withCamera(focalLength(scene.resolve("intrinsics.txt")), baseline(id));
    list.add(id, new Input.Depth(MediaSource.of(depth), camera), List.of(label), id);
    if (Files.isDirectory(scene.resolve("image"))) {
      list.add(id, list.media("image", only(scene.resolve("image"))), List.of(label), id);
    }
  }

  /// The test scenes that a list at the root names; empty: all.
  private static Set<String> split(DatasetFiles files, DatasetOptions options) {
    String name = options.splitOr("test");
    Path file = files.below(name + ".txt");
    if (!Files.isRegularFile(file)) {
      if (!options.splits().isEmpty()) {
        throw new InputException(
            "no " + file + "; write the split's scenes into it, e.g. kv1/NYUdata/NYU0001");
      }
      return Set.of();
    }
    Set<String> scenes = new HashSet<>();
    for (String line : DatasetFiles.lines(file)) {
      String plain = line.strip().replaceAll("/+$", "");
      int at = plain.indexOf("SUNRGBD/");
      scenes.add(at >= 0 ? plain.substring(at + "SUNRGBD/".length()) : plain);
    }
    return scenes;
  }

  /// Whether a scene is listed, by its whole path or the path within the archive's own folder.
  private static boolean inSplit(String id, Set<String> wanted) {
    int archive = id.indexOf("SUNRGBD/");
    return wanted.contains(archive < 0 ? id : id.substring(archive + "SUNRGBD/".length()));
  }

  /// The folders with a scene.txt, by name, up to `most`.
  private static List<Path> scenes(Path folder, int depth, int most) {
    List<Path> scenes = new ArrayList<>();
    for (Path below : DatasetFiles.folders(folder)) {
      if (Files.isRegularFile(below.resolve("scene.txt"))) {
        scenes.add(below);
      } else if (depth < DEEPEST && scenes.size() < most) {
        scenes.addAll(scenes(below, depth + 1, most));
      }
    }
    return scenes;
  }

  private static String type(Path scene) {
    List<String> lines = DatasetFiles.lines(scene.resolve("scene.txt"));
    return lines.isEmpty() ? "" : lines.getFirst().strip().replace(' ', '_');
  }

  private static Path only(Path folder) {
    List<Path> files =
        Files.isDirectory(folder) ? DatasetFiles.list(folder, DatasetFiles.PICTURES) : List.of();
    if (files.isEmpty()) {
      throw new InputException("no picture in " + folder + "; the scene is not complete");
    }
    return files.getFirst();
  }

  private static double focalLength(Path file) {
    String first = String.join(" ", DatasetFiles.lines(file)).strip().split("\\s+", 2)[0];
    try {
      double fx = Double.parseDouble(first);
      if (fx > 0 && Double.isFinite(fx)) {
        return fx;
      }
    } catch (NumberFormatException e) {
      throw notCamera(file, first, e);
    }
    throw notCamera(file, first, null);
  }

  private static InputException notCamera(Path file, String found, @Nullable Exception cause) {
    return new InputException(
        file + " must begin with the focal length fx in pixels, got '" + found + "'", cause);
  }

  private static double baseline(String id) {
    return id.contains("realsense") || id.contains("xtion") ? 0.095 : 0.075;
  }
}
