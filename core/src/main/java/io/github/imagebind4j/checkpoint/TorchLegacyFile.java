package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.checkpoint.PickleValue.BigInt;
import io.github.imagebind4j.checkpoint.PickleValue.Bool;
import io.github.imagebind4j.checkpoint.PickleValue.Dict;
import io.github.imagebind4j.checkpoint.PickleValue.Int;
import io.github.imagebind4j.checkpoint.PickleValue.Items;
import io.github.imagebind4j.checkpoint.PickleValue.Storage;
import io.github.imagebind4j.checkpoint.PickleValue.Text;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A PyTorch file before 1.6: pickles of a magic number, the protocol, the machine, the object and
/// the list of storage keys, then each storage as `i64 count` and its values.
///
/// Source: `_legacy_load` and `_legacy_save` in PyTorch's `torch/serialization.py`.
final class TorchLegacyFile implements TorchCheckpoint.Storages {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;

  private final MappedFile file;
  private final Map<String, MemorySegment> storages = new HashMap<>();
  private final PickleValue root;
  private long at;

  private TorchLegacyFile(MappedFile file) {
    this.file = file;
    if (!(next() instanceof BigInt(BigInteger magic)) || !magic.equals(MAGIC)) {
      throw file.refused(
          "is a pickle, but not of torch.save", "save a model's state_dict() with torch.save");
    }
    if (!(next() instanceof Int(long protocol)) || protocol != PROTOCOL) {
      throw file.damaged("its legacy protocol is not " + PROTOCOL);
    }
    requireLittleEndian(next());
    PickleCursor cursor = new PickleCursor(file, at, PickleMachine.MAX_LENGTH);
    PickleMachine machine = new PickleMachine(cursor);
    this.root = machine.run();
    this.at = cursor.position();
    readStorages(next(), machine.storages());
  }

  static TorchLegacyFile open(MappedFile file) {
    return new TorchLegacyFile(file);
  }

  PickleValue root() {
    return root;
  }

  /// Runs the pickle at the current position.
  private PickleValue next() {
    PickleCursor cursor = new PickleCursor(file, at, PickleMachine.MAX_LENGTH);
    PickleValue value = new PickleMachine(cursor).run();
    at = cursor.position();
    return value;
  }

  private void requireLittleEndian(PickleValue system) {
    if (system instanceof Dict dict) {
      for (int i = 0; i < dict.keys.size(); i++) {
        if (dict.keys.get(i) instanceof Text(String key)
            && key.equals("little_endian")
            && dict.values.get(i) instanceof Bool(boolean little)
            && little) {
          return;
        }
      }
    }
    throw file.refused(
        "does not say that it is little-endian", "save it on a little-endian machine");
  }

  private void readStorages(PickleValue keys, Map<String, Storage> referenced) {
    if (!(keys instanceof Items list)) {
      throw file.damaged("it has no list of storages");
    }
    for (PickleValue item : list.items) {
      Storage storage = item instanceof Text(String key) ? referenced.get(key) : null;
      if (storage == null) {
        throw file.damaged("it lists a storage that no tensor uses");
      }
      long count = file.i64(at);
      if (count != storage.count()) {
        throw file.damaged(
            String.format(
                Locale.ROOT,
                "its storage %s has %d values, its pickle promises %d",
                MappedFile.quote(storage.key()),
                count,
                storage.count()));
      }
      MemorySegment bytes = file.slice(at + Long.BYTES, byteSize(storage));
      if (storages.put(storage.key(), bytes) != null) {
        throw file.damaged("it lists a storage twice");
      }
      at += Long.BYTES + bytes.byteSize();
    }
  }

  private long byteSize(Storage storage) {
    try {
      return Math.multiplyExact(storage.count(), storage.dtype().byteSize());
    } catch (ArithmeticException e) {
      throw file.damaged("it has a storage beyond 2^63 bytes", e);
    }
  }

  @Override
  public MemorySegment bytes(Storage storage) {
    MemorySegment bytes = storages.get(storage.key());
    if (bytes == null) {
      throw file.damaged("its storage " + MappedFile.quote(storage.key()) + " is missing");
    }
    return bytes;
  }
}
