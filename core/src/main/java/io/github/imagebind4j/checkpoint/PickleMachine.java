package io.github.imagebind4j.checkpoint;

import io.github.imagebind4j.checkpoint.PickleValue.Bool;
import io.github.imagebind4j.checkpoint.PickleValue.Dict;
import io.github.imagebind4j.checkpoint.PickleValue.Global;
import io.github.imagebind4j.checkpoint.PickleValue.Inert;
import io.github.imagebind4j.checkpoint.PickleValue.Int;
import io.github.imagebind4j.checkpoint.PickleValue.Items;
import io.github.imagebind4j.checkpoint.PickleValue.Text;
import io.github.imagebind4j.checkpoint.PickleValue.Tuple;
import io.github.imagebind4j.error.CheckpointException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Runs a pickle that holds tensors and plain values, protocols 2 to 5, and refuses every other.
///
/// A pickle is a program for a stack machine, and Python's own machine lets it call any function.
/// This one knows the instructions that `torch.save` emits; the only names it accepts are those of
/// [PickleGlobals], and it builds their values itself. Work and memory are bounded by the pickle's
/// length: every instruction takes constant time (or time in proportion to what it takes off the
/// stack) and pushes one value at most.
///
/// Source: Python's `Lib/pickletools.py` describes the instructions.
///
/// One machine runs one pickle, on one thread.
final class PickleMachine {
  /// A pickle of every tensor of `imagebind_huge` takes 250 KB.
  static final long MAX_LENGTH = 32 << 20;

  private static final int MAX_VALUES = 2_000_000;
  private static final int MAX_MARKS = 10_000;
  private static final int MAX_BIG_INTEGER = 255;
  private static final int LOWEST_PROTOCOL = 2;
  private static final int HIGHEST_PROTOCOL = 5;

  private final PickleCursor in;
  private final MappedFile file;
  private final TensorRebuild rebuild;
  private final ArrayList<PickleValue> stack = new ArrayList<>();
  // Stack heights at which a MARK lies.
  private final ArrayList<Integer> marks = new ArrayList<>();
  private final Map<Long, PickleValue> memo = new HashMap<>();
  private final Map<String, PickleValue.Storage> storages = new HashMap<>();
  private int pushed;

  PickleMachine(PickleCursor in) {
    this.in = in;
    this.file = in.file();
    this.rebuild = new TensorRebuild(file);
  }

  /// Runs up to and including STOP.
  PickleValue run() {
    int start = in.u8();
    int protocol = in.u8();
    if (start != 0x80 || protocol < LOWEST_PROTOCOL || protocol > HIGHEST_PROTOCOL) {
      throw file.damaged("its pickle does not begin with a protocol of 2 to 5");
    }
    for (int op = in.u8(); op != '.'; op = in.u8()) {
      if (!scalar(op) && !container(op) && !memo(op) && !callable(op)) {
        throw file.refused(
            String.format(
                Locale.ROOT,
                "has a pickle with the instruction 0x%02x, which torch.save never emits",
                op),
            "get the weights as safetensors");
      }
    }
    return pop();
  }

  /// The storages that the pickle refers to, by key.
  Map<String, PickleValue.Storage> storages() {
    return Collections.unmodifiableMap(storages);
  }

