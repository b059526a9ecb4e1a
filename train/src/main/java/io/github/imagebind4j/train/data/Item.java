package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.util.List;

/// One thing that a dataset holds: a picture, a sound, a sentence, and what is known of it.
///
/// Immutable and safe for use by any thread.
///
/// @param id unique in its dataset
/// @param modality the sense it is of
/// @param location where its media is; [MediaLocation.None] for text
/// @param formats how its media is stored
/// @param label its class, or empty
/// @param captions sentences about it; of a text item, the text itself
/// @param split such as `train`, or empty
/// @param pairKey what items of one moment share, or empty
/// @param origin where it comes from, in the dataset's own words, or empty
public record Item(
    String id,
    Modality modality,
    MediaLocation location,
    MediaFormats formats,
    String label,
    List<String> captions,
    String split,
    String pairKey,
    String origin) {

  /// Checks and copies.
  ///
  /// @throws InputException if the id is empty, a text item has no text, or another no media
  public Item {
    captions = List.copyOf(captions);
    if (id.isEmpty()) {
      throw new InputException("an item needs an id, got an empty one");
    }
    boolean text = modality.equals(Modality.TEXT);
    if (text && captions.isEmpty()) {
      throw new InputException("text item " + id + " has no text; give it a caption");
    }
    if (!text && location instanceof MediaLocation.None) {
      throw new InputException(modality + " item " + id + " has no media; give its path");
    }
  }

  /// This item under another label.
  ///
  /// @param newLabel the class, or empty
  /// @return the changed copy
  public Item withLabel(String newLabel) {
    return new Item(id, modality, location, formats, newLabel, captions, split, pairKey, origin);
  }
}
