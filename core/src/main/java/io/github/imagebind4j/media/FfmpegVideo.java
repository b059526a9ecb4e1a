package io.github.imagebind4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.MediaSource;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;

/// Chosen frames of a video, in any container and codec that FFmpeg decodes. The packets are read
/// once to number the frames; then only what leads to the chosen ones is decoded.
///
/// Numbering, frame rate and rotation follow the reference's reader (decord).
///
/// Stateless; safe for use by any thread.
final class FfmpegVideo {
  private FfmpegVideo() {}

  /// Decodes the frames that `selector` chooses.
  ///
  /// @throws MediaException if the file can't be read, has no video stream (cover art is none), its
  ///   frames are larger than the limit, or none can be decoded
  /// @throws io.github.imagebind4j.error.InputException if the selector chooses a frame that does
  ///   not exist
  static VideoFrames decode(MediaSource source, MediaLimits limits, VideoFrames.Selector selector) {
    try (VideoReader reader = VideoReader.open(source, limits)) {
      return reader.frames(selector.select(reader.info()));
    }
  }

  /// A video stream after the first pass.
  record Indexed(
      int stream,
      VideoIndex index,
      int rateNumerator,
      int rateDenominator,
      int width,
      int height,
      int quarterTurns) {

    VideoInfo info() {
      boolean sideways = quarterTurns % 2 == 1;
      return new VideoInfo(
          index.frameCount(),
          rateNumerator,
          rateDenominator,
          sideways ? height : width,
          sideways ? width : height);
    }
  }

  /// Reads a file's packets once.
  ///
  /// @throws MediaException as [#decode]
  static Indexed index(MediaSource source, MediaLimits limits) {
    try (FfmpegInput input = FfmpegInput.open(source, limits)) {
      int number = input.bestStream(AVMEDIA_TYPE_VIDEO);
      if (number < 0) {
        throw new MediaException(
            source.name() + " has no video stream; give a video, or use it as an image or sound");
      }
      input.only(number);
      AVStream stream = input.stream(number);
      AVCodecParameters parameters = stream.codecpar();
      if (parameters.width() < 1 || parameters.height() < 1) {
        throw new MediaException(
            source.name() + " has a video stream without a frame size; it is damaged or cut short");
      }
      AVRational rate = frameRate(source.name(), stream);
      return new Indexed(
          number,
          VideoIndex.read(input, number),
          rate.num(),
          rate.den(),
          parameters.width(),
          parameters.height(),
          quarterTurns(parameters));
    }
  }

  static AVRational frameRate(String name, AVStream stream) {
    for (AVRational rate : List.of(stream.avg_frame_rate(), stream.r_frame_rate())) {
      if (rate.num() > 0 && rate.den() > 0) {
        return rate;
      }
    }
    throw new MediaException(
        name + " states no frame rate and it can't be estimated; remux it with a frame rate");
  }

  /// The display matrix's rotation, to the nearest quarter, clockwise.
  static int quarterTurns(AVCodecParameters parameters) {
    AVPacketSideData matrix =
        av_packet_side_data_get(
            parameters.coded_side_data(),
            parameters.nb_coded_side_data(),
            AV_PKT_DATA_DISPLAYMATRIX);
    if (matrix == null || matrix.isNull() || matrix.size() < 9 * Integer.BYTES) {
      return 0;
    }
    double counterclockwise = av_display_rotation_get(new IntPointer(matrix.data()));
    return Double.isNaN(counterclockwise)
        ? 0
        : Math.floorMod(Math.round(-counterclockwise / 90), 4);
  }
}
