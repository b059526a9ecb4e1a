package io.github.imagebind4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.FF_COMPLIANCE_NORMAL;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_query_codec;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import io.github.imagebind4j.error.MediaException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/// A video file that is being written: pictures copied from another, and a new sound.
///
/// For one thread at a time.
final class SoundtrackFile implements AutoCloseable {
  private static final int PICTURES = 0;
  private static final int SOUND = 1;

  /// So much sound is written at most, whatever times a damaged file states.
  private static final double LONGEST_SECONDS = 86_400;

  private final FfmpegInput input;
  private final int from;
  private final AVFormatContext context;
  private final AVIOContext io = new AVIOContext((Pointer) null);
  private final AacEncoder encoder;
  private final AVPacket packet = av_packet_alloc();
  private final float[][] samples;
  private long written; // samples
  private boolean soundEnded;

  private SoundtrackFile(FfmpegInput input, int from, AVFormatContext context, AacEncoder encoder) {
    this.input = input;
    this.from = from;
    this.context = context;
    this.encoder = encoder;
    this.samples = new float[2][encoder.frameSamples()];
  }

  /// Begins a file.
  ///
  /// @param format FFmpeg's name of the container
  /// @throws MediaException if there are no pictures, they don't fit into the container, or the
  ///   file can't be made
  static SoundtrackFile open(FfmpegInput input, Path file, String format) {
    int from = input.bestStream(AVMEDIA_TYPE_VIDEO);
    if (from < 0) {
      throw new MediaException(input.name() + " has no video stream; give a video");
    }
    input.only(from);
    AVFormatContext context = new AVFormatContext((Pointer) null);
    check(file, avformat_alloc_output_context2(context, null, format, (String) null));
    boolean globalHeader = (context.oformat().flags() & AVFMT_GLOBALHEADER) != 0;
    AacEncoder encoder;
    try {
      encoder = AacEncoder.open(SoundtrackWriter.SAMPLE_RATE, globalHeader);
    } catch (Throwable e) {
      avformat_free_context(context);
      throw e;
    }
    SoundtrackFile output = new SoundtrackFile(input, from, context, encoder);
    try {
      output.start(file, format);
      return output;
    } catch (Throwable e) {
      output.close();
      throw e;
    }
  }

  private void start(Path file, String format) {
    AVStream source = input.stream(from);
    int codec = source.codecpar().codec_id();
    if (avformat_query_codec(context.oformat(), codec, FF_COMPLIANCE_NORMAL) == 0) {
      throw new MediaException(
          input.name()
              + " has pictures of codec "
              + avcodec_get_name(codec).getString()
              + ", which "
              + format
              + " can't hold; write an .mkv");
    }
    AVStream pictures = avformat_new_stream(context, null);
    check(file, avcodec_parameters_copy(pictures.codecpar(), source.codecpar()));
    pictures.codecpar().codec_tag(0); // each container has its own
    pictures.time_base(source.time_base());
    pictures.avg_frame_rate(source.avg_frame_rate());
    pictures.sample_aspect_ratio(source.sample_aspect_ratio());
    AVStream sound = avformat_new_stream(context, null);
    encoder.describeTo(sound.codecpar());
    sound.time_base(av_make_q(1, SoundtrackWriter.SAMPLE_RATE));
    // With a protocol in front no part of the path is taken for one.
    try (BytePointer name = new BytePointer("file:" + file, StandardCharsets.UTF_8)) {
      check(file, avio_open(io, name, AVIO_FLAG_WRITE));
    }
    context.pb(io);
    check(file, avformat_write_header(context, (AVDictionary) null));
  }

  private static void check(Path file, int result) {
    if (result < 0) {
      throw new MediaException(
          "can't write " + file + ": " + FfmpegInput.errorText(result) + "; check the disk");
    }
  }

  /// Copies all pictures, and writes as much sound beside them.
  ///
  /// @throws MediaException if a packet can't be written
  void copy(SoundSource sound) {
    AVRational base = input.stream(from).time_base();
    double tick = base.den() > 0 ? (double) base.num() / base.den() : 0;
    long zero = AV_NOPTS_VALUE;
    double end = 0;
    while (input.read(from)) {
      AVPacket picture = input.packet();
      long shown = picture.pts() == AV_NOPTS_VALUE ? picture.dts() : picture.pts();
      if (zero == AV_NOPTS_VALUE) {
        zero = shown;
      }
      if (shown == AV_NOPTS_VALUE) {
        throw new MediaException(
            input.name() + " has pictures without times; remux it first, e.g. into an .mkv");
      }
      double time = (shown - zero) * tick;
      if (time > LONGEST_SECONDS) {
        throw new MediaException(
            input.name() + " claims to be longer than a day; cut it, or repair its times");
      }
      end = Math.clamp(time + picture.duration() * tick, end, LONGEST_SECONDS);
      writeSound(sound, time);
      shift(picture, zero);
      av_packet_rescale_ts(picture, base, context.streams(PICTURES).time_base());
      picture.stream_index(PICTURES);
      picture.pos(-1);
      write(picture);
    }
    writeSound(sound, end);
    encoder.sendEnd();
    drain();
    int result = av_write_trailer(context);
    if (result < 0) {
      throw new MediaException("the end of the file: " + FfmpegInput.errorText(result));
    }
    closeFile();
  }

  private static void shift(AVPacket picture, long zero) {
    if (picture.pts() != AV_NOPTS_VALUE) {
      picture.pts(picture.pts() - zero);
    }
    if (picture.dts() != AV_NOPTS_VALUE) {
      picture.dts(picture.dts() - zero);
    }
  }

  private void writeSound(SoundSource sound, double until) {
    while (written < until * SoundtrackWriter.SAMPLE_RATE) {
      fill(sound);
      encoder.send(samples);
      written += samples[0].length;
      drain();
    }
  }

  /// A source may give less than asked for; after its end there is silence.
  private void fill(SoundSource sound) {
    int size = samples[0].length;
    int filled = 0;
    while (filled < size && !soundEnded) {
      float[][] piece = new float[2][size - filled];
      int count = sound.read(piece);
      soundEnded = count < 0;
      for (int c = 0; c < 2 && count > 0; c++) {
        System.arraycopy(piece[c], 0, samples[c], filled, count);
      }
      filled += Math.max(0, count);
    }
    for (float[] channel : samples) {
      Arrays.fill(channel, filled, size, 0);
    }
  }

  private void drain() {
    while (encoder.receive(packet)) {
      av_packet_rescale_ts(
          packet, av_make_q(1, SoundtrackWriter.SAMPLE_RATE), context.streams(SOUND).time_base());
      packet.stream_index(SOUND);
      write(packet);
    }
  }

  /// Takes over what is in the packet, and leaves it empty.
  private void write(AVPacket full) {
    int result = av_interleaved_write_frame(context, full);
    if (result < 0) {
      throw new MediaException(
          input.name()
              + " can't be copied: "
              + FfmpegInput.errorText(result)
              + "; check the disk, or remux the video first, e.g. into an .mkv");
    }
  }

  /// Writes what is still in memory.
  private void closeFile() {
    if (!io.isNull()) {
      int result = avio_closep(io);
      context.pb(null);
      if (result < 0) {
        throw new MediaException(
            "the end of the file can't be written: "
                + FfmpegInput.errorText(result)
                + "; check the disk");
      }
    }
  }

  @Override
  public void close() {
    try {
      closeFile();
    } finally {
      av_packet_free(packet);
      encoder.close();
      avformat_free_context(context);
    }
  }
}
