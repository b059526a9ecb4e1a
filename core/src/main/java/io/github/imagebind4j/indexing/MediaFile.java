package io.github.imagebind4j.indexing;

import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.Modality;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// Something that may be indexed: a file, a member of an archive, or a sentence in a list.
///
/// Immutable and safe for use by any thread.
///
/// @param path the file on disk, absolute
/// @param member what in the file; empty: all of it
/// @param bytes how long it is
/// @param modified when it was last changed, to the millisecond
/// @param sense what it is; empty: its content tells
/// @param named whether it was asked for by name, so that it is an error if it is no media
/// @param text the sentence, of a text
/// @param known what else is known of it; found in the item's fields
/// @param opener gives its bytes
public record MediaFile(
    Path path,
    String member,
    long bytes,
    Instant modified,
    Optional<Modality> sense,
    boolean named,
    Optional<String> text,
    Fields known,
    Supplier<MediaSource> opener) {

  /// A file of which no more is known.
  ///
  /// @param path absolute
  /// @param bytes how long it is
  /// @param modified when it was last changed
  /// @return the file
  public static MediaFile of(Path path, long bytes, Instant modified) {
    return new MediaFile(
        path,
        "",
        bytes,
        modified,
        Optional.empty(),
        false,
        Optional.empty(),
        Fields.NONE,
        () -> MediaSource.of(path));
  }

  /// This file as something that was asked for by its name.
  ///
  /// @return the changed copy
  public MediaFile asNamed() {
    return new MediaFile(path, member, bytes, modified, sense, true, text, known, opener);
  }

  /// This file as of a sense.
  ///
  /// @param of what it is; empty: its content tells
  /// @return the changed copy
  public MediaFile withSense(Optional<Modality> of) {
    return new MediaFile(path, member, bytes, modified, of, named, text, known, opener);
  }

  /// What identifies it: the path, and the member after `!`.
  ///
  /// @return the key
  public String key() {
    return key(path.toString(), member);
  }

  static String key(String path, String member) {
    return member.isEmpty() ? path : path + "!" + member;
  }

  /// What its items' ids begin with: the key, in which `%` is `%25` and `#` is `%23`, so that what
  /// follows a `#` is always a media fragment.
  ///
  /// @return the id of the item of all of it
  public String id() {
    return id(key());
  }

  /// The id of a file's item.
  ///
  /// @param key as [#key()]
  /// @return the id
  public static String id(String key) {
    return key.replace("%", "%25").replace("#", "%23");
  }

  /// The last part of its name.
  ///
  /// @return the member's or the file's name, without folders
  public String name() {
    String full = member.isEmpty() ? path.toString() : member;
    return full.substring(Math.max(full.lastIndexOf('/'), full.lastIndexOf('\\')) + 1);
  }
}
