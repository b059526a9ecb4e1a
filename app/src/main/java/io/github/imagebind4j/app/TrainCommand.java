package io.github.imagebind4j.app;

import io.github.imagebind4j.train.Recipe;
import io.github.imagebind4j.train.TrainListener;
import io.github.imagebind4j.train.TrainOptions;
import io.github.imagebind4j.train.Trainer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.jr.ob.JSON;

/// Trains a model by a recipe.
@Command(
    name = "train",
    description = {
      "Train a model by a recipe: bind senses to one another, stage after stage.",
      "Begun again with the same recipe and folder, it goes on where it was stopped or killed."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j train recipe.yaml",
      "  imagebind4j train recipe.yaml --to runs/first --cache /fast/disk/cache",
      "",
      "What a recipe may say: docs/training.md"
    })
final class TrainCommand implements Callable<Integer> {
  private static final int MOST_FAILURES_SHOWN = 20;

  private final Console console;

  @Parameters(paramLabel = "RECIPE", description = "A recipe, YAML.")
  private @Nullable Path recipe;

  @Option(
      names = {"-o", "--to"},
      paramLabel = "DIR",
      description = "Where results are kept. Default: runs/ and the recipe's name.")
  private @Nullable Path to;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Where decoded media is kept, for any number of runs. Default: in the run's folder.")
  private @Nullable Path cache;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many cores to compute on. Default: all.")
  private int threads = TrainOptions.DEFAULT.threads();

  @Option(
      names = "--save-every",
      paramLabel = "SECONDS",
      description = "How long a kill may set training back. Default: ${DEFAULT-VALUE}.")
  private double saveEvery = TrainOptions.DEFAULT.saveSeconds();

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (threads < 1 || !(saveEvery > 0)) {
      throw CliException.usage("--threads and --save-every must be positive");
    }
    Recipe read = Recipe.read(Objects.requireNonNull(recipe));
    Path folder = to == null ? Path.of("runs", read.name()) : to;
    TrainOptions options =
        new TrainOptions(
            Optional.ofNullable(cache), threads, TrainOptions.DEFAULT.loaderThreads(), saveEvery);
    long start = System.nanoTime();
    Watcher watcher = new Watcher();
    try {
      Path model = new Trainer(read, folder, options).run(watcher);
      watcher.end();
      say(model, (System.nanoTime() - start) / 1e9, watcher.scores);
    } finally {
      watcher.end();
    }
    return ExitCode.OK;
  }

  private void say(Path model, double seconds, Map<String, TrainListener.Score> scores) {
    if (json) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("model", model.toString());
      result.put("seconds", seconds);
      Map<String, Object> checks = new LinkedHashMap<>();
      scores.forEach((name, score) -> checks.put(name, score.recallAt1()));
      result.put("checks", checks);
      console.line(JSON.std.asString(result));
    } else {
      console.line(String.format(Locale.ROOT, "%s, after %.0f s", model, seconds));
    }
  }

  /// A bar for the steps, a note for each check.
  private final class Watcher implements TrainListener {
    private final Map<String, Score> scores = new LinkedHashMap<>();
    private @Nullable Progress bar;
    private long steps;
    private int undecodable;

    @Override
    public void decoding(int done, int total) {
      if (bar == null) {
        bar = Progress.ofItems(console, "decode", total);
      }
      bar.show("media", done, total);
    }

    @Override
    public void undecodable(String id, String message) {
      end();
      undecodable++;
      if (undecodable <= MOST_FAILURES_SHOWN) {
        console.note("left out: " + id + ": " + message);
      }
    }

    @Override
    public void stage(String stage, long step, long all) {
      end();
      if (undecodable > MOST_FAILURES_SHOWN) {
        console.note("left out: " + undecodable + " items in all");
        undecodable = 0;
      }
      steps = all;
      console.note(
          step == 0
              ? String.format(Locale.ROOT, "stage %s: %d steps", stage, all)
              : String.format(Locale.ROOT, "stage %s: on from step %d of %d", stage, step, all));
      bar = Progress.ofItems(console, stage, all);
    }

    @Override
    public void paired(String stage, int pairs, int unpaired) {
      console.note(
          String.format(
              Locale.ROOT,
              "stage %s: %d pairs%s",
              stage,
              pairs,
              unpaired == 0 ? "" : "; " + unpaired + " items have no partner"));
    }

    @Override
    public void step(Metrics metrics) {
      if (bar != null) {
        bar.show(
            String.format(
                Locale.ROOT, "loss %.3f, found %.0f %%", metrics.loss(), 100 * metrics.found()),
            metrics.step(),
            steps);
      }
    }

    @Override
    public void check(Score score) {
      scores.put(score.stage() + ": " + score.name(), score);
      console.note(
          String.format(
              Locale.ROOT,
              "%s step %d: %s R@1 %.1f %%, mAP %.1f %% (chance %.1f %%)%s",
              score.stage(),
              score.step(),
              score.name(),
              100 * score.recallAt1(),
              100 * score.meanAveragePrecision(),
              100 * score.chance(),
              score.best() ? ", best" : ""));
    }

    void end() {
      if (bar != null) {
        bar.close();
        bar = null;
      }
    }
  }
}
