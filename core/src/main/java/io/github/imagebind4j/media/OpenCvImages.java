package io.github.imagebind4j.media;

import io.github.imagebind4j.error.MediaException;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/// JPEG (gray and colour) and WebP by OpenCV, whose libjpeg-turbo and libwebp give Pillow's pixels.
/// EXIF orientation and colour profiles are ignored, alpha is dropped; of an animation the first
/// frame is decoded.
final class OpenCvImages {
  private static final int FLAGS =
      opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

  private OpenCvImages() {}

  /// Decodes the picture; the caller has checked that its header states this size.
  static RgbImage decode(FileBytes file, ImageSize size) {
    MediaNatives.opencv();
    try (var _ = new PointerScope()) {
      var bytes = new BytePointer(file.data());
      var encoded = new Mat(1, file.length(), opencv_core.CV_8UC1, bytes);
      Mat decoded = opencv_imgcodecs.imdecode(encoded, FLAGS);
      if (decoded == null || decoded.isNull() || decoded.empty()) {
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
      byte[] rgb = new byte[decoded.rows() * decoded.cols() * 3];
      decoded.data().get(rgb);
      return RgbImage.wrap(decoded.cols(), decoded.rows(), rgb);
    } catch (MediaException e) {
      throw e;
    } catch (RuntimeException e) {
      // JavaCPP turns every C++ exception into one.
      throw broken(file, "OpenCV says: " + e.getMessage(), e);
    }
  }

  private static MediaException broken(
      FileBytes file, String what, @org.jspecify.annotations.Nullable Throwable cause) {
    return new MediaException(
        String.format(
            Locale.ROOT,
            "%s can't be decoded: %s; it is truncated or damaged: get the whole file",
            file.name(),
            what),
        cause);
  }
}
