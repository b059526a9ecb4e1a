package io.github.imagebind4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.MediaSource;

/// Sound of any container and codec that FFmpeg decodes: the samples as they are, without
/// resampling or mixing. What an encoder put in front of the sound or behind it is cut off where
/// the container says how much.
///
/// Stateless; safe for use by any thread.
final class FfmpegAudio {
  private FfmpegAudio() {}

  /// Decodes a file's audio stream whole.
  ///
  /// @throws MediaException if it can't be read, has no audio stream, has nothing that can be
  ///   decoded, changes its sample rate or channels midway, or is longer than the limit
  static Waveform decode(MediaSource source, MediaLimits limits) {
    try (FfmpegInput input = FfmpegInput.open(source, limits)) {
      int stream = input.bestStream(AVMEDIA_TYPE_AUDIO);
      if (stream < 0) {
        throw new MediaException(source.name() + " has no audio stream; give a file with sound");
      }
      input.only(stream);
      try (FfmpegDecoder decoder = FfmpegDecoder.open(input, input.stream(stream), limits)) {
        SampleCollector samples = new SampleCollector(source.name(), limits);
        while (input.read(stream)) {
          decoder.send(input.packet());
          drain(decoder, samples);
        }
        decoder.sendEnd();
        drain(decoder, samples);
        return samples.toWaveform();
      }
    }
  }

  private static void drain(FfmpegDecoder decoder, SampleCollector samples) {
    while (decoder.receive()) {
      samples.add(decoder.frame());
    }
  }
}
