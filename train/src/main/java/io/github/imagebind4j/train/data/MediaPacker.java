package io.github.imagebind4j.train.data;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.NpyFile;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.media.DepthMap;
import io.github.imagebind4j.media.ImuSeries;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.MediaKind;
import io.github.imagebind4j.media.RgbRows;
import io.github.imagebind4j.media.ThermalImage;
import io.github.imagebind4j.media.Waveform;
import io.github.imagebind4j.preprocess.AudioPreprocessor;
import io.github.imagebind4j.preprocess.AudioProfile;
import io.github.imagebind4j.preprocess.ClipCount;
import io.github.imagebind4j.preprocess.HoleFiller;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/// Decodes items and brings them into the cache's form. One thread.
final class MediaPacker {
  private static final double FRAME_SECONDS = 0.025;
  private static final double FRAME_SHIFT_SECONDS = 0.010;
  private static final int MAX_MILLIMETRES = 0xffff;
  private static final long MAX_RAW_BYTES = 1L << 26;

  private final MediaDecoder decoder;
  private final CacheSettings settings;
  private final BoxResampler resampler = new BoxResampler();

  MediaPacker(MediaDecoder decoder, CacheSettings settings) {
    this.decoder = decoder;
    this.settings = settings;
  }

  CachedMedia pack(Modality modality, MediaFormats formats, MediaSource source) {
    if (modality.equals(Modality.VISION)) {
      return vision(source);
    } else if (modality.equals(Modality.AUDIO)) {
      return audio(decoder.audio(source));
    } else if (modality.equals(Modality.DEPTH)) {
      return depth(decoder.depth(source, formats.depth()));
    } else if (modality.equals(Modality.THERMAL)) {
      return thermal(decoder.thermal(source, formats.thermal()));
    } else if (modality.equals(Modality.IMU)) {
      return imu(decoder.imu(source, formats.imu()));
    }
    return raw(modality, source);
  }

  /// A picture, or of a video the frame in its middle.
  private CachedMedia vision(MediaSource source) {
    if (decoder.recognize(source) == MediaKind.VIDEO) {
      return rgb(
          decoder
              .video(source, info -> new int[] {Math.max(0, info.frameCount() / 2)})
              .frames()
              .getFirst());
    }
    return decoder.lendImage(source, this::rgb);
  }

  private CachedMedia rgb(RgbRows image) {
    PictureFit fit = PictureFit.of(image.width(), image.height(), settings);
    byte[] all = new byte[3 * fit.width() * fit.height()];
    byte[] row = new byte[3 * image.width()];
    BoxResampler.Rows rows =
        (y, x, count, target) -> {
          image.copyRow(y, x, count, row);
          for (int i = 0; i < 3 * count; i++) {
            target[i] = row[i] & 0xff;
          }
        };
    resample(
        fit,
        rows,
        3,
        true,
        (y, planar) -> {
          for (int x = 0; x < fit.width(); x++) {
            for (int c = 0; c < 3; c++) {
              all[3 * (y * fit.width() + x) + c] = level(planar[c * fit.width() + x]);
            }
          }
        });
    return picture(CachedMedia.Kind.RGB, fit, 0, all);
  }

  private CachedMedia thermal(ThermalImage image) {
    PictureFit fit = PictureFit.of(image.width(), image.height(), settings);
    byte[] all = new byte[fit.width() * fit.height()];
    byte[] row = new byte[image.width()];
    BoxResampler.Rows rows =
        (y, x, count, target) -> {
          image.copyRow(y, x, count, row);
          for (int i = 0; i < count; i++) {
            target[i] = row[i] & 0xff;
          }
        };
    resample(
        fit,
        rows,
        1,
        true,
        (y, plane) -> {
          for (int x = 0; x < fit.width(); x++) {
            all[y * fit.width() + x] = level(plane[x]);
          }
        });
    return picture(CachedMedia.Kind.GRAY, fit, 0, all);
  }

