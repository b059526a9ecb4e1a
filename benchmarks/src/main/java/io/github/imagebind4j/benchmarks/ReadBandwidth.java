package io.github.imagebind4j.benchmarks;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// How fast this machine reads memory: several threads add up all floats of a large segment, block
/// by block, with SIMD instructions and as little else as can be.
final class ReadBandwidth {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int STEP = SPECIES.vectorByteSize();
  private static final long BLOCK_BYTES = 512 << 10;

  /// How a block is gone through. Which is faster depends on the machine's prefetchers.
  enum Order {
    /// From its beginning to its end.
    STRAIGHT(STEP),
    /// Four places a page apart at once.
    FOUR_PAGES(4096);

    private final long apart;

    Order(long apart) {
      this.apart = apart;
    }
  }

  private ReadBandwidth() {}

  /// Reads the memory once.
  ///
  /// @return seconds
  static double seconds(MemorySegment memory, Order order, int threads) {
    long whole = memory.byteSize() & -BLOCK_BYTES;
    AtomicLong next = new AtomicLong();
    DoubleAdder sum = new DoubleAdder();
    Runnable work =
        () -> {
          double mine = 0;
          for (long at = next.getAndAdd(BLOCK_BYTES);
              at < whole;
              at = next.getAndAdd(BLOCK_BYTES)) {
            mine += sum(memory, at, order.apart);
          }
          sum.add(mine);
        };
    long start = System.nanoTime();
    List<Thread> helpers = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      helpers.add(Thread.ofPlatform().start(work));
    }
    work.run();
    helpers.forEach(ReadBandwidth::join);
    double seconds = (System.nanoTime() - start) / 1e9 * memory.byteSize() / whole;
    if (Double.isNaN(sum.sum())) {
      throw new IllegalStateException("the memory does not hold numbers");
    }
    return seconds;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while measuring", e);
    }
  }

  private static double sum(MemorySegment memory, long block, long apart) {
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    for (long group = block; group < block + BLOCK_BYTES; group += 4 * apart) {
      for (int i = 0; i < (int) apart; i += STEP) {
        long at = group + i;
        sum0 = sum0.add(load(memory, at));
        sum1 = sum1.add(load(memory, at + apart));
        sum2 = sum2.add(load(memory, at + 2 * apart));
        sum3 = sum3.add(load(memory, at + 3 * apart));
      }
    }
    return sum0.add(sum1).add(sum2.add(sum3)).reduceLanes(VectorOperators.ADD);
  }

  private static FloatVector load(MemorySegment memory, long at) {
    return FloatVector.fromMemorySegment(SPECIES, memory, at, ByteOrder.LITTLE_ENDIAN);
  }
}
