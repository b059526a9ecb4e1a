package io.github.imagebind4j.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Threads that read what their caller frees are not left behind, whatever fails.
@Timeout(60)
class WorkersTest {
  @Test
  void whenOneFailsAllHaveEndedAllTheSame() {
    try (Workers workers = new Workers(4)) {
      for (int failing = 0; failing < 4; failing++) {
        int bad = failing;
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger running = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(4);
        assertThatThrownBy(() ->
                workers.run(
                    4,
                    () -> {
                      running.incrementAndGet();
                      int me = begun.getAndIncrement();
                      all.countDown();
                      await(all);
                      try {
                        if (me == bad) {
                          throw new IllegalArgumentException("one of them");
                        }
                        await(new CountDownLatch(1), 50);
                      } finally {
                        running.decrementAndGet();
                      }
                    }))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("one of them");
        assertThat(running).hasValue(0);
      }
    }
  }

  @Test
  void aClosedOnesCallerWorksAlone() {
    Workers workers = new Workers(4);
    workers.close();
    AtomicInteger runs = new AtomicInteger();
    workers.run(4, runs::incrementAndGet);
    assertThat(runs).hasValue(1);
  }

  private static void await(CountDownLatch latch) {
    await(latch, 30_000);
  }

  private static void await(CountDownLatch latch, long milliseconds) {
    try {
      boolean _ = latch.await(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
