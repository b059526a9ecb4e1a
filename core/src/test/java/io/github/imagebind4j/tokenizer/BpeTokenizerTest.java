package io.github.imagebind4j.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BpeTokenizerTest {
  private static final int START = 49406;
  private static final int END = 49407;

  private final BpeTokenizer tokenizer = BpeTokenizer.clip();

  @Test
  void putsTheTextBetweenStartAndEndAndPadsWithZeros() {
    TokenIds ids = tokenizer.encode("A dog.");
    assertThat(ids.toArray()).hasSize(77).startsWith(START, 320, 1929, 269, END, 0, 0).endsWith(0);
    assertThat(ids.length()).isEqualTo(5);
    assertThat(ids.eosPosition()).isEqualTo(4);
    assertThat(ids.toFloatArray()).hasSize(77).startsWith(49406f, 320f, 1929f, 269f, 49407f, 0f);
  }

  @Test
  void emptyTextIsStartAndEnd() {
    assertThat(tokenizer.encode("").toArray()).startsWith(START, END, 0);
    assertThat(tokenizer.encode(" \n\t\u3000 ")).isEqualTo(tokenizer.encode(""));
  }

  @Test
  void tooLongTextKeepsItsFirst75TokensAndTheEnd() {
    TokenIds ids = tokenizer.encode("dog ".repeat(76));
    assertThat(ids.get(75)).isEqualTo(1929);
    assertThat(ids.get(76)).isEqualTo(END);
    assertThat(ids.length()).isEqualTo(77);
    assertThat(tokenizer.encode("dog ".repeat(75))).isEqualTo(ids);
    assertThat(tokenizer.encode("dog ".repeat(74))).isNotEqualTo(ids);
  }

  @Test
  void textIsPooledAtItsFirstEndToken() {
    TokenIds ids = tokenizer.encode("hello <|endoftext|> world");
    assertThat(ids.eosPosition()).isEqualTo(2);
    assertThat(ids.get(4)).isEqualTo(END);
  }

  @Test
  void showsTokensAsTheVocabularyWritesThem() {
    assertThat(tokenizer.tokens(tokenizer.encode("a windowsill 犬")))
        .startsWith("<|startoftext|>", "a</w>")
        .endsWith("<|endoftext|>")
        .contains("windo", "ws", "ill</w>", "ç", "Ĭ", "¬</w>");
    assertThat(tokenizer.token(1929)).isEqualTo("dog</w>");
    assertThat(tokenizer.token(0)).isEqualTo("!");
    assertThatThrownBy(() -> tokenizer.token(49408))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("0 to 49407");
  }

  @Test
  void decodesToTheCleanedTextWithASpaceAfterEachWord() {
    assertThat(tokenizer.decode(tokenizer.encode("A photo of 犬 and CAFÉ!")))
        .isEqualTo("a photo of 犬 and café !");
    assertThat(tokenizer.decode(tokenizer.encode(""))).isEmpty();
  }

  @Test
  void refusesSequencesThatNoTokenizerMakes() {
    assertThatThrownBy(() -> TokenIds.of(1, 2, 3))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("77 ids, got 3");
    int[] ids = new int[77];
    ids[7] = -1;
    assertThatThrownBy(() -> TokenIds.of(ids)).isInstanceOf(InputException.class);
  }

  @Test
  void sequencesCannotBeChangedFromOutside() {
    TokenIds ids = tokenizer.encode("dog");
    ids.toArray()[1] = 0;
    assertThat(ids).isEqualTo(tokenizer.encode("dog")).hasToString("TokenIds[49406, 1929, 49407]");
  }

  @Test
  void manyThreadsShareOneInstance() throws Exception {
    BpeTokenizer alone = BpeTokenizer.clip();
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String text = "a photo of cat number " + i % 8 + " beside naïve dog" + i % 5;
      TokenIds expected = alone.encode(text);
      tasks.add(() -> tokenizer.encode(text).equals(expected));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> same : threads.invokeAll(tasks)) {
        assertThat(same.get()).isTrue();
      }
    }
  }

  @Test
  void aSmallVocabularyKnowsTheMostFrequentMergesOnly() {
    BpeTokenizer small = BpeTokenizer.ofSize(2000);
    int[] ids = small.ids("A photo of an aardvark.", 24);
    assertThat(ids[0]).isEqualTo(1998);
    assertThat(ids).contains(1999);
    assertThat(Arrays.stream(ids).max()).hasValue(1999);
    assertThat(ids[1]).isEqualTo(tokenizer.ids("A photo of an aardvark.", 24)[1]);
    assertThat(length(small.ids("aardvark", 24)))
        .isGreaterThan(length(tokenizer.ids("aardvark", 24)));
    assertThat(length(BpeTokenizer.ofSize(514).ids("dog", 24))).isEqualTo(3 + 2);
    assertThatThrownBy(() -> BpeTokenizer.ofSize(513)).isInstanceOf(ConfigException.class);
  }

  private static long length(int[] ids) {
    return Arrays.stream(ids).filter(id -> id > 0).count();
  }
}
