package io.github.imagebind4j;

import io.github.imagebind4j.error.ConfigException;

/// How long sounds and videos are cut: pieces of one length that overlap by a fixed time. The last
/// one ends with the recording, and reaches back for its full length; a rest of less than a
/// twentieth of a piece is not worth one, so a recording that is hardly longer than a piece is not
/// cut.
///
/// Immutable and safe for use by any thread.
///
/// @param seconds how long a piece is, 1 to 600
/// @param overlap how much of it is also in the next, 0 to below `seconds`
public record Segmentation(double seconds, double overlap) {
  /// Ten seconds, of which two are in the next piece, too.
  public static final Segmentation DEFAULT = new Segmentation(10, 2);

  private static final double LONGEST = 600;

  /// What is left at the end and shorter than this share of a piece is no piece of its own.
  private static final double LEAST_REST = 0.05;

  /// Checks the numbers.
  ///
  /// @throws ConfigException if one is out of its range
  public Segmentation {
    if (!(seconds >= 1 && seconds <= LONGEST)) {
      throw new ConfigException("a segment is 1 to 600 seconds long, got " + seconds);
    }
    if (!(overlap >= 0 && overlap <= seconds * 0.9)) {
      throw new ConfigException(
          "segments of "
              + seconds
              + " s may overlap by 0 to nine tenths of that, got "
              + overlap
              + " s");
    }
  }

  /// From the beginning of one piece to that of the next.
  ///
  /// @return seconds
  public double step() {
    return seconds - overlap;
  }

  /// Whether a recording is cut at all.
  ///
  /// @param durationSeconds how long it is
  /// @return false if it is one piece
  public boolean cuts(double durationSeconds) {
    return durationSeconds > seconds * (1 + LEAST_REST);
  }

  /// How many pieces a recording has.
  ///
  /// @param durationSeconds how long it is
  /// @return at least 1
  public int count(double durationSeconds) {
    if (!cuts(durationSeconds)) {
      return 1;
    }
    double rest = durationSeconds - seconds;
    int whole = (int) Math.floor(rest / step() + 1e-9);
    boolean more = rest - whole * step() >= seconds * LEAST_REST;
    return 1 + whole + (more ? 1 : 0);
  }
}
