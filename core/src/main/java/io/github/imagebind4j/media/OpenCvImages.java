package io.github.imagebind4j.media;

import io.github.imagebind4j.error.MediaException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.function.Function;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/// JPEG (gray and colour) and WebP by OpenCV, whose libjpeg-turbo and libwebp give Pillow's pixels.
/// EXIF orientation and colour profiles are ignored, alpha is dropped; of an animation the first
/// frame is decoded.
final class OpenCvImages {
  private static final int FLAGS =
      opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

  private OpenCvImages() {}

  /// Decodes the picture and lends its rows; the caller has checked that its header states this
  /// size.
  ///
  /// @param use what to do with the rows; they can't be read after it returns, or by other threads
  static <T> T lend(
      FileBytes file, ImageSize size, PictureMemory memory, Function<NativeRows, T> use) {
    MediaNatives.opencv();
    long bytes = size.width() * size.height() * 3;
    MemorySegment reused = memory.take(bytes);
    try {
      Mat decoded = decode(file, size, reused);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment rgb =
            MemorySegment.ofAddress(decoded.data().address()).reinterpret(bytes, arena, null);
        return use.apply(new NativeRows(decoded.cols(), decoded.rows(), rgb));
      } finally {
        decoded.releaseReference();
      }
    } finally {
      if (reused != null) {
        memory.give(reused);
      }
    }
  }

  /// The decoded picture, to be released by the caller.
  private static Mat decode(FileBytes file, ImageSize size, @Nullable MemorySegment reused) {
    try (var _ = new PointerScope()) {
      var bytes = new BytePointer(file.data());
      var encoded = new Mat(1, file.length(), opencv_core.CV_8UC1, bytes);
      Mat decoded = reused == null ? new Mat() : over(reused, size);
      Mat result = opencv_imgcodecs.imdecode(encoded, FLAGS, decoded);
      // On failure the result is empty, but not what was handed in: that holds an older picture.
      if (result == null || result.isNull() || result.empty()) {
        throw broken(file, "OpenCV finds no picture in it", null);
      }
      if (decoded.cols() != size.width()
          || decoded.rows() != size.height()
          || decoded.type() != opencv_core.CV_8UC3
          || !decoded.isContinuous()) {
        throw broken(
            file,
            String.format(
                Locale.ROOT,
                "its header says %d x %d, its picture is %d x %d",
                size.width(),
                size.height(),
                decoded.cols(),
                decoded.rows()),
            null);
      }
      return decoded.retainReference();
    } catch (MediaException e) {
      throw e;
    } catch (RuntimeException e) {
      // JavaCPP turns every C++ exception into one.
      throw broken(file, "OpenCV says: " + e.getMessage(), e);
    }
  }

  /// A matrix that OpenCV fills instead of making a new one, as long as the size is right.
  private static Mat over(MemorySegment memory, ImageSize size) {
    var data = new Address(memory.address());
    return new Mat((int) size.height(), (int) size.width(), opencv_core.CV_8UC3, data);
  }

  /// A place in memory that belongs to someone else.
  private static final class Address extends Pointer {
    Address(long address) {
      super((Pointer) null);
      this.address = address;
    }
  }

  private static MediaException broken(FileBytes file, String what, @Nullable Throwable cause) {
    return new MediaException(
        String.format(
            Locale.ROOT,
            "%s can't be decoded: %s; it is truncated or damaged: get the whole file",
            file.name(),
            what),
        cause);
  }
}
