package io.github.imagebind4j.train.nn;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.checkpoint.TensorSource;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.torch.ComputeThreads;
import io.github.imagebind4j.torch.Precision;
import io.github.imagebind4j.torch.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// Trains towers on pairs: each step moves the weights so that partners come closer than strangers.
/// With several pairings a step sums their losses, one batch of each, so that a tower that one of
/// them moves stays true to the others.
///
/// A batch is shared out over the cores, each with its own graph; only the embeddings meet, in the
/// loss. A part that is larger than the micro-batch is embedded first without its graph, and again
/// piece by piece with it once the loss has said where the embeddings should move: the same
/// gradients at the cost of a second forward pass (Gao et al., Scaling Deep Contrastive Learning
/// Batch Size under Memory Limited Setup, 2021).
///
/// Equal weights, batches, options and number of threads give equal steps, bit for bit. For one
/// thread at a time.
public final class PairTrainer implements AutoCloseable {
  private final Parameters parameters;
  private final List<Pairing> pairings;
  private final StepOptions options;
  private final ComputeThreads threads;
  private final List<Replica> replicas = new ArrayList<>();
  private final AdamW optimizer;
  private final @Nullable Tensor ema;

  /// Prepares training.
  ///
  /// @param parameters of the model, owned by the caller
  /// @param pairings at least one
  /// @param options how steps are computed
  /// @param threads owned by the caller
  /// @throws ConfigException if the model lacks a sense, or a right one has no logit scale
  public PairTrainer(
      Parameters parameters, List<Pairing> pairings, StepOptions options, ComputeThreads threads) {
    for (Pairing pairing : pairings) {
      var _ = parameters.config().modality(pairing.left());
      if (parameters.config().modality(pairing.right()).logitScale().isEmpty()) {
        throw new ConfigException(
            pairing.right()
                + " has no logit scale; name it first and the other sense second in the pair");
      }
    }
    this.parameters = parameters;
    this.pairings = List.copyOf(pairings);
    this.options = options;
    this.threads = threads;
    for (int i = 0; i < threads.count(); i++) {
      replicas.add(new Replica(parameters));
    }
    this.optimizer = new AdamW(parameters.values(), parameters.decayed());
    this.ema =
        options.hyper().ema() == 0 ? null : TensorScope.detached(() -> parameters.values().clone());
  }

