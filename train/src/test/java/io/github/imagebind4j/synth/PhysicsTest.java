package io.github.imagebind4j.synth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.media.ImuSeries;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a factor does to a sense is what it does in the world.
class PhysicsTest {
  private static double pitch(Factors factors, double from, double to) {
    float[] samples = Scenes.sound(Scenes.scene(factors, 16));
    double best = 0;
    double at = 0;
    for (double hertz = from; hertz < to; hertz *= 1.01) {
      double power = Scenes.power(samples, hertz / 16_000);
      if (power > best) {
        best = power;
        at = hertz;
      }
    }
    return at;
  }

  @Test
  void aBiggerBellIsLower() {
    Factors bell = Scenes.plain(1, Kind.BELL);
    double small = pitch(new Scenes.Change(bell).size(0.7).done(), 80, 1500);
    double large = pitch(new Scenes.Change(bell).size(1.4).done(), 80, 1500);

    assertThat(small / large).isBetween(1.9, 2.1);
  }

  @Test
  void aBiggerThingIsBiggerInThePicture() {
    for (Kind kind : List.of(Kind.BELL, Kind.CAR, Kind.COW, Kind.DRUM)) {
      Factors plain = Scenes.plain(2, kind);
      assertThat(area(new Scenes.Change(plain).size(1.4).done()))
          .isGreaterThan(1.5 * area(new Scenes.Change(plain).size(0.7).done()));
    }
  }

  private static double area(Factors factors) {
    double sum = 0;
    for (float part : Scenes.scene(factors, 64).subjectMask()) {
      sum += part;
    }
    return sum;
  }

  @Test
  void fartherIsQuieterAndDeeperAndSmaller() {
    for (Kind kind : List.of(Kind.DOG, Kind.CAR, Kind.DRUM, Kind.FIRE)) {
      Factors plain = Scenes.plain(3, kind);
      Factors near = new Scenes.Change(plain).distance(0.7 * kind.distance()).done();
      Factors far = new Scenes.Change(plain).distance(1.5 * kind.distance()).done();

      double nearLoud = Scenes.loudness(Scenes.sound(Scenes.scene(near, 16)));
      double farLoud = Scenes.loudness(Scenes.sound(Scenes.scene(far, 16)));
      assertThat(nearLoud).as("%s", kind).isGreaterThan(1.4 * farLoud);
      assertThat(depthOfThing(far)).as("%s", kind).isGreaterThan(1.6 * depthOfThing(near));
      assertThat(area(near)).as("%s", kind).isGreaterThan(2 * area(far));
    }
  }

