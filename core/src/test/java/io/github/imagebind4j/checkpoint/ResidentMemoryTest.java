package io.github.imagebind4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.CheckpointException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A mapped file costs memory only while someone reads it.
class ResidentMemoryTest {
  private static final int MB = 1 << 20;
  private static final int LARGE = 256;
  private static final Path STATUS = Path.of("/proc/self/status");

  @TempDir Path folder;

  private Path twoLargeTensors(String name) {
    Path file = folder.resolve(name);
    List<TensorSource> tensors = List.of(zeros("a"), zeros("b"));
    if (name.endsWith(".pth")) {
      TorchWriter.write(file, tensors, written -> {});
    } else {
      SafetensorsWriter.write(file, tensors, Map.of(), written -> {});
    }
    return file;
  }

  private static TensorSource zeros(String name) {
    ByteBuffer megabyte = ByteBuffer.allocateDirect(MB);
    return new TensorSource(
        name,
        DType.U8,
        Shape.of(LARGE, MB),
        out -> {
          for (int i = 0; i < LARGE; i++) {
            out.write(megabyte.clear());
          }
        });
  }

  /// Megabytes of mapped files that are in this process's memory.
  private static long residentFileMb() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("RssFile:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long touch(MemorySegment data) {
    long sum = 0;
    for (long at = 0; at < data.byteSize(); at += 512) {
      sum += data.get(ValueLayout.JAVA_BYTE, at);
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(strings = {"large.safetensors", "large.pth"})
  void aVisitLeavesNothingResidentWhereAPlainReadDoes(String name) {
    assumeTrue(Files.exists(STATUS), "needs Linux's /proc");
    Path file = twoLargeTensors(name);
    long before = residentFileMb();
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      assertThat(residentFileMb() - before).as("opening").isLessThan(16);
      for (String tensor : checkpoint.names()) {
        long within =
            checkpoint.visit(tensor, stored -> touch(stored.data()) + residentFileMb() - before);
        assertThat(within).as("within the visit").isBetween(LARGE - 16L, LARGE + 16L);
        assertThat(residentFileMb() - before).as("after the visit").isLessThan(16);
      }
      touch(checkpoint.tensor("a").data());
      assertThat(residentFileMb() - before).as("after a plain read").isGreaterThan(LARGE - 16L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"views.pth", "views_legacy.pth"})
  void aVisitLendsViewsOfEveryKind(String name) {
    try (Checkpoint checkpoint = Checkpoint.open(TorchFilesTest.file(name))) {
      for (String tensor : checkpoint.names()) {
        float[] visited =
            checkpoint.visit(
                tensor,
                stored -> {
                  assertThat(stored.toString()).isEqualTo(checkpoint.tensor(tensor).toString());
                  return stored.toFloatArray().toArray();
                });
        assertThat(visited)
            .as(tensor)
            .isEqualTo(checkpoint.tensor(tensor).toFloatArray().toArray());
      }
    }
  }

  @Test
  void aGatheredViewIsFreedWhenTheVisitEnds() {
    try (Checkpoint checkpoint = Checkpoint.open(TorchFilesTest.file("views.pth"))) {
      MemorySegment kept = checkpoint.visit("transposed", StoredTensor::data);
      assertThat(kept.isMapped()).isFalse();
      assertThatThrownBy(() -> kept.get(ValueLayout.JAVA_BYTE, 0))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void whatIsInUseElsewhereStaysReadable() {
    try (Checkpoint checkpoint = Checkpoint.open(TorchFilesTest.file("views.pth"))) {
      MemorySegment plain = checkpoint.tensor("base").data();
      byte[] before = plain.toArray(ValueLayout.JAVA_BYTE);
      checkpoint.visit("base", outer -> checkpoint.visit("base", inner -> touch(inner.data())));
      assertThat(plain.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(before);
    }
  }

  @Test
  void aVisitOfAClosedCheckpointIsRefusedAndOneThatThrowsStillEnds() {
    List<String> seen = new ArrayList<>();
    Checkpoint checkpoint = Checkpoint.open(TorchFilesTest.file("views.pth"));
    assertThatThrownBy(() ->
            checkpoint.visit(
                "base",
                stored -> {
                  seen.add(stored.name());
                  throw new IllegalArgumentException("mine");
                }))
        .hasMessage("mine");
    assertThat(seen).containsExactly("base");
    checkpoint.close();
    assertThatThrownBy(() -> checkpoint.visit("base", StoredTensor::byteSize))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("closed");
  }
}
