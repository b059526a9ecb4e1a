package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.Segmentation;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.indexing.FolderCollection;
import io.github.imagebind4j.indexing.IndexingOptions;
import io.github.imagebind4j.indexing.IndexingReport;
import io.github.imagebind4j.indexing.MediaCollection;
import io.github.imagebind4j.indexing.MediaIndexer;
import io.github.imagebind4j.indexing.SenseRules;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.media.MediaKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.jr.ob.JSON;

/// Fills an index from folders, shards and manifests.
@Command(
    name = "index",
    description = {
      "Make everything in folders findable by every sense: walk them, recognise pictures, sounds,"
          + " videos, depth maps, thermal images and motion recordings, and keep their vectors in an"
          + " index on disk. Run it again to bring the index up to date: what is unchanged is skipped,"
          + " what is gone is dropped. It may be stopped at any moment, and goes on where it was.",
      "Long sounds and videos are cut into segments, so that a hit says where."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j index ~/Pictures ~/Music --to ~/media.index",
      "  imagebind4j index /films --to films.index --segment 20 --overlap 5",
      "  imagebind4j index shards/*.tar manifest.csv --to data.index",
      "  imagebind4j index /robot --to robot.index --depth '*_depth.png' --imu 'imu/*.csv'",
      "  imagebind4j index --info films.index",
      "  imagebind4j index --to films.index --snapshot /backup/films.index",
      "",
      "Depth maps, thermal images and .npy files can't be told by content. A folder called depth,"
          + " thermal or imu, or a name such as x.depth.png, says what they are; patterns"
          + " (--depth GLOB) say it for others.",
      "Manifests (.csv, .tsv, .jsonl) have a row for each item, with columns modality and path, or"
          + " a column for each sense; all other columns can be searched by (--where)."
    })
final class IndexCommand implements Callable<Integer> {
  private static final int MOST_SHOWN = 50;
  private static final int TAR_MAGIC_AT = 257;

  private final Console console;

  @Parameters(
      arity = "0..*",
      paramLabel = "DIR",
      description = "Folders, single files, tar shards, manifests.")
  private List<Path> roots = List.of();

  @Option(names = "--to", paramLabel = "INDEX", description = "The index, a folder of its own.")
  private @Nullable Path to;

  @Option(
      names = "--segment",
      paramLabel = "SECONDS",
      description = "How long a segment of a sound or video is. Default: ${DEFAULT-VALUE}.")
  private double segment = Segmentation.DEFAULT.seconds();

  @Option(
      names = "--overlap",
      paramLabel = "SECONDS",
      description = "How much of it is in the next one, too. Default: ${DEFAULT-VALUE}.")
  private double overlap = Segmentation.DEFAULT.overlap();

  @Option(names = "--depth", paramLabel = "GLOB", description = "Files that are depth maps.")
  private List<String> depth = List.of();

  @Option(names = "--thermal", paramLabel = "GLOB", description = "Files that are thermal images.")
  private List<String> thermal = List.of();

  @Option(names = "--imu", paramLabel = "GLOB", description = "Files that are motion recordings.")
  private List<String> imu = List.of();

  @Option(
      names = "--no-conventions",
      description = "Names of folders and files say nothing; only content and patterns do.")
  private boolean noConventions;

  @Option(names = "--keep-gone", description = "Keep items whose files are gone.")
  private boolean keepGone;

  @Option(
      names = "--absolute-paths",
      description = "Manifests may name files anywhere on this machine.")
  private boolean absolutePaths;

  @Option(
      names = "--commit",
      paramLabel = "N",
      description =
          "After how many items what was done is safe; after 30 s it is anyway. Default:"
              + " ${DEFAULT-VALUE}.")
  private int commit = IndexingOptions.DEFAULT.commitItems();

  @Option(
      names = "--quantize",
      paramLabel = "Q",
      description =
          "What a new index keeps in memory of a vector: ${COMPLETION-CANDIDATES}. The full vectors"
              + " are on the disk in any case, and rank the best. Default: int8.")
  private Indexes.@Nullable Quantize quantize;

  @Option(names = "--info", paramLabel = "INDEX", description = "Say what an index holds.")
  private @Nullable Path info;

  @Option(names = "--compact", description = "Afterwards, make the index as small as it gets.")
  private boolean compact;

  @Option(
      names = "--snapshot",
      paramLabel = "DIR",
      description = "Afterwards, copy the index to a new folder, whole as of its last commit.")
  private @Nullable Path snapshot;

  @Option(names = "--json", description = "One JSON object with all numbers and errors.")
  private boolean json;

  @Mixin private ModelOptions model = new ModelOptions();

  @Mixin private ProfileOption profile = new ProfileOption();

  @Mixin private FormatOptions formats = new FormatOptions();

  IndexCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (info != null) {
      IndexInfo.print(info, json, console);
      return ExitCode.OK;
    }
    if (to == null) {
      throw CliException.usage("name the index, e.g. --to media.index, or ask --info INDEX");
    }
    if (roots.isEmpty() && !compact && snapshot == null) {
      throw CliException.usage("nothing to do: name at least one folder");
    }
    IndexingOptions options = options();
    int exitCode = roots.isEmpty() ? ExitCode.OK : index(to, options);
    if (compact) {
      Indexes.compact(to);
    }
    if (snapshot != null) {
      Indexes.snapshot(to, snapshot);
    }
    return exitCode;
  }

  private IndexingOptions options() {
    try {
      return IndexingOptions.DEFAULT
          .withSegmentation(new Segmentation(segment, overlap))
          .withFormats(formats.depth(), formats.thermal(), formats.imu())
          .withCommits(commit, Duration.ofSeconds(30))
          .withDropGone(!keepGone);
    } catch (ConfigException e) {
      throw CliException.usage(e.getMessage());
    }
  }

  private int index(Path target, IndexingOptions options) {
    List<MediaCollection> collections = collections(target);
    IndexSettings settings = IndexSettings.read(target);
    if (settings != null) {
      model.otherwise(settings.model(), settings.config());
      profile.otherwise(settings.profiles());
    }
    try (EmbeddingIndex index = Indexes.open(target, quantize);
        ImageBind loaded = model.load(console, profile.profiles(), !json)) {
      MediaIndexer indexer = new MediaIndexer(loaded, index, options);
      boolean fits =
          index.space().stream()
              .allMatch(space -> space.fingerprint().equals(loaded.fingerprint()));
      if (settings == null && fits) { // else the run refuses to mix them
        new IndexSettings(model.lasting(console), model.lastingConfig(), profile.chosen())
            .write(target);
      }
      IndexingReport report;
      try (IndexProgress progress = IndexProgress.start(console, collections)) {
        report = indexer.run(collections, progress);
      }
      if (indexer.ranking() != null) {
        Indexes.keep(indexer.ranking(), target, console);
      }
      print(report);
      return report.failures().isEmpty() ? ExitCode.OK : ExitCode.SOME_FAILED;
    }
  }

  private List<MediaCollection> collections(Path target) {
    SenseRules rules = noConventions ? SenseRules.CONTENT : SenseRules.CONVENTIONS;
    try {
      for (String glob : depth) {
        rules = rules.with(glob, Modality.DEPTH);
      }
      for (String glob : thermal) {
        rules = rules.with(glob, Modality.THERMAL);
      }
      for (String glob : imu) {
        rules = rules.with(glob, Modality.IMU);
      }
    } catch (InputException e) {
      throw CliException.usage(e.getMessage());
    }
    List<MediaCollection> collections = new ArrayList<>();
    for (Path root : roots) {
      collections.add(collection(root, rules, target));
    }
    return collections;
  }

  private MediaCollection collection(Path root, SenseRules rules, Path target) {
    String name = root.toString().toLowerCase(Locale.ROOT);
    if (Files.isRegularFile(root)) {
      if (name.matches(".*\\.(csv|tsv|jsonl|ndjson)$")
          && model.decoder().recognize(MediaSource.of(root)) != MediaKind.IMU) {
        return new ManifestCollection(root, absolutePaths);
      }
      if (name.matches(".*\\.(tar|tgz|tar\\.\\w+)$") || isTar(root)) {
        return shard(root);
      }
    }
    return new FolderCollection(root, rules, Set.of(target));
  }

  /// One damaged shard among many is reported, the others are done.
  private static MediaCollection shard(Path file) {
    try {
      return new ShardCollection(file);
    } catch (ImageBindException e) {
      return new BrokenCollection(file, e);
    }
  }

  private static boolean isTar(Path file) {
    byte[] head = MediaSource.of(file).head(TAR_MAGIC_AT + 5);
    return head.length == TAR_MAGIC_AT + 5
        && new String(
                Arrays.copyOfRange(head, TAR_MAGIC_AT, head.length), StandardCharsets.US_ASCII)
            .equals("ustar");
  }

  private void print(IndexingReport report) {
    List<IndexingReport.Failure> failures = report.failures();
    for (IndexingReport.Failure failure :
        failures.subList(0, Math.min(MOST_SHOWN, failures.size()))) {
      String why = String.valueOf(failure.reason().getMessage());
      console.error(why.contains(failure.name()) ? why : failure.name() + ": " + why);
    }
    if (failures.size() > MOST_SHOWN) {
      console.error((failures.size() - MOST_SHOWN) + " more files failed; --json has all of them");
    }
    console.line(json ? JSON.std.asString(toMap(report)) : toText(report));
  }

  private static String toText(IndexingReport report) {
    StringBuilder text = new StringBuilder();
    text.append(Counts.of(report.files(), "file")).append(": ");
    text.append(report.indexed()).append(" indexed, ");
    text.append(report.unchanged()).append(" unchanged, ");
    text.append(report.passedOver()).append(" no media, ");
    text.append(report.failures().size()).append(" failed\n");
    text.append(Counts.of(report.added(), "item")).append(" written, ");
    text.append(report.dropped()).append(" dropped; the index has ").append(report.items());
    return text.toString();
  }

  private static Map<String, Object> toMap(IndexingReport report) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("files", report.files());
    map.put("indexed", report.indexed());
    map.put("unchanged", report.unchanged());
    map.put("passed_over", report.passedOver());
    map.put("failed", report.failures().size());
    map.put("items_written", report.added());
    map.put("items_dropped", report.dropped());
    map.put("items", report.items());
    List<Object> errors = new ArrayList<>();
    for (IndexingReport.Failure failure : report.failures()) {
      Map<String, Object> error = new LinkedHashMap<>();
      error.put("file", failure.name());
      error.put("error", String.valueOf(failure.reason().getMessage()));
      errors.add(error);
    }
    map.put("errors", errors);
    return map;
  }
}
