package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.eval.PromptTemplates;
import io.github.imagebind4j.eval.dataset.DatasetLayout;
import io.github.imagebind4j.eval.dataset.DatasetOptions;
import io.github.imagebind4j.eval.dataset.EvalClass;
import io.github.imagebind4j.eval.dataset.EvalSet;
import io.github.imagebind4j.eval.dataset.MediaFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The options that all evaluations share.
final class EvalOptions {
  @Parameters(
      paramLabel = "DATASET",
      arity = "1..*",
      description = "A dataset's folder, or a manifest (CSV or JSONL).")
  private List<Path> datasets = List.of();

  @Option(
      names = "--layout",
      paramLabel = "L",
      completionCandidates = Layouts.class,
      description = "How it is laid out: ${COMPLETION-CANDIDATES}. Default: told by its files.")
  private @Nullable String layout;

  @Option(
      names = "--split",
      paramLabel = "S",
      description = "Which part, with commas: test, or a fold. Default: the layout's usual one.")
  private String split = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many things of each kind, evenly spread; partners stay together.")
  private @Nullable Integer limit;

  @Option(
      names = "--classes",
      paramLabel = "LIST|FILE",
      description =
          "Only these classes, with commas; or a file with a line each, 'name' or 'name = word,"
              + " other word'.")
  private @Nullable String classes;

  @Option(
      names = "--templates",
      paramLabel = "NAME|FILE",
      description =
          "What to put classes' names into: plain, photo, sound, depth, thermal, motion, or a file"
              + " with a sentence a line, {} for the name. Default: by the modality.")
  private @Nullable String templates;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "For what is drawn at random. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "One JSON object with all numbers.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "F",
      description = "Also write a web page with heat maps and examples.")
  private @Nullable Path html;

  @Option(
      names = "--embeddings",
      paramLabel = "F",
      description = "The file that keeps embeddings. Default: eval.embeddings beside the models.")
  private @Nullable Path embeddings;

  @Mixin private ModelOptions model = new ModelOptions();

  @Mixin private ProfileOption profile = new ProfileOption();

  @Mixin private FormatOptions formats = new FormatOptions();

  /// The layouts by the names that the command line has for them.
  static final class Layouts implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(DatasetLayout.values()).map(DatasetLayout::label).iterator();
    }
  }

  /// A dataset as it was read, and the part of it that is evaluated.
  ///
  /// @param whole with all items of the split, whose classes are the candidates
  /// @param part after `--limit`
  record Chosen(EvalSet whole, EvalSet part) {}

  long seed() {
    return seed;
  }

  boolean json() {
    return json;
  }

  @Nullable Path html() {
    return html;
  }

  /// The datasets of the split that `--split` names.
  List<Chosen> sets() {
    return sets(split);
  }

  /// The datasets of another split.
  List<Chosen> sets(String splits) {
    if (limit != null && limit < 1) {
      throw CliException.usage("--limit must be at least 1, got " + limit);
    }
    MediaFormats media = new MediaFormats(formats.depth(), formats.thermal(), formats.imu());
    DatasetOptions options =
        DatasetOptions.DEFAULT.withSplits(splits).withFormats(media).withSeed(seed);
    List<Chosen> sets = new ArrayList<>();
    for (Path path : datasets) {
      EvalSet set = checked(() -> layout(path).read(path, options));
      EvalSet whole = classes == null ? set : checked(() -> set.withClasses(chosen(set)));
      sets.add(new Chosen(whole, limit == null ? whole : whole.limit(limit)));
    }
    return sets;
  }

  private DatasetLayout layout(Path path) {
    return layout == null ? DatasetLayout.detect(path) : DatasetLayout.of(layout);
  }

  private List<EvalClass> chosen(EvalSet set) {
    String given = String.valueOf(classes);
    List<EvalClass> chosen = new ArrayList<>();
    for (String line : Files.isRegularFile(Path.of(given)) ? lines(given) : given.split(",", -1)) {
      String[] parts = line.split("=", 2);
      String name = parts[0].strip();
      List<String> words =
          parts.length < 2
              ? List.of()
              : Arrays.stream(parts[1].split(",")).map(String::strip).toList();
      // Without words of one's own, those that the dataset has stay.
      EvalClass usual =
          set.classes().stream()
              .filter(one -> one.name().equals(name))
              .findFirst()
              .orElse(EvalClass.named(name));
      if (!name.isEmpty()) {
        chosen.add(words.isEmpty() ? usual : new EvalClass(name, words));
      }
    }
    return chosen;
  }

  private static String[] lines(String file) {
    try {
      return Files.readString(Path.of(file)).lines().toArray(String[]::new);
    } catch (IOException e) {
      throw CliException.environment("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  /// The prompt templates; empty: by the modality.
  Optional<PromptTemplates> templates() {
    String given = templates;
    return given == null
        ? Optional.empty()
        : Optional.of(checked(() -> PromptTemplates.read(given)));
  }

  /// A dataset that can't be read is the command line's fault.
  private static <T> T checked(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (InputException e) {
      throw CliException.usage(e.getMessage());
    }
  }

  /// Opens the model and the file of embeddings; the caller closes them.
  EvalSession open(Console console) {
    ImageBind loaded = model.load(console, profile.profiles(), !json);
    try {
      Path file = embeddings == null ? model.cacheFile(console, "eval.embeddings") : embeddings;
      return EvalSession.open(console, loaded, file, model.label(console));
    } catch (RuntimeException e) {
      loaded.close();
      throw e;
    }
  }
}
