package io.github.imagebind4j.preprocess;

import io.github.imagebind4j.error.ConfigException;
import java.util.List;
import java.util.Locale;

/// A named way to turn metres into the depth encoder's input. Every profile goes through disparity,
/// which beat depth, inverse depth and HHA in the paper (arXiv 2305.05665, §3.3 and appendix A):
///
/// ```
/// metres' = clip(metres * depthFactor, minDepth, maxDepth)
/// disparity = baseline * fx / metres'
/// x = (clip(disparity, minDisparity, maxDisparity) / divisor - mean) / std
/// ```
///
/// Meta never published its loader; what is known of it is cited at each profile.
///
/// Immutable and safe for use by any thread.
///
/// @param name what the command line calls it
/// @param depthFactor multiplies metres first, above 0
/// @param minDepth lower bound, above 0
/// @param maxDepth upper bound
/// @param minDisparity lower bound of disparity
/// @param maxDisparity upper bound of disparity
/// @param divisor disparity is divided by it
/// @param mean subtracted
/// @param std divided by, above 0
public record DepthProfile(
    String name,
    double depthFactor,
    double minDepth,
    double maxDepth,
    double minDisparity,
    double maxDisparity,
    double divisor,
    double mean,
    double std)
    implements NamedProfile {

  /// `reference`, the default: Meta's recipe on the numbers that its statistics were computed from.
  ///
  /// The recipe (an author in Omnivore's issue 12, and Omnivore's `DepthNorm` and tutorial): depth
  /// clipped to 0.01 to 50, `baseline * fx / depth`, clipped to 0.01 to 75, divided by 75, then (x
  /// - 0.0418) / 0.0295. SUN RGB-D stores millimetres rotated left by 3 bits, that is times 8; the
  ///   common loaders divide by 1000 without undoing it, and 0.0418 fits only those numbers: 0.0418
  ///   · 75 · 8 = 25.1, where SUN's mean true disparity was measured as 24.82. So true metres are
  ///   taken times 8, which is disparity / 8 with a far clip at 6.25 m. Inferred, not run against
  ///   Meta's loader.
  public static final DepthProfile REFERENCE =
      new DepthProfile("reference", 8, 0.01, 50, 0.01, 75, 75, 0.0418, 0.0295);

  /// `omnivore`: the same recipe read literally, on true metres. Its inputs lie 5 to 10 deviations
  /// above the mean; kept to compare with vectors of ports that do this.
  public static final DepthProfile OMNIVORE =
      new DepthProfile("omnivore", 1, 0.01, 50, 0.01, 75, 75, 0.0418, 0.0295);

  /// `sun`: true disparity standardised by SUN RGB-D's own mean 24.82 and deviation 14.40, depth
  /// clipped at 8 m, after O. Braakman's robust-retrieval-augmentation (ImageBind issue 134 reports
  /// the paper's 35 % on SUN with that clip and disparity).
  public static final DepthProfile SUN =
      new DepthProfile("sun", 1, 0.01, 8, 0, Double.MAX_VALUE, 1, 24.82, 14.40);

  /// `nyu`: true disparity standardised by NYU-D v2's mean 17.206 and deviation 8.611, depth
  /// clipped at 10 m, for fx 518.86 and baseline 0.075, after the same source.
  public static final DepthProfile NYU =
      new DepthProfile("nyu", 1, 0.01, 10, 0, Double.MAX_VALUE, 1, 17.206, 8.611);

  /// All named profiles, the default first.
  public static final List<DepthProfile> ALL = List.of(REFERENCE, OMNIVORE, SUN, NYU);

  /// Checks the numbers.
  ///
  /// @throws ConfigException if a bound or divisor makes no sense
  public DepthProfile {
    boolean sensible =
        depthFactor > 0
            && minDepth > 0
            && minDepth < maxDepth
            && minDisparity < maxDisparity
            && divisor > 0
            && std > 0
            && Double.isFinite(mean);
    if (!sensible) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "depth profile %s needs depthFactor, minDepth, divisor and std above 0, and each min below its max",
              name));
    }
  }

  /// The profile of this name.
  ///
  /// @param name e.g. `reference`
  /// @return the profile
  /// @throws ConfigException if there is none; the message lists them
  public static DepthProfile named(String name) {
    return NamedProfile.find("depth", ALL, name);
  }

  /// Scaled disparity of a distance, before normalisation.
  double scaledDisparity(double metres, double focalLengthPx, double baselineMetres) {
    double depth = Math.clamp(metres * depthFactor, minDepth, maxDepth);
    double disparity = baselineMetres * focalLengthPx / depth;
    return Math.clamp(disparity, minDisparity, maxDisparity) / divisor;
  }
}
