package io.github.imagebind4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.ImuFormat;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.preprocess.AudioPreprocessor;
import io.github.imagebind4j.preprocess.AudioProfile;
import io.github.imagebind4j.preprocess.ClipCount;
import io.github.imagebind4j.preprocess.DepthPreprocessor;
import io.github.imagebind4j.preprocess.DepthProfile;
import io.github.imagebind4j.preprocess.ImagePreprocessor;
import io.github.imagebind4j.preprocess.ImuPreprocessor;
import io.github.imagebind4j.preprocess.ThermalPreprocessor;
import io.github.imagebind4j.preprocess.ThermalProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewsTest {
  private static final MediaDecoder DECODER = MediaDecoder.standard();
  private static final float LEVEL = 1 / (255 * 0.26f);

  @TempDir Path folder;

  private DecodedCache open(Item... items) {
    return DecodedCache.open(
        folder.resolve("cache"), List.of(items), CacheSettings.DEFAULT, DECODER, 1, (_, _) -> {});
  }

  private static float[] evaluate(DecodedCache cache, Item item, int size, int count) {
    float[] out = new float[count];
    Arrays.fill(out, Float.NaN);
    new Viewer(ViewSettings.reference(), cache).evaluate(item, size, 0, 1, out, 0, count);
    return out;
  }

  private static float furthest(float[] a, float[] b) {
    assertThat(a).hasSameSizeAs(b);
    float worst = 0;
    for (int i = 0; i < a.length; i++) {
      assertThat(a[i]).isFinite();
      worst = Math.max(worst, Math.abs(a[i] - b[i]));
    }
    return worst;
  }

  @Test
  void picturesLookToEvaluationAsToCore() throws IOException {
    for (int[] size :
        new int[][] {{150, 120}, {120, 150}, {64, 64}, {133, 100}, {301, 120}, {97, 290}}) {
      Path file = TestMedia.picture(folder.resolve("p" + size[0] + ".png"), size[0], size[1], 1);
      Item item = TestMedia.item("p", Modality.VISION, file, "", "");
      try (DecodedCache cache = open(item)) {
        for (int side : new int[] {64, 96, 128}) {
          float[] expected =
              DECODER
                  .lendImage(MediaSource.of(file), ImagePreprocessor.ofSize(side)::apply)
                  .toArray();
          assertThat(furthest(evaluate(cache, item, side, 3 * side * side), expected))
              .as("%s to %d", Arrays.toString(size), side)
              .isLessThan(2.01f * LEVEL);
        }
      }
    }
  }

  /// Half a pixel aside, this picture would differ by eight levels.
  @Test
  void reducedPicturesLieWhereCoreHasThem() throws IOException {
    for (int[] size : new int[][] {{321, 200}, {233, 411}, {201, 200}}) {
      Path file =
          TestMedia.picture(
              folder.resolve("p" + size[0] + ".png"),
              size[0],
              size[1],
              (x, y) ->
                  0x010101 * (int) (128 + 60 * Math.sin(x / 8.0) + 60 * Math.cos((x + y) / 9.0)));
      Item item = TestMedia.item("p", Modality.VISION, file, "", "");
      try (DecodedCache cache = open(item)) {
        for (int side : new int[] {97, 112, 128}) {
          float[] expected =
              DECODER
                  .lendImage(MediaSource.of(file), ImagePreprocessor.ofSize(side)::apply)
                  .toArray();
          assertThat(furthest(evaluate(cache, item, side, 3 * side * side), expected))
              .as("%s to %d", Arrays.toString(size), side)
              .isLessThan(2.01f * LEVEL);
        }
      }
    }
  }

  @Test
  void thermalImagesLookToEvaluationAsToCore() throws IOException {
    Path file = TestMedia.picture(folder.resolve("t.png"), 140, 120, 2);
    Item item = TestMedia.item("t", Modality.THERMAL, file, "", "");
    float[] expected =
        ThermalPreprocessor.of(ThermalProfile.REFERENCE, 96)
            .apply(DECODER.thermal(MediaSource.of(file)))
            .toArray();
    try (DecodedCache cache = open(item)) {
      assertThat(furthest(evaluate(cache, item, 96, 96 * 96), expected)).isLessThan(2.01f / 255);
    }
  }

  @Test
  void depthLooksToEvaluationAsToCore() throws IOException {
    Path file =
        TestMedia.depth(
            folder.resolve("d.png"), 140, 120, (x, y) -> x + y < 9 ? 0 : 900 + 20 * x + 5 * y);
    Item item = TestMedia.item("d", Modality.DEPTH, file, "", "");
    float[] expected =
        DepthPreprocessor.of(DepthProfile.REFERENCE, 96)
            .apply(DECODER.depth(MediaSource.of(file), DepthFormat.DEFAULT))
            .toArray();
    try (DecodedCache cache = open(item)) {
      // Millimetres are whole.
      assertThat(furthest(evaluate(cache, item, 96, 96 * 96), expected)).isLessThan(0.01f);
    }
  }

  /// Two clips of 5 s do not overlap: where they do, the reference leaves a step.
  @Test
  void soundsSoundToEvaluationAsToCore() throws IOException {
    for (double seconds : new double[] {5, 2, 0.7}) {
      Path file = TestMedia.sound(folder.resolve("s" + seconds + ".wav"), seconds, 300);
      Item item = TestMedia.item("s", Modality.AUDIO, file, "", "");
      float[] expected =
          new AudioPreprocessor(AudioProfile.REFERENCE.withClips("two", new ClipCount.Fixed(2)))
              .apply(DECODER.audio(MediaSource.of(file)))
              .toArray();
      try (DecodedCache cache = open(item)) {
        Viewer viewer = new Viewer(ViewSettings.reference(), cache);
        int count = 128 * 204;
        float[] out = new float[2 * count];
        for (int clip = 0; clip < 2; clip++) {
          viewer.evaluate(item, 0, clip, 2, out, clip * count, count);
        }
        assertThat(furthest(out, expected)).as("%s s", seconds).isLessThan(0.001f);
      }
    }
  }

  @Test
  void motionFeelsToEvaluationAsToCore() {
    Path file = TestMedia.motion(folder.resolve("i.npy"), 900);
    Item item = TestMedia.item("i", Modality.IMU, file, "", "");
    float[] expected =
        ImuPreprocessor.reference()
            .apply(DECODER.imu(MediaSource.of(file), ImuFormat.DEFAULT))
            .toArray();
    try (DecodedCache cache = open(item)) {
      assertThat(furthest(evaluate(cache, item, 0, 12_000), expected)).isLessThan(1e-6f);
    }
  }

  private static Augmentations pictures(ImageAugment augment) {
    return new Augmentations(augment, augment, augment, AudioAugment.NONE, ImuAugment.NONE, true);
  }

  /// A picture whose gray level is a linear function of its depth's nearness: whatever moves one
  /// must move the other.
  @Test
  void alignedPicturesMoveTogether() throws IOException {
    int width = 150;
    int height = 120;
    // Disparity x 75 · 8 = 0.075 · 518.86 / metres; levels go from 40 to 220.
    Path photo =
        TestMedia.picture(folder.resolve("p.png"), width, height, (x, y) -> 0x010101 * level(x, y));
    Path depth =
        TestMedia.depth(
            folder.resolve("d.png"),
            width,
            height,
            (x, y) -> (int) Math.rint(200_000.0 / level(x, y)));
    Item left = TestMedia.item("p", Modality.VISION, photo, "", "key");
    Item right = TestMedia.item("d", Modality.DEPTH, depth, "", "key");
    ImageAugment strong =
        new ImageAugment(0.1, 1, 4.0 / 3, 0.5, ImageAugment.Jitter.NONE, 0, 0, 0, 0, 0);
    try (DecodedCache cache = open(left, right)) {
      assertThat(correlation(cache, left, right, pictures(strong), 20)).isGreaterThan(0.999);
      Augmentations apart =
          new Augmentations(strong, strong, strong, AudioAugment.NONE, ImuAugment.NONE, false);
      assertThat(correlation(cache, left, right, apart, 20)).isLessThan(0.9);
    }
  }

  private static int level(int x, int y) {
    return (int) (130 + 50 * Math.sin(x / 11.0) + 40 * Math.cos(y / 8.0 + x / 30.0));
  }

  /// The least correlation of the red plane with depth over some batches.
  private static double correlation(
      DecodedCache cache, Item left, Item right, Augmentations augment, int steps) {
    PairSource source =
        PairSource.of("pairs", new PairPlan.Natural(), List.of(left), List.of(right));
    double least = 1;
    try (PairLoader loader =
        PairLoader.open(
            cache,
            List.of(source),
            ViewSettings.reference(),
            augment,
            LoaderOptions.of(1, 64, 11),
            0)) {
      for (int i = 0; i < steps; i++) {
        try (PairBatch batch = loader.next()) {
          float[] red = Arrays.copyOf(batch.left().toArray(), 64 * 64);
          least = Math.min(least, correlation(red, batch.right().toArray()));
        }
      }
    }
    return least;
  }

  private static double correlation(float[] a, float[] b) {
    double ma = 0;
    double mb = 0;
    for (int i = 0; i < a.length; i++) {
      ma += a[i];
      mb += b[i];
    }
    ma /= a.length;
    mb /= b.length;
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - ma) * (b[i] - mb);
      aa += (a[i] - ma) * (a[i] - ma);
      bb += (b[i] - mb) * (b[i] - mb);
    }
    return ab / Math.sqrt(aa * bb);
  }

  @Test
  void randAugmentKeepsAlignedPicturesTogether() throws IOException {
    Path photo =
        TestMedia.picture(folder.resolve("p.png"), 96, 96, (x, y) -> 0x010101 * level(x, y));
    Item left = TestMedia.item("p", Modality.THERMAL, photo, "", "key");
    Path copy =
        TestMedia.picture(
            folder.resolve("q.png"), 48, 48, (x, y) -> 0x010101 * level(2 * x, 2 * y));
    Item right = TestMedia.item("q", Modality.THERMAL, copy, "", "key");
    ImageAugment moves =
        new ImageAugment(0.3, 1, 4.0 / 3, 0.5, ImageAugment.Jitter.NONE, 0, 3, 9, 0.5, 0);
    try (DecodedCache cache = open(left, right)) {
      assertThat(correlation(cache, left, right, pictures(moves), 30)).isGreaterThan(0.97);
    }
  }

  @Test
  void cropsAndFlipsAreDrawnAsAsked() {
    Draws draws = new Draws(17);
    double area = 0;
    int flips = 0;
    int rounds = 20_000;
    for (int i = 0; i < rounds; i++) {
      Crop crop = Crop.random(200, 150, ImageAugment.BASIC, draws);
      double part = crop.width() * crop.height();
      double ratio = crop.width() * 200 / (crop.height() * 150);
      assertThat(part).isBetween(0.2 - 1e-9, 1.0);
      assertThat(ratio).isBetween(0.75 - 1e-9, 4.0 / 3 + 1e-9);
      assertThat(crop.x() + crop.width()).isLessThanOrEqualTo(1 + 1e-9);
      assertThat(crop.y() + crop.height()).isLessThanOrEqualTo(1 + 1e-9);
      area += part;
      flips += crop.flip() ? 1 : 0;
    }
    // Large crops of the wrong ratio do not fit and are drawn again: the mean is below 0.6.
    assertThat(area / rounds).isBetween(0.47, 0.52);
    assertThat(flips).isBetween(9_700, 10_300);
  }

  @Test
  void erasedRectanglesComeAsOftenAsAsked() throws IOException {
    Item item =
        TestMedia.item(
            "p",
            Modality.VISION,
            TestMedia.picture(folder.resolve("p.png"), 64, 64, (_, _) -> 0xffffff),
            "",
            "");
    ImageAugment erase = new ImageAugment(1, 1, 1, 0, ImageAugment.Jitter.NONE, 0, 0, 0, 0, 0.25);
    try (DecodedCache cache = open(item)) {
      Viewer viewer = new Viewer(ViewSettings.reference(), cache);
      float[] out = new float[3 * 32 * 32];
      int erased = 0;
      for (int i = 0; i < 2000; i++) {
        viewer.vary(
            item, 32, pictures(erase), null, new Draws(1, i), new Draws(2, i), out, 0, out.length);
        int zeros = 0;
        for (int p = 0; p < 1024; p++) {
          zeros += out[p] == 0 ? 1 : 0;
        }
        if (zeros > 0) {
          erased++;
          assertThat(zeros / 1024.0).isBetween(0.01, 0.36);
        }
      }
      assertThat(erased).isBetween(420, 580);
    }
  }

  @Test
  void jitterLeavesGrayGrayAndGrayTakesAllColour() {
    ColourMatrix colours = new ColourMatrix();
    ImageAugment jitter =
        new ImageAugment(1, 1, 1, 0, new ImageAugment.Jitter(0, 0, 0.9, 0.5), 0, 0, 0, 0, 0);
    Draws draws = new Draws(3);
    List<Double> reds = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      assertThat(levels(colours, jitter, draws, 100, 100, 100))
          .satisfies(rgb -> {
            for (double value : rgb) {
              assertThat(value).isBetween(99.5, 100.5);
            }
          });
      reds.add(levels(colours, jitter, draws, 200, 50, 50)[0]);
    }
    assertThat(reds).anyMatch(red -> red < 120).anyMatch(red -> red > 180);
    ImageAugment gray = new ImageAugment(1, 1, 1, 0, ImageAugment.Jitter.NONE, 1, 0, 0, 0, 0);
    double[] rgb = levels(colours, gray, draws, 200, 50, 50);
    assertThat(rgb[0]).isBetween(94.7, 95.0);
    assertThat(Math.abs(rgb[0] - rgb[1]) + Math.abs(rgb[0] - rgb[2])).isLessThan(1e-3);
  }

  /// A colour after jitter, brought back from normalisation.
  private static double[] levels(
      ColourMatrix colours, ImageAugment augment, Draws draws, float r, float g, float b) {
    colours.reset();
    colours.jitter(augment, draws, new double[] {r, g, b});
    colours.prepare();
    float[] out = new float[3];
    colours.apply(new float[] {r, g, b}, 0, 1, 1, out, 0, 1);
    double[] std = {0.26862954, 0.26130258, 0.27577711};
    double[] levels = new double[3];
    for (int c = 0; c < 3; c++) {
      levels[c] = out[c] * std[c] * 255 + ColourMatrix.meanLevel(c);
    }
    return levels;
  }

  @Test
  void everyRandAugmentOperationLeavesFiniteValues() throws IOException {
    Item item =
        TestMedia.item(
            "p", Modality.VISION, TestMedia.picture(folder.resolve("p.png"), 50, 40, 5), "", "");
    ImageAugment many =
        new ImageAugment(
            0.08,
            1,
            4.0 / 3,
            0.5,
            new ImageAugment.Jitter(0.4, 0.4, 0.4, 0.1),
            0.2,
            6,
            9,
            0.5,
            0.5);
    try (DecodedCache cache = open(item)) {
      Viewer viewer = new Viewer(ViewSettings.reference(), cache);
      for (int size : new int[] {1, 2, 33}) {
        float[] out = new float[3 * size * size];
        for (int i = 0; i < 200; i++) {
          Arrays.fill(out, Float.NaN);
          viewer.vary(
              item, size, pictures(many), null, new Draws(i), new Draws(i, 2), out, 0, out.length);
          for (float value : out) {
            assertThat(value).isBetween(-2f, 2.9f);
          }
        }
      }
    }
  }

  @Test
  void clipsBeginAnywhereAndMasksAreAsWideAsAsked() throws IOException {
    Item item =
        TestMedia.item(
            "s", Modality.AUDIO, TestMedia.sound(folder.resolve("s.wav"), 4, 300), "", "");
    Augmentations masks =
        new Augmentations(
            ImageAugment.NONE,
            ImageAugment.NONE,
            ImageAugment.NONE,
            new AudioAugment(0, 0, 12, 20, 0, 0),
            ImuAugment.NONE,
            true);
    try (DecodedCache cache = open(item)) {
      Viewer viewer = new Viewer(ViewSettings.reference(), cache);
      float[] out = new float[128 * 204];
      int widest = 0;
      for (int i = 0; i < 300; i++) {
        viewer.vary(item, 0, masks, null, new Draws(1), new Draws(i), out, 0, out.length);
        int bands = 0;
        for (int band = 0; band < 128; band++) {
          bands += out[band * 204 + 200] == 0 ? 1 : 0;
        }
        widest = Math.max(widest, bands);
      }
      assertThat(widest).isEqualTo(12);
    }
  }

  @Test
  void shortSoundsAreRepeatedOnlyIfAsked() throws IOException {
    Item item =
        TestMedia.item(
            "s", Modality.AUDIO, TestMedia.sound(folder.resolve("s.wav"), 0.5, 300), "", "");
    float padding = 4.268f / 9.138f;
    try (DecodedCache cache = open(item)) {
      Viewer viewer = new Viewer(ViewSettings.reference(), cache);
      for (double repeat : new double[] {0, 1}) {
        Augmentations augment =
            new Augmentations(
                ImageAugment.NONE,
                ImageAugment.NONE,
                ImageAugment.NONE,
                new AudioAugment(repeat, 0, 0, 0, 6, 0.2),
                ImuAugment.NONE,
                true);
        float[] out = new float[128 * 204];
        viewer.vary(item, 0, augment, null, new Draws(1), new Draws(4), out, 0, out.length);
        assertThat(out[203]).isEqualTo(padding);
        float late = out[50 * 204 + 190];
        assertThat(Math.abs(late - padding) > 0.15).isEqualTo(repeat == 1);
      }
    }
  }

  @Test
  void turnsKeepTheLengthOfGravityAndItsDirection() {
    Item item =
        TestMedia.item("i", Modality.IMU, TestMedia.motion(folder.resolve("i.npy"), 2000), "", "");
    ImuAugment turn = new ImuAugment(false, 0, 180, 0, 0, 0, 0);
    Augmentations augment =
        new Augmentations(
            ImageAugment.NONE, ImageAugment.NONE, ImageAugment.NONE, AudioAugment.NONE, turn, true);
    try (DecodedCache cache = open(item)) {
      Viewer viewer = new Viewer(ViewSettings.reference(), cache);
      float[] plain = evaluate(cache, item, 0, 12_000);
      float[] out = new float[12_000];
      viewer.vary(item, 0, augment, null, new Draws(1), new Draws(2), out, 0, out.length);
      assertThat(furthest(out, plain)).isGreaterThan(0.1f);
      for (int c = 0; c < 3; c++) {
        double before = 0;
        double after = 0;
        for (int i = 0; i < 2000; i++) {
          before += plain[c * 2000 + i];
          after += out[c * 2000 + i];
        }
        assertThat(after / 2000)
            .isCloseTo(before / 2000, org.assertj.core.data.Offset.offset(1e-3));
      }
      for (int i = 0; i < 2000; i += 100) {
        assertThat(norm(out, i))
            .isCloseTo(norm(plain, i), org.assertj.core.data.Offset.offset(1e-3));
      }
    }
  }

  private static double norm(float[] imu, int i) {
    return Math.sqrt(
        imu[i] * imu[i] + imu[2000 + i] * imu[2000 + i] + imu[4000 + i] * imu[4000 + i]);
  }
}
