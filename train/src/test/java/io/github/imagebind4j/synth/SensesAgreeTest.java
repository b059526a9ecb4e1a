package io.github.imagebind4j.synth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Picture, depth and heat show the same thing in the same place.
class SensesAgreeTest {
  private static final int SIZE = 96;

  /// Steps of depth along the outline of the thing, beside steps everywhere.
  @Test
  void depthHasItsEdgesAtTheOutline() {
    for (Kind kind : List.of(Kind.HELICOPTER, Kind.AIRPLANE, Kind.PERSON, Kind.SIREN, Kind.COW)) {
      Scene scene = Scenes.scene(Scenes.plain(1, kind), SIZE);
      float[] depth = scene.depth().toArray();
      float[] mask = scene.subjectMask();
      int outline = 0;
      int found = 0;
      for (int y = 0; y < SIZE; y++) {
        for (int x = 2; x < SIZE; x++) {
          int i = y * SIZE + x;
          // A pixel of the outline itself shows both.
          boolean edge = Math.abs(mask[i] - mask[i - 2]) == 1;
          if (edge) {
            outline++;
            double farther = Math.max(depth[i], depth[i - 2]);
            found += farther - Math.min(depth[i], depth[i - 2]) > 0.03 * farther ? 1 : 0;
          }
        }
      }
      assertThat(outline).as("%s", kind).isGreaterThan(10);
      assertThat((double) found / outline).as("%s", kind).isGreaterThan(0.85);
    }
  }

  @Test
  void theWarmThingStandsOutOfTheHeatWhereThePictureHasIt() {
    for (Kind kind : List.of(Kind.DOG, Kind.PERSON, Kind.COW, Kind.FIRE, Kind.KETTLE)) {
      Factors snow =
          new Scenes.Change(Scenes.plain(2, kind)).setting(Setting.SNOW).vigour(0.9).done();
      Scene scene = Scenes.scene(snow, SIZE);
      ByteBuffer heat = scene.heat().asBuffer();
      float[] mask = scene.subjectMask();
      int warm = 0;
      int inside = 0;
      int thing = 0;
      for (int i = 0; i < mask.length; i++) {
        boolean hot = (heat.get(i) & 255) > 136;
        warm += hot ? 1 : 0;
        inside += hot && mask[i] > 0 ? 1 : 0;
        thing += mask[i] == 1 ? 1 : 0;
      }
      assertThat(inside).as("%s: warm part of the thing", kind).isGreaterThan(thing / 4);
      // Steam, glow and smoke may lie beside it.
      assertThat((double) inside / warm)
          .as("%s: warm pixels on the thing", kind)
          .isGreaterThan(0.4);
    }
  }

  @Test
  void thePictureChangesAtTheOutline() {
    double across = 0;
    double within = 0;
    for (Kind kind : List.of(Kind.CAR, Kind.BOAT, Kind.HELICOPTER, Kind.WASHING_MACHINE)) {
      Scene scene = Scenes.scene(Scenes.plain(3, kind), SIZE);
      byte[] rgb = scene.picture().toBytes();
      float[] mask = scene.subjectMask();
      double[] sums = new double[2];
      int[] counts = new int[2];
      for (int i = 1; i < mask.length; i++) {
        if (i % SIZE > 0) {
          int which = Math.abs(mask[i] - mask[i - 1]) > 0.6 ? 0 : 1;
          sums[which] += Math.abs((rgb[3 * i + 1] & 255) - (rgb[3 * i - 2] & 255));
          counts[which]++;
        }
      }
      across += sums[0] / counts[0];
      within += sums[1] / counts[1];
    }
    assertThat(across).isGreaterThan(3 * within);
  }

  @Test
  void theCameraTiltsWithTheOneWhoHoldsIt() {
    Factors rowing = new Scenes.Change(Scenes.plain(4, Kind.BOAT)).motion(EgoMotion.ROWING).done();
    Gait.Tilt tilt = Gait.of(rowing).tilt(Gait.PICTURE_SECONDS);
    Pose pose = Pose.of(rowing);

    assertThat(pose.camera().roll()).isEqualTo(tilt.roll());
    assertThat(pose.camera().pitch()).isEqualTo(pose.restPitch() + tilt.pitch());
  }

  @Test
  void stepsAreHeardAtTheRateThatTheSensorFeels() {
    Factors walking = new Scenes.Change(Scenes.plain(5, Kind.COW)).motion(EgoMotion.WALKING).done();
    Tape tape = new Tape(80_000, 16_000, Dice.of(1, 1, "test"));
    Ambience.play(tape, walking);
    float[] envelope = new float[500];
    double mean = 0;
    for (int i = 0; i < 80_000; i++) {
      envelope[i / 160] += tape.samples[i] * tape.samples[i];
      mean += tape.samples[i] * tape.samples[i] / 500;
    }
    double best = 0;
    double at = 0;
    for (int i = 0; i < 500; i++) {
      envelope[i] -= (float) mean;
    }
    for (double hertz = 1; hertz < 3.2; hertz += 0.02) {
      double power = Scenes.power(envelope, hertz / 100);
      if (power > best) {
        best = power;
        at = hertz;
      }
    }
    assertThat(at).isBetween(0.95 * walking.cadence(), 1.05 * walking.cadence());
  }
}
