package io.github.imagebind4j.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.jr.ob.JSON;

/// The reference's own output, character for character and id for id.
class TokenizerGoldenTest {

  @Test
  void everyLineOfTheReferenceIsIdentical() throws IOException {
    List<Map<String, Object>> rows = read("tokenizer.jsonl");
    assertThat(rows).hasSize(495);
    requireIdentical(rows);
  }

  @Test
  void everyLineOfTheRandomTextsIsIdentical() throws IOException {
    List<Map<String, Object>> rows = read("tokenizer_fuzz.jsonl");
    Map<String, Object> made = rows.removeFirst();
    assertThat((String) field(made, "made")).contains("ftfy 6.3.1");
    assertThat(rows).hasSize(500);
    requireIdentical(rows);
  }

  private static void requireIdentical(List<Map<String, Object>> rows) {
    BpeTokenizer tokenizer = BpeTokenizer.clip();
    for (Map<String, Object> row : rows) {
      String text = (String) field(row, "text");
      assertThat(TextCleaner.clean(text)).as("cleaned: %s", text).isEqualTo(field(row, "cleaned"));
      assertThat(tokenizer.encode(text).toArray()).as("ids: %s", text).isEqualTo(ids(row));
    }
  }

  private static int[] ids(Map<String, Object> row) {
    int[] ids = ((List<?>) field(row, "ids")).stream().mapToInt(id -> (Integer) id).toArray();
    return Arrays.copyOf(ids, TokenIds.CONTEXT_LENGTH);
  }

  private static Object field(Map<String, Object> row, String name) {
    return Objects.requireNonNull(row.get(name), name);
  }

  private static List<Map<String, Object>> read(String name) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (InputStream in = TokenizerGoldenTest.class.getResourceAsStream("/goldens/" + name)) {
      assertThat(in).as("golden %s", name).isNotNull();
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rows.add(JSON.std.mapFrom(line));
      }
    }
    return rows;
  }
}
