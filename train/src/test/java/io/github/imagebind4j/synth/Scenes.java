package io.github.imagebind4j.synth;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/// Scenes with chosen factors, for tests of what a factor does.
final class Scenes {
  private Scenes() {}

  /// The first scene of a kind in a world.
  static Factors first(long seed, Kind kind) {
    return LongStream.range(0, Kind.values().length)
        .mapToObj(i -> Factors.draw(seed, i))
        .filter(f -> f.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  /// Someone stands outdoors at noon before a thing at its usual size and distance.
  static Factors plain(long seed, Kind kind) {
    Factors f = first(seed, kind);
    return new Change(f)
        .motion(EgoMotion.STANDING)
        .setting(Setting.FIELD)
        .size(1)
        .distance(kind.distance())
        .done();
  }

  static Scene scene(Factors factors, int size) {
    return new Scene(factors, SceneOptions.DEFAULT.withSize(size));
  }

  /// The same scene with single factors replaced.
  static final class Change {
    private Factors f;

    Change(Factors f) {
      this.f = f;
    }

    Factors done() {
      return f;
    }

    private Change with(UnaryOperator<Factors> change) {
      f = change.apply(f);
      return this;
    }

    private static Factors copy(
        Factors f,
        double size,
        boolean lively,
        double vigour,
        double celsius,
        double distance,
        Setting setting,
        EgoMotion motion) {
      return new Factors(
          f.seed(),
          f.index(),
          f.kind(),
          f.material(),
          size,
          lively,
          vigour,
          celsius,
          distance,
          f.heading(),
          setting,
          Lighting.NOON,
          18,
          motion,
          1,
          Gait.usualCadence(motion),
          f.hue());
    }

    Change size(double size) {
      return with(o ->
          copy(
              o, size, o.lively(), o.vigour(), o.celsius(), o.distance(), o.setting(), o.motion()));
    }

    Change vigour(double vigour) {
      return with(o ->
          copy(
              o,
              o.size(),
              vigour > 0.5,
              vigour,
              Warmth.of(o.kind(), vigour, 18),
              o.distance(),
              o.setting(),
              o.motion()));
    }

    Change distance(double metres) {
      return with(o ->
          copy(o, o.size(), o.lively(), o.vigour(), o.celsius(), metres, o.setting(), o.motion()));
    }

    Change setting(Setting setting) {
      return with(o ->
          copy(
              o, o.size(), o.lively(), o.vigour(), o.celsius(), o.distance(), setting, o.motion()));
    }

    Change motion(EgoMotion motion) {
      return with(o ->
          copy(
              o, o.size(), o.lively(), o.vigour(), o.celsius(), o.distance(), o.setting(), motion));
    }
  }

  /// The strength of one pitch in a signal.
  static double power(float[] samples, double cycles) {
    double re = 0;
    double im = 0;
    for (int i = 0; i < samples.length; i++) {
      re += samples[i] * Math.cos(2 * Math.PI * cycles * i);
      im += samples[i] * Math.sin(2 * Math.PI * cycles * i);
    }
    return (re * re + im * im) / samples.length;
  }

  static float[] sound(Scene scene) {
    float[] samples = new float[scene.sound().sampleCount()];
    scene.sound().copySamples(0, 0, samples.length, samples, 0);
    return samples;
  }

  static double loudness(float[] samples) {
    double sum = 0;
    for (float sample : samples) {
      sum += sample * sample;
    }
    return Math.sqrt(sum / samples.length);
  }

  static List<Kind> kinds() {
    return List.of(Kind.values());
  }
}
