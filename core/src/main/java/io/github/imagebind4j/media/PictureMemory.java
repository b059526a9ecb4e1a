package io.github.imagebind4j.media;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Native memory for decoded pictures, used again and again: fresh memory of that size comes from
/// the system page by page, which takes as long as decoding a JPEG of 12 megapixels.
///
/// Owns at most [#MOST] bytes, in pieces that are handed to one user at a time. Who finds nothing
/// left uses memory of his own. The garbage collector frees all of it with this object.
///
/// Safe for use by any thread; nobody waits.
final class PictureMemory {
  private static final long MOST = 192L << 20;

  /// Sizes are rounded up to this, so that pictures of about one size share.
  private static final long STEP = 4L << 20;

  private final ConcurrentLinkedQueue<MemorySegment> spare = new ConcurrentLinkedQueue<>();
  private final AtomicLong owned = new AtomicLong();

  /// Hands out a piece, to be given back with [#give].
  ///
  /// @param bytes how many are needed, above 0
  /// @return at least as many, with anything in them, or null if there is no room for them
  @Nullable MemorySegment take(long bytes) {
    MemorySegment piece = spare.poll();
    if (piece != null) {
      if (piece.byteSize() >= bytes) {
        return piece;
      }
      // Too small: dropped, so that a larger one takes its place.
      owned.addAndGet(-piece.byteSize());
    }
    long size = Math.ceilDiv(bytes, STEP) * STEP;
    if (owned.addAndGet(size) > MOST) {
      owned.addAndGet(-size);
      return null;
    }
    return Arena.ofAuto().allocate(size);
  }

  /// Takes a piece back.
  void give(MemorySegment piece) {
    spare.add(piece);
  }
}
