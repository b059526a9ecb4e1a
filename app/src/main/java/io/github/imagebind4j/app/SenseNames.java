package io.github.imagebind4j.app;

import io.github.imagebind4j.index.Filter;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.train.data.ManifestFormat;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What `--in` calls the senses of an index's items: `image` and `video` are kinds of vision, the
/// others are modalities.
final class SenseNames {
  private SenseNames() {}

  /// The modalities that can have what is named.
  ///
  /// @param names as they were written; none: all
  /// @throws CliException if one is no sense
  static Set<Modality> modalities(List<String> names) {
    Set<Modality> wanted = new LinkedHashSet<>();
    for (String name : names) {
      String sense = word(name);
      if (sense.equals("video")) {
        wanted.add(Modality.VISION);
        wanted.add(Modality.AUDIO);
      } else {
        wanted.add(modality(name));
      }
    }
    return wanted;
  }

  /// The modality that a name means.
  ///
  /// @throws CliException if it is no sense
  static Modality modality(String name) {
    String sense = word(name);
    Modality known = sense.equals("motion") ? Modality.IMU : ManifestFormat.SENSES.get(sense);
    if (known == null) {
      throw CliException.usage(
          "senses are image, video, sound, depth, thermal, motion, text, vision and audio, got '"
              + name
              + "'");
    }
    return known;
  }

  /// What tells kinds of one modality apart.
  ///
  /// @return empty if the modalities say it all
  static Optional<Filter> kinds(List<String> names) {
    boolean byKind =
        names.stream().anyMatch(name -> word(name).matches("image|picture|photo|video"));
    if (!byKind) {
      return Optional.empty();
    }
    List<Filter> kinds = new ArrayList<>();
    for (String name : names) {
      kinds.add(
          switch (word(name)) {
            case "image", "picture", "photo" -> is("kind", "image");
            case "video" -> is("kind", "video");
            default -> is("modality", modality(name).name());
          });
    }
    return Optional.of(new Filter.Any(kinds));
  }

  private static Filter is(String field, String value) {
    return new Filter.Comparison(field, Filter.Order.EQUAL, value);
  }

  private static String word(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