  private static double depthOfThing(Factors factors) {
    Scene scene = Scenes.scene(factors, 64);
    float[] mask = scene.subjectMask();
    float[] depth = scene.depth().toArray();
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] == 1) {
        sum += depth[i];
        weight++;
      }
    }
    return sum / weight;
  }

  @Test
  void depthIsTheDistanceInMetres() {
    for (Kind kind : List.of(Kind.PERSON, Kind.COW, Kind.WASHING_MACHINE)) {
      Factors plain = Scenes.plain(4, kind);
      assertThat(depthOfThing(plain))
          .as("%s", kind)
          .isBetween(0.75 * plain.distance(), 1.2 * plain.distance());
    }
  }

  @Test
  void hotIsBrighterInHeat() {
    for (Kind kind : List.of(Kind.KETTLE, Kind.CAR, Kind.MOTORCYCLE, Kind.TRAIN)) {
      Factors plain = Scenes.plain(5, kind);
      Factors cool = new Scenes.Change(plain).vigour(0.05).done();
      Factors hot = new Scenes.Change(plain).vigour(0.95).done();

      assertThat(hot.celsius()).isGreaterThan(cool.celsius() + 30);
      assertThat(hottest(hot)).as("%s", kind).isGreaterThan(hottest(cool) + 10);
    }
    double before = -1;
    for (double celsius = -40; celsius < 900; celsius += 5) {
      assertThat(Warmth.level(celsius)).isGreaterThan(before).isBetween(0.0, 255.0);
      before = Warmth.level(celsius);
    }
  }

  /// The level that a twentieth of the thing's pixels exceed.
  private static double hottest(Factors factors) {
    Scene scene = Scenes.scene(factors, 96);
    float[] mask = scene.subjectMask();
    java.nio.ByteBuffer heat = scene.heat().asBuffer();
    int[] levels =
        java.util.stream.IntStream.range(0, mask.length)
            .filter(i -> mask[i] == 1)
            .map(i -> heat.get(i) & 255)
            .sorted()
            .toArray();
    return levels[levels.length * 19 / 20];
  }

  @Test
  void atRestTheMotionSensorFeelsGravityAlone() {
    for (int seed = 0; seed < 10; seed++) {
      ImuSeries motion = Scenes.scene(Scenes.plain(seed, Kind.DOG), 16).motion();
      double force = 0;
      double turning = 0;
      for (int i = 0; i < motion.samples(); i++) {
        force += Math.sqrt(square(motion, 0, i) + square(motion, 1, i) + square(motion, 2, i));
        turning += Math.sqrt(square(motion, 3, i) + square(motion, 4, i) + square(motion, 5, i));
      }
      assertThat(force / motion.samples() / MotionSensor.GRAVITY).isBetween(0.98, 1.02);
      assertThat(turning / motion.samples()).isLessThan(0.1);
    }
  }

  private static double square(ImuSeries motion, int channel, int i) {
    return motion.get(channel, i) * motion.get(channel, i);
  }

  @Test
  void stepsShowInTheSpectrumAtTheirCadence() {
    for (EgoMotion moving : List.of(EgoMotion.WALKING, EgoMotion.RUNNING, EgoMotion.RIDING)) {
      Factors factors = new Scenes.Change(Scenes.plain(6, Kind.COW)).motion(moving).done();
      float[] up = Scenes.scene(factors, 16).motion().channel(1);
      double mean = 0;
      for (float value : up) {
        mean += value / up.length;
      }
      for (int i = 0; i < up.length; i++) {
        up[i] -= (float) mean;
      }
      double best = 0;
      double at = 0;
      for (double hertz = 0.4; hertz < 12; hertz += 0.05) {
        double power = Scenes.power(up, hertz / 50);
        if (power > best) {
          best = power;
          at = hertz;
        }
      }
      assertThat(at).as("%s", moving).isBetween(0.94 * factors.cadence(), 1.06 * factors.cadence());
    }
  }

  @Test
  void aSwingIsHeavierAtTheBottom() {
    Factors factors =
        new Scenes.Change(Scenes.plain(7, Kind.COW)).motion(EgoMotion.SWINGING).done();
    Gait gait = Gait.of(factors);
    double most = 0;
    double leastTilt = 9;
    for (double t = 0; t < 3; t += 0.01) {
      double up = gait.acceleration(t)[1];
      double tilt = Math.abs(gait.tilt(t).pitch());
      if (tilt < leastTilt) {
        leastTilt = tilt;
        most = up;
      }
    }
    assertThat(most).isPositive();
  }

  @Test
  void theGyroscopeAddsUpToTheTurn() {
    Factors factors =
        new Scenes.Change(Scenes.plain(8, Kind.COW)).motion(EgoMotion.SWINGING).done();
    ImuSeries motion = Scenes.scene(factors, 16).motion();
    Gait gait = Gait.of(factors);
    int quarter = (int) Math.round(50 / factors.cadence() / 4);
    for (int from = 10; from < 100; from += 30) {
      double turned = 0;
      for (int i = from; i < from + quarter; i++) {
        turned += 0.5 * (motion.get(3, i) + motion.get(3, i + 1)) / 50;
      }
      double pitch = gait.tilt((from + quarter) / 50.0).pitch() - gait.tilt(from / 50.0).pitch();
      assertThat(turned).isBetween(pitch - 0.02, pitch + 0.02);
    }
  }

  @Test
  void gravityLeansInTheSensorAsThePictureDoes() {
    for (int seed = 0; seed < 10; seed++) {
      Factors factors = Scenes.plain(seed, Kind.HELICOPTER);
      ImuSeries motion = Scenes.scene(factors, 16).motion();
      int moment = (int) (Gait.PICTURE_SECONDS * 50);
      double pitch = Math.atan2(-motion.get(2, moment), motion.get(1, moment));
      assertThat(pitch - Pose.of(factors).camera().pitch()).isBetween(-0.05, 0.05);
    }
  }
}
