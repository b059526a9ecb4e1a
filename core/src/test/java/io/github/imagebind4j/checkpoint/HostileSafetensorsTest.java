package io.github.imagebind4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Safetensors headers that lie. Each comes with 24 bytes of data.
class HostileSafetensorsTest {
  private static final int DATA = 24;

  @TempDir Path folder;

  private Path file(long length, byte[] header) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + header.length + DATA);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(header);
    return Files.write(folder.resolve("hostile.safetensors"), bytes.array());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Path file) {
    return assertThatThrownBy(() -> Checkpoint.open(file).close())
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(";");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String header)
      throws IOException {
    return assertRefused(file(utf8(header).length, utf8(header)));
  }

  private static String tensor(String shape, String offsets) {
    return "{\"w\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":%s}}".formatted(shape, offsets);
  }

  @Test
  void theHonestHeaderOpens() throws IOException {
    byte[] header = utf8(tensor("[2,3]", "[0,24]") + "   ");
    try (Checkpoint checkpoint = Checkpoint.open(file(header.length, header))) {
      assertThat(checkpoint.tensor("w").toFloatArray().toArray()).hasSize(6);
    }
  }

  @Test
  void keepsMetadata() throws IOException {
    byte[] header = utf8("{\"__metadata__\":{\"a\":\"b\"}," + tensor("[6]", "[0,24]").substring(1));
    try (Checkpoint checkpoint = Checkpoint.open(file(header.length, header))) {
      assertThat(checkpoint.metadata()).containsOnly(java.util.Map.entry("a", "b"));
      assertThat(checkpoint.names()).containsExactly("w");
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        Long.MIN_VALUE,
        -1,
        Long.MAX_VALUE,
        Long.MAX_VALUE - 7,
        1L << 40,
        100_000_001,
        4096,
        0,
        1
      })
  void refusesAHeaderLengthThatIsNone(long length) throws IOException {
    assertRefused(file(length, utf8(tensor("[6]", "[0,24]"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // overlapping, with a gap, with data left over, in reverse
        "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]},'b':{'dtype':'F32','shape':[4],'data_offsets':[8,24]}}",
        "{'a':{'dtype':'F32','shape':[6],'data_offsets':[0,24]},'b':{'dtype':'F32','shape':[6],'data_offsets':[0,24]}}",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[4],'data_offsets':[8,24]}}",
        "{'a':{'dtype':'F32','shape':[5],'data_offsets':[4,24]}}",
        "{'a':{'dtype':'F32','shape':[5],'data_offsets':[0,20]}}",
        "{'a':{'dtype':'F32','shape':[6],'data_offsets':[24,0]}}",
        // out of range
        "{'a':{'dtype':'F32','shape':[7],'data_offsets':[0,28]}}",
        "{'a':{'dtype':'F32','shape':[6],'data_offsets':[-24,0]}}",
        "{'a':{'dtype':'F32','shape':[6],'data_offsets':[9223372036854775800,9223372036854775807]}}",
        "{'a':{'dtype':'F32','shape':[6],'data_offsets':[0,18446744073709551616]}}",
        "{'a':{'dtype':'F32','shape':[6],'data_offsets':[0,1e99]}}",
        "{'a':{'dtype':'F32','shape':[6],'data_offsets':[0,24.0]}}",
        "{'a':{'dtype':'F32','shape':[6],'data_offsets':[0]}}",
        "{'a':{'dtype':'F32','shape':[6],'data_offsets':[0,24,24]}}",
        "{'a':{'dtype':'F32','shape':[6],'data_offsets':'0,24'}}",
        // shapes
        "{'a':{'dtype':'F32','shape':[5],'data_offsets':[0,24]}}",
        "{'a':{'dtype':'F32','shape':[-6],'data_offsets':[0,24]}}",
        "{'a':{'dtype':'F32','shape':[-2,-3],'data_offsets':[0,24]}}",
        "{'a':{'dtype':'F32','shape':[NaN],'data_offsets':[0,24]}}",
        "{'a':{'dtype':'F32','shape':[Infinity],'data_offsets':[0,24]}}",
        "{'a':{'dtype':'F32','shape':[6.0],'data_offsets':[0,24]}}",
        "{'a':{'dtype':'F32','shape':['6'],'data_offsets':[0,24]}}",
        "{'a':{'dtype':'F32','shape':[null],'data_offsets':[0,24]}}",
        "{'a':{'dtype':'F32','shape':null,'data_offsets':[0,24]}}",
        "{'a':{'dtype':'F32','shape':6,'data_offsets':[0,24]}}",
        "{'a':{'dtype':'F32','shape':[[6]],'data_offsets':[0,24]}}",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,24]}}",
        "{'a':{'dtype':'F64','shape':[2147483647,2147483647,2],'data_offsets':[0,24]}}",
        "{'a':{'dtype':'F32','shape':[2147483647,2147483647,2147483647],'data_offsets':[0,24]}}",
        // keys
        "{'a':{'dtype':'F32','shape':[6],'data_offsets':[0,24]},'a':{'dtype':'F32','shape':[6],'data_offsets':[0,24]}}",
        "{'a':{'dtype':'F32','dtype':'F32','shape':[6],'data_offsets':[0,24]}}",
        "{'__metadata__':{},'__metadata__':{},'a':{'dtype':'F32','shape':[6],'data_offsets':[0,24]}}",
        "{'__metadata__':{'a':'1','a':'2'},'a':{'dtype':'F32','shape':[6],'data_offsets':[0,24]}}",
        "{'__metadata__':{'a':1},'a':{'dtype':'F32','shape':[6],'data_offsets':[0,24]}}",
        "{'__metadata__':{'a':{}},'a':{'dtype':'F32','shape':[6],'data_offsets':[0,24]}}",
        "{'__metadata__':'a','a':{'dtype':'F32','shape':[6],'data_offsets':[0,24]}}",
        "{'a':{'dtype':'F32','shape':[6],'data_offsets':[0,24],'more':1}}",
        "{'a':{'shape':[6],'data_offsets':[0,24]}}",
        "{'a':{'dtype':'F32','data_offsets':[0,24]}}",
        "{'a':{'dtype':'F32','shape':[6]}}",
        "{'a':{'dtype':'F31','shape':[6],'data_offsets':[0,24]}}",
        "{'a':{'dtype':'f32','shape':[6],'data_offsets':[0,24]}}",
        "{'a':{'dtype':7,'shape':[6],'data_offsets':[0,24]}}",
        "{'a':[]}",
        "{'a':null}",
        // JSON
        "{",
        "{}",
        "{} {}",
        "{'a':{'dtype':'F32','shape':[6],'data_offsets':[0,24]}},",
        "{'a':{'dtype':'F32','shape':[6],'data_offsets':[0,24]}} x",
        "{'a':{'dtype':'F32','shape':[6],'data_offsets':[0,24]},}",
        "{'a':{'dtype':'F32','shape':[06],'data_offsets':[0,24]}}",
        "[]",
        " {'a':{'dtype':'F32','shape':[6],'data_offsets':[0,24]}}",
        "\"{}\"",
      })
  void refuses(String header) throws IOException {
    assertRefused(header.replace('\'', '"'));
  }

  @Test
  void refusesDeepNesting() throws IOException {
    assertRefused("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
    assertRefused("{\"a\":".repeat(100_000) + "}".repeat(100_000));
    assertRefused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":" + "[".repeat(100_000) + "6" + "]".repeat(100_000));
  }

  @Test
  void refusesANumberOfManyDigitsAndMoreAxesThanAnyTensorHas() throws IOException {
    assertRefused(tensor("[" + "9".repeat(1_000_000) + "]", "[0,24]"));
    assertRefused(tensor("[6" + ",1".repeat(1_000_000) + "]", "[0,24]"));
  }

  @Test
  void refusesTextThatIsNoUtf8() throws IOException {
    byte[] header = utf8(tensor("[6]", "[0,24]"));
    header[2] = (byte) 0xff;
    assertRefused(file(header.length, header));
  }
}
