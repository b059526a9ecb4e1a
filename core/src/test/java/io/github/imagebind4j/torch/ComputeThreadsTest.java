package io.github.imagebind4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class ComputeThreadsTest {
  @Test
  void tasksSideBySideRunAtOnceWithOneCoreEach() {
    try (ComputeThreads threads = ComputeThreads.of(2)) {
      CountDownLatch both = new CountDownLatch(2);
      Callable<Integer> task =
          () -> {
            both.countDown();
            assertThat(both.await(60, TimeUnit.SECONDS)).isTrue();
            return torch.get_num_threads();
          };
      assertThat(threads.sideBySide(List.of(task, task))).containsExactly(1, 1);
    }
  }

  @Test
  void oneTaskHasAllCoresAndTheCallersThreadsStayAsTheyAre() {
    TorchRuntime runtime = TorchRuntime.load();
    int before = runtime.threads();
    try (ComputeThreads threads = ComputeThreads.of(3)) {
      assertThat(threads.together(torch::get_num_threads)).isEqualTo(3);
      assertThat(runtime.threads()).isEqualTo(before);
    }
  }

  @Test
  void aFailureIsThrownOnceAllTasksHaveEnded() {
    AtomicBoolean ended = new AtomicBoolean();
    Callable<String> failing =
        () -> {
          throw new IllegalArgumentException("no");
        };
    Callable<String> slow =
        () -> {
          Thread.sleep(200);
          ended.set(true);
          return "done";
        };
    try (ComputeThreads threads = ComputeThreads.of(2)) {
      assertThatThrownBy(() -> threads.sideBySide(List.of(failing, slow)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(ended).isTrue();
      assertThat(threads.together(() -> "still works")).isEqualTo("still works");
    }
  }

  @Test
  void interruptionWaitsForNativeWorkAndIsNotLost() {
    try (ComputeThreads threads = ComputeThreads.of(1)) {
      Thread.currentThread().interrupt();
      assertThat(threads.together(() -> 7)).isEqualTo(7);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
