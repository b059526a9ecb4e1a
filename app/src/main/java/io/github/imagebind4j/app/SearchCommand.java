package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.FairHit;
import io.github.imagebind4j.index.FairRanking;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.Hit;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.index.IndexQuery;
import io.github.imagebind4j.indexing.MediaFile;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.jr.ob.JSON;

/// Finds things in an index by any sense, alone or combined.
@Command(
    name = "search",
    description = {
      "Find things in an index by a sentence, a picture, a sound, a depth map, a thermal image, a"
          + " motion recording, or any sum of these.",
      "A term may end in ^WEIGHT, which may be negative: --text 'waves^0.5' --image city.jpg^-0.3."
          + " (A text that itself ends so is written with ^1 behind it.) Terms are added as unit"
          + " vectors, as in ImageBind's paper."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j search media.index --text 'a dog in the snow'",
      "  imagebind4j search media.index --image beach.jpg --audio rain.wav --in image,video",
      "  imagebind4j search media.index --image birds.jpg --text 'a city^-0.5' --explain",
      "  imagebind4j search media.index --audio bark.wav --where \"year > 2020 and folder ^= '/photos'\"",
      "  imagebind4j search films.index --text 'an explosion' --in sound --html hits.html",
      "",
      "Items of one sense are more alike than what belongs together across senses. Where several"
          + " senses are searched, a score therefore says how a hit stands out among its own sense:"
          + " 0 is usual, about 1 as good as the best (--scores fair). --scores raw ranks by the plain"
          + " cosine."
    })
final class SearchCommand implements Callable<Integer> {
  private final Console console;
  private final SearchTerm.Arguments arguments;

  /// What hits are ranked by.
  enum Scores {
    auto,
    fair,
    raw
  }

