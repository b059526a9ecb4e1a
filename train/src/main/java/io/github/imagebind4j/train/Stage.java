package io.github.imagebind4j.train;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.train.data.Augmentations;
import io.github.imagebind4j.train.data.PairPlan;
import io.github.imagebind4j.train.nn.Hyper;
import io.github.imagebind4j.train.nn.SameGroup;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// One stage of a recipe: two senses, pairs of them, and how they are brought together.
///
/// Immutable and safe for use by any thread.
///
/// @param name also of its folder
/// @param left usually vision
/// @param right what is bound to it
/// @param modes what is trained of each tower; absent: nothing
/// @param begin for a tower, the one whose weights it begins with, e.g. thermal: vision; others go
///   on from where they are
/// @param loraRank of adapters, for [TrainMode#LORA]
/// @param loraAlpha of adapters
/// @param pairs where pairs come from
/// @param beside what else is paired in the same steps
/// @param length how long the stage is
/// @param batch how its batches are made
/// @param peak the learning rate after the warm-up
/// @param warmup its part of all steps, 0 to below 1
/// @param last what is left of the learning rate at the end, 0 to 1
/// @param hyper the optimiser's constants
/// @param dropPath stochastic depth of the last block
/// @param headDropout before the head's projection
/// @param temperature similarities are divided by it; empty: as the model has it
/// @param learnTemperature whether training moves it
/// @param augment how inputs are varied
/// @param checks what is measured on the way; the first decides about stopping early
/// @param patience how many checks without a better score end the stage; 0: none do
public record Stage(
    String name,
    Modality left,
    Modality right,
    Map<Modality, TrainMode> modes,
    Map<Modality, Modality> begin,
    int loraRank,
    double loraAlpha,
    List<Pairs> pairs,
    List<Beside> beside,
    Length length,
    Batch batch,
    double peak,
    double warmup,
    double last,
    Hyper hyper,
    double dropPath,
    double headDropout,
    OptionalDouble temperature,
    boolean learnTemperature,
    Augmentations augment,
    List<Check> checks,
    int patience) {

  /// Where pairs come from.
  ///
  /// @param left name of a data set
  /// @param right name of another, or empty for texts
  /// @param plan how items become pairs
  /// @param replication how often each comes in an epoch
  /// @param weight the set's part of an epoch against others'; 0 for all: by their sizes
  public record Pairs(
      String left, String right, PairPlan plan, double replication, double weight) {}

  /// Two senses that are paired in the same steps as the stage's own, so that a tower that learns
  /// from the one pair does not forget the other.
  ///
  /// @param left usually vision
  /// @param right what is bound to it
  /// @param pairs where pairs come from
  /// @param size pairs of it in a step
  /// @param sameGroup what pairs of one group are to one another
  /// @param temperature similarities are divided by it; empty: as the model has it
  public record Beside(
      Modality left,
      Modality right,
      List<Pairs> pairs,
      int size,
      SameGroup sameGroup,
      OptionalDouble temperature) {
    /// Copies and checks.
    ///
    /// @throws ConfigException if there are no pairs, or fewer than two in a step
    public Beside {
      pairs = List.copyOf(pairs);
      if (pairs.isEmpty() || size < 2) {
        throw new ConfigException(
            "what is trained beside needs pairs, and a batch of at least two of them, got " + size);
      }
      requirePositive("what is trained beside", temperature);
    }
  }

  /// How long a stage is: steps, or else epochs.
  ///
  /// @param steps 0: counted from epochs
  /// @param epochs passes over all pairs
  public record Length(long steps, double epochs) {
    /// Checks.
    ///
    /// @throws ConfigException if neither is given
    public Length {
      if (steps < 0 || epochs < 0 || (steps == 0) == (epochs == 0)) {
        throw new ConfigException("a stage needs either steps or epochs, above 0");
      }
    }
  }

  /// How batches are made.
  ///
  /// @param size pairs in a batch
  /// @param micro the most that a thread keeps intermediate values of
  /// @param maxPerGroup the most pairs of one group; 0: any number
  /// @param sameGroup what pairs of one group are to one another
  /// @param sizes from which part of the stage on (0 to 1) pictures have which size; empty: the
  ///   model's
  public record Batch(
      int size, int micro, int maxPerGroup, SameGroup sameGroup, Map<Double, Integer> sizes) {
    /// Copies and checks.
    ///
    /// @throws ConfigException if a number is out of range
    public Batch {
      sizes = Map.copyOf(sizes);
      if (size < 2 || micro < 1 || maxPerGroup < 0) {
        throw new ConfigException(
            "a batch has at least two pairs and a micro-batch one, got " + size + " and " + micro);
      }
    }
  }

  /// A measurement on items that are not trained on.
  ///
  /// @param queries name of a data set
  /// @param targets name of another; empty: the queries' class names as texts
  /// @param templates with `{}` where the class name goes
  /// @param natural whether partners are those of one moment; else those of one label
  /// @param every how many steps lie between
  public record Check(
      String queries, String targets, List<String> templates, boolean natural, int every) {
    /// Copies and checks.
    ///
    /// @throws ConfigException if it would never come
    public Check {
      templates = List.copyOf(templates);
      if (every < 1) {
        throw new ConfigException("a check comes every so many steps, at least 1, got " + every);
      }
    }
  }

  /// Copies and checks.
  ///
  /// @throws ConfigException if nothing is trained, or a number is out of range
  public Stage {
    modes = Map.copyOf(modes);
    begin = Map.copyOf(begin);
    pairs = List.copyOf(pairs);
    beside = List.copyOf(beside);
    checks = List.copyOf(checks);
    if (pairs.isEmpty()) {
      throw new ConfigException("stage " + name + " has no pairs");
    }
    if (!(warmup >= 0 && warmup < 1)) {
      throw new ConfigException(
          "the warm-up of stage " + name + " is a part of its steps, 0 to below 1, got " + warmup);
    }
    if (!(peak > 0 && peak < Double.POSITIVE_INFINITY && last >= 0 && last <= 1)) {
      throw new ConfigException(
          "stage "
              + name
              + " needs a positive learning rate and from 0 to 1 of it left at the end, got "
              + peak
              + " and "
              + last);
    }
    if (!(dropPath >= 0 && dropPath < 1 && headDropout >= 0 && headDropout < 1)) {
      throw new ConfigException("stage " + name + ": rates of dropping are from 0 to below 1");
    }
    requirePositive("stage " + name, temperature);
    boolean trains =
        modes.values().stream()
            .anyMatch(mode -> mode != TrainMode.FROZEN && mode != TrainMode.FROZEN_VARIED);
    if (!trains) {
      throw new ConfigException(
          "stage " + name + " trains nothing; say e.g. train: {" + right + ": all}");
    }
  }

  private static void requirePositive(String where, OptionalDouble temperature) {
    temperature.ifPresent(t -> {
      if (!(t > 0 && t < Double.POSITIVE_INFINITY)) {
        throw new ConfigException("the temperature of " + where + " must be positive, got " + t);
      }
    });
  }

  /// What is trained of a tower.
  ///
  /// @param modality any
  /// @return frozen unless the recipe says otherwise
  public TrainMode mode(Modality modality) {
    return modes.getOrDefault(modality, TrainMode.FROZEN);
  }

  /// All that is paired in a step: the stage's own pair first.
  List<Beside> pairings() {
    Beside own = new Beside(left, right, pairs, batch.size(), batch.sameGroup(), temperature);
    return Stream.concat(Stream.of(own), beside.stream()).toList();
  }
}
