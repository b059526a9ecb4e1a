package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.explore.ItemSample;
import io.github.imagebind4j.explore.ModalityCentres;
import io.github.imagebind4j.explore.SphericalKMeans;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.index.IndexSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.jr.ob.JSON;

/// Groups an index's items.
@Command(
    name = "cluster",
    description = {
      "Put an index's items into groups of similar ones, and name the groups.",
      "Each sense is seen from its own centre, so that sounds and pictures of one thing come together;"
          + " --no-centre groups the embeddings as they are."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j cluster photos.index",
      "  imagebind4j cluster photos.index -k 12 --labels labels.txt --html groups.html",
      "  imagebind4j cluster photos.index --tag group",
      "  imagebind4j search photos.index --text 'a dog' --where 'group = 3'"
    })
final class ClusterCommand implements Callable<Integer> {
  /// Groups are found in so many items; all are then put into them.
  private static final int SAMPLE = 20_000;

  private static final int MOST_LABELS = 3;
  private static final int BATCH = 1000;

  private final Console console;
  private final IndexOpener opener;

  @Mixin private IndexSelection selection = new IndexSelection();

  @Option(
      names = {"-k", "--groups"},
      paramLabel = "N",
      description = "How many groups. Default: as many as stand out most; see --most.")
  private @Nullable Integer k;

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "How many groups there may be if -k is not given. Default: ${DEFAULT-VALUE}.")
  private int most = 60;

  @Option(
      names = "--no-centre",
      description = "Group the embeddings as they are, whatever sense they are of.")
  private boolean plain;

  @Option(
      names = "--labels",
      paramLabel = "F",
      description =
          "Name groups by this list of words, one a line, as the model understands them. Default:"
              + " by words in the items' names, folders and other fields.")
  private @Nullable Path labels;

  @Option(
      names = "--tag",
      paramLabel = "NAME",
      description = "Write the number of each item's group into this field of the index.")
  private @Nullable String tag;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many typical items of each group to show. Default: ${DEFAULT-VALUE}.")
  private int top = 6;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of what is random. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(names = "--json", description = "One JSON object with all groups.")
  private boolean json;

  @Option(names = "--members", description = "With --json: name every item of every group.")
  private boolean members;

  @Option(
      names = "--html",
      paramLabel = "F",
      description = "Also write a page that shows typical items of each group.")
  private @Nullable Path html;

  @Mixin private ModelOptions model = new ModelOptions();

  @Mixin private ProfileOption profile = new ProfileOption();

  ClusterCommand(Console console, IndexOpener opener) {
    this.console = console;
    this.opener = opener;
  }

  @Override
  public Integer call() {
    check();
    List<String> words = labels == null ? List.of() : TextLabels.read(labels);
    GroupReport report;
    try (EmbeddingIndex index = opener.open(selection.folder(), tag != null)) {
      report = report(index, words);
      if (tag != null) {
        tag(index, report, tag);
      }
    }
    if (html != null) {
      PageFile.write(html, report.toHtml(new ItemMedia(html, 240)), console);
    }
    console.line(json ? JSON.std.asString(report.toMap(members)) : report.toText());
    return ExitCode.OK;
  }

  private void check() {
    if (k != null && k < 1) {
      throw CliException.usage("-k must be at least 1, got " + k);
    }
    if (most < 1 || top < 1) {
      throw CliException.usage("--most and --top must be at least 1, got " + Math.min(most, top));
    }
    if (members && !json) {
      throw CliException.usage("--members goes with --json");
    }
    if (tag != null) {
      try {
        Fields _ = Fields.NONE.with(tag, 1L);
      } catch (InputException e) {
        throw CliException.usage("--tag: " + e.getMessage());
      }
    }
  }

  private GroupReport report(EmbeddingIndex index, List<String> words) {
    ItemSample sample =
        ItemSample.of(index, selection.filter(), selection.modalities(), SAMPLE, seed);
    if (sample.items().isEmpty()) {
      throw CliException.environment(
          selection.folder()
              + " has no item that fits; index some files, or change --in and --where");
    }
    ModalityCentres centres = plain ? ModalityCentres.NONE : ModalityCentres.of(sample.items());
    float[][] units = centres.centred(sample.items());
    SphericalKMeans groups =
        k == null ? SphericalKMeans.best(units, most, seed) : SphericalKMeans.of(units, k, seed);
    if (k != null && groups.count() < k) {
      console.note("only " + groups.count() + " items differ, so there are no more groups");
    }
    GroupScan scan = new GroupScan(groups, centres, top);
    try (Progress progress = Progress.ofItems(console, "grouping", sample.total())) {
      index.scan(
          selection.filter(),
          item -> {
            if (isWanted(item)) {
              scan.see(item);
              progress.advance(1);
            }
          });
    }
    return report(scan, groups, sample, units, textLabels(index, words));
  }

  private boolean isWanted(IndexItem item) {
    return selection.modalities().isEmpty()
        || selection.modalities().contains(item.embedding().modality());
  }

  private @Nullable TextLabels textLabels(EmbeddingIndex index, List<String> words) {
    if (words.isEmpty()) {
      return null;
    }
    IndexSpace space = index.space().orElseThrow();
    IndexSettings settings = IndexSettings.read(selection.folder());
    if (settings != null) {
      model.otherwise(settings.model(), settings.config());
      profile.otherwise(settings.profiles());
    }
    try (ImageBind loaded = model.load(console, profile.profiles(), !json)) {
      return TextLabels.of(words, loaded, space, !plain);
    }
  }

  private static GroupReport report(
      GroupScan scan,
      SphericalKMeans groups,
      ItemSample sample,
      float[][] units,
      @Nullable TextLabels labels) {
    FieldWords words = new FieldWords(groups.count());
    for (int i = 0; i < units.length; i++) {
      words.see(groups.place(units[i]).group(), sample.items().get(i).fields());
    }
    List<GroupReport.Group> all = new ArrayList<>();
    for (int group : scan.order()) {
      all.add(
          new GroupReport.Group(
              all.size() + 1,
              labels == null ? List.of() : labels.of(groups.centre(group), MOST_LABELS),
              words.of(group),
              scan.size(group),
              scan.senses(group),
              scan.cohesion(group),
              scan.typical(group),
              scan.members(group)));
    }
    int items = all.stream().mapToInt(GroupReport.Group::size).sum();
    return new GroupReport(items, scan.silhouette(), all);
  }

  /// All of the tags are committed together, so that no reader sees half of them.
  private void tag(EmbeddingIndex index, GroupReport report, String field) {
    List<IndexItem> batch = new ArrayList<>();
    try (Progress progress = Progress.ofItems(console, "tagging", report.items())) {
      for (GroupReport.Group group : report.groups()) {
        for (String id : group.members()) {
          index
              .get(id)
              .ifPresent(item ->
                  batch.add(
                      new IndexItem(
                          id, item.embedding(), item.fields().with(field, group.number()))));
          if (batch.size() == BATCH) {
            index.put(batch);
            batch.clear();
            progress.advance(BATCH);
          }
        }
      }
      index.put(batch);
      index.commit();
    }
    console.note("field " + field + " now says which group an item is of");
  }
}
