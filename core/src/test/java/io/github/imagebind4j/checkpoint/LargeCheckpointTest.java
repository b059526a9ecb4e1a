package io.github.imagebind4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files beyond 4 GiB, where every 32-bit offset has run out, in a heap far smaller than they are.
@Tag("long")
class LargeCheckpointTest {
  private static final int ROWS = 1_120;
  private static final int COLUMNS = 1 << 20;
  private static final long MAX_HEAP = 200L << 20;

  @TempDir Path folder;

  private long heapBefore;
  private long heapPeak;

  private static long usedHeap() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /// 4.4 GiB that nobody holds at once: value i is i modulo 2^24, which a float holds exactly.
  private static TensorSource large() {
    return new TensorSource(
        "large",
        DType.F32,
        Shape.of(ROWS, COLUMNS),
        out -> {
          ByteBuffer row = ByteBuffer.allocateDirect(COLUMNS * 4).order(ByteOrder.LITTLE_ENDIAN);
          for (int i = 0; i < ROWS; i++) {
            row.clear();
            for (int j = 0; j < COLUMNS; j++) {
              row.putFloat(expected((long) i * COLUMNS + j));
            }
            out.write(row.flip());
          }
        });
  }

  private static float expected(long i) {
    return i & 0xff_ffff;
  }

  private static List<TensorSource> tensors() {
    return List.of(
        TensorSource.of("a.first", FloatArray.wrap(new float[] {1, 2, 3}, 3)),
        large(),
        TensorSource.of("z.last", FloatArray.wrap(new float[] {4, 5}, 2)));
  }

  private void measureHeap() {
    heapPeak = Math.max(heapPeak, usedHeap());
  }

  private void verify(Path file) throws IOException {
    assertThat(Files.size(file)).isGreaterThan(4_300L << 20);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      MemorySegment data = checkpoint.tensor("large").data();
      assertThat(data.byteSize()).isEqualTo(4L * ROWS * COLUMNS);
      for (long i = 0; i < (long) ROWS * COLUMNS; i += 4_099) {
        float value = data.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        if (value != expected(i)) {
          assertThat(value).as("value %d", i).isEqualTo(expected(i));
        }
      }
      assertThat(data.getAtIndex(ValueLayout.JAVA_FLOAT, (long) ROWS * COLUMNS - 1))
          .isEqualTo(expected((long) ROWS * COLUMNS - 1));
      assertThat(checkpoint.tensor("a.first").toFloatArray().toArray()).containsExactly(1, 2, 3);
      assertThat(checkpoint.tensor("z.last").toFloatArray().toArray()).containsExactly(4, 5);
      measureHeap();
    }
  }

  @Test
  void writesAndReadsBeyondFourGigabytesInASmallHeap() throws IOException {
    System.gc();
    heapBefore = usedHeap();
    LongConsumer progress = written -> measureHeap();
    Path torch = folder.resolve("large.pth");
    TorchWriter.write(torch, tensors(), progress);
    verify(torch);
    Path safe = folder.resolve("large.safetensors");
    SafetensorsWriter.write(safe, tensors(), Map.of(), progress);
    verify(safe);
    Path half = folder.resolve("large_bf16.safetensors");
    try (Checkpoint checkpoint = Checkpoint.open(torch)) {
      CheckpointConverter.convert(
          checkpoint, half, CheckpointConverter.Options.floats(DType.BF16), progress);
    }
    assertThat(Files.size(half)).isBetween(2_200L << 20, 2_300L << 20);
    System.out.printf(
        "LargeCheckpointTest: heap grew by at most %d MB%n", (heapPeak - heapBefore) >> 20);
    assertThat(heapPeak - heapBefore).isLessThan(MAX_HEAP);
  }
}
