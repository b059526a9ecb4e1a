package io.github.imagebind4j.index;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The index as of one commit. Keeps its segments until it is released by its last user.
///
/// Safe for use by any thread.
final class Snapshot {
  private final List<Part> parts;
  private final @Nullable IndexSpace space;
  private final long size;
  private final AtomicInteger users = new AtomicInteger(1);

  Snapshot(List<Part> parts, @Nullable IndexSpace space) {
    this.parts = List.copyOf(parts);
    this.space = space;
    this.size = parts.stream().mapToLong(Part::kept).sum();
    parts.forEach(part -> part.segment().retain());
  }

  List<Part> parts() {
    return parts;
  }

  @Nullable IndexSpace space() {
    return space;
  }

  long size() {
    return size;
  }

  /// Becomes one more user, unless the last has gone.
  boolean tryRetain() {
    for (int now = users.get(); now > 0; now = users.get()) {
      if (users.compareAndSet(now, now + 1)) {
        return true;
      }
    }
    return false;
  }

  /// Checks that all of it can still be read.
  void requireThere() {
    parts.forEach(part -> part.segment().requireThere());
  }

  void release() {
    if (users.decrementAndGet() == 0) {
      parts.forEach(part -> part.segment().release());
    }
  }
}
