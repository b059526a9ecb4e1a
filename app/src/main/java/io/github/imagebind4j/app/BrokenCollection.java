package io.github.imagebind4j.app;

import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.indexing.MediaCollection;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/// A collection that can't be read: it is reported, and what an index has of it stays.
///
/// @param file the collection
/// @param reason why not
record BrokenCollection(Path file, ImageBindException reason) implements MediaCollection {

  @Override
  public Walk walk() {
    Iterator<Entry> entries = List.<Entry>of(new Broken(file.toString(), reason)).iterator();
    return Walk.over(entries, _ -> false);
  }

  @Override
  public long count() {
    return 1;
  }
}
