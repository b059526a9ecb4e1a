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

/// Trains two towers on pairs: each step moves the weights so that partners come closer than
/// strangers.
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
  private final Modality left;
  private final Modality right;
  private final StepOptions options;
  private final ComputeThreads threads;
  private final String scaleName;
  private final List<Replica> replicas = new ArrayList<>();
  private final AdamW optimizer;
  private final @Nullable Tensor ema;

  /// Prepares training.
  ///
  /// @param parameters of the model, owned by the caller
  /// @param left usually vision, whose embeddings have no scale
  /// @param right the sense that is bound to it; its logit scale multiplies the similarities
  /// @param options how steps are computed
  /// @param threads owned by the caller
  /// @throws ConfigException if the model lacks one of the two, or the right one has no logit scale
  public PairTrainer(
      Parameters parameters,
      Modality left,
      Modality right,
      StepOptions options,
      ComputeThreads threads) {
    var _ = parameters.config().modality(left);
    if (parameters.config().modality(right).logitScale().isEmpty()) {
      throw new ConfigException(
          right + " has no logit scale; name it first and the other sense second in the pair");
    }
    this.parameters = parameters;
    this.left = left;
    this.right = right;
    this.options = options;
    this.threads = threads;
    this.scaleName = "modality_postprocessors." + right + ".1.log_logit_scale";
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
  /// @param a the left sense's items
  /// @param b the right sense's, each the partner of the left one at its place
  /// @param groups of each pair
  /// @return what it tells
  /// @throws ConfigException if the sides differ in size, or the loss is no number
  public StepResult step(long step, double learningRate, Side a, Side b, int[] groups) {
    if (a.size() != b.size() || a.size() != groups.length || a.size() < 2) {
      throw new ConfigException(
          "a step needs at least two pairs, got "
              + a.size()
              + " left, "
              + b.size()
              + " right and "
              + groups.length
              + " groups");
    }
    StepLoss loss = new StepLoss(groups, logScale(), options.sameGroup(), shares(a.size()));
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int share = 0; share < loss.shares(); share++) {
      int at = share;
      tasks.add(() -> {
        Replica replica = replicas.get(at);
        replica.clear();
        work(replica, loss, at, step, a, b);
        return at;
      });
    }
    var _ = threads.sideBySide(tasks);
    InfoNce.Result result = loss.result();
    if (!Double.isFinite(result.loss())) {
      throw new ConfigException(
          "the loss of step "
              + step
              + " is "
              + result.loss()
              + "; lower the learning rate, or clip gradients with clip_norm");
    }
    double norm = threads.together(() -> update(step, learningRate, result, loss.shares()));
    return new StepResult(result.loss(), result.found(), norm, Math.exp(loss.logScale()));
  }

  private int shares(int items) {
    return Math.min(replicas.size(), items / 2);
  }

  /// One core's part: forward, wait for the loss, backward.
  private void work(Replica replica, StepLoss loss, int share, long step, Side a, Side b) {
    try {
      HalfStep first = new HalfStep(tower(replica, left), a, loss.from(share), loss.to(share));
      HalfStep second = new HalfStep(tower(replica, right), b, loss.from(share), loss.to(share));
      try (TensorScope _ = TensorScope.recording()) {
        long chance = options.seed() + 1_000_003 * step;
        FloatArray x = first.embed(options, trains(left), chance * 2);
        FloatArray y = second.embed(options, trains(right), chance * 2 + 1);
        InfoNce.Result result = loss.meet(share, x, y);
        first.pull(result.left());
        second.pull(result.right());
      }
    } catch (RuntimeException | Error e) {
      loss.abandon(e);
      throw e;
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

  private float logScale() {
    try (TensorScope _ = TensorScope.open()) {
      float log =
          parameters.isTrained(scaleName)
              ? parameters.view(parameters.values(), scaleName).item_float()
              : parameters.still(scaleName).item_float();
      return Math.min(log, (float) Math.log(100)); // as when embedding
    }
  }

  private double update(long step, double learningRate, InfoNce.Result result, int shares) {
    try (TensorScope _ = TensorScope.open()) {
      Tensor gradients = replicas.getFirst().gradients();
      for (int i = 1; i < shares; i++) {
        Tensor _ = gradients.add_(replicas.get(i).gradients());
      }
      if (parameters.isTrained(scaleName)) {
        Tensor _ = parameters.view(gradients, scaleName).add_(new Scalar(result.logScale()));
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
  /// @param modality one of the two
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
