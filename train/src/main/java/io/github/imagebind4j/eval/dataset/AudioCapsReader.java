package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Input;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// AudioCaps: captions of 10 s sounds from AudioSet, five each in `val` and `test`.
///
/// `test.csv` (or `dataset/test.csv`) with the columns `audiocap_id, youtube_id, start_time,
/// caption` (repository cdjkim/audiocaps). The sounds come from elsewhere and are gone in part, so
/// any folder of the split's name, or `audio`, is searched for `ID.wav`, `ID_START.wav`, `YID.wav`
/// and `AUDIOCAP_ID.wav`, in any sound format; rows without a file are passed over.
final class AudioCapsReader {
  private static final List<String> COLUMNS = List.of("youtube_id", "start_time", "caption");

  private AudioCapsReader() {}

  static boolean isLayout(Path root) {
    for (String name : List.of("test.csv", "val.csv", "train.csv", "dataset/test.csv")) {
      Path file = root.resolve(name);
      if (Files.isRegularFile(file) && header(file).contains("youtube_id")) {
        return true;
      }
    }
    return false;
  }

  private static String header(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().orElse("");
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }

  static EvalSet read(DatasetFiles files, DatasetOptions options) {
    String split = options.splitOr("test");
    Path csv = files.below("dataset/" + split + ".csv");
    Map<String, Path> byStem = sounds(files, split);
    ItemList list = new ItemList("audiocaps", options.formats());
    CaptionedSounds sounds = new CaptionedSounds(list);
    CsvRows.read(
        Files.isRegularFile(csv) ? csv : files.below(split + ".csv"),
        COLUMNS,
        row -> {
          String id = row.getOrDefault("youtube_id", "");
          String start = row.getOrDefault("start_time", "");
          String captionId = row.getOrDefault("audiocap_id", "");
          for (String stem : List.of(id, id + "_" + start, "Y" + id, captionId)) {
            Path file = byStem.get(stem);
            if (file != null) {
              Input sound = list.media("audio", file);
              sounds.add(id, id + "#" + captionId, row.getOrDefault("caption", ""), List.of(sound));
              return;
            }
          }
        });
    if (list.isEmpty()) {
      throw new InputException(
          "none of AudioCaps's sounds are in "
              + files.root()
              + "; put them as YOUTUBE_ID.wav into a folder '"
              + split
              + "' or 'audio'");
    }
    return sounds.toSet();
  }

  private static Map<String, Path> sounds(DatasetFiles files, String split) {
    Map<String, Path> byStem = new HashMap<>();
    for (String name : List.of(split, "audio/" + split, "audio")) {
      Path folder = files.below(name);
      if (Files.isDirectory(folder)) {
        DatasetFiles.list(folder, DatasetFiles.SOUNDS)
            .forEach(file -> byStem.putIfAbsent(DatasetFiles.stem(file), file));
      }
    }
    return byStem;
  }
}