  private boolean scalar(int op) {
    switch (op) {
      case 'N' -> push(Inert.NONE);
      case 0x88 -> push(new Bool(true));
      case 0x89 -> push(new Bool(false));
      case 'J' -> push(new Int(in.i32()));
      case 'K' -> push(new Int(in.u8()));
      case 'M' -> push(new Int(in.u16()));
      case 0x8a -> pushInteger(in.u8());
      case 0x8b -> pushInteger(in.u32());
      case 'G' -> pushInert(Inert.FLOAT, 8);
      // Strings: unicode of three length fields, then Python 2's.
      case 'X' -> push(new Text(in.utf8(in.u32())));
      case 0x8c, 'U' -> push(new Text(in.utf8(in.u8())));
      case 0x8d -> push(new Text(in.utf8(in.i64())));
      case 'T' -> push(new Text(in.utf8(in.u32())));
      case 'B' -> pushInert(Inert.BYTES, in.u32());
      case 'C' -> pushInert(Inert.BYTES, in.u8());
      case 0x8e, 0x96 -> pushInert(Inert.BYTES, in.i64());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(int op) {
    switch (op) {
      case '(' -> mark();
      case '0' -> popOrUnmark();
      case '1' -> popToMark();
      case ')' -> push(new Tuple(List.of()));
      case 0x85 -> push(new Tuple(popMany(1)));
      case 0x86 -> push(new Tuple(popMany(2)));
      case 0x87 -> push(new Tuple(popMany(3)));
      case 't' -> push(new Tuple(popToMark()));
      case ']' -> push(new Items());
      case 'a' -> append(popMany(1));
      case 'e' -> append(popToMark());
      case '}' -> push(new Dict());
      case 's' -> setItems(popMany(2));
      case 'u' -> setItems(popToMark());
      case 0x8f -> push(Inert.SET);
      case 0x90 -> addToSet();
      case 0x91 -> {
        popToMark();
        push(Inert.SET);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean memo(int op) {
    switch (op) {
      case 'q' -> memorize(in.u8());
      case 'r' -> memorize(in.u32());
      case 0x94 -> memorize(memo.size());
      case 'h' -> recall(in.u8());
      case 'j' -> recall(in.u32());
      // A frame only tells readers how much to fetch at once.
      case 0x95 -> in.i64();
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean callable(int op) {
    switch (op) {
      case 'c' -> push(global(in.line(), in.line()));
      case 0x93 -> stackGlobal();
      case 'R' -> reduce();
      case 'b' -> build();
      case 'Q' -> pushStorage();
      // Three more ways to call a class: by name at once, by a class on the stack, by __new__.
      case 'i' -> throw refusedCall(in.line() + "." + in.line());
      case 'o' -> throw refusedCall(nameOf(popToMark(), 0));
      case 0x81 -> throw refusedCall(nameOf(popMany(2), 0));
      case 0x92 -> throw refusedCall(nameOf(popMany(3), 0));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void push(PickleValue value) {
    spend(1);
    stack.add(value);
  }

  private void spend(int values) {
    pushed += values;
    if (pushed > MAX_VALUES) {
      throw file.refused(
          "has a pickle of more than " + MAX_VALUES + " values", "save the state dict alone");
    }
  }

  private void mark() {
    if (marks.size() == MAX_MARKS) {
      throw file.damaged("its pickle nests more than " + MAX_MARKS + " deep");
    }
    marks.add(stack.size());
  }

  private void memorize(long index) {
    if (memo.size() == MAX_VALUES) {
      throw file.damaged("its pickle remembers more than " + MAX_VALUES + " values");
    }
    memo.put(index, top());
  }

  private void pushInert(Inert value, long length) {
    in.skip(length);
    push(value);
  }

  private void pushStorage() {
    PickleValue.Storage storage = rebuild.storage(pop());
    PickleValue.Storage before = storages.putIfAbsent(storage.key(), storage);
    if (before != null
        && (before.count() != storage.count() || before.dtype() != storage.dtype())) {
      throw file.damaged("its pickle has two kinds of storage " + MappedFile.quote(storage.key()));
    }
    push(storage);
  }

  private void pushInteger(long length) {
    if (length > MAX_BIG_INTEGER) {
      throw file.damaged("its pickle has an integer of " + length + " bytes");
    }
    BigInteger value = in.integer((int) length);
    push(
        value.bitLength() < Long.SIZE
            ? new Int(value.longValueExact())
            : new PickleValue.BigInt(value));
  }

  private int floor() {
    return marks.isEmpty() ? 0 : marks.getLast();
  }

  private List<PickleValue> popMany(int count) {
    if (stack.size() - floor() < count) {
      throw file.damaged("its pickle takes more off the stack than it put there");
    }
    List<PickleValue> tail = stack.subList(stack.size() - count, stack.size());
    List<PickleValue> values = List.copyOf(tail);
    tail.clear();
    return values;
  }

  private PickleValue pop() {
    return popMany(1).getFirst();
  }

  private List<PickleValue> popToMark() {
    if (marks.isEmpty()) {
      throw file.damaged("its pickle asks for a mark that is not there");
    }
    List<PickleValue> values = popMany(stack.size() - floor());
    marks.removeLast();
    return values;
  }

  private void popOrUnmark() {
    if (!marks.isEmpty() && marks.getLast() == stack.size()) {
      marks.removeLast();
    } else {
      popMany(1);
    }
  }

  private PickleValue top() {
    if (stack.size() == floor()) {
      throw file.damaged("its pickle refers to the top of an empty stack");
    }
    return stack.getLast();
  }

  private void recall(long index) {
    PickleValue value = memo.get(index);
    if (value == null) {
      throw file.damaged("its pickle recalls value " + index + ", which it never stored");
    }
    push(value);
  }

  private void append(List<PickleValue> values) {
    if (!(top() instanceof Items list)) {
      throw file.damaged("its pickle appends to what is no list");
    }
    list.items.addAll(values);
  }

  private void setItems(List<PickleValue> pairs) {
    if (!(top() instanceof Dict dict) || pairs.size() % 2 != 0) {
      throw file.damaged("its pickle sets items of what is no dict, or a key without a value");
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      dict.put(pairs.get(i), pairs.get(i + 1));
    }
  }

  private void addToSet() {
    popToMark();
    if (top() != Inert.SET) {
      throw file.damaged("its pickle adds to what is no set");
    }
  }

  private Global global(String module, String name) {
    Global global = PickleGlobals.find(module, name);
    if (global == null) {
      throw refusedCall(module + "." + name);
    }
    return global;
  }

  private void stackGlobal() {
    List<PickleValue> names = popMany(2);
    if (!(names.get(0) instanceof Text module && names.get(1) instanceof Text name)) {
      throw file.damaged("its pickle names a function by what is no text");
    }
    push(global(module.value(), name.value()));
  }

  private void reduce() {
    List<PickleValue> call = popMany(2);
    if (!(call.get(0) instanceof Global function && call.get(1) instanceof Tuple arguments)) {
      throw file.damaged("its pickle calls what is no function");
    }
    List<PickleValue> args = arguments.items;
    push(
        switch (function.kind()) {
          case ORDERED_DICT -> orderedDict(args);
          case REBUILD_TENSOR -> rebuild.tensor(args);
          case REBUILD_TENSOR_V3 -> rebuild.tensorV3(args);
          case REBUILD_PARAMETER -> rebuild.parameter(args);
          case SIZE -> rebuild.size(args);
          case INERT -> Inert.OTHER;
          case STORAGE, DTYPE -> throw refusedCall(function.name());
        });
  }

  /// `OrderedDict()` of Python 3, `OrderedDict([[key, value], …])` of Python 2.
  private Dict orderedDict(List<PickleValue> args) {
    Dict dict = new Dict();
    List<PickleValue> pairs = args.isEmpty() ? List.of() : rebuild.sequence(args.getFirst());
    for (PickleValue pair : pairs) {
      List<PickleValue> items = rebuild.sequence(pair);
      if (items.size() != 2) {
        throw file.damaged("its pickle makes a dict of what are no pairs");
      }
      // One list of pairs can be used many times over, so its pairs count like pushed values.
      spend(1);
      dict.put(items.get(0), items.get(1));
    }
    return dict;
  }

  /// Only a state dict's `_metadata` arrives so: module versions, which we do not need.
  private void build() {
    PickleValue state = pop();
    if (!(top() instanceof Dict && state instanceof Dict)) {
      throw refusedCall("__setstate__ of an object");
    }
  }

  private static String nameOf(List<PickleValue> values, int index) {
    return values.size() > index && values.get(index) instanceof Global global
        ? global.name()
        : "an object's constructor";
  }

  private CheckpointException refusedCall(String name) {
    return file.refused(
        "asks to call " + MappedFile.quote(name),
        "a checkpoint must hold only tensors. Do not load it elsewhere; get the weights from their"
            + " source as safetensors");
  }
}