  @Parameters(index = "0", paramLabel = "INDEX", description = "The index's folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--in",
      split = ",",
      paramLabel = "SENSE",
      description =
          "Only among these: image, video, sound, depth, thermal, motion, text; vision is image and"
              + " video, audio is every sound. Default: all.")
  private List<String> in = List.of();

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description = "Only among items whose fields are so, e.g. \"year > 2020\".")
  private @Nullable String where;

  @Option(names = "-k", paramLabel = "N", description = "How many. Default: ${DEFAULT-VALUE}.")
  private int count = 10;

  @Option(
      names = "--scores",
      paramLabel = "S",
      description = "${COMPLETION-CANDIDATES}. Default: auto: fair if several senses are searched.")
  private Scores scores = Scores.auto;

  @Option(names = "--explain", description = "Say what each term contributed to each hit.")
  private boolean explain;

  @Option(names = "--json", description = "One JSON object with all numbers.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "F",
      description = "Also write a web page with pictures, players and times.")
  private @Nullable Path html;

  @Option(
      names = "--pictures",
      paramLabel = "P",
      description =
          "Pictures in the terminal: ${COMPLETION-CANDIDATES}. Default: auto, if it can show them.")
  private TerminalPictures.Choice pictures = TerminalPictures.Choice.auto;

  @Mixin private ModelOptions model = new ModelOptions();

  @Mixin private ProfileOption profile = new ProfileOption();

  @Mixin private FormatOptions formats = new FormatOptions();

  SearchCommand(Console console, SearchTerm.Arguments arguments) {
    this.console = console;
    this.arguments = arguments;
  }

  @Override
  public Integer call() {
    List<SearchTerm> terms = arguments.terms();
    if (count < 1 || count > 100_000) {
      throw CliException.usage("-k wants 1 to 100000, got " + count);
    }
    Filter filter = filter();
    Set<Modality> modalities = SenseNames.modalities(in);
    IndexSettings settings = IndexSettings.read(folder);
    if (settings != null) {
      model.otherwise(settings.model(), settings.config());
      profile.otherwise(settings.profiles());
    }
    try (EmbeddingIndex index = Indexes.openReadOnly(folder)) {
      if (index.size() == 0) {
        throw CliException.environment(
            folder + " is empty; fill it with: imagebind4j index DIR --to " + folder);
      }
      Set<String> own = new LinkedHashSet<>();
      SearchQuery query = query(terms, index, own);
      SearchResult result = search(query, index, modalities, filter, own);
      print(result);
    }
    return ExitCode.OK;
  }

  private Filter filter() {
    List<Filter> parts = new ArrayList<>();
    try {
      if (where != null) {
        parts.add(Filter.parse(where));
      }
    } catch (InputException e) {
      throw CliException.usage(e.getMessage());
    }
    SenseNames.kinds(in).ifPresent(parts::add);
    return parts.isEmpty() ? Filter.ALL : new Filter.Every(parts);
  }

  /// @param own receives the ids of terms that are items themselves
  private SearchQuery query(List<SearchTerm> terms, EmbeddingIndex index, Set<String> own) {
    List<Embedding> directions = new ArrayList<>();
    @Nullable ImageBind loaded = null;
    try {
      for (SearchTerm term : terms) {
        if (term.kind() == SearchTerm.Kind.ID) {
          IndexItem item = item(term.value(), index);
          own.add(item.id());
          directions.add(item.embedding());
          continue;
        }
        if (loaded == null) {
          loaded = model.load(console, profile.profiles(), !json);
          Indexes.requireModel(index, folder, loaded, model.label(console));
        }
        directions.add(embed(term, loaded));
      }
    } finally {
      if (loaded != null) {
        loaded.close();
      }
    }
    try {
      return SearchQuery.of(terms, directions);
    } catch (InputException e) { // they cancel out
      throw CliException.usage(e.getMessage());
    }
  }

  private Embedding embed(SearchTerm term, ImageBind loaded) {
    try {
      return loaded.embed(input(term));
    } catch (ImageBindException e) {
      throw CliException.item(term.kind().option() + " " + term.value() + ": " + e.getMessage(), e);
    }
  }

  private Input input(SearchTerm term) {
    String value = term.value();
    return switch (term.kind()) {
      case TEXT -> Input.text(value);
      case IMAGE -> new Input.Image(source(value));
      case VIDEO -> new Input.Video(source(value));
      case AUDIO -> new Input.Audio(source(value));
      case DEPTH -> new Input.Depth(source(value), formats.depth());
      case THERMAL -> new Input.Thermal(source(value), formats.thermal());
      case IMU -> new Input.Imu(source(value), formats.imu());
      case ID -> throw new IllegalStateException("an item is not embedded");
    };
  }

  private static MediaSource source(String value) {
    try {
      return MediaSource.of(Path.of(value));
    } catch (InvalidPathException e) {
      throw CliException.item("'" + value + "' can't be a file's path: " + e.getReason(), e);
    }
  }

  private IndexItem item(String name, EmbeddingIndex index) {
    return index
        .get(name)
        .or(() -> byPath(name, index))
        .orElseThrow(() ->
            CliException.item(
                "there is no item '"
                    + name
                    + "' in "
                    + folder
                    + "; ids are those that --json shows",
                null));
  }

  private static Optional<IndexItem> byPath(String name, EmbeddingIndex index) {
    try {
      Path path = Path.of(name).toAbsolutePath().normalize();
      Optional<IndexItem> found = index.get(MediaFile.id(path.toString()));
      return found.isPresent() || !Files.exists(path)
          ? found
          : index.get(MediaFile.id(path.toRealPath().toString()));
    } catch (InvalidPathException | IOException e) {
      return Optional.empty();
    }
  }

  private SearchResult search(
      SearchQuery query,
      EmbeddingIndex index,
      Set<Modality> wanted,
      Filter filter,
      Set<String> own) {
    IndexQuery asked = IndexQuery.of(query.sum(), count).in(wanted).where(filter);
    IndexQuery more = IndexQuery.of(query.sum(), count + own.size()).in(wanted).where(filter);
    boolean fair = scores == Scores.fair;
    @Nullable FairRanking ranking = null;
    if (fair || (scores == Scores.auto && wanted.size() != 1)) {
      ranking = Indexes.ranking(index, folder, console);
      Set<Modality> searched = new TreeSet<>((a, b) -> a.name().compareTo(b.name()));
      searched.addAll(wanted.isEmpty() ? ranking.modalities() : wanted);
      searched.retainAll(ranking.modalities());
      fair = fair || searched.size() > 1;
    }
    List<SearchHit> hits = new ArrayList<>();
    if (fair && ranking != null) {
      for (FairHit hit : ranking.search(index, asked, query.senses(), own)) {
        add(hits, hit.hit(), hit.score(), Optional.of(hit), query, index, own);
      }
    } else {
      for (Hit hit : index.search(more)) {
        add(hits, hit, hit.score(), Optional.empty(), query, index, own);
      }
    }
    return new SearchResult(folder, query, fair, hits);
  }

  private void add(
      List<SearchHit> hits,
      Hit hit,
      double score,
      Optional<FairHit> fair,
      SearchQuery query,
      EmbeddingIndex index,
      Set<String> own) {
    if (own.contains(hit.id()) || hits.size() == count) {
      return;
    }
    List<SearchQuery.Share> shares =
        explain || json
            ? index.get(hit.id()).map(item -> query.explain(item.embedding())).orElse(List.of())
            : List.of();
    hits.add(new SearchHit(hits.size() + 1, score, hit, fair.map(FairHit::background), shares));
  }

  private void print(SearchResult result) {
    if (json) {
      Map<String, Object> map = new LinkedHashMap<>(result.toMap());
      console.line(JSON.std.asString(map));
    } else {
      result.print(console, explain, TerminalPictures.choose(pictures, console));
    }
    if (html != null) {
      console.flush();
      try {
        Files.writeString(html, SearchPage.render(result));
      } catch (IOException e) {
        throw CliException.environment("can't write " + html + ": " + e.getMessage(), e);
      }
      console.note("to see and hear it all, open " + html.toAbsolutePath().normalize().toUri());
    }
  }
}
