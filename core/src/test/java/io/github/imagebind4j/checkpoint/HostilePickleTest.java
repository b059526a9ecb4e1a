package io.github.imagebind4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pickle is a program; these are the ones that must not get anywhere.
class HostilePickleTest {
  private static final int FLOATS = 6;

  @TempDir Path folder;

  /// A zip archive as torch.save makes it, around this pickle and one storage of six floats.
  private Path archive(byte[] pickle) throws IOException {
    byte[] zip =
        new ZipBytes()
            .add("archive/data.pkl", pickle)
            .add("archive/data/0", new byte[FLOATS * Float.BYTES])
            .build();
    return Files.write(folder.resolve("hostile.pth"), zip);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(byte[] pickle)
      throws IOException {
    Path file = archive(pickle);
    return assertThatThrownBy(() -> Checkpoint.open(file).close())
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(";");
  }

  private void assertRefusesCall(byte[] pickle, String callable) throws IOException {
    assertRefused(pickle)
        .hasMessageContaining("asks to call " + callable + ";")
        .hasMessageContaining("Do not load it elsewhere");
  }

  private static PickleBytes pickle() {
    return PickleBytes.protocol(4);
  }

  @Test
  void theSameArchiveWithAHarmlessPickleOpens() throws IOException {
    byte[] pickle = PickleBytes.oneTensor(FLOATS, 0, new long[] {2, 3}, new long[] {3, 1});
    try (Checkpoint checkpoint = Checkpoint.open(archive(pickle))) {
      assertThat(checkpoint.tensor("w").shape()).isEqualTo(Shape.of(2, 3));
    }
  }

  @Test
  void refusesAGlobal() throws IOException {
    byte[] call = pickle().global("os", "system").text("true").op(0x85, 'R').stop();
    assertRefusesCall(call, "os.system");
  }

  @Test
  void refusesAGlobalThatIsNeverCalled() throws IOException {
    assertRefusesCall(
        pickle().op('}').text("f").global("os", "system").op('s').stop(), "os.system");
  }

  @Test
  void refusesAStackGlobal() throws IOException {
    assertRefusesCall(pickle().text("os").text("system").op(0x93).stop(), "os.system");
  }

  @Test
  void refusesAStackGlobalPutTogetherThroughTheMemo() throws IOException {
    byte[] pickle =
        pickle()
            .text("system")
            .op('q', 7, '0')
            .text("os")
            .op(0x94, '0', 'h', 1, 'h', 7, 0x93)
            .stop();
    assertRefusesCall(pickle, "os.system");
  }

  @Test
  void refusesAnInstance() throws IOException {
    assertRefusesCall(pickle().op('(').text("true").ascii("ios\nsystem\n").stop(), "os.system");
  }

  @Test
  void refusesTheBuiltinsThatLeadAnywhere() throws IOException {
    for (String name : new String[] {"eval", "exec", "getattr", "__import__", "open", "compile"}) {
      assertRefusesCall(pickle().global("builtins", name).stop(), "builtins." + name);
    }
  }

  @Test
  void refusesANameThatReachesThroughAModuleOnTheList() throws IOException {
    assertRefusesCall(
        pickle().text("torch").text("storage._load_from_bytes").op(0x93).stop(),
        "torch.storage._load_from_bytes");
    assertRefusesCall(
        pickle().global("torch.storage", "_load_from_bytes").stop(),
        "torch.storage._load_from_bytes");
  }

  @Test
  void refusesEveryOtherWayToCallAClass() throws IOException {
    PickleBytes dict = pickle().global("collections", "OrderedDict");
    assertRefusesCall(dict.op(')', 0x81).stop(), "collections.OrderedDict");
    byte[] object = pickle().op('(').global("collections", "OrderedDict").op('o').stop();
    assertRefusesCall(object, "collections.OrderedDict");
    byte[] newEx = pickle().global("torch", "Size").op(')', '}', 0x92).stop();
    assertRefusesCall(newEx, "torch.Size");
    byte[] type = pickle().global("torch", "FloatStorage").op(')', 'R').stop();
    assertRefusesCall(type, "torch.FloatStorage");
    byte[] state = pickle().op(']', '}', 'b').stop();
    assertRefusesCall(state, "__setstate__ of an object");
  }

  @Test
  void writesNoControlCharactersOfANameIntoItsMessage() throws IOException {
    assertRefusesCall(pickle().global("\033[31mos", "a\rb").stop(), "?[31mos.a?b");
  }

  @Test
  void refusesInstructionsThatTorchNeverEmits() throws IOException {
    // Protocol 0's string, a textual persistent id, an extension code, nonsense.
    for (int op : new int[] {'S', 'P', 'I', 'd', 'l', '2', 0x82, 0x83, 0x84, 0x97, 0xff, 0}) {
      assertRefused(pickle().op(op).stop()).hasMessageContaining("which torch.save never emits");
    }
  }

  @Test
  void refusesAStackThatDoesNotAddUp() throws IOException {
    int[][] programs = {
      {},
      {'0'},
      {0x87},
      {'a'},
      {'s'},
      {'u'},
      {'t'},
      {'e'},
      {'1'},
      {'R'},
      {'b'},
      {'Q'},
      {0x93},
      {'q', 0},
      {0x94},
      {'h', 3},
      {'j', 9, 9, 9, 9},
      {'N', '(', '0', '0', '0'},
      {'N', '(', 0x85},
      {']', 'N', 'N', 's'},
      {'}', '(', 'N', 'u'},
      {'}', 'N', 'a'},
      {'N', ')', 'R'},
      {'N', 'Q'},
      {'N', '(', 'N', 0x90},
      {'N', 'N', 0x93},
      {'(', '.'},
    };
    for (int[] program : programs) {
      assertRefused(pickle().op(program).stop());
    }
  }

  @Test
  void refusesLengthsBeyondThePickle() throws IOException {
    int[][] programs = {
      {'X', 255, 255, 255, 255},
      {'B', 255, 255, 255, 127},
      {0x8c, 200},
      {0x8d, 255, 255, 255, 255, 255, 255, 255, 255},
      {0x8d, 255, 255, 255, 255, 255, 255, 255, 127},
      {0x8e, 0, 0, 0, 0, 0, 0, 0, 128},
      {0x96, 255, 255, 255, 255, 255, 255, 255, 127},
      {0x8b, 255, 255, 255, 255},
      {0x8b, 0, 1, 0, 0},
      {0x8a, 255},
    };
    for (int[] program : programs) {
      assertRefused(pickle().op(program).stop());
    }
    assertRefused(pickle().ascii("c" + "a".repeat(100_000)).stop());
  }

  @Test
  void refusesOtherProtocols() throws IOException {
    assertRefused(PickleBytes.protocol(1).op('}').stop()).hasMessageContaining("protocol");
    assertRefused(PickleBytes.protocol(6).op('}').stop()).hasMessageContaining("protocol");
  }

  @Test
  void survivesAMillionNestedTuples() throws IOException {
    assertRefused(pickle().op('N').repeat(900_000, 0x85).stop())
        .hasMessageContaining("holds no dict of tensors");
  }

  @Test
  void boundsValuesMarksAndMemo() throws IOException {
    assertRefused(pickle().repeat(2_010_000, ')').stop()).hasMessageContaining("2000000 values");
    assertRefused(pickle().repeat(10_001, '(').stop()).hasMessageContaining("10000 deep");
    assertRefused(pickle().op('N').repeat(2_000_001, 0x94).stop())
        .hasMessageContaining("remembers more than 2000000");
  }

  @Test
  void boundsDictsMadeOverAndOverFromOneListOfPairs() throws IOException {
    // 10,000 pairs, used 10,000 times: 100 million, from 100 KB of pickle.
    PickleBytes pickle = pickle().op(']', 'q', 0, '(');
    pickle.repeat(10_000, 'N', 'N', 0x86).op('e', '0').global("collections", "OrderedDict");
    pickle.op('q', 1, '0').repeat(10_000, 'h', 1, 'h', 0, 0x85, 'R', '0');
    assertRefused(pickle.op('}').stop()).hasMessageContaining("2000000 values");
  }

  @Test
  void survivesStructuresThatContainThemselves() throws IOException {
    // d = {}; d["model"] = d
    assertRefused(pickle().op('}', 'q', 0).text("model").op('h', 0, 's').stop())
        .hasMessageContaining("holds no tensors by name, but the entries [model]");
    // l = []; l.append(l); {"model": l, l: l}
    byte[] list =
        pickle().op(']', 'q', 0, 'h', 0, 'a', '0', '}').text("model").op('h', 0, 's').stop();
    assertRefused(list).hasMessageContaining("holds no tensors");
  }

  @Test
  void refusesTensorsThatReachBeyondTheirStorage() throws IOException {
    long max = Long.MAX_VALUE;
    long[][][] sizesAndStrides = {
      {{7}, {1}, {0}},
      {{6}, {1}, {1}},
      {{2, 3}, {4, 1}, {0}},
      {{1}, {1}, {max}},
      {{2}, {max}, {0}},
      {{3, 3}, {max / 2, max / 2}, {0}},
      {{2, 2}, {0, 1}, {5}},
    };
    for (long[][] c : sizesAndStrides) {
      assertRefused(PickleBytes.oneTensor(FLOATS, c[2][0], c[0], c[1]));
    }
  }

  @Test
  void refusesSizesThatAreNone() throws IOException {
    long int32 = Integer.MAX_VALUE;
    assertRefused(PickleBytes.oneTensor(FLOATS, 0, new long[] {-1}, new long[] {1}))
        .hasMessageContaining("no natural number");
    assertRefused(PickleBytes.oneTensor(FLOATS, 0, new long[] {1}, new long[] {-1}));
    assertRefused(PickleBytes.oneTensor(FLOATS, -1, new long[] {1}, new long[] {1}));
    assertRefused(PickleBytes.oneTensor(FLOATS, 0, new long[] {1L << 31}, new long[] {0}))
        .hasMessageContaining("beyond 2^31 - 1");
    assertRefused(
            PickleBytes.oneTensor(
                FLOATS, 0, new long[] {int32, int32, int32}, new long[] {0, 0, 0}))
        .hasMessageContaining("beyond 2^63");
    assertRefused(PickleBytes.oneTensor(FLOATS, 0, new long[] {1, 1}, new long[] {1}));
    assertRefused(PickleBytes.oneTensor(FLOATS, 0, new long[65], new long[65]));
  }

  @Test
  void refusesAViewThatRepeatsOneValueToTerabytes() throws IOException {
    assertRefused(
            PickleBytes.oneTensor(FLOATS, 0, new long[] {1 << 20, 1 << 20}, new long[] {0, 0}))
        .hasMessageContaining("repeats its values to 4398046511104 bytes");
  }

  @Test
  void refusesAStorageOfAnotherSizeThanItsEntry() throws IOException {
    for (long count : new long[] {FLOATS - 1, FLOATS + 1, Long.MAX_VALUE, 1L << 62}) {
      assertRefused(PickleBytes.oneTensor(count, 0, new long[] {1}, new long[] {1}));
    }
  }

  @Test
  void refusesTwoTensorsOfOneName() throws IOException {
    PickleBytes pickle = pickle().op('}');
    for (int i = 0; i < 2; i++) {
      pickle.text("w").tensor(FLOATS, 0, new long[] {6}, new long[] {1}).op('s');
    }
    assertRefused(pickle.stop()).hasMessageContaining("two tensors named w");
  }

  @Test
  void saysWhatItFoundInPlaceOfAStateDict() throws IOException {
    assertRefused(pickle().op('}').text("epoch").op('K', 3, 's').stop())
        .hasMessageContaining("but the entries [epoch]")
        .hasMessageContaining("under 'model' or 'state_dict'");
    assertRefused(pickle().op('K', 3).stop()).hasMessageContaining("holds no dict of tensors");
  }
}
