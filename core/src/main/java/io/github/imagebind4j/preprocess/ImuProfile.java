package io.github.imagebind4j.preprocess;

import io.github.imagebind4j.error.ConfigException;
import java.util.List;
import java.util.Locale;

/// A named time scale for motion: the encoder takes 2,000 samples, and the profile says how many of
/// them make a second. No profile normalises: neither the paper nor imu2clip does.
///
/// Immutable and safe for use by any thread.
///
/// @param name what the command line calls it
/// @param rateHz samples per second, above 0
public record ImuProfile(String name, double rateHz) implements NamedProfile {
  /// Samples that the encoder takes.
  public static final int SAMPLES = 2000;

  /// `reference`, the default: 400 Hz, so that 2,000 samples are 5 s. The paper (arXiv 2305.05665,
  /// appendix A) takes 5 s clips to `6 x 2000`; the rate follows from that.
  public static final ImuProfile REFERENCE = new ImuProfile("reference", 400);

  /// `imu2clip`: 200 Hz, so that 2,000 samples are 10 s, as Meta's imu2clip resamples and windows
  /// the same Ego4D recordings (5 s to either side). That ImageBind was trained through it is a
  /// third party's claim.
  public static final ImuProfile IMU2CLIP = new ImuProfile("imu2clip", 200);

  /// All named profiles, the default first.
  public static final List<ImuProfile> ALL = List.of(REFERENCE, IMU2CLIP);

  /// Checks the rate.
  ///
  /// @throws ConfigException if it is not above 0
  public ImuProfile {
    if (!(rateHz > 0 && rateHz < Double.POSITIVE_INFINITY)) {
      throw new ConfigException(
          String.format(
              Locale.ROOT, "IMU profile %s needs a rate above 0 Hz, got %s", name, rateHz));
    }
  }

  /// The profile of this name.
  ///
  /// @param name e.g. `reference`
  /// @return the profile
  /// @throws ConfigException if there is none; the message lists them
  public static ImuProfile named(String name) {
    return NamedProfile.find("imu", ALL, name);
  }
}
