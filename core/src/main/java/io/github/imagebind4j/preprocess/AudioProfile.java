package io.github.imagebind4j.preprocess;

import io.github.imagebind4j.error.ConfigException;
import java.util.List;
import java.util.Locale;

/// How sound is turned into the tensor that the audio encoder takes.
///
/// Immutable and safe for use by any thread.
///
/// @param name what the command line calls it
/// @param clips how many clips are taken
/// @param clipSeconds how long a clip is
/// @param sampleRate the rate to resample to, in Hz, from 1,000 to 20,480
/// @param melBins mel bands, the spectrogram's height
/// @param frames time steps, the spectrogram's width; shorter clips are filled up, longer ones cut
/// @param mean taken off each value
/// @param std what each value is then divided by
public record AudioProfile(
    String name,
    ClipCount clips,
    double clipSeconds,
    int sampleRate,
    int melBins,
    int frames,
    float mean,
    float std)
    implements NamedProfile {

  /// What the released code does: always three clips of 2 s. Audio and video of one length then
  /// have one shape, but of a 10 s sound four seconds are never heard.
  public static final AudioProfile REFERENCE =
      new AudioProfile("reference", new ClipCount.Fixed(3), 2, 16_000, 128, 204, -4.268f, 9.138f);

  /// What the paper says of its evaluation (appendix B): as many clips as cover the sound, so 3 for
  /// the 5 s of ESC-50 and 5 for the 10 s of AudioSet.
  public static final AudioProfile PAPER = REFERENCE.withClips("paper", new ClipCount.Covering());

  /// Checks the numbers.
  ///
  /// @throws ConfigException if one is out of its range
  public AudioProfile {
    if (!(clipSeconds > 0 && clipSeconds <= 3600)) {
      throw new ConfigException("clipSeconds must be above 0 and at most 3600, got " + clipSeconds);
    }
    if (sampleRate < 1_000 || sampleRate > 20_480) {
      throw new ConfigException("sampleRate must be from 1000 to 20480 Hz, got " + sampleRate);
    }
    if (melBins < 1 || melBins > 1024 || frames < 1 || frames > 1_000_000) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "a spectrogram has 1 to 1024 bands and 1 to 1000000 frames, got %d x %d",
              melBins,
              frames));
    }
    if (!(std > 0) || Float.isNaN(mean)) {
      throw new ConfigException(
          String.format(Locale.ROOT, "std must be above 0, got mean %s and std %s", mean, std));
    }
  }

  /// All named profiles, the default first.
  public static final List<AudioProfile> ALL = List.of(REFERENCE, PAPER);

  /// The profile of this name.
  ///
  /// @param name e.g. `reference`
  /// @return the profile
  /// @throws ConfigException if there is none; the message lists them
  public static AudioProfile named(String name) {
    return NamedProfile.find("audio", ALL, name);
  }

  /// This profile with another number of clips.
  ///
  /// @param newName what to call it
  /// @param newClips how many clips are taken
  /// @return the changed copy
  public AudioProfile withClips(String newName, ClipCount newClips) {
    return new AudioProfile(newName, newClips, clipSeconds, sampleRate, melBins, frames, mean, std);
  }
}
