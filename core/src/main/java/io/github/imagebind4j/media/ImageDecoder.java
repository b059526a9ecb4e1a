package io.github.imagebind4j.media;

import io.github.imagebind4j.input.MediaSource;
import java.util.Locale;

/// Picks the decoder that gives Pillow's pixels for a file's format, after its header's size has
/// passed the limits. Which decoder that is was measured file by file, and the goldens hold it.
final class ImageDecoder {

  private ImageDecoder() {}

  /// Decodes an image file.
  ///
  /// @throws io.github.imagebind4j.error.MediaException if it is no image, too large, truncated or
  ///   damaged
  static Pixels decode(MediaSource source, MediaLimits limits) {
    byte[] head = source.head(ImageFormat.HEAD_BYTES);
    ImageFormat format =
        ImageFormat.recognize(head).orElseThrow(() -> ImageFormat.notAnImage(source.name(), head));
    FileBytes file = new FileBytes(source.bytes(limits.maxFileBytes()), source.name());
    return switch (format) {
      case JPEG -> jpeg(file, limits);
      case PNG -> {
        PngDecoder.size(file).check(file.name(), limits);
        yield PngDecoder.decode(file);
      }
      case GIF -> {
        GifDecoder gif = GifDecoder.open(file);
        gif.size().check(file.name(), limits);
        yield gif.decode();
      }
      case BMP -> {
        BmpHeader.size(file).check(file.name(), limits);
        yield JdkImages.bmp(file);
      }
      case TIFF -> {
        TiffDirectory page = TiffDirectory.read(file);
        page.size().check(file.name(), limits);
        page.tile().check(file.name(), limits);
        yield JdkImages.tiff(file, page);
      }
      case WEBP -> {
        ImageSize size = WebpHeader.size(file);
        size.check(file.name(), limits);
        yield new Pixels.Rgb(OpenCvImages.decode(file, size));
      }
    };
  }

  private static Pixels jpeg(FileBytes file, MediaLimits limits) {
    JpegFrame frame = JpegFrame.read(file);
    frame.size().check(file.name(), limits);
    if (frame.precision() != 8) {
      throw file.unsupported(
          String.format(
              Locale.ROOT, "JPEG with %d bits a sample is not supported", frame.precision()));
    }
    return switch (frame.components()) {
      case 1, 3 -> new Pixels.Rgb(OpenCvImages.decode(file, frame.size()));
      case 4 -> JdkImages.cmykJpeg(file, frame.ycck());
      default ->
          throw file.unsupported(
              String.format(
                  Locale.ROOT, "JPEG with %d components is not supported", frame.components()));
    };
  }
}
