package io.github.imagebind4j.train.data;

import io.github.imagebind4j.input.Modality;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which columns of a manifest mean what. A manifest with the `modality` column has a row for each
/// item; any other has a row for each pair, and a column for each sense.
///
/// Immutable and safe for use by any thread.
///
/// @param root the folder that relative paths start from; null: the manifest's own
/// @param absolutePaths whether the manifest may name files anywhere
/// @param columns what the columns are called
/// @param senses what the `modality` column's values, and a wide manifest's columns, mean
/// @param formats how the media is stored
public record ManifestFormat(
    @Nullable Path root,
    boolean absolutePaths,
    Columns columns,
    Map<String, Modality> senses,
    MediaFormats formats) {

  /// `image`, `picture`, `photo`, `vision` → vision, `sound` → audio, and the other senses by their
  /// names.
  public static final Map<String, Modality> SENSES =
      Map.of(
          "image", Modality.VISION,
          "picture", Modality.VISION,
          "photo", Modality.VISION,
          "vision", Modality.VISION,
          "audio", Modality.AUDIO,
          "sound", Modality.AUDIO,
          "text", Modality.TEXT,
          "depth", Modality.DEPTH,
          "thermal", Modality.THERMAL,
          "imu", Modality.IMU);

  /// The usual names, relative paths only.
  public static final ManifestFormat DEFAULT =
      new ManifestFormat(null, false, Columns.DEFAULT, SENSES, MediaFormats.DEFAULT);

  /// Copies.
  public ManifestFormat {
    senses = Map.copyOf(senses);
  }

  /// Names of columns. Only those of the layout have to be there: `modality` and `path`, or one for
  /// each sense.
  ///
  /// @param id an item's name; without it, its path or line
  /// @param modality the sense of a row
  /// @param path the file of a row
  /// @param label the class
  /// @param captions sentences, one a column (in JSONL also a list)
  /// @param split such as `train`
  /// @param pairKey what items of one moment share
  /// @param origin where it comes from
  public record Columns(
      String id,
      String modality,
      String path,
      String label,
      List<String> captions,
      String split,
      String pairKey,
      String origin) {

    /// `id, modality, path, class, caption, split, pair_id, source`.
    public static final Columns DEFAULT =
        new Columns(
            "id", "modality", "path", "class", List.of("caption"), "split", "pair_id", "source");

    /// Copies.
    public Columns {
      captions = List.copyOf(captions);
    }
  }

  /// This format with other media.
  ///
  /// @param stored how the media is stored
  /// @return the changed copy
  public ManifestFormat withFormats(MediaFormats stored) {
    return new ManifestFormat(root, absolutePaths, columns, senses, stored);
  }

  /// This format with other column names.
  ///
  /// @param names what the columns are called
  /// @return the changed copy
  public ManifestFormat withColumns(Columns names) {
    return new ManifestFormat(root, absolutePaths, names, senses, formats);
  }

  /// This format with another rule for paths.
  ///
  /// @param folder the folder that relative paths start from; null: the manifest's own
  /// @param absolute whether the manifest may name files anywhere
  /// @return the changed copy
  public ManifestFormat withPaths(@Nullable Path folder, boolean absolute) {
    return new ManifestFormat(folder, absolute, columns, senses, formats);
  }

  /// This format with other names of senses.
  ///
  /// @param names what the `modality` column's values, and a wide manifest's columns, mean
  /// @return the changed copy
  public ManifestFormat withSenses(Map<String, Modality> names) {
    return new ManifestFormat(root, absolutePaths, columns, names, formats);
  }
}
