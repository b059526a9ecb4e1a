package io.github.imagebind4j.input;

import io.github.imagebind4j.array.FloatArray;
import java.nio.file.Path;

/// One thing to embed. The set is closed, so a `switch` over it needs no `default`; a new sense
/// arrives as [Raw] tensors of a new [Modality].
///
/// ```java
/// List<Input> inputs = List.of(Input.text("a dog"), Input.image(Path.of("dog.jpg")), Input.audio(Path.of("dog.wav")));
/// ```
///
/// Immutable and safe for use by any thread.
public sealed interface Input {

  /// The sense that embeds this input. Images and videos share [Modality#VISION].
  ///
  /// @return the modality
  Modality modality();

  /// What messages and results call this input.
  ///
  /// @return the text itself, or the source's name
  String name();

  /// A sentence, of which the first 75 tokens count.
  ///
  /// @param text any text, also an empty one
  record Text(String text) implements Input {
    @Override
    public Modality modality() {
      return Modality.TEXT;
    }

    @Override
    public String name() {
      return text;
    }
  }

  /// What is read from a file, or from the bytes of one.
  sealed interface Media extends Input {
    /// Where the bytes are.
    ///
    /// @return the source
    MediaSource source();

    @Override
    default String name() {
      return source().name();
    }
  }

  /// A still image: JPEG, PNG, WebP, GIF (first frame), BMP or TIFF.
  ///
  /// @param source the file
  record Image(MediaSource source) implements Media {
    @Override
    public Modality modality() {
      return Modality.VISION;
    }
  }

  /// The pictures of a video; its sound is an [Audio] of the same file.
  ///
  /// @param source the file, in any container and codec that FFmpeg's LGPL build decodes
  record Video(MediaSource source) implements Media {
    @Override
    public Modality modality() {
      return Modality.VISION;
    }
  }

  /// A sound, or the sound of a video.
  ///
  /// @param source the file, in any container and codec that FFmpeg's LGPL build decodes
  record Audio(MediaSource source) implements Media {
    @Override
    public Modality modality() {
      return Modality.AUDIO;
    }
  }

  /// A depth map.
  ///
  /// @param source a 16-bit PNG, a float TIFF or an `.npy` array `[H, W]`
  /// @param format its unit and the camera it was taken with
  record Depth(MediaSource source, DepthFormat format) implements Media {
    @Override
    public Modality modality() {
      return Modality.DEPTH;
    }
  }

  /// A thermal image.
  ///
  /// @param source an 8- or 16-bit gray image, an RGB image (taken to luma) or an `.npy` array `[H,
  ///   W]`
  /// @param format how 16-bit and floating-point values become gray levels
  record Thermal(MediaSource source, ThermalFormat format) implements Media {

    /// A thermal image by the default [ThermalFormat].
    ///
    /// @param source the file
    public Thermal(MediaSource source) {
      this(source, ThermalFormat.DEFAULT);
    }

    @Override
    public Modality modality() {
      return Modality.THERMAL;
    }
  }

  /// A motion recording.
  ///
  /// @param source a CSV file with named columns, or an `.npy` array `[6, T]` or `[T, 6]`
  /// @param format its columns, sample rate and units
  record Imu(MediaSource source, ImuFormat format) implements Media {
    @Override
    public Modality modality() {
      return Modality.IMU;
    }
  }

  /// A tensor that is ready for a modality's encoder: the way in for a new sense, and past any
  /// preprocessing.
  ///
  /// @param modality whose encoder it goes to
  /// @param tensor one item, as the encoder takes it but without the batch axis, e.g. `[3, 224,
  ///   224]` for vision
  /// @param name what messages and results call it
  record Raw(Modality modality, FloatArray tensor, String name) implements Input {}

  /// A sentence.
  ///
  /// @param text any text
  /// @return the input
  static Input text(String text) {
    return new Text(text);
  }

  /// A still image in a file.
  ///
  /// @param file the file
  /// @return the input
  static Input image(Path file) {
    return new Image(MediaSource.of(file));
  }

  /// A video in a file.
  ///
  /// @param file the file
  /// @return the input
  static Input video(Path file) {
    return new Video(MediaSource.of(file));
  }

  /// A sound in a file.
  ///
  /// @param file the file
  /// @return the input
  static Input audio(Path file) {
    return new Audio(MediaSource.of(file));
  }

  /// A depth map in a file, by the default [DepthFormat].
  ///
  /// @param file the file
  /// @return the input
  static Input depth(Path file) {
    return new Depth(MediaSource.of(file), DepthFormat.DEFAULT);
  }

  /// A thermal image in a file, by the default [ThermalFormat].
  ///
  /// @param file the file
  /// @return the input
  static Input thermal(Path file) {
    return new Thermal(MediaSource.of(file), ThermalFormat.DEFAULT);
  }

  /// A motion recording in a file, by the default [ImuFormat].
  ///
  /// @param file the file
  /// @return the input
  static Input imu(Path file) {
    return new Imu(MediaSource.of(file), ImuFormat.DEFAULT);
  }

  /// A tensor that is ready for a modality's encoder.
  ///
  /// @param modality whose encoder it goes to
  /// @param tensor one item, without the batch axis
  /// @return the input, named after its modality and shape
  static Input raw(Modality modality, FloatArray tensor) {
    return new Raw(modality, tensor, "raw " + modality + " " + tensor.shape());
  }
}
