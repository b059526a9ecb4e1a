package io.github.imagebind4j.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.embedding.Similarity;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Inner products by SIMD and in plain Java are those of the definition.
class DotProductTest {
  private static final long SEED = 77;
  private static final int ROWS = 23;
  private static final int HEADER = 64;

  private final Random random = new Random(SEED);

  private float[] unit(int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return Similarity.normalize(vector);
  }

  private static void write(float[] vector, MemorySegment memory, int row) {
    long at = HEADER + (long) row * vector.length * Float.BYTES;
    MemorySegment.copy(vector, 0, memory, LittleEndian.FLOAT, at, vector.length);
  }

  @Test
  void thisJvmHasTheModuleSoThatBothAreTested() {
    assertThat(DotProduct.fastest()).isInstanceOf(VectorDotProduct.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 16, 33, 100, 256, 1000, 1024})
  void bothComputeWhatTheDefinitionSays(int dimension) {
    System.out.println("seed " + SEED);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(HEADER + (long) ROWS * dimension * Float.BYTES);
      float[][] rows = new float[ROWS][];
      for (int row = 0; row < ROWS; row++) {
        rows[row] = unit(dimension);
        write(rows[row], memory, row);
      }
      float[] query = unit(dimension);
      float[] fast = new float[ROWS];
      float[] plain = new float[ROWS];
      new VectorDotProduct().compute(memory, HEADER, ROWS, query, fast);
      new PlainDotProduct().compute(memory, HEADER, ROWS, query, plain);
      for (int row = 0; row < ROWS; row++) {
        double expected = Similarity.dot(rows[row], query);
        assertThat((double) fast[row]).isCloseTo(expected, within(1e-6));
        assertThat((double) plain[row]).isCloseTo(expected, within(1e-6));
        assertThat(fast[row]).isCloseTo(plain[row], within(1e-6f));
      }
    }
  }

  @Test
  void equalVectorsHaveEqualProductsWhereverTheyLieAndHoweverOftenTheCodeRan() {
    int dimension = 1000;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(HEADER + (long) ROWS * dimension * Float.BYTES);
      float[] vector = unit(dimension);
      for (int row = 0; row < ROWS; row++) {
        write(vector, memory, row);
      }
      float[] query = unit(dimension);
      for (DotProduct dot : new DotProduct[] {new VectorDotProduct(), new PlainDotProduct()}) {
        float[] products = new float[ROWS];
        dot.compute(memory, HEADER, 1, query, products);
        float first = products[0]; // interpreted; the last of these rounds is compiled
        for (int round = 0; round < 2000; round++) {
          int rows = 1 + round % ROWS;
          dot.compute(memory, HEADER, rows, query, products);
          for (int row = 0; row < rows; row++) {
            if (products[row] != first) {
              assertThat(products[row]).as("row %d of %d", row, rows).isEqualTo(first);
            }
          }
        }
      }
    }
  }
}
