package io.github.imagebind4j;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// The jobs that wait for others to go through the model with: those of one modality and one shape.
///
/// Texts wait for several batches, which are then cut from them in the order of their lengths: a
/// batch is computed up to the end of its longest text.
final class OpenBatches {
  /// How many batches of texts are sorted together.
  private static final int BATCHES_OF_TEXTS = 4;

  /// Jobs that go through the model together, and how many sequences at once.
  record Batch(Modality modality, List<Job> jobs, int sequences) {}

  private record Group(Modality modality, Shape shape) {}

  private final BatchLimits limits;
  private final Map<Group, List<Job>> open = new LinkedHashMap<>(); // the oldest first

  OpenBatches(BatchLimits limits) {
    this.limits = limits;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /// Lets a job wait; a group that is full by that is handed out.
  ///
  /// @param to takes each batch in turn
  void add(Job job, TensorKey content, Consumer<Batch> to) {
    Group group = new Group(content.modality(), content.tensor().shape());
    int items = items(group);
    List<Job> jobs = open.computeIfAbsent(group, _ -> new ArrayList<>());
    jobs.add(job);
    if (jobs.size() >= (isText(group) ? BATCHES_OF_TEXTS * items : items)) {
      flush(group, to);
    }
  }

  /// Hands out the group that has waited longest.
  ///
  /// @param to takes each batch in turn
  void flushOldest(Consumer<Batch> to) {
    open.keySet().stream().findFirst().ifPresent(group -> flush(group, to));
  }

  private void flush(Group group, Consumer<Batch> to) {
    List<Job> jobs = Objects.requireNonNull(open.remove(group));
    int sequences = sequences(group);
    int items = items(group);
    boolean text = isText(group);
    if (text) {
      // Stable, so that what goes together depends on the order of the inputs alone.
      jobs.sort(Comparator.comparingInt(OpenBatches::length).reversed());
    }
    for (int from = 0; from < jobs.size(); ) {
      int count = text ? limits.texts(length(jobs.get(from)), items) : items;
      int end = Math.min(jobs.size(), from + count);
      to.accept(new Batch(group.modality, jobs.subList(from, end), sequences));
      from = end;
    }
  }

  private static boolean isText(Group group) {
    return group.modality.equals(Modality.TEXT) && group.shape.rank() == 1;
  }

  private int sequences(Group group) {
    return limits.sequences(group.modality, BatchEncoder.sequence(group.shape));
  }

  private int items(Group group) {
    return Math.max(1, sequences(group) / BatchEncoder.clips(group.shape));
  }

  /// Up to the end token, which has the largest id of all; the model reads its output there.
  private static int length(Job job) {
    FloatArray ids = Objects.requireNonNull(job.key()).tensor();
    int end = 0;
    for (int i = 1; i < ids.shape().count(); i++) {
      end = ids.get(i) > ids.get(end) ? i : end;
    }
    return end + 1;
  }
}
