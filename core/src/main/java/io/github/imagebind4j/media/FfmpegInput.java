package io.github.imagebind4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_probe_input_buffer2;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.MediaSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/// An open container: its streams, and its packets one after the other.
///
/// FFmpeg reads the source's channel and nothing else: formats that point to further files are
/// refused by name, and no protocol is allowed for those that might still try.
///
/// For one thread at a time.
final class FfmpegInput implements AutoCloseable {
  /// Formats that hold no media, only names of files or network addresses.
  private static final Set<String> PLAYLISTS =
      Set.of(
          "concat",
          "dash",
          "hls",
          "image2",
          "image2pipe",
          "imf",
          "rtp",
          "rtsp",
          "sap",
          "sdp",
          "vobsub",
          "webm_dash_manifest");

  private static final String M3U = "#EXTM3U";

  private static final long UNKNOWN_LENGTH = Long.MAX_VALUE;

  private final String name;
  private final MediaLimits limits;
  private final long fileBytes;
  private final ChannelIo io;
  private final AVFormatContext context;
  private final AVPacket packet;

  private FfmpegInput(String name, long fileBytes, ChannelIo io, MediaLimits limits) {
    this.name = name;
    this.limits = limits;
    this.fileBytes = fileBytes;
    this.io = io;
    this.packet = av_packet_alloc();
    this.context = avformat_alloc_context();
    context.pb(io.context());
    context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_CUSTOM_IO);
  }

  /// Opens a container and finds out about its streams.
  ///
  /// @throws MediaException if the file is empty, of no known format, a playlist, or its header is
  ///   broken
  static FfmpegInput open(MediaSource source, MediaLimits limits) {
    MediaNatives.ffmpeg();
    if (source.size() == 0) {
      throw new MediaException(source.name() + " is empty (0 bytes); check how it was written");
    }
    // FFmpeg itself knows M3U playlists by the file's name only, which it is not told here.
    if (new String(source.head(M3U.length()), StandardCharsets.ISO_8859_1).equals(M3U)) {
      throw playlist(source.name(), "m3u");
    }
    return new FfmpegInput(source.name(), source.size(), ChannelIo.open(source), limits).start();
  }

  /// Opens a container that comes through a pipe, or is still being written: it is read from
  /// beginning to end and never sought in.
  ///
  /// @param in ends when there is no more; closed with this, and if it can't be opened
  /// @throws MediaException as [#open(MediaSource, MediaLimits)]
  static FfmpegInput open(InputStream in, String name, MediaLimits limits) {
    MediaNatives.ffmpeg();
    PushbackInputStream stream = new PushbackInputStream(in, M3U.length());
    ChannelIo io = ChannelIo.open(name, Channels.newChannel(stream));
    try {
      checkHead(stream, name);
    } catch (Throwable e) {
      io.close();
      throw e;
    }
    return new FfmpegInput(name, UNKNOWN_LENGTH, io, limits).start();
  }

  private static void checkHead(PushbackInputStream stream, String name) {
    try {
      byte[] head = stream.readNBytes(M3U.length());
      if (head.length == 0) {
        throw new MediaException(name + " ended before it began; check what writes it");
      }
      if (new String(head, StandardCharsets.ISO_8859_1).equals(M3U)) {
        throw playlist(name, "m3u");
      }
      stream.unread(head);
    } catch (IOException e) {
      throw new MediaException("can't read " + name + ": " + e.getMessage(), e);
    }
  }

  private FfmpegInput start() {
    try {
      openContainer(probe());
      readStreamInfo();
      return this;
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  /// Whether it is read from beginning to end and can't be sought in.
  boolean isLive() {
    return fileBytes == UNKNOWN_LENGTH;
  }

  /// The file's name, for messages.
  String name() {
    return name;
  }

  /// FFmpeg's name of the container format, e.g. `mov,mp4,m4a,3gp,3g2,mj2`.
  String format() {
    return context.iformat().name().getString();
  }

  /// How long the container says it is, or estimates.
  ///
  /// @return 0 if it does not
  double durationSeconds() {
    return Math.max(0, context.duration() / 1e6);
  }

  AVStream stream(int index) {
    return context.streams(index);
  }

  /// The packet that [#read] fills; valid until the next call.
  AVPacket packet() {
    return packet;
  }

  /// The stream that FFmpeg would play, cover art not counted.
  ///
  /// @param mediaType `AVMEDIA_TYPE_AUDIO` or `AVMEDIA_TYPE_VIDEO`
  /// @return its index, or -1
  int bestStream(int mediaType) {
    int best = av_find_best_stream(context, mediaType, -1, -1, (PointerPointer<?>) null, 0);
    if (best >= 0 && !isCoverArt(stream(best))) {
      return best;
    }
    for (int i = 0; i < context.nb_streams(); i++) {
      AVStream stream = stream(i);
      if (stream.codecpar().codec_type() == mediaType && !isCoverArt(stream)) {
        return i;
      }
    }
    return -1;
  }

  /// Lets the demuxer skip the packets of all other streams.
  void only(int streamIndex) {
    only(Set.of(streamIndex));
  }

  /// When the first of its streams begins, in the time of its packets.
  ///
  /// @return 0 if the container does not say
  double startSeconds() {
    return context.start_time() == AV_NOPTS_VALUE ? 0 : context.start_time() / 1e6;
  }

  /// Lets the demuxer skip the packets of all streams but these.
  void only(Set<Integer> streams) {
    for (int i = 0; i < context.nb_streams(); i++) {
      if (!streams.contains(i)) {
        stream(i).discard(AVDISCARD_ALL);
      }
    }
  }

  /// Reads the next packet of any stream into [#packet]. A damaged end counts as the end.
  ///
  /// @return false at the end
  boolean read() {
    av_packet_unref(packet);
    if (av_read_frame(context, packet) < 0) {
      io.rethrow();
      return false;
    }
    return true;
  }

  /// Reads the next packet of a stream into [#packet]. A damaged end counts as the end.
  ///
  /// @return false at the end
  boolean read(int streamIndex) {
    do {
      if (!read()) {
        return false;
      }
    } while (packet.stream_index() != streamIndex);
    return true;
  }

  /// Moves to the last key frame at or before a time.
  ///
  /// @param timestamp in the stream's time base
  /// @return false if the container can't
  boolean seek(int streamIndex, long timestamp) {
    int result = av_seek_frame(context, streamIndex, timestamp, AVSEEK_FLAG_BACKWARD);
    io.rethrow();
    return result >= 0;
  }

  @Override
  public void close() {
    av_packet_free(packet);
    avformat_close_input(context);
    io.close();
  }

  private AVInputFormat probe() {
    try (PointerPointer<AVInputFormat> found = new PointerPointer<>(1)) {
      found.put(0, (Pointer) null);
      int result = av_probe_input_buffer2(io.context(), found, (BytePointer) null, null, 0, 0);
      io.rethrow();
      AVInputFormat format = found.get(AVInputFormat.class, 0);
      if (result < 0 || format == null || format.isNull()) {
        throw new MediaException(
            name
                + " is not a known audio or video format; "
                + (isLive()
                    ? "bare samples need a header, and the format one that can be read from its"
                        + " beginning, as WAV, Ogg, FLAC, MP3, Matroska and MPEG-TS can"
                    : "check that it is a whole media file"));
      }
      String formatName = format.name().getString();
      if (PLAYLISTS.contains(formatName)) {
        throw playlist(name, formatName);
      }
      return format;
    }
  }

  private static MediaException playlist(String name, String format) {
    return new MediaException(
        String.format(
            Locale.ROOT,
            "%s is a playlist or manifest (%s) that points to other files; give the media file itself",
            name,
            format));
  }

  private void openContainer(AVInputFormat format) {
    AVDictionary options = new AVDictionary((Pointer) null);
    try {
      // A protocol that does not exist: with this list no demuxer can open anything by a name.
      av_dict_set(options, "protocol_whitelist", "none", 0);
      if (format.name().getString().equals("wav")) {
        // CD sound in a wav file may be DTS in disguise, for which FFmpeg tries every demuxer on
        // megabytes. Frames of DTS come every 4 KB: four packets of 16 KB show it, 20 ms sooner.
        // What is still coming is no CD; of that, a fraction of a second must be enough.
        av_dict_set(options, "max_probe_packets", isLive() ? "1" : "4", 0);
        if (isLive()) {
          av_dict_set(options, "max_size", "4096", 0);
          av_dict_set(options, "analyzeduration", "100000", 0);
        }
      }
      int result = avformat_open_input(context, (BytePointer) null, format, options);
      io.rethrow();
      if (result < 0) {
        throw new MediaException(
            name
                + " can't be opened as "
                + format.name().getString()
                + ": "
                + errorText(result)
                + "; the file is damaged or cut short");
      }
    } finally {
      av_dict_free(options);
    }
  }

  private void readStreamInfo() {
    checkSizes();
    int result = avformat_find_stream_info(context, (PointerPointer<?>) null);
    io.rethrow();
    if (result < 0) {
      throw new MediaException(
          name + " has unreadable streams: " + errorText(result) + "; the file is damaged");
    }
    checkSizes();
  }

  /// Finding out about streams may decode frames, so sizes are checked before and after.
  private void checkSizes() {
    for (int i = 0; i < context.nb_streams(); i++) {
      long entries = avformat_index_get_entries_count(stream(i));
      if (entries > fileBytes) {
        throw new MediaException(
            String.format(
                Locale.ROOT,
                "%s has %d bytes and claims to hold %d packets; the file is damaged",
                name,
                fileBytes,
                entries));
      }
      var parameters = stream(i).codecpar();
      long pixels = (long) parameters.width() * parameters.height();
      if (parameters.codec_type() == AVMEDIA_TYPE_VIDEO && pixels > limits.maxPixels()) {
        throw new MediaException(
            String.format(
                Locale.ROOT,
                "%s has frames of %d x %d pixels, more than the limit of %d; raise the limit or scale it down",
                name,
                parameters.width(),
                parameters.height(),
                limits.maxPixels()));
      }
    }
  }

  private static boolean isCoverArt(AVStream stream) {
    return (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
  }

  /// FFmpeg's words for an error code.
  static String errorText(int code) {
    byte[] text = new byte[128];
    av_strerror(code, text, text.length);
    return new String(text, StandardCharsets.UTF_8).trim();
  }

  /// The decoder for a stream.
  ///
  /// @throws MediaException if this FFmpeg has none
  AVCodec decoderOf(AVStream stream) {
    AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
    if (codec == null || codec.isNull()) {
      throw new MediaException(
          name
              + " needs a decoder for codec "
              + org.bytedeco
                  .ffmpeg
                  .global
                  .avcodec
                  .avcodec_get_name(stream.codecpar().codec_id())
                  .getString()
              + ", which this FFmpeg (LGPL) does not have; convert the file first");
    }
    return codec;
  }
}
