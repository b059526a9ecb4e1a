package io.github.imagebind4j.train;

import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.SafetensorsWriter;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.torch.ComputeThreads;
import io.github.imagebind4j.train.data.DecodedCache;
import io.github.imagebind4j.train.data.Item;
import io.github.imagebind4j.train.data.ViewSettings;
import io.github.imagebind4j.train.nn.Lora;
import io.github.imagebind4j.train.nn.PairTrainer;
import io.github.imagebind4j.train.nn.Pairing;
import io.github.imagebind4j.train.nn.Parameters;
import io.github.imagebind4j.train.nn.StepOptions;
import io.github.imagebind4j.train.nn.StepResult;
import io.github.imagebind4j.train.nn.Trainable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// One stage of a training, from the model before it to the model after it.
final class StageRun {
  private final Recipe recipe;
  private final Stage stage;
  private final int index;
  private final RunFolder run;
  private final Map<String, List<Item>> items;
  private final DecodedCache cache;
  private final ComputeThreads compute;
  private final TrainOptions options;
  private final TrainListener listener;

  StageRun(
      Recipe recipe,
      int index,
      RunFolder run,
      Map<String, List<Item>> items,
      DecodedCache cache,
      ComputeThreads compute,
      TrainOptions options,
      TrainListener listener) {
    this.recipe = recipe;
    this.stage = recipe.stages().get(index);
    this.index = index;
    this.run = run;
    this.items = items;
    this.cache = cache;
    this.compute = compute;
    this.options = options;
    this.listener = listener;
  }

  void train(Path before) {
    try (Checkpoint from = Checkpoint.open(begun(before));
        Parameters parameters = Parameters.load(recipe.model(), from, trainable())) {
      for (Stage.Beside pairing : stage.pairings()) {
        pairing
            .temperature()
            .ifPresent(t -> parameters.set(logitScale(pairing.right()), (float) Math.log(1 / t)));
      }
      try (PairTrainer trainer = new PairTrainer(parameters, pairings(), stepOptions(), compute)) {
        new Loop(trainer).run();
      }
    }
  }

  private Path begun(Path before) {
    if (stage.begin().isEmpty()) {
      return before;
    }
    Path begun = run.begun(index, stage);
    if (!Files.exists(begun)) {
      try (Checkpoint from = Checkpoint.open(before)) {
        new Beginning(recipe.model()).borrow(from, stage.begin(), begun);
      }
    }
    return begun;
  }

  private static String logitScale(Modality modality) {
    return "modality_postprocessors." + modality + ".1.log_logit_scale";
  }

  private List<Pairing> pairings() {
    return stage.pairings().stream()
        .map(pairing -> new Pairing(pairing.left(), pairing.right(), pairing.sameGroup()))
        .toList();
  }

  private StepOptions stepOptions() {
    return new StepOptions(
        stage.hyper(),
        recipe.precision(),
        stage.batch().micro(),
        stage.dropPath(),
        stage.headDropout(),
        recipe.seed() + index);
  }

  private Trainable trainable() {
    boolean adapts = stage.modes().containsValue(TrainMode.LORA);
    Lora lora =
        adapts
            ? new Lora(stage.loraRank(), stage.loraAlpha(), this::isAdapted, recipe.seed() + index)
            : null;
    return new Trainable(this::isTrained, lora);
  }

  private boolean isTrained(String name) {
    if (name.endsWith(".log_logit_scale")) {
      return stage.learnTemperature() && name.equals(logitScale(stage.right()));
    }
    return switch (modeOf(name)) {
      case ALL -> true;
      case HEAD, LORA -> name.startsWith("modality_heads.");
      case FROZEN, FROZEN_VARIED -> false;
    };
  }

  private boolean isAdapted(String name) {
    boolean matrix =
        name.endsWith("in_proj_weight")
            || name.endsWith("out_proj.weight")
            || name.endsWith("fc1.weight")
            || name.endsWith("fc2.weight");
    return matrix && modeOf(name) == TrainMode.LORA;
  }

  private TrainMode modeOf(String name) {
    for (Map.Entry<Modality, TrainMode> mode : stage.modes().entrySet()) {
      if (name.split("\\.", 3)[1].equals(mode.getKey().name())) {
        return mode.getValue();
      }
    }
    return TrainMode.FROZEN;
  }

  private ViewSettings views() {
    return Views.of(recipe.model());
  }

