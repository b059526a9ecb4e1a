package io.github.imagebind4j.app;

import io.github.imagebind4j.tokenizer.BpeTokenizer;
import io.github.imagebind4j.tokenizer.TokenIds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/// Shows what the text encoder sees.
@Command(
    name = "tokenize",
    description = {
      "Show the 77 token ids that the text encoder sees, one JSON line a text:",
      "{\"text\":…,\"ids\":[77 numbers],\"tokens\":[…]}"
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j tokenize 'a dog' 'a cat'",
      "  imagebind4j tokenize --jsonl texts.jsonl    # lines like {\"text\":\"a dog\"} or \"a dog\"",
      "  imagebind4j tokenize --jsonl - < texts.jsonl"
    })
final class TokenizeCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(arity = "0..*", paramLabel = "TEXT", description = "Any text.")
  private List<String> texts = List.of();

  @Option(
      names = "--jsonl",
      paramLabel = "F",
      description = "A file of JSON lines, texts or objects with a \"text\"; - for standard input.")
  private @Nullable String jsonl;

  TokenizeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (texts.isEmpty() && jsonl == null) {
      throw CliException.usage("nothing to do: give a TEXT or --jsonl F; see --help");
    }
    BpeTokenizer tokenizer = BpeTokenizer.clip();
    texts.forEach(text -> print(tokenizer, text));
    return jsonl == null ? ExitCode.OK : tokenizeLines(tokenizer, jsonl);
  }

  private int tokenizeLines(BpeTokenizer tokenizer, String name) throws IOException {
    int exitCode = ExitCode.OK;
    int number = 0;
    try (BufferedReader reader = open(name)) {
      for (String line; (line = reader.readLine()) != null; ) {
        number++;
        String text = line.isBlank() ? null : text(line);
        if (text != null) {
          print(tokenizer, text);
        } else if (!line.isBlank()) {
          console.error(
              name
                  + " line "
                  + number
                  + " is neither a JSON text nor an object with a \"text\": "
                  + TextTable.shorten(line, 60));
          exitCode = ExitCode.SOME_FAILED;
        }
      }
    } catch (NoSuchFileException e) {
      throw CliException.item("no such file: " + name + "; check the path", e);
    }
    return exitCode;
  }

  private BufferedReader open(String name) throws IOException {
    return name.equals("-")
        ? new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8))
        : Files.newBufferedReader(Path.of(name));
  }

  /// The text of a JSON line.
  ///
  /// @return null if it has none
  private static @Nullable String text(String line) {
    try {
      return switch (JSON.std.anyFrom(line)) {
        case String text -> text;
        case Map<?, ?> map when map.get("text") instanceof String text -> text;
        case null, default -> null;
      };
    } catch (JacksonException e) {
      return null;
    }
  }

  private void print(BpeTokenizer tokenizer, String text) {
    TokenIds ids = tokenizer.encode(text);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("text", text);
    line.put("ids", ids.toArray());
    line.put("tokens", tokenizer.tokens(ids));
    console.line(JSON.std.asString(line));
  }
}
