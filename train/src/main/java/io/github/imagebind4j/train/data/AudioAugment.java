package io.github.imagebind4j.train.data;

/// How a sound is varied each time it is heard. A clip begins at a random frame; of a sound shorter
/// than a clip, the rest is as the reference fills it, unless it is repeated.
///
/// Immutable and safe for use by any thread.
///
/// @param repeatShort the probability that a short sound is repeated until the clip is full
/// @param shiftShort the probability that a short sound that is not repeated begins later, by a
///   random number of frames
/// @param frequencyMask the most mel bands that are masked (SpecAugment's F), set to the dataset's
///   mean; 0: none. The paper: 12
/// @param timeMask the most frames that are masked, in the same way; 0: none
/// @param gainDecibels the sound is up to so much louder or softer
/// @param noise the most standard deviation of noise on the log-mel energies, in their natural
///   logarithm
public record AudioAugment(
    double repeatShort,
    double shiftShort,
    int frequencyMask,
    int timeMask,
    double gainDecibels,
    double noise) {

  /// No variation: the evaluation's clips.
  public static final AudioAugment NONE = new AudioAugment(0, 0, 0, 0, 0, 0);

  /// The paper's Table 9 for AudioSet: a random clip and a frequency mask of 12.
  public static final AudioAugment PAPER = new AudioAugment(0, 0, 12, 0, 0, 0);

  /// More of everything, for small datasets.
  public static final AudioAugment STRONG = new AudioAugment(0.5, 0.5, 24, 48, 6, 0.2);

  /// Checks the ranges.
  ///
  /// @throws io.github.imagebind4j.error.ConfigException if one is out of range
  public AudioAugment {
    ImageAugment.inRange("repeatShort", repeatShort, 0, 1);
    ImageAugment.inRange("shiftShort", shiftShort, 0, 1);
    ImageAugment.inRange("frequencyMask", frequencyMask, 0, 1024);
    ImageAugment.inRange("timeMask", timeMask, 0, 1_000_000);
    ImageAugment.inRange("gainDecibels", gainDecibels, 0, 60);
    ImageAugment.inRange("noise", noise, 0, 10);
  }
}
