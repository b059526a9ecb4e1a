package io.github.imagebind4j.synth;

import io.github.imagebind4j.error.InputException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;

/// Which scenes are for training, validation and test. A scene's split depends on the seed and its
/// index alone, so that more scenes never move one from test to training.
///
/// Immutable and safe for use by any thread.
public final class SplitShares {
  private final Map<String, Double> shares;

  private SplitShares(Map<String, Double> shares) {
    this.shares = shares;
  }

  /// Reads shares such as `train=0.8,val=0.1,test=0.1`.
  ///
  /// @param text names of letters, digits, `_` and `-` with shares that add up to 1
  /// @return the shares
  /// @throws InputException if a name is bad or comes twice, or the shares don't add up to 1
  public static SplitShares parse(String text) {
    Map<String, Double> shares = new LinkedHashMap<>();
    double sum = 0;
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? "" : part.substring(0, equals).strip();
      double share = equals < 0 ? Double.NaN : number(part.substring(equals + 1).strip());
      if (!name.matches("[A-Za-z0-9_-]{1,40}") || !(share >= 0 && share <= 1)) {
        throw new InputException(
            "splits look like train=0.8,val=0.1,test=0.1, got '" + part + "' in '" + text + "'");
      }
      if (shares.put(name, share) != null) {
        throw new InputException("the split '" + name + "' comes twice in '" + text + "'");
      }
      sum += share;
    }
    if (Math.abs(sum - 1) > 1e-6) {
      throw new InputException(
          "the shares of the splits must add up to 1, those of '" + text + "' make " + sum);
    }
    return new SplitShares(shares);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /// The split of a scene.
  ///
  /// @param seed the world's
  /// @param index the scene's
  /// @return its name
  public String of(long seed, long index) {
    double left = Dice.of(seed, index, "split").unit();
    String last = "";
    for (Map.Entry<String, Double> share : shares.entrySet()) {
      double part = Objects.requireNonNull(share.getValue());
      left -= part;
      last = part > 0 ? share.getKey() : last;
      if (left < 0) {
        return share.getKey();
      }
    }
    return last;
  }

  /// The names, in the order in which they were given.
  ///
  /// @return an unmodifiable view
  public Iterable<String> names() {
    return java.util.Collections.unmodifiableSet(shares.keySet());
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(",");
    shares.forEach((name, share) -> text.add(name + "=" + share));
    return text.toString();
  }
}
