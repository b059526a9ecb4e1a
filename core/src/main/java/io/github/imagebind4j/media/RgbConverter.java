package io.github.imagebind4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_DEFAULT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.github.imagebind4j.error.MediaException;
import java.util.Locale;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;

/// Decoded frames of any pixel format to RGB, by libswscale with the settings of FFmpeg's scale
/// filter: bicubic, and the colour matrix and range that the frame states.
///
/// Frames that change size midway are scaled to the first size, and the container's rotation is
/// applied last.
///
/// For one thread.
final class RgbConverter implements AutoCloseable {
  private static final int UNITY = 1 << 16;

  private final String name;
  private final int width;
  private final int height;
  private final int quarterTurns;
  private final AVFrame rgb = av_frame_alloc();
  private @Nullable SwsContext scaler;
  private @Nullable Layout layout;

  /// What a scaler is made for.
  private record Layout(int width, int height, int format, int colorspace, int range) {
    static Layout of(AVFrame frame) {
      return new Layout(
          frame.width(), frame.height(), frame.format(), frame.colorspace(), frame.color_range());
    }
  }

  /// Prepares for a stream.
  ///
  /// @param name the file, for messages
  /// @param width of the pictures before rotation
  /// @param height of the pictures before rotation
  /// @param quarterTurns how often to turn clockwise by 90 degrees, 0 to 3
  RgbConverter(String name, int width, int height, int quarterTurns) {
    this.name = name;
    this.width = width;
    this.height = height;
    this.quarterTurns = quarterTurns;
    rgb.width(width);
    rgb.height(height);
    rgb.format(AV_PIX_FMT_RGB24);
  }

  /// Converts a frame.
  ///
  /// @throws MediaException if libswscale does not know its pixel format
  RgbImage convert(AVFrame frame) {
    SwsContext context = scalerFor(Layout.of(frame));
    if (rgb.data(0) == null && av_frame_get_buffer(rgb, 0) < 0) {
      throw new MediaException(
          String.format(
              Locale.ROOT,
              "%s has frames of %d x %d, too large for memory; scale it down",
              name,
              width,
              height));
    }
    int result = sws_scale_frame(context, rgb, frame);
    if (result < 0) {
      throw new MediaException(
          name + " has a frame that can't be converted to RGB: " + FfmpegInput.errorText(result));
    }
    byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
    BytePointer rows = rgb.data(0);
    for (int y = 0; y < height; y++) {
      rows.position((long) y * rgb.linesize(0)).get(pixels, y * width * 3, width * 3);
    }
    return turned(pixels);
  }

  private SwsContext scalerFor(Layout wanted) {
    if (scaler != null && wanted.equals(layout)) {
      return scaler;
    }
    free();
    SwsContext made =
        sws_getContext(
            wanted.width,
            wanted.height,
            wanted.format,
            width,
            height,
            AV_PIX_FMT_RGB24,
            SWS_BICUBIC,
            null,
            null,
            (DoublePointer) null);
    if (made == null || made.isNull()) {
      throw new MediaException(
          name + " has frames of a pixel format that can't be converted to RGB; convert it first");
    }
    int fullRange = wanted.range == AVCOL_RANGE_JPEG ? 1 : 0;
    sws_setColorspaceDetails(
        made,
        sws_getCoefficients(wanted.colorspace),
        fullRange,
        sws_getCoefficients(SWS_CS_DEFAULT),
        1,
        0,
        UNITY,
        UNITY);
    scaler = made;
    layout = wanted;
    return made;
  }

  private RgbImage turned(byte[] pixels) {
    if (quarterTurns == 0) {
      return RgbImage.wrap(width, height, pixels);
    }
    boolean sideways = quarterTurns % 2 == 1;
    int newWidth = sideways ? height : width;
    int newHeight = sideways ? width : height;
    byte[] out = new byte[pixels.length];
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        int from =
            switch (quarterTurns) {
              case 1 -> (height - 1 - x) * width + y;
              case 2 -> (height - 1 - y) * width + width - 1 - x;
              default -> x * width + width - 1 - y;
            };
        System.arraycopy(pixels, from * 3, out, (y * newWidth + x) * 3, 3);
      }
    }
    return RgbImage.wrap(newWidth, newHeight, out);
  }

  private void free() {
    if (scaler != null) {
      sws_freeContext(scaler);
      scaler = null;
    }
  }

  @Override
  public void close() {
    free();
    av_frame_free(rgb);
  }
}
