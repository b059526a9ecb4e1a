package io.github.imagebind4j.app;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.eval.EmbeddedSet;
import io.github.imagebind4j.eval.Emergence;
import io.github.imagebind4j.eval.TrainedPairs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures what lines up without being trained.
@Command(
    name = "emergence",
    description = {
      "Retrieval between every two senses, each marked as trained or emergent, with what chance gives"
          + " and how far the senses lie apart.",
      "Where items have classes, text takes part with the classes' names."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j eval emergence data/manifest.csv --split test --html matrix.html",
      "  imagebind4j eval emergence data/ --trained vision-text,vision-audio --json",
      "  imagebind4j eval emergence data/ --trained recipe.yaml"
    })
final class EvalEmergenceCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private EvalOptions options = new EvalOptions();

  @Option(
      names = "--trained",
      paramLabel = "LIST|FILE",
      description =
          "Which pairs the model was trained on, with commas, or a YAML file: the recipe, or a list"
              + " trained_pairs. Default: ImageBind's, vision with each other sense.")
  private @Nullable String trained;

  EvalEmergenceCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    TrainedPairs pairs = pairs();
    List<EvalOptions.Chosen> sets = options.sets();
    List<Emergence.Result> results = new ArrayList<>();
    try (EvalSession session = options.open(console)) {
      for (EvalOptions.Chosen set : sets) {
        EmbeddedSet embedded = session.embed(set.part());
        results.add(Emergence.run(embedded, session.embedder(), options.templates(), pairs));
      }
      return session.finish(options, List.of(), List.of(), List.of(), results);
    }
  }

  private TrainedPairs pairs() {
    if (trained == null) {
      return TrainedPairs.IMAGEBIND;
    }
    try {
      Path file = Path.of(trained);
      return Files.isRegularFile(file) ? TrainedPairs.read(file) : TrainedPairs.parse(trained);
    } catch (InputException e) {
      throw CliException.usage(e.getMessage());
    }
  }
}