  /// Fills the holes, then averages nearness and not distance, because disparity is what the model
  /// sees.
  private CachedMedia depth(DepthMap map) {
    float[] metres = HoleFiller.fill(map);
    PictureFit fit = PictureFit.of(map.width(), map.height(), settings);
    byte[] all = new byte[2 * fit.width() * fit.height()];
    BoxResampler.Rows rows =
        (y, x, count, target) -> {
          for (int i = 0; i < count; i++) {
            target[i] = 1 / metres[y * map.width() + x + i];
          }
        };
    resample(
        fit,
        rows,
        1,
        false,
        (y, nearness) -> {
          for (int x = 0; x < fit.width(); x++) {
            // A cubic may swing below zero beside an edge: that is as far as can be told.
            double far = nearness[x] > 0 ? 1000.0 / nearness[x] : MAX_MILLIMETRES;
            int millimetres = (int) Math.clamp(Math.rint(far), 1, MAX_MILLIMETRES);
            int at = 2 * (y * fit.width() + x);
            all[at] = (byte) millimetres;
            all[at + 1] = (byte) (millimetres >> 8);
          }
        });
    double camera = map.camera().focalLengthPx() * map.camera().baselineMetres();
    return picture(CachedMedia.Kind.DEPTH, fit, camera, all);
  }

  private void resample(
      PictureFit fit,
      BoxResampler.Rows rows,
      int channels,
      boolean levels,
      BoxResampler.Sink sink) {
    resampler.resample(
        rows,
        channels,
        fit.sourceWidth(),
        fit.sourceHeight(),
        new BoxResampler.Plan(
            fit.box(), false, BoxResampler.Kernel.BICUBIC, levels, fit.width(), fit.height()),
        sink);
  }

  private static CachedMedia picture(
      CachedMedia.Kind kind, PictureFit fit, double extra, byte[] bytes) {
    int[] dims = {fit.height(), fit.width()};
    return new CachedMedia(kind, dims, extra, fit, MemorySegment.ofArray(bytes));
  }

  private static byte level(float value) {
    return (byte) Math.clamp(Math.round(value), 0, 255);
  }

  /// The spectrogram of the whole sound, from core's preprocessor told to take one clip as long as
  /// the sound and not to normalise.
  private CachedMedia audio(Waveform sound) {
    AudioProfile profile = settings.audio();
    int rate = profile.sampleRate();
    double seconds = Math.min(sound.durationSeconds(), settings.maxAudioSeconds());
    long length =
        (long)
            Math.min(Math.ceil(sound.durationSeconds() * rate), settings.maxAudioSeconds() * rate);
    int frameLength = (int) (rate * FRAME_SECONDS);
    int shift = (int) (rate * FRAME_SHIFT_SECONDS);
    int frames = (int) Math.max(1, 1 + (length - frameLength) / shift);
    AudioProfile whole =
        new AudioProfile(
            "whole",
            new ClipCount.Fixed(1),
            Math.max(seconds, FRAME_SECONDS),
            rate,
            profile.melBins(),
            frames,
            0,
            1);
    FloatBuffer mel = new AudioPreprocessor(whole).apply(sound).asBuffer();
    byte[] stored = new byte[2 * mel.remaining()];
    ByteBuffer halves = littleEndian(stored);
    while (mel.hasRemaining()) {
      halves.putShort(Float.floatToFloat16(mel.get()));
    }
    int[] dims = {profile.melBins(), frames};
    return new CachedMedia(CachedMedia.Kind.MEL, dims, 0, null, MemorySegment.ofArray(stored));
  }

  private static CachedMedia imu(ImuSeries series) {
    byte[] stored = new byte[4 * ImuSeries.CHANNELS * series.samples()];
    ByteBuffer floats = littleEndian(stored);
    for (int c = 0; c < ImuSeries.CHANNELS; c++) {
      for (float value : series.channel(c)) {
        floats.putFloat(value);
      }
    }
    int[] dims = {ImuSeries.CHANNELS, series.samples()};
    return new CachedMedia(
        CachedMedia.Kind.IMU, dims, series.sampleRateHz(), null, MemorySegment.ofArray(stored));
  }

  /// A sense that core does not know: a ready tensor.
  private static CachedMedia raw(Modality modality, MediaSource source) {
    FloatArray array = NpyFile.read(source.bytes(MAX_RAW_BYTES), MAX_RAW_BYTES).values();
    int[] dims = array.shape().dims();
    if (CachedMedia.Kind.RAW.bytes(dims) < 0) {
      throw new MediaException(
          modality + " arrays have 1 to 4 axes and at least one value, got " + array.shape());
    }
    FloatBuffer values = array.asBuffer();
    byte[] stored = new byte[4 * values.remaining()];
    ByteBuffer floats = littleEndian(stored);
    while (values.hasRemaining()) {
      float value = values.get();
      if (!Float.isFinite(value)) {
        throw new MediaException(modality + " arrays must be finite, got " + value);
      }
      floats.putFloat(value);
    }
    return new CachedMedia(CachedMedia.Kind.RAW, dims, 0, null, MemorySegment.ofArray(stored));
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
