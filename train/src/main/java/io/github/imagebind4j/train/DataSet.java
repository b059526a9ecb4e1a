package io.github.imagebind4j.train;

import io.github.imagebind4j.train.data.Item;
import io.github.imagebind4j.train.data.ItemFilter;
import io.github.imagebind4j.train.data.ItemSource;
import java.util.ArrayList;
import java.util.List;

/// Items that a recipe knows by one name.
///
/// Immutable and safe for use by any thread.
///
/// @param sources where they are listed
/// @param filter which of them are meant
public record DataSet(List<ItemSource> sources, ItemFilter filter) {
  /// Copies.
  public DataSet {
    sources = List.copyOf(sources);
  }

  /// Reads the lists.
  ///
  /// @return the items that are meant
  public List<Item> items() {
    List<Item> all = new ArrayList<>();
    sources.forEach(source -> all.addAll(source.read()));
    return filter.apply(all);
  }
}
