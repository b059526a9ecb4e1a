package io.github.imagebind4j.media;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FORCE;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.MediaSource;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/// The only door through which FFmpeg reads: one channel, read-only, under an `AVIOContext`.
///
/// JavaCPP makes native entry points for only ten callback objects of a type at a time, so all
/// channels share one pair; the context's opaque value says which channel is meant.
///
/// For one thread at a time; any number may be open.
final class ChannelIo implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int AVERROR_EIO = -5;
  private static final int SEEK_SET = 0;
  private static final int SEEK_CUR = 1;
  private static final int SEEK_END = 2;

  private static final Map<Long, ChannelIo> OPEN = new ConcurrentHashMap<>();
  private static final AtomicLong NEXT_ID = new AtomicLong(1);

  private final long id = NEXT_ID.getAndIncrement();
  private final String name;
  private final ReadableByteChannel channel;
  private final AVIOContext context;
  private @Nullable Throwable failure;

  private ChannelIo(String name, ReadableByteChannel channel) {
    this.name = name;
    this.channel = channel;
    BytePointer buffer = new BytePointer(av_malloc(BUFFER_BYTES));
    this.context =
        avio_alloc_context(
            buffer,
            BUFFER_BYTES,
            0,
            new Handle(id),
            Callbacks.READ,
            null,
            channel instanceof SeekableByteChannel ? Callbacks.SEEK : null);
    OPEN.put(id, this);
  }

  /// Opens the source's channel. FFmpeg must be loaded.
  ///
  /// @throws MediaException if the source can't be opened
  static ChannelIo open(MediaSource source) {
    return new ChannelIo(source.name(), source.open());
  }

  /// Reads a channel from where it is to its end, once. If it can't seek, FFmpeg knows, and takes
  /// it for a stream that is still being made. FFmpeg must be loaded.
  static ChannelIo open(String name, ReadableByteChannel channel) {
    return new ChannelIo(name, channel);
  }

  AVIOContext context() {
    return context;
  }

  /// Throws what went wrong in the channel, if anything did: to FFmpeg it was only an error code.
  void rethrow() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw new MediaException(
          "can't read " + name + ": " + failure.getMessage() + "; check the disk", failure);
    }
  }

  @Override
  public void close() {
    OPEN.remove(id);
    // FFmpeg may have replaced the buffer it was given.
    av_free(context.buffer());
    avio_context_free(context);
    try {
      channel.close();
    } catch (IOException e) {
      throw new MediaException("can't close " + name + ": " + e.getMessage(), e);
    }
  }

  private int read(BytePointer target, int count) throws IOException {
    int got = channel.read(target.capacity(count).asByteBuffer());
    return got <= 0 ? AVERROR_EOF() : got;
  }

  private long seek(long offset, int whence) throws IOException {
    if (!(channel instanceof SeekableByteChannel file)) {
      return -1;
    }
    if ((whence & AVSEEK_SIZE) != 0) {
      return file.size();
    }
    long position =
        switch (whence & ~AVSEEK_FORCE) {
          case SEEK_SET -> offset;
          case SEEK_CUR -> file.position() + offset;
          case SEEK_END -> file.size() + offset;
          default -> -1;
        };
    if (position < 0) {
      return -1;
    }
    file.position(position);
    return position;
  }

  /// An id dressed as a pointer; nobody follows it.
  private static final class Handle extends Pointer {
    Handle(long id) {
      address = id;
    }
  }

  /// Made on first use, when FFmpeg is loaded, and kept for good. A Java exception must not pass
  /// through C frames, so each callback keeps it and returns an error code.
  private static final class Callbacks {
    static final Read READ = new Read();
    static final Seek SEEK = new Seek();
  }

  private static final class Read extends Read_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer opaque, BytePointer target, int count) {
      ChannelIo io = OPEN.get(opaque.address());
      if (io == null) {
        return AVERROR_EIO;
      }
      try {
        return io.read(target, count);
      } catch (IOException | RuntimeException | Error e) {
        io.failure = e;
        return AVERROR_EIO;
      }
    }
  }

  private static final class Seek extends Seek_Pointer_long_int {
    @Override
    public long call(Pointer opaque, long offset, int whence) {
      ChannelIo io = OPEN.get(opaque.address());
      if (io == null) {
        return AVERROR_EIO;
      }
      try {
        return io.seek(offset, whence);
      } catch (IOException | RuntimeException | Error e) {
        io.failure = e;
        return AVERROR_EIO;
      }
    }
  }
}
