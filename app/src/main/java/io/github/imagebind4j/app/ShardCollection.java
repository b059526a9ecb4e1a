package io.github.imagebind4j.app;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.indexing.MediaCollection;
import io.github.imagebind4j.indexing.MediaFile;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.train.data.Item;
import io.github.imagebind4j.train.data.ItemSource;
import io.github.imagebind4j.train.data.MediaFormats;
import io.github.imagebind4j.train.data.MediaLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The samples of a WebDataset shard. A caption is a field of its sample's media; only one that
/// stands alone is an item.
final class ShardCollection implements MediaCollection {
  private final Path shard;
  private final List<Item> items;
  private final Set<String> withMedia = new HashSet<>();
  private final Instant modified;

  /// Reads the shard's table of contents.
  ///
  /// @throws InputException if it is no plain tar
  ShardCollection(Path shard) {
    this.shard = shard.toAbsolutePath().normalize();
    this.items = new ItemSource.Shards(List.of(this.shard), "", MediaFormats.DEFAULT).read();
    for (Item item : items) {
      if (!item.modality().equals(Modality.TEXT)) {
        withMedia.add(item.pairKey());
      }
    }
    try {
      this.modified = Files.getLastModifiedTime(shard).toInstant().truncatedTo(ChronoUnit.MILLIS);
    } catch (IOException e) {
      throw new InputException("can't read shard " + shard + ": " + e.getMessage(), e);
    }
  }

  @Override
  public long count() {
    return items.size();
  }

  @Override
  public Walk walk() {
    Iterator<Entry> entries =
        items.stream()
            .filter(item ->
                !item.modality().equals(Modality.TEXT) || !withMedia.contains(item.pairKey()))
            .<Entry>map(item -> new Found(file(item)))
            .iterator();
    return Walk.over(entries, fields -> fields.text("path").equals(Optional.of(shard.toString())));
  }

  private MediaFile file(Item item) {
    boolean byContent =
        item.modality().equals(Modality.VISION) || item.modality().equals(Modality.AUDIO);
    boolean text = item.modality().equals(Modality.TEXT);
    String member = item.location() instanceof MediaLocation.Slice slice ? slice.name() : item.id();
    long bytes =
        item.location() instanceof MediaLocation.Slice slice
            ? slice.size()
            : item.captions().getFirst().length();
    return new MediaFile(
        shard,
        member,
        bytes,
        modified,
        byContent ? Optional.empty() : Optional.of(item.modality()),
        true,
        text ? Optional.of(item.captions().getFirst()) : Optional.empty(),
        known(item),
        () -> item.location().open());
  }

  private static Fields known(Item item) {
    Map<String, Object> fields = new LinkedHashMap<>();
    putText(fields, "class", item.label());
    if (item.captions().size() == 1) {
      putText(fields, "caption", item.captions().getFirst());
    } else if (!item.captions().isEmpty()) {
      fields.put("caption", item.captions());
    }
    putText(fields, "split", item.split());
    putText(fields, "pair_id", item.pairKey());
    return Fields.of(fields);
  }

  private static void putText(Map<String, Object> fields, String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, value);
    }
  }
}
