package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Input;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Clotho 2.1: sounds of 15 to 30 s with five captions each; every caption is a query of its own,
/// as in the paper's Table 3.
///
/// `clotho_captions_evaluation.csv` (also `development`, `validation`) with the columns `file_name,
/// caption_1 … caption_5`, the sounds in a folder of the split's name, as the archives
/// `clotho_audio_evaluation.7z` unpack (zenodo.org, record 4783391). The split `test` is
/// `evaluation`.
final class ClothoReader {
  private static final int CAPTIONS = 5;

  private ClothoReader() {}

  static EvalSet read(DatasetFiles files, DatasetOptions options) {
    String asked = options.splitOr("evaluation");
    String split =
        switch (asked) {
          case "test" -> "evaluation";
          case "val" -> "validation";
          case "train" -> "development";
          default -> asked;
        };
    DatasetFiles audio = new DatasetFiles(audio(files, split));
    ItemList list = new ItemList("clotho", options.formats());
    CaptionedSounds sounds = new CaptionedSounds(list);
    CsvRows.read(
        files.below("clotho_captions_" + split + ".csv"),
        List.of("file_name", "caption_1"),
        row -> {
          String name = row.getOrDefault("file_name", "");
          Input sound = list.media("audio", audio.below(name));
          for (int i = 1; i <= CAPTIONS; i++) {
            String caption = row.getOrDefault("caption_" + i, "");
            if (!caption.isBlank()) {
              sounds.add(name, name + "#" + i, caption, List.of(sound));
            }
          }
        });
    return sounds.toSet();
  }

  private static Path audio(DatasetFiles files, String split) {
    for (String name : List.of(split, "clotho_audio_" + split, "audio")) {
      Path folder = files.below(name);
      if (Files.isDirectory(folder)) {
        Path inner = folder.resolve(split); // the archive within a folder of its own
        return Files.isDirectory(inner) ? inner : folder;
      }
    }
    throw new InputException(
        "no folder " + split + " with Clotho's sounds in " + files.root() + "; unpack them there");
  }
}
