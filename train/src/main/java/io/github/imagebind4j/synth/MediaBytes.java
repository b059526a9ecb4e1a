package io.github.imagebind4j.synth;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.NpyFile;
import io.github.imagebind4j.media.DepthMap;
import io.github.imagebind4j.media.ImuSeries;
import io.github.imagebind4j.media.RgbImage;
import io.github.imagebind4j.media.ThermalImage;
import io.github.imagebind4j.page.Drawing;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A scene's senses as the bytes of files.
final class MediaBytes {
  private static final float JPEG_QUALITY = 0.92f;

  private MediaBytes() {}

  /// The file of a sense.
  static byte[] of(Scene scene, Sense sense) throws IOException {
    return switch (sense) {
      case IMAGE -> image(colour(scene.picture()), "jpeg");
      case DEPTH -> image(millimetres(scene.depth()), "png");
      case THERMAL -> image(gray(scene.heat()), "png");
      case AUDIO -> Drawing.wav(scene.sound());
      case IMU -> npy(scene.motion());
      case TEXT -> String.join("\n", scene.captions()).getBytes(StandardCharsets.UTF_8);
    };
  }

  static BufferedImage colour(RgbImage picture) {
    int width = picture.width();
    byte[] rgb = picture.toBytes();
    BufferedImage image = new BufferedImage(width, picture.height(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < rgb.length; i += 3) {
      bgr[i] = rgb[i + 2];
      bgr[i + 1] = rgb[i + 1];
      bgr[i + 2] = rgb[i];
    }
    return image;
  }

  private static BufferedImage millimetres(DepthMap depth) {
    BufferedImage image =
        new BufferedImage(depth.width(), depth.height(), BufferedImage.TYPE_USHORT_GRAY);
    short[] values = ((DataBufferUShort) image.getRaster().getDataBuffer()).getData();
    FloatBuffer metres = depth.asBuffer();
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) Math.clamp(Math.round(metres.get(i) * 1000.0), 1, 65_535);
    }
    return image;
  }

  static BufferedImage gray(ThermalImage heat) {
    BufferedImage image =
        new BufferedImage(heat.width(), heat.height(), BufferedImage.TYPE_BYTE_GRAY);
    heat.asBuffer().get(((DataBufferByte) image.getRaster().getDataBuffer()).getData());
    return image;
  }

  /// Encodes a picture.
  ///
  /// @param format `jpeg` or `png`
  static byte[] image(BufferedImage image, String format) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      if ("jpeg".equals(format)) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(JPEG_QUALITY);
      }
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static byte[] npy(ImuSeries motion) {
    int count = motion.samples();
    float[] values = new float[ImuSeries.CHANNELS * count];
    for (int c = 0; c < ImuSeries.CHANNELS; c++) {
      double unit = c < 3 ? MotionSensor.GRAVITY : 1;
      for (int i = 0; i < count; i++) {
        values[c * count + i] = (float) (motion.get(c, i) / unit);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    NpyFile.write(bytes, FloatArray.wrap(values, ImuSeries.CHANNELS, count));
    return bytes.toByteArray();
  }
}
