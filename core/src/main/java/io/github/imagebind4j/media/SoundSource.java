package io.github.imagebind4j.media;

/// Samples that are fetched as they are needed.
@FunctionalInterface
public interface SoundSource {
  /// Fetches the next samples.
  ///
  /// @param stereo two channels of one length, to be filled from the beginning, full scale being ±1
  /// @return how many samples each channel got, at least 1; -1 if there are no more
  int read(float[][] stereo);
}
