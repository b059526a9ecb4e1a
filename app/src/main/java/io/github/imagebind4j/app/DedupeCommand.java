package io.github.imagebind4j.app;

import io.github.imagebind4j.app.DuplicateReport.Group;
import io.github.imagebind4j.app.DuplicateReport.Kept;
import io.github.imagebind4j.app.DuplicateReport.Spare;
import io.github.imagebind4j.explore.NearDuplicates;
import io.github.imagebind4j.explore.NearDuplicates.Document;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.media.MediaDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.jr.ob.JSON;

/// Finds the same thing in several files.
@Command(
    name = "dedupe",
    description = {
      "Find files of an index that are the same thing: equal byte for byte, or so alike to the model"
          + " that one is another format, size or encoding of the other.",
      "Says which one of each group to keep: that of the most pixels, then of the most bytes. Deletes"
          + " nothing."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j dedupe photos.index",
      "  imagebind4j dedupe photos.index --html copies.html",
      "  imagebind4j dedupe photos.index --above image=0.99 --json > copies.json",
      "  imagebind4j dedupe photos.index --list --null | xargs -0 -r mv -t copies/"
    })
final class DedupeCommand implements Callable<Integer> {
  /// Measured on media encoded anew with the model mini; see docs/explore.md.
  static final Map<Modality, Double> THRESHOLDS =
      Map.of(
          Modality.VISION, 0.995,
          Modality.AUDIO, 0.9999,
          Modality.DEPTH, 0.999999,
          Modality.THERMAL, 0.999999,
          Modality.TEXT, 0.999999);

  /// Of other modalities, such as motion, whose recordings are hardly to be told apart: those that
  /// are equal byte for byte are found without.
  static final double THRESHOLD = 1;

  private final Console console;
  private final IndexOpener opener;

  @Mixin private IndexSelection selection = new IndexSelection();

  @Option(
      names = "--above",
      split = ",",
      paramLabel = "T",
      description =
          "The cosine from which two items are alike: a number for all senses, or SENSE=NUMBER."
              + " Default: image=0.995, sound=0.9999, depth, thermal and text=0.999999, others 1 (the"
              + " same bytes).")
  private List<String> above = List.of();

  @Option(names = "--json", description = "One JSON object with all groups.")
  private boolean json;

  @Option(
      names = "--list",
      description = "Only the paths of the files that could go, one a line, for another command.")
  private boolean list;

  @Option(names = "--null", description = "With --list: end each path with a zero byte instead.")
  private boolean zero;

  @Option(
      names = "--html",
      paramLabel = "F",
      description = "Also write a page that shows the copies side by side.")
  private @Nullable Path html;

  DedupeCommand(Console console, IndexOpener opener) {
    this.console = console;
    this.opener = opener;
  }

  @Override
  public Integer call() {
    if ((json && list) || (zero && !list)) {
      throw CliException.usage(
          zero ? "--null goes with --list" : "--json and --list exclude one another");
    }
    Map<Modality, Double> thresholds = new HashMap<>(THRESHOLDS);
    double otherwise = readThresholds(thresholds);
    DuplicateReport report;
    try (EmbeddingIndex index = opener.open(selection.folder(), false)) {
      NearDuplicates search =
          NearDuplicates.in(
              index, thresholds, otherwise, selection.filter(), selection.modalities());
      List<List<Document>> groups;
      try (Progress progress = Progress.ofItems(console, "comparing", search.items())) {
        groups = search.groups(progress::advance);
      }
      report =
          new DuplicateReport(
              search.documents(),
              search.items(),
              groups.stream().map(group -> group(index, search, group)).toList());
    }
    if (html != null) {
      PageFile.write(html, report.toHtml(new ItemMedia(html, 320)), console);
    }
    return print(report);
  }

  /// @return the threshold of senses that are not named
  private double readThresholds(Map<Modality, Double> thresholds) {
    double otherwise = THRESHOLD;
    for (String given : above) {
      int equals = given.indexOf('=');
      double value = threshold(given.substring(equals + 1));
      if (equals < 0) {
        thresholds.clear();
        otherwise = value;
      } else {
        thresholds.put(SenseNames.modality(given.substring(0, equals)), value);
      }
    }
    return otherwise;
  }

  private static double threshold(String text) {
    try {
      double value = Double.parseDouble(text);
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw CliException.usage(
        "--above wants a cosine from 0 to 1, or SENSE=COSINE, e.g. image=0.99; got '" + text + "'");
  }

  private static Group group(EmbeddingIndex index, NearDuplicates search, List<Document> group) {
    MediaDecoder decoder = MediaDecoder.standard();
    Map<Document, FileFacts> facts = new LinkedHashMap<>();
    for (Document document : group) {
      index
          .get(document.items().getFirst())
          .ifPresent(item -> facts.put(document, FileFacts.of(IndexedItem.of(item), decoder)));
    }
    List<Document> bestFirst =
        facts.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(FileFacts.BEST_FIRST))
            .map(Map.Entry::getKey)
            .toList();
    List<Kept> kept = new ArrayList<>();
    for (NearDuplicates.Kept one : search.keep(bestFirst)) {
      List<Spare> spares = new ArrayList<>();
      one.spares()
          .forEach(spare ->
              spares.add(new Spare(facts(facts, spare.document()), spare.cosine(), spare.equal())));
      kept.add(new Kept(facts(facts, one.document()), spares));
    }
    return new Group(kept);
  }

  private static FileFacts facts(Map<Document, FileFacts> facts, Document document) {
    FileFacts found = facts.get(document);
    if (found == null) {
      throw new IllegalStateException(document.name() + " was among them");
    }
    return found;
  }

  private int print(DuplicateReport report) {
    if (!list) {
      console.line(json ? JSON.std.asString(report.toMap()) : report.toText());
      return ExitCode.OK;
    }
    int exitCode = ExitCode.OK;
    for (Spare spare : report.spares()) {
      String path = spare.file().item().path();
      if (spare.file().item().file().isEmpty()) {
        continue; // a sentence, or a member of an archive: no file that could go
      }
      if (zero) {
        console.bytes((path + "\0").getBytes(StandardCharsets.UTF_8));
      } else if (path.indexOf('\n') >= 0 || path.indexOf('\r') >= 0) {
        console.error(
            "left out, as its name has a line break: "
                + TextTable.shorten(path, 60)
                + "; use --null");
        exitCode = ExitCode.SOME_FAILED;
      } else {
        console.line(path);
      }
    }
    console.note(report.summary());
    return exitCode;
  }
}
