package io.github.imagebind4j.synth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a scene is about can be told from each sense alone, in worlds that were never seen, by
/// simple features and a linear classifier. A model has to do better; one for which this is not
/// possible would have nothing to learn from.
class SeparabilityTest {
  private static final int KINDS = Kind.values().length;

  /// Features of scenes of one world.
  private record Table(double[][] rows, int[] labels) {
    static Table of(
        long seed,
        int count,
        int size,
        Function<Scene, double[]> features,
        ToIntFunction<Scene> label) {
      SynthWorld world =
          SynthWorld.of(seed, SceneOptions.DEFAULT.withSize(size).withSoundSeconds(3));
      Table table = new Table(new double[count][], new int[count]);
      IntStream.range(0, count)
          .parallel()
          .forEach(i -> {
            table.rows[i] = features.apply(world.scene(i));
            table.labels[i] = label.applyAsInt(world.scene(i));
          });
      return table;
    }
  }

  private static double accuracy(
      int rounds, int size, Function<Scene, double[]> features, ToIntFunction<Scene> label, int n) {
    Table seen = Table.of(101, rounds * KINDS, size, features, label);
    Table unseen = Table.of(202, 6 * KINDS, size, features, label);
    LinearProbe probe = new LinearProbe(seen.rows, seen.labels, n, 0.3);
    int right = 0;
    for (int i = 0; i < unseen.rows.length; i++) {
      right += probe.classify(unseen.rows[i]) == unseen.labels[i] ? 1 : 0;
    }
    return (double) right / unseen.rows.length;
  }

  private static int kind(Scene scene) {
    return List.of(Kind.values()).indexOf(scene.factors().kind());
  }

  private static int motion(Scene scene) {
    return List.of(EgoMotion.values()).indexOf(scene.factors().motion());
  }

  /// Histograms of the directions of edges in cells of 8 pixels.
  private static double[] edges(double[] level, int size) {
    int cells = size / 8;
    double[] out = new double[cells * cells * 9];
    for (int y = 1; y < size - 1; y++) {
      for (int x = 1; x < size - 1; x++) {
        double dx = level[y * size + x + 1] - level[y * size + x - 1];
        double dy = level[(y + 1) * size + x] - level[(y - 1) * size + x];
        double angle = (Math.atan2(dy, dx) + 2 * Math.PI) % Math.PI;
        int bin = Math.min(8, (int) (9 * angle / Math.PI));
        out[((y / 8) * cells + x / 8) * 9 + bin] += Math.hypot(dx, dy);
      }
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.sqrt(out[i]);
    }
    return out;
  }

  private static double[] picture(Scene scene) {
    byte[] rgb = scene.picture().toBytes();
    double[] level = new double[rgb.length / 3];
    for (int i = 0; i < level.length; i++) {
      level[i] = ((rgb[3 * i] & 255) + (rgb[3 * i + 1] & 255) + (rgb[3 * i + 2] & 255)) / 765.0;
    }
    return edges(level, scene.picture().width());
  }

  private static double[] depth(Scene scene) {
    float[] metres = scene.depth().toArray();
    double[] level = new double[metres.length];
    for (int i = 0; i < level.length; i++) {
      level[i] = Math.log(metres[i]);
    }
    return edges(level, scene.depth().width());
  }

  private static double[] heat(Scene scene) {
    ByteBuffer heat = scene.heat().asBuffer();
    double[] level = new double[heat.remaining()];
    for (int i = 0; i < level.length; i++) {
      level[i] = (heat.get(i) & 255) / 255.0;
    }
    return edges(level, scene.heat().width());
  }

  /// The mean and the spread over time of the loudness of 24 bands, and how regular each is.
  private static double[] sound(Scene scene) {
    float[] samples = Scenes.sound(scene);
    int bands = 24;
    int frames = samples.length / 400;
    double[][] loud = new double[bands][frames];
    for (int b = 0; b < bands; b++) {
      double pitch = 60 * Math.pow(7000.0 / 60, b / (bands - 1.0));
      Band band = new Band(pitch, 4, 16_000);
      for (int i = 0; i < frames * 400; i++) {
        double out = band.pass(samples[i]);
        loud[b][i / 400] += out * out;
      }
    }
    double[] out = new double[4 * bands];
    for (int b = 0; b < bands; b++) {
      double mean = 0;
      double square = 0;
      double change = 0;
      double most = -99;
      for (int t = 0; t < frames; t++) {
        double level = Math.log(loud[b][t] + 1e-6);
        mean += level / frames;
        square += level * level / frames;
        change += t == 0 ? 0 : Math.abs(level - Math.log(loud[b][t - 1] + 1e-6)) / frames;
        most = Math.max(most, level);
      }
      out[4 * b] = mean;
      out[4 * b + 1] = Math.sqrt(Math.max(0, square - mean * mean));
      out[4 * b + 2] = change;
      out[4 * b + 3] = most;
    }
    return out;
  }

  /// Mean, spread and the strength of 12 rates of each channel.
  private static double[] imu(Scene scene) {
    double[] out = new double[6 * 14];
    for (int c = 0; c < 6; c++) {
      float[] values = scene.motion().channel(c);
      double mean = 0;
      for (float value : values) {
        mean += value / values.length;
      }
      double square = 0;
      for (int i = 0; i < values.length; i++) {
        values[i] -= (float) mean;
        square += values[i] * values[i] / values.length;
      }
      out[14 * c] = mean;
      out[14 * c + 1] = Math.log(square + 1e-6);
      for (int k = 0; k < 12; k++) {
        out[14 * c + 2 + k] = Math.log(Scenes.power(values, 0.3 * Math.pow(1.4, k) / 50) + 1e-4);
      }
    }
    return out;
  }

  @Test
  void kindsShowInPictures() {
    assertThat(accuracy(20, 64, SeparabilityTest::picture, SeparabilityTest::kind, KINDS))
        .isGreaterThan(0.2);
  }

  @Test
  void kindsShowInDepth() {
    assertThat(accuracy(16, 64, SeparabilityTest::depth, SeparabilityTest::kind, KINDS))
        .isGreaterThan(0.2);
  }

  @Test
  void kindsShowInHeat() {
    assertThat(accuracy(16, 64, SeparabilityTest::heat, SeparabilityTest::kind, KINDS))
        .isGreaterThan(0.2);
  }

  @Test
  void kindsAreHeard() {
    assertThat(accuracy(12, 16, SeparabilityTest::sound, SeparabilityTest::kind, KINDS))
        .isGreaterThan(0.7);
  }

  @Test
  void motionsAreFelt() {
    assertThat(accuracy(10, 16, SeparabilityTest::imu, SeparabilityTest::motion, 9))
        .isGreaterThan(0.9);
  }

  @Test
  void motionsShowInPictures() {
    assertThat(accuracy(10, 64, SeparabilityTest::picture, SeparabilityTest::motion, 9))
        .isGreaterThan(0.6);
  }
}
