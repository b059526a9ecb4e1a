package io.github.imagebind4j.preprocess;

import io.github.imagebind4j.error.ConfigException;
import java.util.List;
import java.util.Locale;

/// A named way to prepare thermal images: after resizing, cropping and division by 255, `(x - mean)
/// / std`.
///
/// Meta never published its loader, and the paper (arXiv 2305.05665, §3 and appendix A) states one
/// channel but no mean; so practice differs.
///
/// Immutable and safe for use by any thread.
///
/// @param name what the command line calls it
/// @param mean subtracted from values of 0 to 1
/// @param std divided by, above 0
public record ThermalProfile(String name, float mean, float std) implements NamedProfile {
  /// `reference`, the default: values of 0 to 1, no normalisation. The best supported: a user who
  /// ran the paper's LLVIP test measured 62.4 % without against 55.2 % with normalisation (the
  /// paper: 63.4 %; ImageBind issue 73), and PandaGPT and ImageBind's issue 37 do the same.
  public static final ThermalProfile REFERENCE = new ThermalProfile("reference", 0, 1);

  /// `weaviate`: normalised with the first of CLIP's means and deviations (0.48145466, 0.26862954),
  /// as Weaviate's multi2vec-bind module does; to compare with vectors made by it.
  public static final ThermalProfile WEAVIATE =
      new ThermalProfile("weaviate", (float) 0.48145466, (float) 0.26862954);

  /// All named profiles, the default first.
  public static final List<ThermalProfile> ALL = List.of(REFERENCE, WEAVIATE);

  /// Checks the numbers.
  ///
  /// @throws ConfigException if `std` is not above 0 or `mean` is not finite
  public ThermalProfile {
    if (!(std > 0 && std < Float.POSITIVE_INFINITY) || !Float.isFinite(mean)) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "thermal profile %s needs a finite mean and a std above 0, got %s and %s",
              name,
              mean,
              std));
    }
  }

  /// The profile of this name.
  ///
  /// @param name e.g. `reference`
  /// @return the profile
  /// @throws ConfigException if there is none; the message lists them
  public static ThermalProfile named(String name) {
    return NamedProfile.find("thermal", ALL, name);
  }
}
