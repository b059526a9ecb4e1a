package io.github.imagebind4j.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.InputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What conditions on fields mean.
class FilterTest {
  private static final Fields FIELDS =
      Fields.of(
          Map.of(
              "year",
              2021,
              "score",
              0.5,
              "name",
              "it's a dog",
              "date",
              "2021-05-01",
              "ok",
              true,
              "tags",
              List.of("dog", "park"),
              "path",
              "a/b/c.jpg"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "year > 2020 | true",
        "year > 2021 | false",
        "year >= 2021 and year <= 2021 and year = 2021.0 | true",
        "year != 2021 | false",
        "missing != 2021 | false",
        "not missing = 2021 | true",
        "score < .6 | true",
        "score > -1e-3 | true",
        "name = 'it''s a dog' | true",
        "name = \"it's a dog\" | true",
        "name = 2021 | false",
        "year = '2021' | false",
        "date > '2021-04-30' and date < 2021-06-01 | true",
        "ok = true | true",
        "ok = false | false",
        "tags = dog | true",
        "tags = cat | false",
        "tags != dog | false",
        "tags in (cat, park) | true",
        "tags ^= par | true",
        "path ^= 'a/b' | true",
        "has year AND NOT has month | true",
        "year = 1 or year = 2021 and score = 0.5 | true",
        "(year = 1 or year = 2021) and score = 1 | false",
        "not (year = 1 or year = 2) | true",
        "not year = 1 and score = 1 | false",
        "year<>2020 | true",
        "year==2021 | true",
      })
  void meansWhatItSays(String condition, boolean expected) {
    assertThat(Filter.parse(condition).matches(FIELDS)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "year", "year >", "> 3", "year > 3 3", "(year > 3", "year in ()", "year in 3", "a = 'b",
        "year ! 3", "a = b;", "and", "not", "has", "has (a)", "ok > true", "year ^= 3", "a = 1 or"
      })
  void saysWhereItIsWrong(String condition) {
    assertThatThrownBy(() -> Filter.parse(condition)).isInstanceOf(InputException.class);
  }

  @Test
  void depthAndLengthHaveBounds() {
    assertThatThrownBy(() -> Filter.parse("(".repeat(5000) + "a=1" + ")".repeat(4000)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("deep");
    assertThatThrownBy(() -> Filter.parse("not ".repeat(2000) + "a=1"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("deep");
    assertThatThrownBy(() -> Filter.parse("a".repeat(20_000)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("10000 characters");
  }

  @Test
  void fieldsRefuseWhatNoIndexCanKeep() {
    assertThatThrownBy(() -> Fields.of(Map.of("a b", 1))).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Fields.of(Map.of("a", Double.NaN))).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Fields.of(Map.of("a", new Object())))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Fields.of(Map.of("a", List.of(1)))).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> Fields.of(Map.of("a", "x".repeat(40_000))))
        .isInstanceOf(InputException.class);
    assertThat(Fields.of(Map.of("a", 1f, "b", 2)).with("a", "x").asMap())
        .containsEntry("a", "x")
        .containsEntry("b", 2L);
  }
}
