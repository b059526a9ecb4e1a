package io.github.imagebind4j.app;

import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.ImuFormat;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.input.ThermalFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One of the things that `demo` shows.
///
/// @param file its place among the bundled files; empty for a text
/// @param sense which sense it is of
/// @param label what it is of: samples of one label belong together
/// @param caption what it shows; of a text, the text itself
/// @param author who made it
/// @param source where it comes from, and under which name
/// @param licence its licence's usual name
/// @param url where it, or its collection, can be found
/// @param split the part of the data that it is in: nothing in `test` was trained on; `none` if it
///   is no part of the data
/// @param changes what was done to it; may be empty
record DemoSample(
    String file,
    Modality sense,
    String label,
    String caption,
    String author,
    String source,
    String licence,
    String url,
    String split,
    String changes) {
  private static final int MOST_BYTES = 1 << 20;

  /// MotionSense as it is bundled.
  static final ImuFormat MOTION =
      new ImuFormat(List.of(), 50)
          .withUnits(ImuFormat.Acceleration.G, ImuFormat.Rotation.RADIANS_PER_SECOND);

  static final DepthFormat DEPTH = DepthFormat.DEFAULT.withUnit(DepthFormat.Unit.MILLIMETRES);

  /// The senses in the order in which they are shown, by the words for them.
  static String word(Modality sense) {
    return switch (sense.name()) {
      case "vision" -> "picture";
      case "audio" -> "sound";
      case "imu" -> "motion";
      default -> sense.name();
    };
  }

  boolean is(Modality modality) {
    return sense.equals(modality);
  }

  /// Its file's bytes.
  byte[] bytes() {
    try (InputStream in = DemoSample.class.getResourceAsStream("demo/" + file)) {
      if (in != null) {
        return in.readNBytes(MOST_BYTES);
      }
    } catch (IOException e) {
      throw missing(e);
    }
    throw missing(null);
  }

  private CliException missing(@Nullable IOException cause) {
    String message = "the bundled sample " + file + " is missing; build or install it again";
    return cause == null
        ? CliException.environment(message)
        : CliException.environment(message, cause);
  }

  MediaSource media() {
    return MediaSource.of(bytes(), file);
  }

  /// What the model embeds.
  Input input() {
    return switch (sense.name()) {
      case "text" -> Input.text(caption);
      case "vision" -> new Input.Image(media());
      case "audio" -> new Input.Audio(media());
      case "depth" -> new Input.Depth(media(), DEPTH);
      case "thermal" -> new Input.Thermal(media(), ThermalFormat.DEFAULT);
      case "imu" -> new Input.Imu(media(), MOTION);
      default -> throw new IllegalStateException(file + " is of the unknown sense " + sense);
    };
  }
}
