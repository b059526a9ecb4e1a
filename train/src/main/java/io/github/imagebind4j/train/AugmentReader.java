package io.github.imagebind4j.train;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.train.data.AudioAugment;
import io.github.imagebind4j.train.data.Augmentations;
import io.github.imagebind4j.train.data.ImageAugment;
import io.github.imagebind4j.train.data.ImuAugment;
import java.util.Map;

/// A stage's `augment`: for each sense `none`, `basic`, `strong`, or the numbers one by one.
final class AugmentReader {
  private final YamlFields fields;
  private final Augmentations preset;

  AugmentReader(YamlFields fields, Augmentations preset) {
    this.fields = fields;
    this.preset = preset;
  }

  Augmentations read() {
    Augmentations augment =
        new Augmentations(
            image("vision", preset.vision()),
            image("depth", preset.depth()),
            image("thermal", preset.thermal()),
            audio(),
            imu(),
            fields.flag("aligned", preset.aligned()));
    fields.requireAllKnown();
    return augment;
  }

  private ImageAugment image(String sense, ImageAugment ifAbsent) {
    if (fields.raw(sense) instanceof Map<?, ?>) {
      return image(fields.inner(sense));
    }
    return switch (fields.text(sense, "")) {
      case "" -> ifAbsent;
      case "none" -> ImageAugment.NONE;
      case "basic" -> ImageAugment.BASIC;
      case "strong" -> ImageAugment.STRONG;
      case String other -> throw unknown(sense, other);
    };
  }

  private static ImageAugment image(YamlFields f) {
    ImageAugment basic = ImageAugment.BASIC;
    double jitter = f.number("jitter", 0);
    ImageAugment augment =
        new ImageAugment(
            f.number("min_scale", basic.minScale()),
            f.number("max_scale", basic.maxScale()),
            f.number("max_ratio", basic.maxRatio()),
            f.number("flip", basic.flip()),
            new ImageAugment.Jitter(jitter, jitter, jitter, Math.min(0.5, f.number("hue", 0))),
            f.number("gray", 0),
            f.whole("operations", 0),
            f.number("magnitude", 9),
            f.number("magnitude_deviation", 0.5),
            f.number("erase", 0));
    f.requireAllKnown();
    return augment;
  }

  private AudioAugment audio() {
    if (fields.raw("audio") instanceof Map<?, ?>) {
      return audio(fields.inner("audio"));
    }
    return switch (fields.text("audio", "")) {
      case "" -> preset.audio();
      case "none" -> AudioAugment.NONE;
      case "basic" -> AudioAugment.PAPER;
      case "strong" -> AudioAugment.STRONG;
      case String other -> throw unknown("audio", other);
    };
  }

  private static AudioAugment audio(YamlFields f) {
    AudioAugment augment =
        new AudioAugment(
            f.number("repeat_short", 0.5),
            f.number("shift_short", 0.5),
            f.whole("frequency_mask", 12),
            f.whole("time_mask", 0),
            f.number("gain_db", 0),
            f.number("noise", 0));
    f.requireAllKnown();
    return augment;
  }

  private ImuAugment imu() {
    if (fields.raw("imu") instanceof Map<?, ?>) {
      return imu(fields.inner("imu"));
    }
    return switch (fields.text("imu", "")) {
      case "" -> preset.imu();
      case "none", "basic" -> ImuAugment.NONE;
      case "strong" -> ImuAugment.STRONG;
      case String other -> throw unknown("imu", other);
    };
  }

  private static ImuAugment imu(YamlFields f) {
    ImuAugment augment =
        new ImuAugment(
            f.flag("crop", true),
            f.number("shift_seconds", 0.5),
            f.number("turn_degrees", 180),
            f.number("tilt_degrees", 10),
            f.number("scale", 0.1),
            f.number("noise", 0.05),
            f.number("drop_channel", 0));
    f.requireAllKnown();
    return augment;
  }

  private ConfigException unknown(String sense, String found) {
    return fields.wrong(sense, "none, basic, strong or a mapping of numbers", found);
  }
}
