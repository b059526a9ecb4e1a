package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0:00",
    "7.25, 0:07.3",
    "9.96, 0:10",
    "59.97, 1:00",
    "61, 1:01",
    "61.25, 1:01.3",
    "3599.96, 1:00:00",
    "3723, 1:02:03",
    "7384.5, 2:03:04.5",
  })
  void timesReadAsOnAPlayer(double seconds, String clock) {
    assertThat(Clock.of(seconds)).isEqualTo(clock);
  }
}
