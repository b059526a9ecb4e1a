package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.checkpoint.PickleValue.Storage;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;

/// A PyTorch file since 1.6: a zip archive of one folder with `data.pkl`, `data/<key>` for each
/// storage, and `version` and `byteorder`.
///
/// Source: PyTorch's `caffe2/serialize/inline_container.h`.
final class TorchArchive implements TorchCheckpoint.Storages {
  private static final String PICKLE = "data.pkl";
  // PyTorch writes 3; its readers accept up to 10.
  private static final int MAX_VERSION = 10;
  private static final int MAX_SMALL_ENTRY = 64;

  private final MappedFile file;
  private final ZipDirectory zip;
  private final String folder;
  private final PickleValue root;

  private TorchArchive(MappedFile file) {
    this.file = file;
    this.zip = ZipDirectory.read(file);
    this.folder = folder();
    requireReadable();
    MemorySegment pickle = zip.stored(folder + PICKLE);
    if (pickle.byteSize() > PickleMachine.MAX_LENGTH) {
      throw file.refused(
          String.format(
              Locale.ROOT,
              "has a data.pkl of %d bytes, more than %d",
              pickle.byteSize(),
              PickleMachine.MAX_LENGTH),
          "save the state dict alone");
    }
    long at = zip.find(folder + PICKLE).dataAt();
    this.root = new PickleMachine(new PickleCursor(file, at, pickle.byteSize())).run();
  }

  static TorchArchive open(MappedFile file) {
    return new TorchArchive(file);
  }

  PickleValue root() {
    return root;
  }

  private String folder() {
    List<String> pickles =
        zip.names().stream()
            .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
            .toList();
    if (pickles.size() != 1) {
      throw file.refused(
          String.format(
              Locale.ROOT,
              "is a zip archive with %d entries named data.pkl, where PyTorch has one",
              pickles.size()),
          "ImageBind4J reads zip archives of torch.save only");
    }
    return pickles.getFirst().substring(0, pickles.getFirst().length() - PICKLE.length());
  }

  private void requireReadable() {
    if (zip.names().contains(folder + "constants.pkl")) {
      throw file.refused(
          "is a TorchScript archive, which holds code", "save the model's state_dict() instead");
    }
    String byteOrder = small("byteorder");
    if (!byteOrder.isEmpty() && !byteOrder.equals("little")) {
      throw file.refused(
          "has the byte order '" + MappedFile.quote(byteOrder) + "'",
          "save it on a little-endian machine");
    }
    String version = small("version");
    if (!version.matches("|[0-9]{1,4}")
        || (!version.isEmpty() && Integer.parseInt(version) > MAX_VERSION)) {
      throw file.refused(
          String.format(
              Locale.ROOT,
              "has the archive version '%s', where up to %d are known",
              MappedFile.quote(version),
              MAX_VERSION),
          "save it with a known PyTorch release");
    }
  }

  /// The text of a small entry, empty if there is none.
  private String small(String name) {
    if (!zip.names().contains(folder + name)) {
      return "";
    }
    MemorySegment entry = zip.stored(folder + name);
    if (entry.byteSize() > MAX_SMALL_ENTRY) {
      throw file.damaged(
          String.format(Locale.ROOT, "its entry %s has %d bytes", name, entry.byteSize()));
    }
    return file.utf8(zip.find(folder + name).dataAt(), (int) entry.byteSize()).strip();
  }

  @Override
  public MemorySegment bytes(Storage storage) {
    MemorySegment bytes = zip.stored(folder + "data/" + storage.key());
    long expected = Math.multiplyExact(storage.count(), storage.dtype().byteSize());
    if (bytes.byteSize() != expected) {
      throw file.damaged(
          String.format(
              Locale.ROOT,
              "its entry data/%s has %d bytes, its pickle promises %d",
              MappedFile.quote(storage.key()),
              bytes.byteSize(),
              expected));
    }
    return bytes;
  }
}