  /// One step.
  ///
  /// @param step counted from 1; decides what is left to chance
  /// @param learningRate of this step
  /// @param batches one of each pairing, in their order
  /// @return what it tells
  /// @throws ConfigException if there is not one batch of each, or a loss is no number
  public StepResult step(long step, double learningRate, List<PairSides> batches) {
    if (batches.size() != pairings.size()) {
      throw new ConfigException(
          "a step needs a batch of each of " + pairings.size() + ", got " + batches.size());
    }
    List<PairStep> parts = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      parts.add(part(i, batches.get(i), step));
    }
    int shares = parts.stream().mapToInt(part -> part.loss().shares()).max().orElseThrow();
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int share = 0; share < shares; share++) {
      int at = share;
      tasks.add(() -> {
        Replica replica = replicas.get(at);
        replica.clear();
        work(replica, parts, at);
        return at;
      });
    }
    var _ = threads.sideBySide(tasks);
    List<StepResult.Of> results = parts.stream().map(part -> part.result(step)).toList();
    double norm = threads.together(() -> update(step, learningRate, parts, shares));
    return new StepResult(results, norm);
  }

  private PairStep part(int index, PairSides batch, long step) {
    Pairing pairing = pairings.get(index);
    int shares = Math.min(replicas.size(), batch.size() / 2);
    StepLoss loss = new StepLoss(batch.groups(), logScale(pairing), pairing.sameGroup(), shares);
    // Pairings must not drop the same paths as one another.
    long chance = options.seed() + 1_000_003 * step + 1_000_000_007_000_003L * index;
    return new PairStep(pairing, batch, loss, chance);
  }

  /// One pairing's part of a step.
  private record PairStep(Pairing pairing, PairSides batch, StepLoss loss, long chance) {
    StepResult.Of result(long step) {
      InfoNce.Result result = loss.result();
      if (!Double.isFinite(result.loss())) {
        throw new ConfigException(
            "the loss of step "
                + step
                + " is "
                + result.loss()
                + "; lower the learning rate, or clip gradients with clip_norm");
      }
      return new StepResult.Of(result.loss(), result.found(), Math.exp(loss.logScale()));
    }
  }

  /// One core's part: of each pairing forward, wait for the loss, backward.
  private void work(Replica replica, List<PairStep> parts, int share) {
    try {
      for (PairStep part : parts) {
        if (share < part.loss().shares()) {
          work(replica, part, share);
        }
      }
    } catch (RuntimeException | Error e) {
      parts.forEach(part -> part.loss().abandon(e));
      throw e;
    }
  }

  private void work(Replica replica, PairStep part, int share) {
    Modality left = part.pairing().left();
    Modality right = part.pairing().right();
    StepLoss loss = part.loss();
    int from = loss.from(share);
    int to = loss.to(share);
    HalfStep first = new HalfStep(tower(replica, left), part.batch().left(), from, to);
    HalfStep second = new HalfStep(tower(replica, right), part.batch().right(), from, to);
    try (TensorScope _ = TensorScope.recording()) {
      FloatArray x = first.embed(options, trains(left), part.chance() * 2);
      FloatArray y = second.embed(options, trains(right), part.chance() * 2 + 1);
      InfoNce.Result result = loss.meet(share, x, y);
      first.pull(result.left());
      second.pull(result.right());
    }
  }

  private Tower tower(Replica replica, Modality modality) {
    torch.ScalarType type =
        options.precision() == Precision.BF16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float;
    return new Tower(new Layers(replica, type), modality, parameters.config().modality(modality));
  }

  private boolean trains(Modality modality) {
    String dot = "." + modality + ".";
    return parameters.trained().stream()
        .anyMatch(name -> name.contains(dot) && !name.startsWith("modality_postprocessors."));
  }

  private float logScale(Pairing pairing) {
    String scaleName = pairing.scaleName();
    try (TensorScope _ = TensorScope.open()) {
      float log =
          parameters.isTrained(scaleName)
              ? parameters.view(parameters.values(), scaleName).item_float()
              : parameters.still(scaleName).item_float();
      return Math.min(log, (float) Math.log(100)); // as when embedding
    }
  }

  private double update(long step, double learningRate, List<PairStep> parts, int shares) {
    try (TensorScope _ = TensorScope.open()) {
      Tensor gradients = replicas.getFirst().gradients();
      for (int i = 1; i < shares; i++) {
        Tensor _ = gradients.add_(replicas.get(i).gradients());
      }
      for (PairStep part : parts) {
        String scaleName = part.pairing().scaleName();
        if (parameters.isTrained(scaleName)) {
          double gradient = part.loss().result().logScale();
          Tensor _ = parameters.view(gradients, scaleName).add_(new Scalar(gradient));
        }
      }
      double norm = gradients.norm().item_float();
      double most = options.hyper().clipNorm();
      if (most > 0 && norm > most) {
        Tensor _ = gradients.mul_(new Scalar(most / (norm + 1e-6)));
      }
      optimizer.update(gradients, step, learningRate, options.hyper());
      if (ema != null) {
        // Early on the mean is of few steps: it must not hold on to the start.
        double decay = Math.min(options.hyper().ema(), (1.0 + step) / (10.0 + step));
        Tensor _ = ema.lerp_(parameters.values(), new Scalar(1 - decay));
      }
      return norm;
    }
  }

  /// Embeds without leaving anything to chance, with the running mean of weights if there is one.
  ///
  /// @param modality one of those that are paired
  /// @param batch its tower's input
  /// @return `[B, outEmbedDim]`, of length 1
  public FloatArray embed(Modality modality, FloatArray batch) {
    return ema == null ? embedNow(modality, batch) : withMean(() -> embedNow(modality, batch));
  }

  private FloatArray embedNow(Modality modality, FloatArray batch) {
    int items = batch.shape().dim(0);
    int shares = Math.clamp(items, 1, replicas.size());
    List<Callable<List<FloatArray>>> tasks = new ArrayList<>();
    for (int share = 0; share < shares; share++) {
      int from = (int) ((long) items * share / shares);
      int to = (int) ((long) items * (share + 1) / shares);
      Tower tower = tower(replicas.get(share), modality);
      tasks.add(
          () -> new HalfStep(tower, new Side.Inputs(batch), from, to).rows(options.microBatch()));
    }
    return FloatArray.stack(threads.sideBySide(tasks).stream().flatMap(List::stream).toList());
  }

  /// Does something with the mean of weights in the weights' place.
  private <T> T withMean(Callable<T> body) {
    swap();
    try {
      return body.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      swap();
    }
  }

  private void swap() {
    try (TensorScope _ = TensorScope.open()) {
      Tensor mean = Objects.requireNonNull(ema);
      Tensor now = parameters.values().clone();
      Tensor _ = parameters.values().copy_(mean);
      Tensor _ = mean.copy_(now);
    }
  }

  /// The model to embed with: the running mean of weights if there is one, else the weights.
  ///
  /// @return one source a tensor, to be written before the next step
  public List<TensorSource> export() {
    return parameters.export(ema == null ? parameters.values() : ema);
  }

  /// All that the next step depends on, besides its batch.
  ///
  /// @return tensors `values`, `adam.first`, `adam.second` and, if there is a running mean, `ema`;
  ///   to be written before the next step
  public List<TensorSource> state() {
    return blocks().entrySet().stream()
        .map(block -> BlockFile.source(block.getKey(), block.getValue()))
        .toList();
  }

  /// Continues where [#state()] was taken.
  ///
  /// @param saved holds its tensors
  /// @throws io.github.imagebind4j.error.CheckpointException if it is of other weights
  public void restore(Checkpoint saved) {
    blocks().forEach((name, block) -> BlockFile.read(saved, name, block));
  }

  private Map<String, Tensor> blocks() {
    Map<String, Tensor> blocks = new LinkedHashMap<>();
    blocks.put("values", parameters.values());
    blocks.put("adam.first", optimizer.first());
    blocks.put("adam.second", optimizer.second());
    if (ema != null) {
      blocks.put("ema", ema);
    }
    return blocks;
  }

  @Override
  public void close() {
    replicas.forEach(Replica::close);
    replicas.clear();
    optimizer.close();
    if (ema != null) {
      ema.close();
    }
  }
}
