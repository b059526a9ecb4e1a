package io.github.imagebind4j.app;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cuts a video into scenes where what is seen changes.
final class Scenes {
  /// A change of less than this is none, however still the rest is.
  private static final double LEAST_CHANGE = 0.02;

  /// A change stands out if it is so many times the usual spread above the usual.
  private static final double SPREADS = 3;

  /// From the median distance from the median to a standard deviation, were they normal.
  private static final double MAD_TO_SIGMA = 1.4826;

  private Scenes() {}

  /// What is seen in a moment.
  ///
  /// @param from where it begins, in seconds
  /// @param to where it ends, which is where the next begins
  record Moment(double from, double to, Embedding seen) {}

  /// A stretch in which what is seen stays alike.
  ///
  /// @param seen the mean direction of its moments
  record Scene(double from, double to, Embedding seen) {
    double seconds() {
      return to - from;
    }
  }

  /// Cuts where the picture changes more than is usual in this video, but makes no scene shorter
  /// than `shortest` (except where the video is) or longer than `longest`.
  ///
  /// @param moments in the order of time, without gaps; at least one
  static List<Scene> cut(List<Moment> moments, double shortest, double longest) {
    double[] changes = changes(moments);
    double threshold = threshold(changes);
    List<Scene> scenes = new ArrayList<>();
    int begin = 0;
    double end = moments.getLast().to;
    for (int i = 1; i < moments.size(); i++) {
      double length = moments.get(i).from - moments.get(begin).from;
      boolean changed =
          changes[i] > threshold && isPeak(changes, i) && lasts(moments, i, threshold);
      boolean room = length >= shortest && end - moments.get(i).from >= shortest;
      if ((changed && room) || moments.get(i).to - moments.get(begin).from > longest) {
        scenes.add(scene(moments.subList(begin, i)));
        begin = i;
      }
    }
    scenes.add(scene(moments.subList(begin, moments.size())));
    return List.copyOf(scenes);
  }

  /// Cuts by the clock, to within a moment; the last scene may be shorter.
  static List<Scene> every(List<Moment> moments, double seconds) {
    List<Scene> scenes = new ArrayList<>();
    int begin = 0;
    for (int i = 1; i < moments.size(); i++) {
      if (moments.get(i).from - moments.get(begin).from >= seconds - 1e-6) {
        scenes.add(scene(moments.subList(begin, i)));
        begin = i;
      }
    }
    scenes.add(scene(moments.subList(begin, moments.size())));
    return List.copyOf(scenes);
  }

  /// How far each moment is from the one before: 1 less their cosine.
  private static double[] changes(List<Moment> moments) {
    double[] changes = new double[moments.size()];
    for (int i = 1; i < changes.length; i++) {
      changes[i] = change(moments.get(i - 1), moments.get(i));
    }
    return changes;
  }

  private static double threshold(double[] changes) {
    if (changes.length < 2) {
      return LEAST_CHANGE;
    }
    double[] all = Arrays.copyOfRange(changes, 1, changes.length);
    double median = median(all);
    double spread =
        median(Arrays.stream(all).map(x -> Math.abs(x - median)).toArray()) * MAD_TO_SIGMA;
    return Math.max(LEAST_CHANGE, median + SPREADS * spread);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /// A slow change spreads over several moments; the cut is where it is fastest.
  private static boolean isPeak(double[] changes, int at) {
    return (at < 2 || changes[at] >= changes[at - 1])
        && (at + 1 == changes.length || changes[at] >= changes[at + 1]);
  }

  /// A flash is over after a moment: before and after it is the same picture.
  private static boolean lasts(List<Moment> moments, int at, double threshold) {
    return (at < 2 || change(moments.get(at - 2), moments.get(at)) > threshold)
        && (at + 1 == moments.size()
            || change(moments.get(at - 1), moments.get(at + 1)) > threshold);
  }

  private static double change(Moment one, Moment other) {
    return 1 - one.seen.cosine(other.seen);
  }

  private static Scene scene(List<Moment> moments) {
    Embedding first = moments.getFirst().seen;
    float[] sum = new float[first.dimension()];
    for (Moment moment : moments) {
      float[] unit = moment.seen.unit();
      for (int d = 0; d < sum.length; d++) {
        sum[d] += unit[d];
      }
    }
    Embedding mean = new Embedding(Modality.VISION, Similarity.normalize(sum), first.fingerprint());
    return new Scene(moments.getFirst().from, moments.getLast().to, mean);
  }
}
