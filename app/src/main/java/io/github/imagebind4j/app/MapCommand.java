package io.github.imagebind4j.app;

import io.github.imagebind4j.explore.ItemSample;
import io.github.imagebind4j.explore.ModalityCentres;
import io.github.imagebind4j.explore.PlaneMap;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.IndexItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.jr.ob.JSON;

/// Draws an index's items as points of a plane.
@Command(
    name = "map",
    description = {
      "Draw an index as a map: each item a point, similar items close together.",
      "The page needs nothing but itself: move, enlarge, point at an item to see or hear it, search,"
          + " colour by any field. Pictures are in the page, if they are few, else linked, as sounds"
          + " and videos are: keep the page where it can find them."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j map photos.index --html map.html",
      "  imagebind4j map photos.index --html map.html --colour folder",
      "  imagebind4j map photos.index --json > places.json"
    })
final class MapCommand implements Callable<Integer> {
  private static final int MOST_POINTS = 1_000_000;

  private final Console console;
  private final IndexOpener opener;

  @Mixin private IndexSelection selection = new IndexSelection();

  @Option(names = "--html", paramLabel = "F", description = "The page to write.")
  private @Nullable Path html;

  @Option(names = "--json", description = "One JSON object with the place of every item.")
  private boolean json;

  @Option(
      names = "--colour",
      paramLabel = "FIELD",
      description =
          "What the colours say first: modality, or a field such as folder; the page can change"
              + " that. Default: ${DEFAULT-VALUE}.")
  private String colour = MapPage.MODALITY;

  @Option(
      names = "--no-centre",
      description = "Map the embeddings as they are: senses then lie apart, as islands.")
  private boolean plain;

  @Option(
      names = "--neighbours",
      paramLabel = "N",
      description =
          "How many neighbours of each item are held together: few show detail, many the large"
              + " picture. Default: ${DEFAULT-VALUE}.")
  private int neighbours = 15;

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "Draw so many items, if there are more. Default: ${DEFAULT-VALUE}.")
  private int most = 100_000;

  @Option(
      names = "--thumbnails",
      paramLabel = "N",
      description =
          "Put the pictures into the page if there are at most so many items, else link them."
              + " Default: ${DEFAULT-VALUE}.")
  private int thumbnails = 2000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of what is random. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  MapCommand(Console console, IndexOpener opener) {
    this.console = console;
    this.opener = opener;
  }

  @Override
  public Integer call() {
    check();
    ItemSample sample;
    try (EmbeddingIndex index = opener.open(selection.folder(), false)) {
      sample = ItemSample.of(index, selection.filter(), selection.modalities(), most, seed);
    }
    if (sample.items().isEmpty()) {
      throw CliException.environment(
          selection.folder()
              + " has no item that fits; index some files, or change --in and --where");
    }
    ModalityCentres centres = plain ? ModalityCentres.NONE : ModalityCentres.of(sample.items());
    PlaneMap map = PlaneMap.of(centres.centred(sample.items()), neighbours, seed);
    console.note(note(sample, map));
    List<IndexedItem> items = sample.items().stream().map(IndexedItem::of).toList();
    if (html != null) {
      boolean few = items.size() <= thumbnails;
      MapPage page = new MapPage(items, map.places(), sample.total(), colour);
      try (Progress progress = Progress.ofItems(console, "pictures", few ? items.size() : 0)) {
        PageFile.write(
            html, page.render(new ItemMedia(html, 128), few, progress::advance), console);
      }
    }
    if (json) {
      console.line(JSON.std.asString(toMap(sample, map)));
    }
    return ExitCode.OK;
  }

  private void check() {
    if (html == null && !json) {
      throw CliException.usage("say where the map goes: --html map.html, or --json");
    }
    if (neighbours < 1 || neighbours > 1000) {
      throw CliException.usage("--neighbours must be 1 to 1000, got " + neighbours);
    }
    if (most < 1 || most > MOST_POINTS) {
      throw CliException.usage("--most must be 1 to " + MOST_POINTS + ", got " + most);
    }
    if (thumbnails < 0) {
      throw CliException.usage("--thumbnails must be at least 0, got " + thumbnails);
    }
  }

  private static String note(ItemSample sample, PlaneMap map) {
    return String.format(
        Locale.ROOT,
        "%,d of %,d items; of an item's 10 nearest, %.0f %% are among its 10 nearest on the map (two"
            + " principal axes alone: %.0f %%)",
        sample.items().size(),
        sample.total(),
        100 * map.kept(),
        100 * map.keptByAxes());
  }

  private static Map<String, Object> toMap(ItemSample sample, PlaneMap map) {
    List<Object> points = new ArrayList<>();
    for (int i = 0; i < sample.items().size(); i++) {
      IndexItem item = sample.items().get(i);
      Map<String, Object> point = IndexedItem.of(item).toMap();
      point.put("x", map.places()[i][0]);
      point.put("y", map.places()[i][1]);
      points.add(point);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("items", sample.items().size());
    all.put("total", sample.total());
    all.put("kept", map.kept());
    all.put("kept_by_axes", map.keptByAxes());
    all.put("points", points);
    return all;
  }
}
