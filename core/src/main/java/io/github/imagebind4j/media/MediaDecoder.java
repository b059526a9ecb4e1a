package io.github.imagebind4j.media;

import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.ImuFormat;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.ThermalFormat;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;

/// Files to plain Java media. Formats are told by content, never by name; sizes are checked by the
/// headers before memory is reserved; no native memory is left with a caller.
///
/// Images come out as Pillow's `convert("RGB")` gives them: EXIF orientation, colour profiles and
/// transparency ignored. JPEG and WebP need OpenCV, audio and video FFmpeg; PNG, GIF, BMP, TIFF,
/// `.npy` and CSV need no native library.
///
/// Every method throws [io.github.imagebind4j.error.MediaException] for a file that is absent, of
/// another kind, damaged, truncated or beyond the limits, and
/// [io.github.imagebind4j.error.MissingNativeException] when it needs a native library that is
/// absent.
///
/// Safe for use by any thread; calls do not wait for each other. Keeps up to 192 MB of native
/// memory for the next pictures: share one decoder.
public final class MediaDecoder {
  private static final int TEXT_HEAD_BYTES = 4096;

  private final MediaLimits limits;
  private final ImageDecoder images;

  private MediaDecoder(MediaLimits limits) {
    this.limits = limits;
    this.images = new ImageDecoder(limits);
  }

  /// The decoder with [MediaLimits#DEFAULT].
  ///
  /// @return a decoder
  public static MediaDecoder standard() {
    return new MediaDecoder(MediaLimits.DEFAULT);
  }

  /// The decoder with other limits.
  ///
  /// @param limits what it refuses
  /// @return a decoder
  public static MediaDecoder standard(MediaLimits limits) {
    return new MediaDecoder(limits);
  }

  /// What this decoder refuses.
  ///
  /// @return the limits
  public MediaLimits limits() {
    return limits;
  }

  /// Decodes a still image: JPEG (also progressive, gray, CMYK), PNG, WebP, GIF (first frame), BMP
  /// or TIFF (first page).
  ///
  /// @param source the file
  /// @return its pixels
  public RgbImage image(MediaSource source) {
    return images.decode(source).toRgb();
  }

  /// Decodes a still image as [#image] does and lends its rows: spares the copy of a large picture
  /// onto the Java heap, of which a preprocessor keeps next to nothing.
  ///
  /// @param source the file
  /// @param use what to do with the rows, in this thread; they can't be read after it returns
  /// @param <T> what it makes of them
  /// @return what `use` returns
  public <T> T lendImage(MediaSource source, Function<? super RgbRows, ? extends T> use) {
    return images.lend(source, use);
  }

  /// Decodes a sound, or the sound of a video.
  ///
  /// @param source the file
  /// @return its samples, at the file's own rate
  public Waveform audio(MediaSource source) {
    return FfmpegAudio.decode(source, limits);
  }

  /// Decodes chosen frames of a video.
  ///
  /// @param source the file
  /// @param selector which frames, once their number and rate are known
  /// @return the frames
  public VideoFrames video(MediaSource source, VideoFrames.Selector selector) {
    return FfmpegVideo.decode(source, limits, selector);
  }

  /// Reads a depth map: a 16-bit PNG or TIFF, a float TIFF, or an `.npy` array `[H, W]`.
  ///
  /// @param source the file
  /// @param format its unit and camera
  /// @return distances in metres
  public DepthMap depth(MediaSource source, DepthFormat format) {
    return DepthDecoder.decode(source, format, limits, images);
  }

  /// Reads a thermal image by [ThermalFormat#DEFAULT].
  ///
  /// @param source the file
  /// @return 8-bit gray levels
  public ThermalImage thermal(MediaSource source) {
    return thermal(source, ThermalFormat.DEFAULT);
  }

  /// Reads a thermal image: an 8- or 16-bit gray image, a float TIFF, a colour image (its luma is
  /// taken), or an `.npy` array `[H, W]`, of which unsigned bytes are levels already.
  ///
  /// @param source the file
  /// @param format how 16-bit and floating-point values become levels
  /// @return 8-bit gray levels
  public ThermalImage thermal(MediaSource source, ThermalFormat format) {
    return ThermalDecoder.decode(source, format, limits, images);
  }

