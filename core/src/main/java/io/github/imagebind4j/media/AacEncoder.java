package io.github.imagebind4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import io.github.imagebind4j.error.MediaException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;

/// Stereo samples to packets of AAC, by FFmpeg's own encoder.
///
/// For one thread at a time.
final class AacEncoder implements AutoCloseable {
  private static final int CHANNELS = 2;
  private static final long BITS_A_SECOND = 160_000;

  private final AVCodecContext context;
  private final AVFrame frame = av_frame_alloc();
  private long samples; // sent

  private AacEncoder(AVCodec codec) {
    this.context = avcodec_alloc_context3(codec);
  }

  /// Opens an encoder.
  ///
  /// @param globalHeader whether the container keeps the codec's header, and packets need none
  static AacEncoder open(int sampleRate, boolean globalHeader) {
    AVCodec codec = avcodec_find_encoder_by_name("aac");
    if (codec == null || codec.isNull()) {
      throw new MediaException("this FFmpeg has no AAC encoder; use the one that comes along");
    }
    AacEncoder encoder = new AacEncoder(codec);
    try {
      encoder.start(codec, sampleRate, globalHeader);
      return encoder;
    } catch (Throwable e) {
      encoder.close();
      throw e;
    }
  }

  private void start(AVCodec codec, int sampleRate, boolean globalHeader) {
    context.sample_rate(sampleRate);
    context.sample_fmt(AV_SAMPLE_FMT_FLTP);
    context.bit_rate(BITS_A_SECOND);
    context.time_base().num(1).den(sampleRate);
    av_channel_layout_default(context.ch_layout(), CHANNELS);
    if (globalHeader) {
      context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    check(avcodec_open2(context, codec, (PointerPointer<?>) null));
    frame.nb_samples(context.frame_size());
    frame.format(AV_SAMPLE_FMT_FLTP);
    frame.sample_rate(sampleRate);
    check(av_channel_layout_copy(frame.ch_layout(), context.ch_layout()));
    check(av_frame_get_buffer(frame, 0));
  }

  private static void check(int result) {
    if (result < 0) {
      throw new MediaException("the sound can't be encoded: " + FfmpegInput.errorText(result));
    }
  }

  /// How many samples each call of [#send] takes.
  int frameSamples() {
    return context.frame_size();
  }

  /// Writes the codec's parameters.
  void describeTo(AVCodecParameters parameters) {
    check(avcodec_parameters_from_context(parameters, context));
  }

  /// Hands over a frame. All packets must have been received before.
  ///
  /// @param stereo two channels of [#frameSamples()]
  void send(float[][] stereo) {
    check(av_frame_make_writable(frame));
    long bytes = (long) Float.BYTES * frameSamples();
    for (int c = 0; c < CHANNELS; c++) {
      MemorySegment plane = MemorySegment.ofAddress(frame.data(c).address()).reinterpret(bytes);
      MemorySegment.copy(stereo[c], 0, plane, ValueLayout.JAVA_FLOAT, 0, frameSamples());
    }
    frame.pts(samples);
    samples += frameSamples();
    check(avcodec_send_frame(context, frame));
  }

  /// Says that no more comes.
  void sendEnd() {
    check(avcodec_send_frame(context, null));
  }

  /// Fetches the next packet that is ready, its times in samples.
  ///
  /// @return false if there is none until more is sent
  /// @throws MediaException if the encoder fails
  boolean receive(AVPacket packet) {
    int result = avcodec_receive_packet(context, packet);
    if (result == AVERROR_EAGAIN() || result == AVERROR_EOF()) {
      return false;
    }
    check(result);
    return true;
  }

  @Override
  public void close() {
    av_frame_free(frame);
    avcodec_free_context(context);
  }
}
