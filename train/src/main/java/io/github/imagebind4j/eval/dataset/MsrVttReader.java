package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Input;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/// MSR-VTT: short videos with captions. Each video gives its pictures and its sound.
///
/// By default the split 1k-A: `MSRVTT_JSFUSION_test.csv`, columns `key, vid_key, video_id,
/// sentence`, a caption a video (repository antoine77340/howto100m). With `--split test` (or
/// `train`, `validate`) all captions of the videos so marked in `MSRVTT_data.json` or
/// `test_videodatainfo.json`: `{"videos": [{"video_id", "split"}], "sentences": [{"video_id",
/// "caption", "sen_id"}]}`. The videos are `ID.mp4` in `videos/all`, `videos`, `TestVideo` or the
/// folder itself; captions of videos that are not there are passed over.
final class MsrVttReader {
  private static final List<String> FOLDERS =
      List.of("videos/all", "videos", "TestVideo", "TrainValVideo", "");
  private static final List<String> JSONS =
      List.of("MSRVTT_data.json", "test_videodatainfo.json", "train_val_videodatainfo.json");
  private static final String KNOWN_TEST = "MSRVTT_JSFUSION_test.csv";

  private MsrVttReader() {}

  static EvalSet read(DatasetFiles files, DatasetOptions options) {
    ItemList list = new ItemList("msr-vtt", options.formats());
    CaptionedSounds captions = new CaptionedSounds(list);
    String split = options.splitOr("1k-A");
    if (split.equalsIgnoreCase("1k-A")) {
      readCsv(files, list, captions);
    } else {
      readJson(files, split, list, captions);
    }
    if (list.isEmpty()) {
      throw new InputException(
          "none of MSR-VTT's videos of the split '"
              + split
              + "' are in "
              + files.root()
              + "; put them as video7010.mp4 into a folder 'videos'");
    }
    return captions.toSet();
  }

  private static void readCsv(DatasetFiles files, ItemList list, CaptionedSounds captions) {
    CsvRows.read(
        files.require(KNOWN_TEST),
        List.of("video_id", "sentence"),
        row -> {
          String id = row.getOrDefault("video_id", "");
          String key = row.getOrDefault("key", id);
          add(files, list, captions, id, key, row.getOrDefault("sentence", ""));
        });
  }

  private static void readJson(
      DatasetFiles files, String split, ItemList list, CaptionedSounds captions) {
    String name =
        JSONS.stream()
            .filter(n -> Files.isRegularFile(files.root().resolve(n)))
            .findFirst()
            .orElse(JSONS.getFirst());
    Path file = files.require(name);
    Map<String, Object> all = json(file);
    Map<String, Boolean> wanted = new LinkedHashMap<>();
    for (Map<?, ?> video : objects(file, all, "videos")) {
      wanted.put(text(video, "video_id"), text(video, "split").equals(split));
    }
    for (Map<?, ?> sentence : objects(file, all, "sentences")) {
      String id = text(sentence, "video_id");
      if (wanted.getOrDefault(id, false)) {
        String captionId = id + "#" + text(sentence, "sen_id");
        add(files, list, captions, id, captionId, text(sentence, "caption"));
      }
    }
  }

  private static void add(
      DatasetFiles files,
      ItemList list,
      CaptionedSounds captions,
      String id,
      String captionId,
      String caption) {
    Optional<Path> video =
        FOLDERS.stream()
            .map(folder -> files.below(folder.isEmpty() ? id + ".mp4" : folder + "/" + id + ".mp4"))
            .filter(Files::isRegularFile)
            .findFirst();
    if (video.isPresent()) {
      List<Input> senses =
          List.of(list.media("video", video.get()), list.media("audio", video.get()));
      captions.add(id, captionId, caption, senses);
    }
  }

  static Map<String, Object> json(Path file) {
    try {
      Map<String, Object> map = JSON.std.mapFrom(DatasetFiles.text(file));
      if (map != null) {
        return map;
      }
    } catch (JacksonException e) {
      throw new InputException(file + " is no JSON object: " + e.getOriginalMessage(), e);
    }
    throw new InputException(file + " is no JSON object but null");
  }

  /// The objects in a list of an object.
  static List<Map<?, ?>> objects(Path file, Map<String, Object> map, String key) {
    if (!(map.get(key) instanceof List<?> list)) {
      throw new InputException(file + " has no list '" + key + "', only " + map.keySet());
    }
    return list.stream()
        .<Map<?, ?>>mapMulti((value, to) -> {
          if (value instanceof Map<?, ?> object) {
            to.accept(object);
          }
        })
        .toList();
  }

  static String text(Map<?, ?> map, String key) {
    Object value = map.get(key);
    return value == null ? "" : value.toString();
  }
}
