package io.github.imagebind4j.app;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.eval.EmbeddedSet;
import io.github.imagebind4j.eval.FewShotProbe;
import io.github.imagebind4j.eval.dataset.EvalClass;
import io.github.imagebind4j.eval.dataset.EvalSet;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Fits small classifiers on frozen embeddings.
@Command(
    name = "probe",
    description = {
      "Fit a linear classifier, and class means, to a few labelled examples of each class, and try"
          + " them on the rest; the model itself stays as it is."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j eval probe ESC-50 --train-split 1,2,3,4 --split 5",
      "  imagebind4j eval probe photos/ --train-split train --split test --shots 1,16,all"
    })
final class EvalProbeCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private EvalOptions options = new EvalOptions();

  @Option(
      names = "--train-split",
      required = true,
      paramLabel = "S",
      description = "Where examples are drawn from, with commas.")
  private String trainSplit = "";

  @Option(
      names = "--shots",
      split = ",",
      paramLabel = "K",
      description =
          "Examples a class, with commas; all: as many as there are. Default: 1,2,4,8,all.")
  private List<String> shots = List.of("1", "2", "4", "8", "all");

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "How often each number is drawn. Default: ${DEFAULT-VALUE}.")
  private int draws = FewShotProbe.Options.DEFAULT.draws();

  @Option(
      names = "--l2",
      paramLabel = "X",
      description = "The linear classifier's penalty. Default: ${DEFAULT-VALUE}.")
  private double l2 = FewShotProbe.Options.DEFAULT.l2();

  EvalProbeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    FewShotProbe.Options probe = probe();
    List<EvalOptions.Chosen> tests = options.sets();
    List<EvalOptions.Chosen> trains = options.sets(trainSplit);
    List<FewShotProbe.Result> results = new ArrayList<>();
    try (EvalSession session = options.open(console)) {
      for (int i = 0; i < tests.size(); i++) {
        for (Modality modality : tests.get(i).part().modalities()) {
          EvalSet test = only(tests.get(i).part(), modality);
          EvalSet train = only(trains.get(i).part(), modality);
          List<EvalClass> common = common(test, train, modality);
          if (!modality.equals(Modality.TEXT) && common.size() > 1) {
            EmbeddedSet from = session.embed(train.withClasses(common));
            EmbeddedSet to = session.embed(test.withClasses(common));
            results.add(FewShotProbe.run(from, to, modality, probe));
          }
        }
      }
      if (results.isEmpty()) {
        throw CliException.usage(
            "the two splits have no two classes of one modality in common; check --train-split");
      }
      return session.finish(options, List.of(), List.of(), results, List.of());
    }
  }

  private static EvalSet only(EvalSet set, Modality modality) {
    return set.withItems(
        set.items(modality).stream().filter(item -> item.labels().size() == 1).toList());
  }

  private static List<EvalClass> common(EvalSet test, EvalSet train, Modality modality) {
    Set<EvalClass> known = new HashSet<>(train.classes(modality));
    return test.classes(modality).stream().filter(known::contains).toList();
  }

  private FewShotProbe.Options probe() {
    try {
      List<Integer> numbers =
          shots.stream().map(k -> k.strip().equals("all") ? 0 : positive(k)).toList();
      return new FewShotProbe.Options(numbers, draws, options.seed(), l2);
    } catch (InputException e) {
      throw CliException.usage(e.getMessage());
    }
  }

  private static int positive(String text) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw CliException.usage("--shots wants numbers or all, got '" + text + "'");
    }
    throw CliException.usage("--shots wants numbers above 0 or all, got '" + text + "'");
  }
}
