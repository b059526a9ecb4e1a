package io.github.imagebind4j.model;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// Which token of each item the head reads: the class token, or a text's first end-of-text token.
/// The last block need compute no other.
sealed interface TokenPick {

  /// Takes the token.
  ///
  /// @param tokens `[n, L, D]`
  /// @return `[n, 1, D]`
  Tensor of(Tensor tokens);

  /// Where the tokens are when all items' tokens stand in one row of `n · L`.
  ///
  /// @param items n
  /// @param length L
  /// @return n places, ascending
  int[] rows(int items, int length);

  /// What the token must not see.
  ///
  /// @param like of the type that the mask must have
  /// @param keys how many tokens there are to be seen
  /// @return `[n, 1, 1, keys]`, 0 or minus infinity; null if it sees all
  @Nullable Tensor mask(Tensor like, long keys);

  /// The first token.
  record ClassToken() implements TokenPick {
    @Override
    public Tensor of(Tensor tokens) {
      return tokens.narrow(1, 0, 1);
    }

    @Override
    public int[] rows(int items, int length) {
      return IntStream.range(0, items).map(item -> item * length).toArray();
    }

    @Override
    public @Nullable Tensor mask(Tensor like, long keys) {
      return null;
    }
  }

  /// A token of each text; it sees itself and those before it.
  ///
  /// @param at where each text ends, `n` numbers
  record EndOfText(int[] at) implements TokenPick {
    @Override
    public Tensor of(Tensor tokens) {
      long[] index = Arrays.stream(at).asLongStream().toArray();
      Tensor rows =
          AbstractTensor.create(index)
              .reshape(-1, 1, 1)
              .to(tokens.device(), torch.ScalarType.Long)
              .expand(at.length, 1, tokens.size(2));
      return tokens.gather(1, rows);
    }

    @Override
    public int[] rows(int items, int length) {
      return IntStream.range(0, items).map(item -> item * length + at[item]).toArray();
    }

    @Override
    public Tensor mask(Tensor like, long keys) {
      int length = Math.toIntExact(keys);
      float[] values = new float[at.length * length];
      for (int i = 0; i < at.length; i++) {
        Arrays.fill(values, i * length + at[i] + 1, (i + 1) * length, Float.NEGATIVE_INFINITY);
      }
      return AbstractTensor.create(values)
          .reshape(at.length, 1, 1, length)
          .to(like.device(), like.scalar_type());
    }
  }
}
