package io.github.imagebind4j.app;

import io.github.imagebind4j.eval.EmbeddedSet;
import io.github.imagebind4j.eval.ZeroShot;
import io.github.imagebind4j.eval.ZeroShotClassifier.Synonyms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Classifies by the classes' names alone.
@Command(
    name = "zero-shot",
    description = {
      "Classify pictures, sounds and other senses by the names of their classes alone.",
      "Each modality is told apart among the classes that its items have, before --limit."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j eval zero-shot ESC-50 --html esc50.html",
      "  imagebind4j eval zero-shot SUNRGBD --layout nyu-d --profile depth=nyu",
      "  imagebind4j eval zero-shot photos/ --classes 'cat,dog' --templates plain --json"
    })
final class EvalZeroShotCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private EvalOptions options = new EvalOptions();

  @Option(
      names = "--synonyms",
      paramLabel = "S",
      description =
          "How a class of several words is scored: ${COMPLETION-CANDIDATES}. max: by the nearest;"
              + " mean: by their mean. Default: ${DEFAULT-VALUE}.")
  private Rule synonyms = Rule.max;

  /// The rules by the names that the command line has for them.
  enum Rule {
    max,
    mean
  }

  EvalZeroShotCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    List<EvalOptions.Chosen> sets = options.sets();
    List<ZeroShot.Result> results = new ArrayList<>();
    Synonyms rule = Synonyms.valueOf(synonyms.name().toUpperCase(Locale.ROOT));
    try (EvalSession session = options.open(console)) {
      for (EvalOptions.Chosen set : sets) {
        EmbeddedSet embedded = session.embed(set.part());
        results.addAll(
            ZeroShot.run(
                embedded, session.embedder(), options.templates(), rule, set.whole()::classes));
      }
      return session.finish(options, results, List.of(), List.of(), List.of());
    }
  }
}