  /// Reads a motion recording: a CSV with a header line (comma, semicolon or tab), or an `.npy`
  /// array `[6, T]` or `[T, 6]`, accelerometer x, y, z first, then gyroscope x, y, z.
  ///
  /// Missing values (empty, `NaN`) become 0, as in Meta's imu2clip; a channel with more than a
  /// tenth missing is refused, and so are infinite values.
  ///
  /// @param source the file
  /// @param format its columns, rate and units
  /// @return the recording in m/s² and rad/s
  public ImuSeries imu(MediaSource source, ImuFormat format) {
    return ImuDecoder.decode(source, format, limits);
  }

  /// Opens a sound or video to be read from beginning to end, sight and hearing together, one
  /// stretch of time after the other.
  ///
  /// @param source the file
  /// @param plan how long a stretch is, and how many pictures of it are wanted
  /// @return the open file; the caller closes it
  public MediaReader read(MediaSource source, MediaReader.Plan plan) {
    return MediaReader.open(FfmpegInput.open(source, limits), limits, plan);
  }

  /// Opens a sound or video that comes through a pipe or is still being written.
  ///
  /// @param in ends when there is no more; may block until there is. Closed if it can't be opened
  /// @param name what messages call it
  /// @param plan how long a stretch is, and how many pictures of it are wanted
  /// @return the open stream; the caller closes it, and `in` with it
  public MediaReader read(InputStream in, String name, MediaReader.Plan plan) {
    return MediaReader.open(FfmpegInput.open(in, name, limits), limits, plan);
  }

  /// Opens a sound, or the sound of a video, of any length, to be decoded piece by piece in little
  /// memory.
  ///
  /// @param source the file
  /// @param seconds the length of a piece, at most half of what is decoded at once
  /// @param step from the beginning of one piece to that of the next, at most a piece
  /// @return the open sound; the caller closes it
  public SoundReader openSound(MediaSource source, double seconds, double step) {
    return SoundReader.open(source, seconds, step, limits);
  }

  /// Opens a video, whose frames are then decoded piece by piece.
  ///
  /// @param source the file
  /// @return the open video; the caller closes it
  public VideoReader openVideo(MediaSource source) {
    return VideoReader.open(source, limits);
  }

  /// Tells what a file is by its content.
  ///
  /// @param source the file
  /// @return its kind; a file that is nothing known is [MediaKind#UNKNOWN], not an error
  public MediaKind recognize(MediaSource source) {
    return quickKind(source)
        .orElseGet(() ->
            switch (FfmpegProbe.kind(source)) {
              case VIDEO, AUDIO_AND_VIDEO -> MediaKind.VIDEO;
              case AUDIO -> MediaKind.AUDIO;
              case NEITHER -> MediaKind.UNKNOWN;
            });
  }

  /// Tells what a file is by its content, and what its header says of its size.
  ///
  /// @param source the file
  /// @return its kind, of a picture or video the pixels, of a sound or video the duration
  public MediaInfo inspect(MediaSource source) {
    Optional<MediaKind> quick = quickKind(source);
    if (quick.isPresent() && quick.get() == MediaKind.IMAGE) {
      ImageSize size = images.size(source);
      return new MediaInfo(MediaKind.IMAGE, false, size.width(), size.height(), 0);
    }
    if (quick.isPresent()) {
      return MediaInfo.of(quick.get());
    }
    FfmpegProbe.Look look = FfmpegProbe.look(source);
    return switch (look.kind()) {
      case VIDEO ->
          new MediaInfo(MediaKind.VIDEO, false, look.width(), look.height(), look.seconds());
      case AUDIO_AND_VIDEO ->
          new MediaInfo(MediaKind.VIDEO, true, look.width(), look.height(), look.seconds());
      case AUDIO -> new MediaInfo(MediaKind.AUDIO, true, 0, 0, look.seconds());
      case NEITHER -> MediaInfo.of(MediaKind.UNKNOWN);
    };
  }

  /// What the first bytes tell; empty if FFmpeg has to look.
  private static Optional<MediaKind> quickKind(MediaSource source) {
    byte[] head = source.head(TEXT_HEAD_BYTES);
    if (ImageFormat.recognize(head).isPresent()) {
      return Optional.of(MediaKind.IMAGE);
    }
    if (NpyMedia.isNpy(head)) {
      return Optional.of(MediaKind.ARRAY);
    }
    if (TextHead.isText(head)) {
      boolean motion = ImuColumns.isHeader(TextHead.firstLine(head));
      return Optional.of(motion ? MediaKind.IMU : MediaKind.TEXT);
    }
    return head.length == 0 ? Optional.of(MediaKind.UNKNOWN) : Optional.empty();
  }
}