  /// Everything that lives as long as the steps go on.
  private final class Loop {
    private final PairTrainer trainer;
    private final Checks checks;
    private final StageData data;
    private long step;
    private double best = -1;
    private int worse;

    Loop(PairTrainer trainer) {
      this.trainer = trainer;
      this.checks =
          new Checks(stage, recipe.model(), items, cache, views(), options.loaderThreads());
      this.data = new StageData(recipe, index, items, cache, options);
    }

    void run() {
      restore();
      data.keep(trainer);
      long steps = data.steps();
      LearningRate rate =
          new LearningRate(
              stage.peak(),
              Math.min(steps - 1, Math.round(stage.warmup() * steps)),
              steps,
              stage.last());
      listener.stage(stage.name(), step, steps);
      run.forgetAfter(stage.name(), step);
      try (StageData.Feeds feeds = data.open(step, steps)) {
        feeds
            .loaders()
            .forEach(loader -> listener.paired(stage.name(), loader.pairCount(), loader.dropped()));
        long saved = System.nanoTime();
        while (step < steps && !patienceIsOver()) {
          one(feeds, rate);
          check(steps);
          if ((System.nanoTime() - saved) / 1e9 > options.saveSeconds()) {
            save();
            saved = System.nanoTime();
          }
        }
      }
      finish();
    }

    private void one(StageData.Feeds feeds, LearningRate rate) {
      long start = System.nanoTime();
      try (StageData.Batches batches = feeds.next()) {
        long ready = System.nanoTime();
        step++;
        StepResult result = trainer.step(step, rate.at(step), batches.sides());
        long end = System.nanoTime();
        report(
            new TrainListener.Metrics(
                stage.name(),
                step,
                (double) step / feeds.own().stepsPerEpoch(),
                result.first().loss(),
                result.first().found(),
                rate.at(step),
                result.gradientNorm(),
                result.first().scale(),
                result.pairings().stream().skip(1).map(StepResult.Of::loss).toList(),
                (end - start) / 1e9,
                (ready - start) / 1e9));
      }
    }

    private void report(TrainListener.Metrics metrics) {
      run.append(MetricLines.of(metrics));
      listener.step(metrics);
    }

    private void check(long steps) {
      for (int i = 0; i < stage.checks().size(); i++) {
        if (step % stage.checks().get(i).every() == 0 || step == steps) {
          TrainListener.Score score = checks.run(i, trainer, step, best);
          run.append(MetricLines.of(score));
          listener.check(score);
          if (i == 0) {
            decide(score);
          }
          report();
        }
      }
    }

    private void report() {
      run.write("report.html", RunReport.html(recipe.name(), run.metrics()));
    }

    private void decide(TrainListener.Score score) {
      if (!score.best()) {
        worse++;
        return;
      }
      worse = 0;
      best = score.recallAt1();
      if (stage.patience() > 0) {
        SafetensorsWriter.write(run.best(index, stage), trainer.export(), metadata(), _ -> {});
      }
    }

    private boolean patienceIsOver() {
      return stage.patience() > 0 && worse >= stage.patience();
    }

    private Map<String, String> metadata() {
      return Map.of(ModelConfig.METADATA_KEY, recipe.model().toJson());
    }

    private void save() {
      SafetensorsWriter.write(
          run.state(index, stage),
          trainer.state(),
          Map.of("step", "" + step, "best", "" + best, "worse", "" + worse),
          _ -> {});
    }

    private void restore() {
      Path file = run.state(index, stage);
      if (!Files.exists(file)) {
        return;
      }
      try (Checkpoint saved = Checkpoint.open(file)) {
        trainer.restore(saved);
        step = Long.parseLong(saved.metadata().getOrDefault("step", ""));
        best = Double.parseDouble(saved.metadata().getOrDefault("best", ""));
        worse = Integer.parseInt(saved.metadata().getOrDefault("worse", ""));
      } catch (NumberFormatException e) {
        throw new CheckpointException(file + " does not say at which step it was saved; delete it");
      }
    }

    /// With patience the best model counts, else the last.
    private void finish() {
      Path bestSoFar = run.best(index, stage);
      if (stage.patience() > 0 && Files.exists(bestSoFar)) {
        RunFolder.move(bestSoFar, run.model(index, stage));
      } else {
        SafetensorsWriter.write(run.model(index, stage), trainer.export(), metadata(), _ -> {});
      }
      RunFolder.delete(run.state(index, stage));
      RunFolder.delete(run.begun(index, stage));
      report();
    }
  }
}
