package io.github.imagebind4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.model.ModelMemory;
import io.github.imagebind4j.torch.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What goes through the model together.
class OpenBatchesTest {
  private final List<OpenBatches.Batch> batches = new ArrayList<>();

  private static OpenBatches open(int batchSize) {
    ImageBindOptions options =
        ImageBindOptions.defaults().withBatchSize(batchSize).withMemoryBudget(1L << 40);
    return new OpenBatches(
        BatchLimits.of(new ModelMemory(ModelConfig.huge(), Precision.FP32, 2), options));
  }

  private void add(OpenBatches open, Modality modality, FloatArray tensor) {
    TensorKey content = TensorKey.of(modality, tensor);
    Job job = new Job(Input.raw(modality, tensor), 0);
    job.lead(content);
    open.add(job, content, batches::add);
  }

  private static FloatArray text(int length) {
    float[] ids = new float[77];
    for (int i = 0; i < length - 1; i++) {
      ids[i] = 300 + i;
    }
    ids[length - 1] = 49407;
    return FloatArray.wrap(ids, 77);
  }

  private static List<Integer> lengths(OpenBatches.Batch batch) {
    return batch.jobs().stream()
        .map(job -> Objects.requireNonNull(job.key()).tensor())
        .map(ids -> {
          int end = 0;
          while (ids.get(end) != 49407) {
            end++;
          }
          return end + 1;
        })
        .toList();
  }

  @Test
  void aBatchOfPicturesGoesWhenItIsFull() {
    OpenBatches open = open(3);
    for (int i = 0; i < 7; i++) {
      add(open, Modality.DEPTH, FloatArray.wrap(new float[] {i}, 1, 1, 1));
    }
    assertThat(batches).hasSize(2).allMatch(batch -> batch.jobs().size() == 3);
    open.flushOldest(batches::add);
    assertThat(batches.getLast().jobs()).hasSize(1);
    assertThat(open.isEmpty()).isTrue();
  }

  @Test
  void theClipsOfAnItemCountAsSequences() {
    OpenBatches open = open(6);
    for (int i = 0; i < 4; i++) {
      add(open, Modality.AUDIO, FloatArray.wrap(new float[] {i, i, i}, 3, 1, 1, 1));
    }
    assertThat(batches).hasSize(2).allMatch(batch -> batch.jobs().size() == 2);
  }

  @Test
  void theGroupThatHasWaitedLongestGoesFirst() {
    OpenBatches open = open(3);
    add(open, Modality.DEPTH, FloatArray.wrap(new float[1], 1, 1, 1));
    add(open, Modality.THERMAL, FloatArray.wrap(new float[1], 1, 1, 1));
    open.flushOldest(batches::add);
    open.flushOldest(batches::add);
    assertThat(batches)
        .extracting(OpenBatches.Batch::modality)
        .containsExactly(Modality.DEPTH, Modality.THERMAL);
  }

  @Test
  void textsOfSimilarLengthGoTogether() {
    OpenBatches open = open(16);
    Random random = new Random(7);
    for (int i = 0; i < 64; i++) {
      add(open, Modality.TEXT, text(2 + random.nextInt(70)));
    }
    assertThat(batches).hasSize(4);
    List<Integer> order = batches.stream().flatMap(batch -> lengths(batch).stream()).toList();
    assertThat(order).isSortedAccordingTo((a, b) -> b - a);
  }

  @Test
  void shortTextsGoInLargerBatchesThanLongOnes() {
    OpenBatches open = open(0);
    for (int i = 0; i < 256; i++) {
      add(open, Modality.TEXT, text(i % 2 == 0 ? 5 : 77));
    }
    assertThat(batches.getFirst().jobs()).hasSize(54);
    assertThat(batches).anyMatch(batch -> batch.jobs().size() == 64);
    assertThat(batches.stream().mapToInt(batch -> batch.jobs().size()).sum()).isEqualTo(256);
  }
}
