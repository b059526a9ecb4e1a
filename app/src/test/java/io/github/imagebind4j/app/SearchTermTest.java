package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.input.Modality;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTermTest {
  @ParameterizedTest
  @CsvSource({
    "a dog, a dog, 1",
    "waves^0.5, waves, 0.5",
    "city^-1, city, -1",
    "city^-.25, city, -0.25",
    "x^2^1, x^2, 1", // how to search for a text that ends like a weight
    "x^, x^, 1",
    "^2, ^2, 1",
    "a^b, a^b, 1",
    "file^3.jpg, file^3.jpg, 1",
    "x^+2., x, 2",
  })
  void aWeightStandsBehindAnArrowAtTheVeryEnd(String written, String value, double weight) {
    SearchTerm term = SearchTerm.parse(SearchTerm.Kind.TEXT, written);

    assertThat(term.value()).isEqualTo(value);
    assertThat(term.weight()).isEqualTo(weight);
  }

  @Test
  void theSharesOfTheTermsAddUpToTheCosine() {
    List<SearchTerm> terms =
        List.of(
            SearchTerm.parse(SearchTerm.Kind.TEXT, "waves^0.5"),
            SearchTerm.parse(SearchTerm.Kind.IMAGE, "birds.jpg"),
            SearchTerm.parse(SearchTerm.Kind.TEXT, "city^-0.3"));
    Embedding waves = new Embedding(Modality.TEXT, new float[] {3, 1, 0, 2}, "m");
    Embedding birds = new Embedding(Modality.VISION, new float[] {0, 4, 1, -1}, "m");
    Embedding city = new Embedding(Modality.TEXT, new float[] {1, 0, 5, 1}, "m");
    Embedding hit = new Embedding(Modality.AUDIO, new float[] {2, 2, -1, 1}, "m");

    SearchQuery query = SearchQuery.of(terms, List.of(waves, birds, city));
    List<SearchQuery.Share> shares = query.explain(hit);

    assertThat(shares.stream().mapToDouble(SearchQuery.Share::part).sum())
        .isCloseTo(query.sum().cosine(hit), within(1e-6));
    assertThat(shares.get(0).cosine()).isCloseTo(waves.cosine(hit), within(1e-6));
    assertThat(shares.get(2).part()).isPositive(); // away from what it is unlike
    assertThat(query.title())
        .isEqualTo("0.5 × text \"waves\" + image birds.jpg + -0.3 × text \"city\"");
  }
}
