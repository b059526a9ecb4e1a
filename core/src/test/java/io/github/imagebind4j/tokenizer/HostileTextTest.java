package io.github.imagebind4j.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Text made to hurt: it has to come out right where right is known, and in a time that grows with
/// its length and not with the square of it (which would be minutes to hours here).
class HostileTextTest {
  private static final int TEN_MILLION = 10_000_000;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final BpeTokenizer tokenizer = BpeTokenizer.clip();

  /// Does something, and gives up when it has had 30 seconds of processor time, however long that
  /// takes on a busy machine: what is quadratic would take minutes to hours.
  private static <T> T inTime(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = Thread.ofPlatform().daemon().start(task);
    ThreadMXBean times = ManagementFactory.getThreadMXBean();
    try {
      while (!thread.join(Duration.ofMillis(20))) {
        assertThat(times.getThreadCpuTime(thread.threadId())).isLessThan(LIMIT.toNanos());
      }
      return task.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private TokenIds encode(String text) {
    return inTime(() -> tokenizer.encode(text));
  }

  @Test
  void loneSurrogatesBecomeReplacementCharacters() {
    assertThat(TextCleaner.clean("a\ud83d b\udca9\ud83d")).isEqualTo("a\ufffd b\ufffd\ufffd");
    assertThat(encode("\udca9".repeat(TEN_MILLION))).isEqualTo(encode("\ufffd".repeat(10_000)));
  }

  @Test
  void tenMillionTimesOneLetter() {
    assertThat(encode("a".repeat(TEN_MILLION))).isEqualTo(encode("a".repeat(10_000)));
  }

  @Test
  void tenMillionBlanksBeforeTheOnlyWord() {
    assertThat(encode(" ".repeat(TEN_MILLION) + "dog")).isEqualTo(encode("dog"));
  }

  @Test
  void tenMillionNuls() {
    assertThat(encode("d\0og" + "\0".repeat(TEN_MILLION))).isEqualTo(encode("dog"));
  }

  @Test
  void entitiesNestedAQuarterOfAMillionDeep() {
    // Just below the million code points that ftfy takes at a time.
    String nested = "&" + "amp;".repeat(249_000);
    assertThat(inTime(() -> TextCleaner.clean(nested))).isEqualTo("&");
    assertThat(inTime(() -> TextCleaner.clean("é" + nested + "lt;"))).isEqualTo("é<");
  }

  @Test
  void entitiesThatCompleteEachOther() {
    assertThat(inTime(() -> TextCleaner.clean("&am".repeat(300_000) + "p;"))).endsWith("&am&");
    assertThat(encode("&semi".repeat(2_000_000) + ";").length()).isEqualTo(77);
  }

  @Test
  void aNumberOfTenMillionDigitsIsNoCharacter() {
    assertThat(TextCleaner.clean("&#" + "1".repeat(TEN_MILLION) + ";")).isEqualTo("\ufffd");
  }

  @Test
  void combiningMarksThatAllHaveToMove() {
    // Above, below, above, below: sorted, all those below (class 220) come first.
    String cleaned = inTime(() -> TextCleaner.clean("q" + "\u0301\u0323".repeat(400_000)));
    assertThat(cleaned).isEqualTo("q" + "\u0323".repeat(400_000) + "\u0301".repeat(400_000));
  }

  static Stream<String> units() {
    return Stream.of(
        "&",
        "&#",
        "&#x",
        "&a;",
        ";",
        "\n",
        "À\n",
        "Ã©À\n",
        "Σ'",
        "aΣ..",
        "Ã",
        "Ã ",
        "Ã©",
        "ÃƒÂ¢",
        "â€™",
        "你Ã©",
        "\u0085",
        "\u001b[",
        "œ",
        "Ａ",
        "😀",
        "!",
        "'",
        "<|",
        "<|startoftext|",
        "1");
  }

  @ParameterizedTest
  @MethodSource("units")
  void twoMillionCharactersOf(String unit) {
    assertThat(encode(unit.repeat(2_000_000 / unit.length())))
        .isEqualTo(encode(unit.repeat(20_000 / unit.length())));
  }

  @Test
  void noRandomTextFails() {
    long seed = 7;
    Random random = new Random(seed);
    for (int n = 0; n < 20_000; n++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        int limit = random.nextBoolean() ? 0x180 : random.nextBoolean() ? 0x2600 : 0x10000;
        text.append((char) random.nextInt(limit));
      }
      TokenIds ids = tokenizer.encode(text.toString());
      assertThat(ids.get(0)).as("seed %d, text %d", seed, n).isEqualTo(49406);
      assertThat(ids.get(ids.eosPosition())).as("seed %d, text %d", seed, n).isEqualTo(49407);
    }
  }
}
