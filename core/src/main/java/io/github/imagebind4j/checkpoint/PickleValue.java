package io.github.imagebind4j.checkpoint;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a pickle of tensors and plain values can hold.
///
/// Containers are compared by identity and nothing walks into them by recursion, so structures that
/// contain themselves or nest a million deep do no harm.
sealed interface PickleValue {

  /// A string.
  record Text(String value) implements PickleValue {}

  /// An integer of up to 64 bits.
  record Int(long value) implements PickleValue {}

  /// A longer integer.
  record BigInt(BigInteger value) implements PickleValue {}

  /// True or false.
  record Bool(boolean value) implements PickleValue {}

  /// A float, bytes, a set, a device …: legal beside tensors, and of no interest.
  enum Inert implements PickleValue {
    NONE,
    FLOAT,
    BYTES,
    SET,
    OTHER
  }

  /// A name on the list of what a checkpoint may refer to.
  record Global(String name, PickleGlobals.Kind kind, @Nullable DType dtype)
      implements PickleValue {}

  /// An immutable sequence.
  final class Tuple implements PickleValue {
    final List<PickleValue> items;

    Tuple(List<PickleValue> items) {
      this.items = List.copyOf(items);
    }
  }

  /// A list that the pickle may still append to.
  final class Items implements PickleValue {
    final List<PickleValue> items = new ArrayList<>(0);
  }

  /// A dict that the pickle may still add to, kept as plain pairs: no hashing, so crafted keys cost
  /// no more than others.
  final class Dict implements PickleValue {
    final List<PickleValue> keys = new ArrayList<>(0);
    final List<PickleValue> values = new ArrayList<>(0);

    void put(PickleValue key, PickleValue value) {
      keys.add(key);
      values.add(value);
    }
  }

  /// A block of values of one type, stored outside the pickle.
  ///
  /// @param dtype U8 for an untyped storage
  /// @param key names the block within the file
  /// @param count elements of the whole block
  /// @param viewAt first element of the part that is meant: 0 but in files of PyTorch 0.3 and
  ///   before
  /// @param viewCount elements of that part
  record Storage(DType dtype, boolean typed, String key, long count, long viewAt, long viewCount)
      implements PickleValue {}

  /// A tensor as the pickle describes it; nothing about it has been checked yet.
  final class Tensor implements PickleValue {
    final Storage storage;
    final DType dtype;

    /// Of the first value in the storage, in elements.
    final long offset;

    final long[] size;
    final long[] stride;

    Tensor(Storage storage, DType dtype, long offset, long[] size, long[] stride) {
      this.storage = storage;
      this.dtype = dtype;
      this.offset = offset;
      this.size = size;
      this.stride = stride;
    }
  }
}
