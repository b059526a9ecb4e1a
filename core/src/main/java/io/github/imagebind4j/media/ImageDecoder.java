package io.github.imagebind4j.media;

import io.github.imagebind4j.input.MediaSource;
import java.util.Locale;
import java.util.function.Function;

/// Picks the decoder that gives Pillow's pixels for a file's format, after its header's size has
/// passed the limits. Which decoder that is was measured file by file, and the goldens hold it.
///
/// Safe for use by any thread.
final class ImageDecoder {
  private final MediaLimits limits;
  private final PictureMemory memory = new PictureMemory();

  ImageDecoder(MediaLimits limits) {
    this.limits = limits;
  }

  /// Decodes an image file.
  ///
  /// @throws io.github.imagebind4j.error.MediaException if it is no image, too large, truncated or
  ///   damaged
  Pixels decode(MediaSource source) {
    return decode(source, pixels -> pixels, rows -> new Pixels.Rgb(rows.toImage()));
  }

  /// Decodes an image file and lends its rows, where it can without a copy on the Java heap.
  ///
  /// @throws io.github.imagebind4j.error.MediaException as [#decode]
  <T> T lend(MediaSource source, Function<? super RgbRows, ? extends T> use) {
    return decode(source, pixels -> use.apply(pixels.toRgb()), use::apply);
  }

  /// The size that the file's header states.
  ///
  /// @throws io.github.imagebind4j.error.MediaException if it is no image or its header is damaged
  ImageSize size(MediaSource source) {
    byte[] head = source.head(ImageFormat.HEAD_BYTES);
    ImageFormat format =
        ImageFormat.recognize(head).orElseThrow(() -> ImageFormat.notAnImage(source.name(), head));
    FileBytes file = new FileBytes(source.bytes(limits.maxFileBytes()), source.name());
    return switch (format) {
      case JPEG -> JpegFrame.read(file).size();
      case PNG -> PngDecoder.size(file);
      case GIF -> GifDecoder.open(file).size();
      case BMP -> BmpHeader.size(file);
      case TIFF -> TiffDirectory.read(file).size();
      case WEBP -> WebpHeader.size(file);
    };
  }

  /// @param own what to do with pixels on the Java heap
  /// @param lent what to do with rows in native memory
  private <T> T decode(MediaSource source, Function<Pixels, T> own, Function<NativeRows, T> lent) {
    byte[] head = source.head(ImageFormat.HEAD_BYTES);
    ImageFormat format =
        ImageFormat.recognize(head).orElseThrow(() -> ImageFormat.notAnImage(source.name(), head));
    FileBytes file = new FileBytes(source.bytes(limits.maxFileBytes()), source.name());
    return switch (format) {
      case JPEG -> jpeg(file, own, lent);
      case PNG -> {
        PngDecoder.size(file).check(file.name(), limits);
        yield own.apply(PngDecoder.decode(file));
      }
      case GIF -> {
        GifDecoder gif = GifDecoder.open(file);
        gif.size().check(file.name(), limits);
        yield own.apply(gif.decode());
      }
      case BMP -> {
        BmpHeader.size(file).check(file.name(), limits);
        yield own.apply(JdkImages.bmp(file));
      }
      case TIFF -> {
        TiffDirectory page = TiffDirectory.read(file);
        page.size().check(file.name(), limits);
        page.tile().check(file.name(), limits);
        yield own.apply(JdkImages.tiff(file, page));
      }
      case WEBP -> {
        ImageSize size = WebpHeader.size(file);
        size.check(file.name(), limits);
        yield OpenCvImages.lend(file, size, memory, lent);
      }
    };
  }

  private <T> T jpeg(FileBytes file, Function<Pixels, T> own, Function<NativeRows, T> lent) {
    JpegFrame frame = JpegFrame.read(file);
    frame.size().check(file.name(), limits);
    if (frame.precision() != 8) {
      throw file.unsupported(
          String.format(
              Locale.ROOT, "JPEG with %d bits a sample is not supported", frame.precision()));
    }
    return switch (frame.components()) {
      case 1, 3 -> OpenCvImages.lend(file, frame.size(), memory, lent);
      case 4 -> own.apply(JdkImages.cmykJpeg(file, frame.ycck()));
      default ->
          throw file.unsupported(
              String.format(
                  Locale.ROOT, "JPEG with %d components is not supported", frame.components()));
    };
  }
}
