package io.github.imagebind4j.app;

import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.ImuFormat;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.ImuSeries;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.RgbImage;
import io.github.imagebind4j.media.SoundReader;
import io.github.imagebind4j.media.VideoInfo;
import io.github.imagebind4j.media.VideoReader;
import io.github.imagebind4j.media.Waveform;
import io.github.imagebind4j.page.Drawing;
import io.github.imagebind4j.train.data.MediaLocation;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/// What can be seen and heard of hits, read from their files. A file that is gone or has changed
/// shows nothing, which is no error.
///
/// Not safe for use by several threads at once.
final class HitMedia {
  private static final int THUMBNAIL = 128;

  /// So much of a sound is put into a page.
  private static final double MOST_SECONDS = 30;

  private final MediaDecoder decoder = MediaDecoder.standard();

  /// A small picture for a terminal.
  Optional<BufferedImage> thumbnail(SearchHit hit) {
    return pictures(hit, 1).stream().findFirst().map(picture -> scaled(picture, THUMBNAIL));
  }

  /// What can be seen of a hit: the picture itself, frames of a video, a sound's spectrogram.
  ///
  /// @param most of a video, at most so many frames
  List<BufferedImage> pictures(SearchHit hit, int most) {
    try {
      Optional<MediaSource> source = source(hit.fields());
      if (source.isEmpty()) {
        return List.of();
      }
      return switch (hit.hit().modality().name()) {
        case "vision" ->
            hit.kind().equals("video")
                ? frames(source.get(), hit, most)
                : List.of(image(decoder.image(source.get())));
        case "audio" ->
            sound(source.get(), hit).map(wave -> drawn(Drawing.sound(wave))).stream().toList();
        case "depth" ->
            List.of(drawn(Drawing.depth(decoder.depth(source.get(), DepthFormat.DEFAULT))));
        case "thermal" -> List.of(drawn(Drawing.heat(decoder.thermal(source.get()))));
        default -> List.of();
      };
    } catch (ImageBindException | IOException e) {
      return List.of();
    }
  }

  /// The sound of a hit, as every browser plays it; empty if it is none, or is gone.
  Optional<byte[]> wav(SearchHit hit) {
    if (!hit.hit().modality().name().equals("audio")) {
      return Optional.empty();
    }
    try {
      Optional<MediaSource> source = source(hit.fields());
      return source.isEmpty() ? Optional.empty() : sound(source.get(), hit).map(Drawing::wav);
    } catch (ImageBindException | IOException e) {
      return Optional.empty();
    }
  }

  /// A motion recording; empty if it is none, or is gone.
  Optional<ImuSeries> motion(SearchHit hit) {
    if (!hit.hit().modality().name().equals("imu")) {
      return Optional.empty();
    }
    try {
      return source(hit.fields()).map(source -> decoder.imu(source, ImuFormat.DEFAULT));
    } catch (ImageBindException | IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<MediaSource> source(Fields fields) throws IOException {
    Optional<String> path = fields.text("path");
    if (path.isEmpty() || fields.text("text").isPresent()) {
      return Optional.empty();
    }
    Path file = Path.of(path.get());
    Optional<String> member = fields.text("member");
    return member.isEmpty() ? Optional.of(MediaSource.of(file)) : member(file, member.get());
  }

  private static Optional<MediaSource> member(Path shard, String name) throws IOException {
    try (TarFile tar = new TarFile(shard)) {
      for (TarArchiveEntry entry : tar.getEntries()) {
        if (entry.getName().equals(name)) {
          return Optional.of(
              new MediaLocation.Slice(shard, entry.getDataOffset(), entry.getSize(), name).open());
        }
      }
    }
    return Optional.empty();
  }

  /// The piece that was found, or the beginning.
  private Optional<Waveform> sound(MediaSource source, SearchHit hit) {
    double start = hit.fields().number("start").orElse(0.0);
    double length = hit.fields().number("end").map(end -> end - start).orElse(MOST_SECONDS);
    double wanted = Math.clamp(length, 0.1, MOST_SECONDS);
    try (SoundReader reader = decoder.openSound(source, wanted, wanted)) {
      Optional<SoundReader.Piece> piece = reader.next();
      Optional<SoundReader.Piece> best = piece;
      while (piece.isPresent() && piece.get().endSeconds() <= start) {
        piece = reader.next();
        best = piece.isPresent() ? piece : best;
      }
      return best.map(SoundReader.Piece::sound);
    }
  }

  private List<BufferedImage> frames(MediaSource source, SearchHit hit, int most) {
    try (VideoReader reader = decoder.openVideo(source)) {
      VideoInfo info = reader.info();
      double start = hit.fields().number("start").orElse(0.0);
      double end = hit.fields().number("end").orElse(info.durationSeconds());
      int[] numbers = new int[most];
      for (int i = 0; i < most; i++) {
        double at = start + (end - start) * (i + 0.5) / most;
        numbers[i] = Math.clamp(Math.round(at * info.framesPerSecond()), 0, info.frameCount() - 1);
      }
      List<BufferedImage> images = new ArrayList<>();
      for (RgbImage frame : reader.frames(numbers).frames()) {
        images.add(image(frame));
      }
      return images;
    }
  }

  private static BufferedImage image(RgbImage rgb) {
    BufferedImage image = new BufferedImage(rgb.width(), rgb.height(), BufferedImage.TYPE_INT_RGB);
    byte[] row = new byte[3 * rgb.width()];
    for (int y = 0; y < rgb.height(); y++) {
      rgb.copyRow(y, 0, rgb.width(), row);
      for (int x = 0; x < rgb.width(); x++) {
        image.setRGB(
            x,
            y,
            (row[3 * x] & 0xff) << 16 | (row[3 * x + 1] & 0xff) << 8 | (row[3 * x + 2] & 0xff));
      }
    }
    return image;
  }

  private static BufferedImage drawn(byte[] file) {
    try {
      return ImageIO.read(new ByteArrayInputStream(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e); // memory does not fail
    }
  }

  /// At most so many pixels on its longer side, halved step by step so that nothing flickers.
  static BufferedImage scaled(BufferedImage image, int side) {
    double scale = Math.min(1, (double) side / Math.max(image.getWidth(), image.getHeight()));
    BufferedImage current = image;
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    while (current.getWidth() > 2 * width && current.getHeight() > 2 * height) {
      current = resized(current, current.getWidth() / 2, current.getHeight() / 2);
    }
    return resized(current, width, height);
  }

  private static BufferedImage resized(BufferedImage image, int width, int height) {
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return small;
  }
}
