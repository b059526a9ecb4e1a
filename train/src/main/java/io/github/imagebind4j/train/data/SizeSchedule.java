package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.ConfigException;
import java.util.List;

/// The size of pictures at each step: small ones early save time, large ones late bring accuracy.
///
/// Immutable and safe for use by any thread.
///
/// @param stages in the order of their first steps, the first one from step 0
public record SizeSchedule(List<Stage> stages) {
  private static final int MAX_SIZE = 4096;

  /// A size from some step on.
  ///
  /// @param fromStep the first step that has it
  /// @param size the side of pictures in pixels
  public record Stage(long fromStep, int size) {}

  /// Checks and copies.
  ///
  /// @throws ConfigException if there is none, they are out of order, or a size is out of range
  public SizeSchedule {
    stages = List.copyOf(stages);
    if (stages.isEmpty() || stages.getFirst().fromStep() != 0) {
      throw new ConfigException("a size schedule begins at step 0, got " + stages);
    }
    for (int i = 0; i < stages.size(); i++) {
      Stage stage = stages.get(i);
      if (i > 0 && stage.fromStep() <= stages.get(i - 1).fromStep()) {
        throw new ConfigException("a size schedule's steps must rise, got " + stages);
      }
      if (stage.size() < 1 || stage.size() > MAX_SIZE) {
        throw new ConfigException("a picture's size must be from 1 to 4096, got " + stage.size());
      }
    }
  }

  /// One size throughout.
  ///
  /// @param size the side of pictures in pixels
  /// @return the schedule
  public static SizeSchedule fixed(int size) {
    return new SizeSchedule(List.of(new Stage(0, size)));
  }

  /// The size at a step.
  ///
  /// @param step from 0
  /// @return the side of pictures in pixels
  public int at(long step) {
    int size = stages.getFirst().size();
    for (Stage stage : stages) {
      if (stage.fromStep() <= step) {
        size = stage.size();
      }
    }
    return size;
  }
}
