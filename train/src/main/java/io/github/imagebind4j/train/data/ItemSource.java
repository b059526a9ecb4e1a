package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.nio.file.Path;
import java.util.List;

/// A dataset on disk, in one of the layouts that are read.
///
/// Whatever the files say, reading is bounded in memory by their size, and nothing outside of what
/// the arguments name is opened. Messages name file and line.
///
/// Immutable and safe for use by any thread.
public sealed interface ItemSource {

  /// Reads the list of items, without their media.
  ///
  /// @return the items, in the dataset's order
  /// @throws InputException if it is not of the layout, or not well-formed
  List<Item> read();

  /// A table of items: `.csv`, `.tsv` or `.jsonl`, in UTF-8, the first line of a CSV naming its
  /// columns.
  ///
  /// Relative paths in it may not leave `format.root()`; absolute ones are refused unless
  /// `format.absolutePaths()` says otherwise, because a manifest from elsewhere could name any file
  /// of this machine. Links inside the folder are followed.
  ///
  /// @param file the table
  /// @param format its columns
  record Manifest(Path file, ManifestFormat format) implements ItemSource {
    @Override
    public List<Item> read() {
      return new ManifestReader(file, format).read();
    }
  }

  /// A folder with a folder for each class: `root/class/file`; hidden files are left out, and links
  /// to folders are not followed. The label is the class, the id the path below `root`.
  ///
  /// @param root the outer folder
  /// @param modality what sense all its files are
  /// @param split of all items, or empty
  /// @param formats how the files are stored
  record ClassFolders(Path root, Modality modality, String split, MediaFormats formats)
      implements ItemSource {
    @Override
    public List<Item> read() {
      return FolderReader.read(this);
    }
  }

  /// WebDataset shards: uncompressed tar files in which members of one key (`key.jpg`, `key.wav`,
  /// `key.txt`, `key.json`) are one sample. Members become items that share the key as `pairKey`;
  /// `key.txt` becomes the captions of the others and a text item, and `key.json` may have `label`
  /// (or `class`), `caption` and `split`. A `key.depth.png`, `key.thermal.png`, `key.imu.npy` is of
  /// the sense it names.
  ///
  /// @param shards the tar files
  /// @param split of items whose JSON has none, or empty
  /// @param formats how the media is stored
  record Shards(List<Path> shards, String split, MediaFormats formats) implements ItemSource {

    /// Copies the list.
    public Shards {
      shards = List.copyOf(shards);
    }

    @Override
    public List<Item> read() {
      return new ShardReader(this).read();
    }
  }
}
