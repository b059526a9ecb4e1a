package io.github.imagebind4j.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
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

  private TokenIds encode(String text) {
    return assertTimeoutPreemptively(LIMIT, () -> tokenizer.encode(text));
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
    assertThat(assertTimeoutPreemptively(LIMIT, () -> TextCleaner.clean(nested))).isEqualTo("&");
    assertThat(assertTimeoutPreemptively(LIMIT, () -> TextCleaner.clean("é" + nested + "lt;")))
        .isEqualTo("é<");
  }

  @Test
  void entitiesThatCompleteEachOther() {
    assertThat(
            assertTimeoutPreemptively(LIMIT, () -> TextCleaner.clean("&am".repeat(300_000) + "p;")))
        .endsWith("&am&");
    assertThat(encode("&semi".repeat(2_000_000) + ";").length()).isEqualTo(77);
  }

  @Test
  void aNumberOfTenMillionDigitsIsNoCharacter() {
    assertThat(TextCleaner.clean("&#" + "1".repeat(TEN_MILLION) + ";")).isEqualTo("\ufffd");
  }

  @Test
  void combiningMarksThatAllHaveToMove() {
    // Above, below, above, below: sorted, all those below (class 220) come first.
    String cleaned =
        assertTimeoutPreemptively(
            LIMIT, () -> TextCleaner.clean("q" + "\u0301\u0323".repeat(400_000)));
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
