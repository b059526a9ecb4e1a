package io.github.imagebind4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.CheckpointException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a file holds, either it is read or a [CheckpointException] says why not.
class CheckpointFuzzTest {
  private static final int MUTATIONS = 2_000;
  private static final long SEED = 20261122;
  private static final int SMALL = 1 << 20;

  @TempDir Path folder;

  private byte[] safetensors() throws IOException {
    Path file = folder.resolve("good.safetensors");
    List<TensorSource> tensors =
        List.of(
            TensorSource.of("blocks.0.weight", FloatArray.wrap(new float[12], 3, 4)),
            TensorSource.of("blocks.0.bias", FloatArray.wrap(new float[3], 3)).as(DType.BF16),
            TensorSource.of("scale", FloatArray.wrap(new float[1])));
    SafetensorsWriter.write(file, tensors, Map.of("config", "{}"), written -> {});
    return Files.readAllBytes(file);
  }

  /// Opens a file and reads every small tensor of it.
  private static int read(Path file) {
    int values = 0;
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      for (String name : checkpoint.names()) {
        StoredTensor tensor = checkpoint.tensor(name);
        if (tensor.byteSize() <= SMALL) {
          values += tensor.toFloatArray().toArray().length;
        }
      }
    }
    return values;
  }

  private static byte[] mutate(byte[] good, Random random) {
    byte[] bytes = good.clone();
    int kind = random.nextInt(10);
    if (kind == 0) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    if (kind == 1) {
      // A block copied to another place, shifting nothing.
      int length = 1 + random.nextInt(Math.min(64, bytes.length));
      int from = random.nextInt(bytes.length - length + 1);
      System.arraycopy(good, from, bytes, random.nextInt(bytes.length - length + 1), length);
      return bytes;
    }
    if (kind == 2) {
      var out = new ByteArrayOutputStream();
      int at = random.nextInt(bytes.length);
      out.write(bytes, 0, at);
      out.writeBytes(new byte[1 + random.nextInt(8)]);
      out.write(bytes, at, bytes.length - at);
      return out.toByteArray();
    }
    for (int i = random.nextInt(6); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
            case 1 -> (byte) 0xff;
            case 2 -> 0;
            default -> (byte) random.nextInt(256);
          };
    }
    return bytes;
  }

  private void survivesMutations(String name, byte[] good) throws IOException {
    System.out.println("CheckpointFuzzTest " + name + " seed " + SEED);
    Random random = new Random(SEED);
    Path file = folder.resolve("mutant");
    int refused = 0;
    for (int round = 0; round < MUTATIONS; round++) {
      Files.write(file, mutate(good, random));
      try {
        read(file);
      } catch (CheckpointException e) {
        refused++;
        assertThat(e).hasMessageContaining(";");
      } catch (RuntimeException | Error e) {
        fail("mutation %d of %s, seed %d".formatted(round, name, SEED), e);
      }
    }
    // Otherwise the mutations were none.
    assertThat(refused).isGreaterThan(MUTATIONS / 10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "training_p2.pth",
        "training_p4.pth",
        "views.pth",
        "views_legacy.pth",
        "dtypes_legacy.pth"
      })
  void survivesMutationsOfPyTorchFiles(String name) throws IOException {
    survivesMutations(name, Files.readAllBytes(TorchFilesTest.file(name)));
  }

  @Test
  void survivesMutationsOfSafetensors() throws IOException {
    survivesMutations("safetensors", safetensors());
  }

  private void namesTruncation(byte[] good) throws IOException {
    Path file = folder.resolve("truncated");
    for (int length = 0; length < good.length; length++) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> read(file))
          .as("%d of %d bytes", length, good.length)
          .isInstanceOf(CheckpointException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"training_p4.pth", "dtypes_legacy.pth"})
  void refusesPyTorchFilesCutAnywhere(String name) throws IOException {
    namesTruncation(Files.readAllBytes(TorchFilesTest.file(name)));
  }

  @Test
  void refusesSafetensorsCutAnywhere() throws IOException {
    namesTruncation(safetensors());
  }
}
