package io.github.imagebind4j.index;

import io.github.imagebind4j.error.IndexException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Changes since the last commit, and how they become one.
///
/// Nothing that fails loses a change: what was put stays pending, what was written stays, and the
/// next commit has it all.
///
/// For use by one thread at a time.
final class IndexWriter {
  private static final long PENDING_BYTES = 64L << 20; // heap that waiting items may take

  /// A part whose deletions may change.
  private static final class Draft {
    private Part part;
    private @Nullable BitSet deleted; // null while unchanged

    Draft(Part part) {
      this.part = part;
    }

    void delete(ItemKey key) {
      int row = part.segment().find(key);
      if (row >= 0) {
        deleted = deleted == null ? part.deletions().copy() : deleted;
        deleted.set(row);
      }
    }

    Part freeze() {
      if (deleted != null) {
        Deletions changed = Deletions.of(deleted);
        part =
            changed.count() == part.deletions().count() ? part : new Part(part.segment(), changed);
        deleted = null;
      }
      return part;
    }
  }

  private final Store store;
  private final PendingRows pending = new PendingRows();
  private final Set<Modality> senses = new HashSet<>();
  private List<Draft> drafts;
  private List<Part> committed;
  private @Nullable IndexSpace space;

  /// @param parts committed ones; becomes their owner
  IndexWriter(Store store, List<Part> parts, @Nullable IndexSpace space) {
    this.store = store;
    this.space = space;
    committed = List.copyOf(parts);
    drafts = drafts(parts);
    parts.forEach(part -> senses.addAll(part.segment().senses()));
  }

  private static List<Draft> drafts(List<Part> parts) {
    return new ArrayList<>(parts.stream().map(Draft::new).toList());
  }

  /// The space of all that was ever put.
  @Nullable IndexSpace space() {
    return space;
  }

  void put(Collection<IndexItem> items) {
    IndexSpace due = requireOneSpace(items);
    Set<Modality> dueSenses = requireFewSenses(items);
    if (pending.bytes() > PENDING_BYTES) {
      flush(); // before anything is taken, so that a full disk refuses all of them
    }
    space = due;
    senses.addAll(dueSenses);
    for (IndexItem item : items) {
      pending.put(item);
      delete(item.id());
    }
  }

  private @Nullable IndexSpace requireOneSpace(Collection<IndexItem> items) {
    IndexSpace due = space;
    for (IndexItem item : items) {
      due = due == null ? IndexSpace.of(item.embedding()) : due;
      due.require(item.embedding());
    }
    if (due != null && due.dimension() > SegmentLayout.MOST_DIMENSIONS) {
      throw new InputException(
          "an index's vectors may have "
              + SegmentLayout.MOST_DIMENSIONS
              + " dimensions, got "
              + due.dimension());
    }
    return due;
  }

  private Set<Modality> requireFewSenses(Collection<IndexItem> items) {
    Set<Modality> due = new HashSet<>(senses);
    items.forEach(item -> due.add(item.embedding().modality()));
    if (due.size() > SegmentLayout.MOST_SENSES) {
      throw new InputException(
          "an index holds items of at most "
              + SegmentLayout.MOST_SENSES
              + " senses, got "
              + due.size());
    }
    return due;
  }

  void remove(Collection<String> ids) {
    for (String id : ids) {
      pending.remove(id);
      delete(id);
    }
  }

  private void delete(String id) {
    if (!drafts.isEmpty()) {
      ItemKey key = ItemKey.of(id);
      drafts.forEach(draft -> draft.delete(key));
    }
  }

  private void flush() {
    IndexSpace known = space;
    if (pending.isEmpty() || known == null) {
      return;
    }
    try {
      Segment segment = store.write(pending.asRows(known.dimension()));
      drafts.add(new Draft(new Part(segment, Deletions.NONE)));
      pending.clear();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /// Makes all changes lasting.
  ///
  /// @return the parts of the index from now on; null if nothing changed
  @Nullable List<Part> commit() {
    flush();
    List<Part> parts = drafts.stream().map(Draft::freeze).toList();
    if (parts.equals(committed)) {
      return null;
    }
    replaceDrafts(merge(parts.stream().filter(part -> part.kept() > 0).toList()));
    List<Part> due = drafts.stream().map(draft -> draft.part).toList();
    try {
      store.commit(space, due);
    } catch (IOException e) {
      throw failure(e);
    }
    committed = due;
    return due;
  }

  private void replaceDrafts(List<Part> parts) {
    Set<Segment> kept = parts.stream().map(Part::segment).collect(Collectors.toSet());
    List<Segment> dropped =
        drafts.stream().map(draft -> draft.part.segment()).filter(s -> !kept.contains(s)).toList();
    drafts = drafts(parts);
    dropped.forEach(Segment::release); // searches of the last commit still keep them
  }

  /// Merging only makes searches faster; where there is no room, the parts go on as they are.
  private List<Part> merge(List<Part> parts) {
    List<List<Part>> groups = MergePlan.of(parts);
    groups.forEach(group -> group.forEach(part -> part.segment().requireWhole()));
    List<Part> result = new ArrayList<>(parts);
    try {
      for (List<Part> group : groups) {
        Segment merged = store.write(new MergedRows(group));
        result.removeAll(group);
        result.add(new Part(merged, Deletions.NONE));
      }
    } catch (IOException e) {
      // A full disk: the commit will say so, or else fit.
    }
    return result;
  }

  private IndexException failure(IOException cause) {
    return new IndexException(
        store.name()
            + " can't be written: "
            + cause
            + "; check its folder, the folder's rights and its free space, then commit again"
            + " (what was committed is still there)",
        cause);
  }

  void close() {
    drafts.forEach(draft -> draft.part.segment().release());
  }
}
