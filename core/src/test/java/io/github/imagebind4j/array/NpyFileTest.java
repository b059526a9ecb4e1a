package io.github.imagebind4j.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.MediaException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
  private static final long LIMIT = 1 << 20;

  /// A file of version 1 whose header is this dict.
  private static byte[] file(String dict, byte... data) {
    return file(1, dict, data);
  }

  private static byte[] file(int version, String dict, byte... data) {
    byte[] text = (dict + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(12 + text.length + data.length);
    out.order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.UTF_8));
    out.put((byte) version).put((byte) 0);
    if (version == 1) {
      out.putShort((short) text.length);
    } else {
      out.putInt(text.length);
    }
    out.put(text).put(data);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static String dict(String descr, boolean fortran, String shape) {
    return "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }"
        .formatted(descr, fortran ? "True" : "False", shape);
  }

  private static float[] read(String descr, int bytes, BiConsumer<ByteBuffer, Integer> put) {
    ByteBuffer data = ByteBuffer.allocate(bytes);
    data.order(descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; data.hasRemaining(); i++) {
      put.accept(data, i);
    }
    int size = descr.charAt(2) - '0';
    byte[] file = file(dict(descr, false, "(" + bytes / size + ",)"), data.array());
    NpyFile.Content content = NpyFile.read(file, LIMIT);
    assertThat(content.integer()).isEqualTo(descr.charAt(1) != 'f');
    return content.values().toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<", ">"})
  void readsEveryNumberTypeInBothByteOrders(String order) {
    assertThat(read(order + "f4", 8, (b, i) -> b.putFloat(i + 0.25f)))
        .containsExactly(0.25f, 1.25f);
    assertThat(read(order + "f8", 16, (b, i) -> b.putDouble(i - 0.1))).containsExactly(-0.1f, 0.9f);
    assertThat(read(order + "f2", 4, (b, i) -> b.putShort(Float.floatToFloat16(i + 0.5f))))
        .containsExactly(0.5f, 1.5f);
    assertThat(read(order + "i2", 4, (b, i) -> b.putShort((short) (-i - 1))))
        .containsExactly(-1, -2);
    assertThat(read(order + "i4", 8, (b, i) -> b.putInt(-70_000 * i))).containsExactly(0, -70_000);
    assertThat(read(order + "i8", 16, (b, i) -> b.putLong(-(1L << 40) * i)))
        .containsExactly(0, -0x1p40f);
    assertThat(read(order + "u2", 4, (b, i) -> b.putShort((short) -1)))
        .containsExactly(65535, 65535);
    assertThat(read(order + "u4", 4, (b, i) -> b.putInt(-1))).containsExactly(0x1p32f);
    // 2^63 + 2^39 + 1 lies just above the middle between two floats.
    assertThat(read(order + "u8", 8, (b, i) -> b.putLong(Long.MIN_VALUE + (1L << 39) + 1)))
        .containsExactly(Math.nextUp(0x1p63f));
  }

  @Test
  void readsBytesAndBooleans() {
    byte[] data = {0, 1, -1};
    assertThat(NpyFile.read(file(dict("|u1", false, "(3,)"), data), LIMIT).values().toArray())
        .containsExactly(0, 1, 255);
    assertThat(NpyFile.read(file(dict("|i1", false, "(3,)"), data), LIMIT).values().toArray())
        .containsExactly(0, 1, -1);
    assertThat(NpyFile.read(file(dict("|b1", false, "(3,)"), data), LIMIT).values().toArray())
        .containsExactly(0, 1, 1);
  }

  @Test
  void turnsFortranOrderIntoRowMajor() {
    // numpy.asfortranarray(numpy.arange(24).reshape(2, 3, 4)) lies in memory as 0, 12, 4, 16, …
    byte[] data = {
      0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21, 2, 14, 6, 18, 10, 22, 3, 15, 7, 19, 11, 23
    };
    FloatArray values = NpyFile.read(file(dict("|u1", true, "(2, 3, 4)"), data), LIMIT).values();
    assertThat(values.shape()).isEqualTo(Shape.of(2, 3, 4));
    for (int i = 0; i < 24; i++) {
      assertThat(values.get(i)).isEqualTo(i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsScalarsAndEmptyArraysOfEveryVersion(int version) {
    byte[] scalar = file(version, dict("|u1", false, "()"), (byte) 7);
    assertThat(NpyFile.read(scalar, LIMIT).values()).isEqualTo(FloatArray.wrap(new float[] {7}));
    byte[] empty = file(version, dict("|u1", true, "(0, 5L)"));
    assertThat(NpyFile.read(empty, LIMIT).values().shape()).isEqualTo(Shape.of(0, 5));
  }

  @Test
  void writesWhatItReads(@TempDir Path folder) throws IOException {
    float[] values = new float[2 * 3 * 40_000];
    Random random = new Random(5);
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(random.nextInt());
    }
    FloatArray array = FloatArray.wrap(values, 2, 3, 40_000);
    Path path = folder.resolve("a.npy");
    NpyFile.write(path, array);
    assertThat(Files.size(path) % 64).isZero();
    var out = new ByteArrayOutputStream();
    NpyFile.write(out, array);
    assertThat(Files.readAllBytes(path)).isEqualTo(out.toByteArray());
    try (var channel = FileChannel.open(path)) {
      assertThat(NpyFile.read(channel, 1 << 20).values()).isEqualTo(array);
    }
    NpyFile.Content streamed = NpyFile.read(Files.newInputStream(path), 1 << 20);
    assertThat(streamed.values()).isEqualTo(array);
    assertThat(streamed.integer()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{'descr'",
        "{'descr': '<f4'}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (nan,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': [1], }",
        "{'descr': '<f4', 'fortran_order': maybe, 'shape': (1,), }",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}",
        "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '|f4', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': '<U4', 'fortran_order': False, 'shape': (1,), }",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }",
        "__import__('os').system('true')",
      })
  void refusesHeadersThatArePlainlyNotOneArray(String header) {
    assertThatThrownBy(() -> NpyFile.read(file(header, new byte[64]), LIMIT))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining(";");
  }

  @Test
  void refusesAnArrayAboveTheLimitBeforeAllocating() {
    byte[] file = file(dict("<f4", false, "(2147483647,)"));
    assertThatThrownBy(() -> NpyFile.read(file, 1 << 20))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("[2147483647]")
        .hasMessageContaining("limit");
    assertThatThrownBy(() -> NpyFile.read(new ByteArrayInputStream(file), Long.MAX_VALUE))
        .isInstanceOf(MediaException.class);
  }

  @Test
  void namesTruncationAtEveryLength() {
    byte[] whole = file(dict("<f4", false, "(2,)"), new byte[8]);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> NpyFile.read(part, LIMIT)).isInstanceOf(MediaException.class);
      assertThatThrownBy(() -> NpyFile.read(new ByteArrayInputStream(part), LIMIT))
          .isInstanceOf(MediaException.class);
    }
  }

  @Test
  void survivesMutations() {
    long seed = 20261122;
    System.out.println("NpyFileTest.survivesMutations seed " + seed);
    Random random = new Random(seed);
    byte[] whole = file(dict("<f4", true, "(2, 3)"), new byte[24]);
    for (int round = 0; round < 2_000; round++) {
      byte[] mutant = whole.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
      }
      try {
        NpyFile.read(mutant, LIMIT);
      } catch (MediaException expected) {
        assertThat(expected).hasMessageContaining(";");
      }
    }
  }
}
