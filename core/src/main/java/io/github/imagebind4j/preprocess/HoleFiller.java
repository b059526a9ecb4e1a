package io.github.imagebind4j.preprocess;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.media.DepthMap;
import java.util.Locale;

/// Fills a depth map's holes from their rims inwards: ring by ring, each empty pixel takes the mean
/// of its up to eight neighbours that earlier rings have. Smooth, of linear cost, and the same
/// whatever the order within a ring.
///
/// Depth has to be filled before disparity: a hole of 0 m would be clipped to the nearest distance
/// of all. The paper uses in-filled depth without naming a method.
///
/// Stateless: any thread may call its method.
public final class HoleFiller {

  private HoleFiller() {}

  /// The map's distances without holes.
  ///
  /// @param map any size, in metres
  /// @return `[height, width]` in metres, all above 0
  /// @throws MediaException if every pixel is a hole
  public static float[] fill(DepthMap map) {
    float[] metres = map.toArray();
    int[] ring = new int[metres.length];
    boolean[] queued = new boolean[metres.length];
    int size = firstRing(map, metres, ring, queued);
    int[] next = new int[metres.length];
    float[] means = new float[metres.length];
    while (size > 0) {
      for (int i = 0; i < size; i++) {
        means[i] = mean(map, metres, ring[i]);
      }
      for (int i = 0; i < size; i++) {
        metres[ring[i]] = means[i];
      }
      int found = 0;
      for (int i = 0; i < size; i++) {
        found = queueEmpty(map, metres, ring[i], queued, next, found);
      }
      int[] swap = ring;
      ring = next;
      next = swap;
      size = found;
    }
    return metres;
  }

  private static int firstRing(DepthMap map, float[] metres, int[] ring, boolean[] queued) {
    int size = 0;
    boolean any = false;
    for (int i = 0; i < metres.length; i++) {
      if (metres[i] > 0) {
        any = true;
        size = queueEmpty(map, metres, i, queued, ring, size);
      }
    }
    if (!any) {
      throw new MediaException(
          String.format(
              Locale.ROOT,
              "the depth map of %d x %d has no distance at all: every pixel is 0, negative or NaN; check the file and DepthFormat.unit",
              map.width(),
              map.height()));
    }
    return size;
  }

  /// Appends the empty, not yet queued neighbours of a pixel.
  private static int queueEmpty(
      DepthMap map, float[] metres, int at, boolean[] queued, int[] queue, int size) {
    int x = at % map.width();
    int y = at / map.width();
    int end = size;
    for (int ny = Math.max(0, y - 1); ny <= Math.min(map.height() - 1, y + 1); ny++) {
      for (int nx = Math.max(0, x - 1); nx <= Math.min(map.width() - 1, x + 1); nx++) {
        int neighbour = ny * map.width() + nx;
        if (metres[neighbour] == 0 && !queued[neighbour]) {
          queued[neighbour] = true;
          queue[end++] = neighbour;
        }
      }
    }
    return end;
  }

  private static float mean(DepthMap map, float[] metres, int at) {
    int x = at % map.width();
    int y = at / map.width();
    double sum = 0;
    int count = 0;
    for (int ny = Math.max(0, y - 1); ny <= Math.min(map.height() - 1, y + 1); ny++) {
      for (int nx = Math.max(0, x - 1); nx <= Math.min(map.width() - 1, x + 1); nx++) {
        float value = metres[ny * map.width() + nx];
        if (value > 0) {
          sum += value;
          count++;
        }
      }
    }
    return (float) (sum / count);
  }
}
