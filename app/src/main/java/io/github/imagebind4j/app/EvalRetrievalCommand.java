package io.github.imagebind4j.app;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.eval.CrossModalRetrieval;
import io.github.imagebind4j.eval.EmbeddedSet;
import io.github.imagebind4j.eval.Side;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Searches from one sense to another.
@Command(
    name = "retrieval",
    description = {
      "Find the items of one sense by those of another, both ways: partners of the same moment,"
          + " captions, or the same class."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j eval retrieval clotho --from text --to audio",
      "  imagebind4j eval retrieval msr-vtt --from text --to '0.95*vision+0.05*audio'",
      "  imagebind4j eval retrieval data/manifest.csv --split test"
    })
final class EvalRetrievalCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private EvalOptions options = new EvalOptions();

  @Option(
      names = "--from",
      paramLabel = "SIDE",
      description =
          "What searches: a modality, or a sum of partners' embeddings, e.g."
              + " 0.95*vision+0.05*audio. Default, with --to: every two modalities.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "SIDE", description = "What is searched.")
  private @Nullable String to;

  EvalRetrievalCommand(Console console) {
    this.console = console;
  }

  /// Two sides.
  private record Pair(Side from, Side to) {}

  @Override
  public Integer call() throws IOException {
    if ((from == null) != (to == null)) {
      throw CliException.usage("--from and --to go together");
    }
    List<Pair> given = given();
    List<EvalOptions.Chosen> sets = options.sets();
    List<CrossModalRetrieval.Result> results = new ArrayList<>();
    try (EvalSession session = options.open(console)) {
      for (EvalOptions.Chosen set : sets) {
        EmbeddedSet embedded = session.embed(set.part());
        if (!given.isEmpty()) {
          results.addAll(
              CrossModalRetrieval.run(embedded, given.getFirst().from, given.getFirst().to));
        } else {
          results.addAll(all(embedded));
        }
      }
      return session.finish(options, List.of(), results, List.of(), List.of());
    }
  }

  private List<Pair> given() {
    try {
      return from == null || to == null
          ? List.of()
          : List.of(new Pair(Side.parse(from), Side.parse(to)));
    } catch (InputException e) {
      throw CliException.usage(e.getMessage());
    }
  }

  /// Every two modalities that have anything in common.
  private static List<CrossModalRetrieval.Result> all(EmbeddedSet embedded) {
    List<Modality> modalities = embedded.set().modalities();
    List<CrossModalRetrieval.Result> results = new ArrayList<>();
    InputException last = new InputException(embedded.set().name() + " has only one modality");
    for (int i = 0; i < modalities.size(); i++) {
      for (int j = i + 1; j < modalities.size(); j++) {
        try {
          results.addAll(
              CrossModalRetrieval.run(
                  embedded,
                  Side.parse(modalities.get(i).name()),
                  Side.parse(modalities.get(j).name())));
        } catch (InputException e) {
          last = e; // these two have nothing in common
        }
      }
    }
    if (results.isEmpty()) {
      throw last;
    }
    return results;
  }
}
