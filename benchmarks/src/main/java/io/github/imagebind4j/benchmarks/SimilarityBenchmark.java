package io.github.imagebind4j.benchmarks;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.index.ExactIndex;
import io.github.imagebind4j.index.Hit;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Microseconds: cosines of vectors of 1,024 numbers, and exact search among many of them.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
public class SimilarityBenchmark {
  private static final int DIMENSION = 1024;
  private static final int TABLE_SIDE = 100;

  /// How many vectors the index holds.
  @Param({"10000", "100000"})
  public int vectors = 10_000;

  private final ExactIndex index = new ExactIndex();
  private final List<Embedding> some = new ArrayList<>();

  /// Fills the index.
  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < vectors; i++) {
      float[] vector = new float[DIMENSION];
      for (int k = 0; k < DIMENSION; k++) {
        vector[k] = (float) random.nextGaussian();
      }
      Embedding embedding = new Embedding(Modality.VISION, vector, "benchmark");
      index.add("item-" + i, embedding);
      if (i < TABLE_SIDE) {
        some.add(embedding);
      }
    }
  }

  /// Frees the vectors.
  @TearDown
  public void close() {
    index.close();
  }

  /// One cosine.
  ///
  /// @return the cosine
  @Benchmark
  public double cosine() {
    return some.get(0).cosine(some.get(1));
  }

  /// A table of 100 by 100 cosines.
  ///
  /// @return the table
  @Benchmark
  public double[][] cosineTable() {
    return Similarity.cosineTable(some, some);
  }

  /// The ten nearest of all.
  ///
  /// @return the hits
  @Benchmark
  public List<Hit> search() {
    return index.search(some.get(0), 10);
  }
}
