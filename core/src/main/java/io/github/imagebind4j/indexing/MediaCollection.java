package io.github.imagebind4j.indexing;

import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.index.Fields;
import java.util.Iterator;
import java.util.function.Predicate;

/// Files that belong together, such as a folder's. What an index has of a collection and the
/// collection has no more is dropped from the index.
public interface MediaCollection {

  /// What a walk comes upon.
  sealed interface Entry {}

  /// A file that may be media.
  ///
  /// @param file the file
  record Found(MediaFile file) implements Entry {}

  /// Something that can't be looked at.
  ///
  /// @param name what messages call it
  /// @param reason why not
  record Broken(String name, ImageBindException reason) implements Entry {}

  /// One pass over the files; for one thread at a time.
  interface Walk extends Iterator<Entry> {
    /// Whether an item is of this collection, so that it is to be dropped unless this walk found
    /// its file. Asked after the walk has ended.
    ///
    /// @param fields the item's
    /// @return false if it is of elsewhere, or where the walk could not look
    boolean covers(Fields fields);

    /// A walk over entries that are known how to come by.
    ///
    /// @param entries all of them, one after the other
    /// @param covers whether an item with such fields is of the collection
    /// @return the walk
    static Walk over(Iterator<Entry> entries, Predicate<Fields> covers) {
      return new Walk() {
        @Override
        public boolean hasNext() {
          return entries.hasNext();
        }

        @Override
        public Entry next() {
          return entries.next();
        }

        @Override
        public boolean covers(Fields fields) {
          return covers.test(fields);
        }
      };
    }
  }

  /// Begins a pass.
  ///
  /// @return the entries, found one by one
  /// @throws io.github.imagebind4j.error.InputException if there is no such collection
  Walk walk();

  /// How many files there are, for those who want to know how long it will take.
  ///
  /// @return about how many; -1 if that is not known
  long count();
}
