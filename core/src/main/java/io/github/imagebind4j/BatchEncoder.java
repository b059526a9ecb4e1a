package io.github.imagebind4j;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ImageBindModel;
import io.github.imagebind4j.torch.OutOfNativeMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Sends batches of tensors through the model, never more sequences at once than it is told.
///
/// Safe for use by any thread.
final class BatchEncoder {
  private final ImageBindModel model;
  private final String fingerprint;

  BatchEncoder(ImageBindModel model, String fingerprint) {
    this.model = model;
    this.fingerprint = fingerprint;
  }

  /// How many clips an item of this shape has: a video or sound counts as that many sequences.
  static int clips(Shape item) {
    return item.rank() >= 4 ? Math.max(1, item.dim(0)) : 1;
  }

  /// The shape of one sequence of an item.
  static Shape sequence(Shape item) {
    if (item.rank() < 4) {
      return item;
    }
    int[] dims = item.dims();
    return Shape.of(Arrays.copyOfRange(dims, 1, dims.length));
  }

  /// Embeds jobs of one modality and shape, and tells each what became of it. Where memory runs out
  /// all the same, the halves are tried on their own, so that a single one fails at most.
  ///
  /// @param jobs at least one; each leads its tensor
  /// @param sequences how many may go through the model at once
  void embed(Modality modality, List<Job> jobs, int sequences) {
    try {
      List<FloatArray> vectors = encode(modality, tensors(jobs), sequences);
      for (int i = 0; i < vectors.size(); i++) {
        finish(jobs.get(i), vectors.get(i));
      }
    } catch (ImageBindException e) {
      jobs.forEach(job -> job.failed(e));
    } catch (RuntimeException e) {
      String request = OutOfNativeMemory.request(e).orElseThrow(() -> e);
      halve(modality, jobs, sequences, request + " of native memory", e);
    } catch (OutOfMemoryError e) { // one huge allocation failed: the heap itself is sound
      halve(modality, jobs, sequences, "Java heap", e);
    }
  }

  private void halve(
      Modality modality, List<Job> jobs, int sequences, String what, Throwable cause) {
    int count = jobs.size();
    if (count > 1) {
      embed(modality, jobs.subList(0, count / 2), sequences);
      embed(modality, jobs.subList(count / 2, count), sequences);
      return;
    }
    Job job = jobs.getFirst();
    int clips = Math.min(sequences, clips(tensors(jobs).getFirst().shape()));
    if (clips > 1) {
      embed(modality, jobs, (clips + 1) / 2);
      return;
    }
    job.failed(
        new ConfigException(
            job.input().name()
                + " can't be embedded: the model asked for "
                + what
                + " more, and there is none; close what else runs on this machine, raise the"
                + " container's limit or the heap (-Xmx), or choose a precision of fewer bytes"
                + " (bf16, int8)",
            cause));
  }

  private static List<FloatArray> tensors(List<Job> jobs) {
    return jobs.stream().map(job -> Objects.requireNonNull(job.key()).tensor()).toList();
  }

  private void finish(Job job, FloatArray vector) {
    try {
      job.done(new Embedding(job.input().modality(), vector.toArray(), fingerprint));
    } catch (InputException e) { // not finite
      job.failed(e);
    }
  }

  private List<FloatArray> encode(Modality modality, List<FloatArray> tensors, int sequences) {
    int clips = clips(tensors.getFirst().shape());
    List<FloatArray> vectors = new ArrayList<>();
    if (clips > sequences) {
      tensors.forEach(tensor -> vectors.add(inPieces(modality, tensor, sequences)));
    } else {
      FloatArray rows = model.encode(modality, FloatArray.stack(tensors));
      for (int i = 0; i < tensors.size(); i++) {
        vectors.add(rows.slice(i));
      }
    }
    return vectors;
  }

  /// The mean over all clips from the means over some at a time.
  private FloatArray inPieces(Modality modality, FloatArray item, int sequences) {
    int clips = item.shape().dim(0);
    double[] sum = new double[0];
    for (int from = 0; from < clips; from += sequences) {
      List<FloatArray> piece = new ArrayList<>();
      for (int i = from; i < Math.min(clips, from + sequences); i++) {
        piece.add(item.slice(i));
      }
      FloatArray batch = FloatArray.stack(List.of(FloatArray.stack(piece)));
      float[] mean = model.encode(modality, batch).toArray();
      sum = sum.length == 0 ? new double[mean.length] : sum;
      for (int d = 0; d < mean.length; d++) {
        sum[d] += (double) mean[d] * piece.size();
      }
    }
    float[] mean = new float[sum.length];
    for (int d = 0; d < mean.length; d++) {
      mean[d] = (float) (sum[d] / clips);
    }
    return FloatArray.wrap(mean, mean.length);
  }
}
