package io.github.imagebind4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.github.imagebind4j.error.MediaException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;

/// The decoder of one stream: packets in, frames out. A packet that can't be decoded gives no
/// frame, as in FFmpeg's own player.
///
/// Works in the calling thread alone, so that many files can be decoded side by side. For one
/// thread at a time.
final class FfmpegDecoder implements AutoCloseable {
  private final AVCodecContext context;
  private final AVFrame frame;

  private FfmpegDecoder(AVCodec codec) {
    this.context = avcodec_alloc_context3(codec);
    this.frame = av_frame_alloc();
  }

  /// Opens the decoder of a stream.
  ///
  /// @throws MediaException if there is none, or it refuses the stream's parameters
  static FfmpegDecoder open(FfmpegInput input, AVStream stream, MediaLimits limits) {
    AVCodec codec = input.decoderOf(stream);
    FfmpegDecoder decoder = new FfmpegDecoder(codec);
    try {
      decoder.start(input.name(), codec, stream, limits);
      return decoder;
    } catch (Throwable e) {
      decoder.close();
      throw e;
    }
  }

  private void start(String name, AVCodec codec, AVStream stream, MediaLimits limits) {
    int result = avcodec_parameters_to_context(context, stream.codecpar());
    context.pkt_timebase(stream.time_base());
    context.thread_count(1);
    context.max_pixels(limits.maxPixels());
    if (result >= 0) {
      result = avcodec_open2(context, codec, (PointerPointer<?>) null);
    }
    if (result < 0) {
      throw new MediaException(
          name
              + " has a "
              + codec.name().getString()
              + " stream that its decoder refuses: "
              + FfmpegInput.errorText(result)
              + "; the file is damaged");
    }
  }

  /// The frame that [#receive] fills; valid until the next call.
  AVFrame frame() {
    return frame;
  }

  /// Hands over a packet. All frames must have been received before.
  void send(AVPacket packet) {
    avcodec_send_packet(context, packet);
  }

  /// Says that no more packets come, so that the frames still inside come out.
  void sendEnd() {
    avcodec_send_packet(context, null);
  }

  /// Fetches the next frame that is ready.
  ///
  /// @return false if there is none until more is sent
  boolean receive() {
    return avcodec_receive_frame(context, frame) >= 0;
  }

  /// Forgets all frames inside, after a seek.
  void flush() {
    avcodec_flush_buffers(context);
  }

  @Override
  public void close() {
    av_frame_free(frame);
    avcodec_free_context(context);
  }
}
