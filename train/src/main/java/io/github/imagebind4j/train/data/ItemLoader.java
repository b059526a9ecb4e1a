package io.github.imagebind4j.train.data;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Items one after the other as evaluation sees them, once: for validation, and for the embeddings
/// of frozen towers.
///
/// Views are those of core's preprocessors, made from the cache: pictures that were not reduced for
/// it differ by at most two of 255 levels, others by their second resampling (root mean square 0.9
/// levels, from photos of 256 pixels through 160 to 128); sounds, see [DecodedCache]; motion by
/// rounding alone. The last batch may be shorter.
///
/// For use by one thread at a time. Close it before its cache.
public final class ItemLoader implements AutoCloseable {
  private final DecodedCache cache;
  private final List<Item> items = new ArrayList<>();
  private final List<Item> missing = new ArrayList<>();
  private final ViewSettings views;
  private final int pictureSize;
  private final int clips;
  private final int batchSize;
  private final int threads;
  private final ExecutorService pool;
  private final ThreadLocal<Viewer> viewers;
  private final Deque<Future<ItemBatch>> ahead = new ArrayDeque<>();
  private int next;

  /// Starts.
  ///
  /// @param cache has the items; those that it has not are left out, see [#missing]
  /// @param items all of one sense
  /// @param views what inputs look like
  /// @param pictureSize the side of pictures in pixels
  /// @param clips how many evenly spaced clips of each sound, the reference takes 3
  /// @param batchSize items in a batch
  /// @param threads how many make batches
  /// @throws ConfigException if items are of several senses, or a number is not above 0
  public ItemLoader(
      DecodedCache cache,
      List<Item> items,
      ViewSettings views,
      int pictureSize,
      int clips,
      int batchSize,
      int threads) {
    if (pictureSize < 1 || clips < 1 || batchSize < 1 || threads < 1) {
      throw new ConfigException("sizes, clips, batches and threads must be above 0");
    }
    for (Item item : items) {
      if (!item.modality().equals(items.getFirst().modality())) {
        throw new ConfigException(
            "items of one loader must be of one sense, got "
                + items.getFirst().modality()
                + " and "
                + item.modality());
      }
      (cache.holds(item) ? this.items : missing).add(item);
    }
    this.cache = cache;
    this.views = views;
    this.pictureSize = pictureSize;
    this.clips = clips;
    this.batchSize = batchSize;
    this.threads = threads;
    this.viewers = ThreadLocal.withInitial(() -> new Viewer(views, cache));
    this.pool =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("items-", 0).factory());
  }

  /// The items that batches have, in their order.
  ///
  /// @return an unchangeable list
  public List<Item> items() {
    return List.copyOf(items);
  }

  /// The items that are not in the cache.
  ///
  /// @return an unchangeable list
  public List<Item> missing() {
    return List.copyOf(missing);
  }

  /// The next batch.
  ///
  /// @return the batch, or empty after the last one
  /// @throws io.github.imagebind4j.error.ImageBindException if an item can't be had: an evaluation
  ///   leaves nothing out by itself
  public Optional<ItemBatch> next() {
    while (next < items.size() && ahead.size() <= threads) {
      int first = next;
      next = Math.min(items.size(), first + batchSize);
      List<Item> part = List.copyOf(items.subList(first, next));
      ahead.add(pool.submit(() -> make(first, part)));
    }
    if (ahead.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ahead.removeFirst().get());
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InputException("interrupted while waiting for a batch", e);
    }
  }

  private ItemBatch make(int first, List<Item> part) {
    Viewer viewer = viewers.get();
    int[] one = Viewer.shape(views, cache, items.getFirst(), pictureSize);
    int count = Viewer.count(one);
    boolean sound = part.getFirst().modality().equals(Modality.AUDIO);
    int each = sound ? clips : 1;
    float[] values = new float[Math.multiplyExact(part.size() * each, count)];
    for (int i = 0; i < part.size(); i++) {
      for (int clip = 0; clip < each; clip++) {
        int at = (i * each + clip) * count;
        viewer.evaluate(part.get(i), pictureSize, clip, each, values, at, count);
      }
    }
    int axes = sound ? 2 : 1;
    int[] dims = new int[one.length + axes];
    dims[0] = part.size();
    dims[axes - 1] = sound ? clips : part.size();
    System.arraycopy(one, 0, dims, axes, one.length);
    return new ItemBatch(first, FloatArray.wrap(values, dims), part);
  }

  /// Stops the threads.
  @Override
  public void close() {
    pool.shutdownNow();
    pool.close();
  }
}
