package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Ego4D: five seconds of motion around each narration, to be told apart by the video's scenario.
///
/// `ego4d.json` (`{"videos": [{"video_uid", "scenarios": […]}]}`), `narration.json` or
/// `annotations/narration.json` (`{"videos": {UID: {"narration_pass_1": {"narrations":
/// [{"timestamp_sec", "narration_text"}]}}}}`, or without the outer object), `imu/UID.csv` with
/// `canonical_timestamp_ms, gyro_x … accl_z` (documentation of Ego4D, pages on annotations and IMU;
/// the version's folder, e.g. `v2/`, is the root). By the paper's appendix A only videos of one
/// scenario are taken, and each clip is scored by itself. The narration is the clip's caption.
///
/// With `--split NAME`, `NAME.txt` at the root lists the videos, a line each.
final class Ego4dReader {
  private static final double HALF_WINDOW = 2.5;

  private Ego4dReader() {}

  static boolean isLayout(Path root) {
    return Files.isRegularFile(root.resolve("ego4d.json")) && narrations(root) != null;
  }

  private static @Nullable Path narrations(Path root) {
    for (String name : List.of("narration.json", "annotations/narration.json")) {
      if (Files.isRegularFile(root.resolve(name))) {
        return root.resolve(name);
      }
    }
    return null;
  }

  static EvalSet read(DatasetFiles files, DatasetOptions options) {
    Path narrations = narrations(files.root());
    if (narrations == null) {
      throw new InputException("no narration.json in " + files.root() + "; download Ego4D's");
    }
    Map<String, String> scenarios = scenarios(files.require("ego4d.json"));
    keepSplit(files, options, scenarios);
    ItemList list = new ItemList("ego4d", options.formats());
    CaptionedClips clips =
        new CaptionedClips(files, new ImuWindow(options.formats().imu()), list, scenarios);
    Ego4dNarrations.read(narrations, scenarios.keySet(), clips::add);
    return list.toSortedSet();
  }

  /// The scenario of each video that has one only.
  private static Map<String, String> scenarios(Path file) {
    Map<String, String> scenarios = new HashMap<>();
    for (Map<?, ?> video : MsrVttReader.objects(file, MsrVttReader.json(file), "videos")) {
      if (video.get("scenarios") instanceof List<?> names && names.size() == 1) {
        scenarios.put(MsrVttReader.text(video, "video_uid"), String.valueOf(names.getFirst()));
      }
    }
    return scenarios;
  }

  private static void keepSplit(
      DatasetFiles files, DatasetOptions options, Map<String, String> scenarios) {
    if (!options.splits().isEmpty()) {
      Set<String> wanted = new HashSet<>();
      for (String split : options.splits()) {
        DatasetFiles.lines(files.require(DatasetFiles.name(files.below(split + ".txt"))))
            .forEach(line -> wanted.add(line.strip()));
      }
      scenarios.keySet().retainAll(wanted);
    }
  }

  /// Makes items of narrations.
  private record CaptionedClips(
      DatasetFiles files, ImuWindow windows, ItemList list, Map<String, String> scenarios) {
    void add(Ego4dNarrations.Narration narration) {
      String uid = narration.video();
      Path imu = files.below("imu/" + uid + ".csv");
      String scenario = scenarios.get(uid);
      if (scenario == null || !Files.isRegularFile(imu)) {
        return;
      }
      String id = uid + "@" + narration.seconds();
      int label = list.label(scenario);
      double from = narration.seconds() - HALF_WINDOW;
      list.add(
          id, Modality.IMU, () -> windows.cut(imu, from, 2 * HALF_WINDOW, id), List.of(label), id);
      list.add(id, Modality.TEXT, () -> Input.text(narration.plainText()), List.of(label), id);
    }
  }
}
