package io.github.imagebind4j.benchmarks;

import io.github.imagebind4j.tokenizer.BpeTokenizer;
import io.github.imagebind4j.tokenizer.TokenIds;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Microseconds a text.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
public class TokenizerBenchmark {
  private static final int TEXTS = 1024;
  private static final String SHORT = "A photo of a dog.";
  private static final String LONG =
      """
      The quick brown fox, who hadn't slept since Tuesday, jumps over 13 lazy dogs &amp; lands in \
      the river; a café owner (crème brûlée in hand) cries "watch out!" while the naïve gulls \
      circle above the harbour, where fishing boats, ropes and nets wait for the tide to turn again.
      """;

  private final BpeTokenizer tokenizer = BpeTokenizer.clip();
  private final String[] unseen = new String[TEXTS];
  private int next;

  /// Makes words that no cache can know.
  @Setup
  public void invent() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < TEXTS; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 20; word++) {
        for (int letter = 0; letter < 8; letter++) {
          text.append((char) ('a' + random.nextInt(26)));
        }
        text.append(' ');
      }
      unseen[i] = text.toString();
    }
  }

  /// A caption of five words.
  ///
  /// @return the ids
  @Benchmark
  public TokenIds shortText() {
    return tokenizer.encode(SHORT);
  }

  /// A paragraph of about 77 tokens, with accents and a character reference.
  ///
  /// @return the ids
  @Benchmark
  public TokenIds longText() {
    return tokenizer.encode(LONG);
  }

  /// Twenty invented words of eight letters: the byte-pair merges themselves.
  ///
  /// @return the ids
  @Benchmark
  public TokenIds unseenWords() {
    next = (next + 1) % TEXTS;
    return tokenizer.encode(unseen[next]);
  }
}
