package io.github.imagebind4j.app;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A published model that can be downloaded.
///
/// @param name what the command line calls it
/// @param fileName the file's name in the store
/// @param url where its publisher serves it
/// @param bytes the file's exact size
/// @param sha256 the file's SHA-256, 64 hexadecimal digits
/// @param licence the weights' licence, in one line
/// @param about what it is, in one line
record KnownModel(
    String name,
    String fileName,
    URI url,
    long bytes,
    String sha256,
    String licence,
    String about) {

  /// Meta's released model. Meta publishes no checksum: size and SHA-256 are those that several
  /// public projects recorded after downloading the file.
  static final KnownModel IMAGEBIND_HUGE =
      new KnownModel(
          "imagebind_huge",
          "imagebind_huge.pth",
          URI.create("https://dl.fbaipublicfiles.com/imagebind/imagebind_huge.pth"),
          4_803_584_173L,
          "d6f6c22bedcc90708448d5d2fbb7b2db9c73f505dc89bd0b2e09b23af1b62157",
          "CC-BY-NC-SA 4.0: non-commercial use only, credit Meta, share alike",
          "Meta's ImageBind, 1.2 billion parameters, 1024 dimensions, six modalities");

  static final List<KnownModel> ALL = List.of(IMAGEBIND_HUGE);

  static @Nullable KnownModel byName(String name) {
    String wanted = name.toLowerCase(Locale.ROOT).replace('-', '_');
    return ALL.stream().filter(model -> model.name.equals(wanted)).findFirst().orElse(null);
  }

  static @Nullable KnownModel byFileName(String fileName) {
    return ALL.stream().filter(model -> model.fileName.equals(fileName)).findFirst().orElse(null);
  }
}
