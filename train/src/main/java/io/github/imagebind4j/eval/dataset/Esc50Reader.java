package io.github.imagebind4j.eval.dataset;

import java.util.List;

/// ESC-50: 2,000 sounds of 5 s in 50 classes and 5 folds.
///
/// `meta/esc50.csv` with the columns `filename, fold, target, category, esc10, src_file, take`, the
/// sounds in `audio/` (README of the repository karolpiczak/ESC-50). A split is a fold; the paper's
/// figure is the mean over the folds of 400 sounds each, which is that over all.
final class Esc50Reader {
  private Esc50Reader() {}

  static EvalSet read(DatasetFiles files, DatasetOptions options) {
    ItemList list = new ItemList("esc-50", options.formats());
    DatasetFiles audio = new DatasetFiles(files.requireFolder("audio"));
    CsvRows.read(
        files.require("meta/esc50.csv"),
        List.of("filename", "fold", "category"),
        row -> {
          int label = list.label(row.getOrDefault("category", ""));
          String name = row.getOrDefault("filename", "");
          if (options.wants(row.getOrDefault("fold", ""))) {
            list.add(name, list.media("audio", audio.below(name)), List.of(label), "");
          }
        });
    return list.toSortedSet();
  }
}
