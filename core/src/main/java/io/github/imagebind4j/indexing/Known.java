package io.github.imagebind4j.indexing;

import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.input.Modality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the index has of a file already, told by the file's head item.
///
/// @param file the file as it is now
/// @param head its item, whose content may be of an earlier time
record Known(MediaFile file, IndexItem head) {

  /// Looks a file up.
  ///
  /// @return empty if it is not in the index whole, or was cut or read otherwise
  static Optional<Known> find(EmbeddingIndex index, MediaFile file, IndexingOptions options) {
    double first = options.segmentation().seconds();
    return index
        .get(file.id())
        .or(() -> index.get(file.id() + ItemFields.fragment(0, first, "")))
        .map(head -> new Known(file, head))
        .filter(known -> known.isReadAlike(options));
  }

  private boolean isReadAlike(IndexingOptions options) {
    Fields fields = head.fields();
    Modality modality = head.embedding().modality();
    String kind = fields.text(ItemFields.KIND).orElse("");
    Optional<Modality> asked = file.sense();
    boolean sameSense =
        asked.isPresent()
            ? asked.get().equals(modality)
            : !modality.equals(Modality.DEPTH) && !modality.equals(Modality.THERMAL);
    String recipe =
        kind.equals("sound") || kind.equals("video")
            ? Recognition.cutRecipe(fields.number(ItemFields.DURATION).orElse(0.0), options)
            : Recognition.recipe(modality, options);
    return sameSense && recipe.equals(fields.text(ItemFields.RECIPE).orElse(""));
  }

  /// Whether size and time are as they were, which is taken for proof.
  boolean looksUnchanged() {
    return head.fields().number(ItemFields.BYTES).orElse(-1.0) == file.bytes()
        && head.fields().text(ItemFields.MODIFIED).equals(Optional.of(file.modified().toString()));
  }

  boolean hasContent(String sha256) {
    return head.fields().text(ItemFields.SHA256).equals(Optional.of(sha256));
  }

  long content() {
    return ItemFields.content(head.fields());
  }

  /// Whether what is written down is still right, besides the content.
  boolean isWrittenRight() {
    Map<String, Object> now = head.fields().asMap();
    return looksUnchanged()
        && ItemFields.known(file).entrySet().stream()
            .allMatch(entry -> entry.getValue().equals(now.get(entry.getKey())));
  }

  /// The file's items with what is known of it now, without embedding them again.
  List<IndexItem> rewritten(EmbeddingIndex index) {
    List<IndexItem> items = new ArrayList<>();
    String kind = head.fields().text(ItemFields.KIND).orElse("");
    boolean several = kind.equals("video") || head.fields().text(ItemFields.RECIPE).isPresent();
    if (several) {
      index.scan(
          ofFile(),
          item -> {
            if (ItemFields.key(item.fields()).equals(file.key())
                && ItemFields.content(item.fields()) == content()) {
              items.add(item);
            }
          });
    } else {
      items.add(head);
    }
    return items.stream().map(this::rewritten).toList();
  }

  /// The member, too: a shard has many.
  private Filter ofFile() {
    Filter path = equal(ItemFields.PATH, file.path().toString());
    return file.member().isEmpty()
        ? path
        : new Filter.Every(List.of(path, equal(ItemFields.MEMBER, file.member())));
  }

  private static Filter equal(String field, String value) {
    return new Filter.Comparison(field, Filter.Order.EQUAL, value);
  }

  private IndexItem rewritten(IndexItem item) {
    Map<String, Object> fields = new LinkedHashMap<>(item.fields().asMap());
    Instant modified = file.modified();
    fields.put(ItemFields.BYTES, file.bytes());
    fields.put(ItemFields.MODIFIED, modified.toString());
    fields.putAll(ItemFields.known(file));
    return new IndexItem(item.id(), item.embedding(), Fields.of(fields));
  }
}
