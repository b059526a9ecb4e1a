package io.github.imagebind4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.embedding.Similarity;
import io.github.imagebind4j.lucene.LuceneOptions.Quantization;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every benchmark runs once and gives what it is meant to. Nothing is timed here.
class BenchmarksTest {

  @Test
  void imagesBecomeTensors() {
    var benchmark = new ImageBenchmark();
    benchmark.encode();
    assertThat(benchmark.jpeg().shape().dims()).containsExactly(3, 224, 224);
    assertThat(benchmark.png().shape().dims()).containsExactly(3, 224, 224);
    assertThat(benchmark.jpegDecodeOnly()).isEqualTo(640);
  }

  @Test
  void thePhotoHasACamerasBitsPerPixel() {
    double bits = SyntheticPhoto.jpeg(640, 480).length * 8.0 / (640 * 480);
    assertThat(bits).isBetween(1.5, 3.0);
  }

  @Test
  void soundsBecomeTensors() {
    for (String file : new String[] {"wav-16-mono", "mp3-44.1-stereo", "opus-48-stereo"}) {
      var benchmark = new SoundBenchmark();
      benchmark.file = file;
      benchmark.encode();
      assertThat(benchmark.tensor().shape().dims()).as(file).containsExactly(3, 1, 128, 204);
      assertThat(benchmark.decodeOnly().durationSeconds()).as(file).isBetween(9.9, 10.1);
    }
  }

  @Test
  void theOtherSensesBecomeTensors() {
    var benchmark = new SensesBenchmark();
    benchmark.encode();
    assertThat(benchmark.video().shape().dims()).containsExactly(15, 3, 2, 224, 224);
    assertThat(benchmark.depth().shape().dims()).containsExactly(1, 224, 224);
    assertThat(benchmark.thermal().shape().dims()).containsExactly(1, 224, 224);
    assertThat(benchmark.imu().shape().dims()).containsExactly(6, 2000);
  }

  @Test
  void textsBecomeIds() {
    var benchmark = new TokenizerBenchmark();
    benchmark.invent();
    assertThat(benchmark.shortText().eosPosition()).isEqualTo(7);
    assertThat(benchmark.longText().eosPosition()).isGreaterThan(60);
    assertThat(benchmark.unseenWords().eosPosition()).isGreaterThan(40);
  }

  @Test
  void vectorsAreFound() {
    var benchmark = new SimilarityBenchmark();
    benchmark.vectors = 500;
    benchmark.fill();
    assertThat(benchmark.search()).hasSize(10);
    assertThat(benchmark.search().getFirst().id()).isEqualTo("item-0");
    assertThat(benchmark.cosine()).isBetween(-0.2, 0.2);
    assertThat(benchmark.cosineTable()).hasDimensions(100, 100);
    benchmark.close();
  }

  @Test
  void exactSearchIsComparedWithReading(@TempDir Path folder) throws IOException {
    var benchmark = new ExactSearchBenchmark(folder, 4000, 256);
    benchmark.fill();
    ExactSearchBenchmark.Result result = benchmark.measure(2, 3);
    assertThat(result.table()).contains("2 threads", "reading, STRAIGHT", "16 searches at once");
    assertThat(result.json()).contains("\"threads\": 2", "\"of_bandwidth\": ", "\"passed\": ");
  }

  @Test
  void aLargeIndexIsBuiltAndSearched(@TempDir Path folder) throws Exception {
    var benchmark = new LargeIndex(folder, 6000);
    benchmark.make();
    benchmark.build(Quantization.INT8);
    benchmark.search(Quantization.INT8);
    assertThat(benchmark.result("build", Quantization.INT8))
        .content()
        .contains("\"vectors\": 6000", "\"seconds\": ", "\"disk_bytes\": ");
    assertThat(benchmark.result("search", Quantization.INT8))
        .content()
        .contains("\"effort\": 800", "\"recall\": ", "\"p50_ms\": ", "\"heap_bytes\": ");
  }

  @Test
  void clusteredVectorsAreOfLengthOneAndAlwaysTheSame() {
    float[] vector = new ClusteredVectors(1).vector(17);
    assertThat(vector).hasSize(1024).isEqualTo(new ClusteredVectors(1).vector(17));
    assertThat(Similarity.dot(vector, vector)).isCloseTo(1, within(1e-6));
    assertThat(vector).isNotEqualTo(new ClusteredVectors(2).vector(17));
  }
}
