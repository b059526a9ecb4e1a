package io.github.imagebind4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.preprocess.ImagePreprocessor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows that are lent straight from the decoder's memory.
class LentImageTest {
  private static final String JPEG = "images/files/landscape_420_q75.jpg";

  private final MediaDecoder decoder = MediaDecoder.standard();

  private static MediaSource golden(String file) {
    return MediaSource.of(Goldens.bytes(file), file);
  }

  private static RgbImage copy(RgbRows rows) {
    byte[] rgb = new byte[rows.width() * rows.height() * 3];
    byte[] row = new byte[rows.width() * 3];
    for (int y = 0; y < rows.height(); y++) {
      rows.copyRow(y, 0, rows.width(), row);
      System.arraycopy(row, 0, rgb, y * row.length, row.length);
    }
    return RgbImage.wrap(rows.width(), rows.height(), rgb);
  }

  @ParameterizedTest
  @ValueSource(strings = {JPEG, "images/files/rgb.png", "images/files/lossless.webp"})
  void areTheDecodedPicture(String file) {
    assertThat(decoder.<RgbImage>lendImage(golden(file), LentImageTest::copy))
        .isEqualTo(decoder.image(golden(file)));
  }

  @Test
  void cannotBeReadAfterwards() {
    RgbRows kept = Objects.requireNonNull(decoder.<RgbRows>lendImage(golden(JPEG), rows -> rows));
    assertThatThrownBy(() -> kept.copyRow(0, 0, 1, new byte[3]))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void endWhereThePictureEnds() {
    decoder.<Void>lendImage(
        golden(JPEG),
        rows -> {
          byte[] row = new byte[rows.width() * 3 + 3];
          assertThatThrownBy(() -> rows.copyRow(rows.height(), 0, 1, row))
              .isInstanceOf(IndexOutOfBoundsException.class);
          assertThatThrownBy(() -> rows.copyRow(0, 1, rows.width(), row))
              .isInstanceOf(IndexOutOfBoundsException.class);
          assertThatThrownBy(() -> rows.copyRow(0, 0, 2, new byte[5]))
              .isInstanceOf(IndexOutOfBoundsException.class);
          return null;
        });
  }

  @Test
  void aDamagedFileNeverShowsThePictureBeforeIt() {
    byte[] whole = Goldens.bytes(JPEG);
    byte[] damaged = whole.clone();
    // The quantisation tables' marker becomes one that no decoder knows.
    int tables =
        IntStream.range(0, whole.length).filter(i -> isTable(whole, i)).findFirst().orElseThrow();
    damaged[tables + 1] = (byte) 0xdc;
    assertThat(decoder.<Integer>lendImage(golden(JPEG), RgbRows::width)).isPositive();
    assertThatThrownBy(() -> decoder.image(MediaSource.of(damaged, "damaged.jpg")))
        .isInstanceOf(MediaException.class);
  }

  private static boolean isTable(byte[] file, int at) {
    return file[at] == (byte) 0xff && file[at + 1] == (byte) 0xdb;
  }

  @Test
  void picturesOfManySizesAndThreadsDoNotMix() throws Exception {
    List<String> files = List.of(JPEG, "images/files/lossless.webp", "images/files/rgb.png");
    List<float[]> expected = files.stream().map(this::tensor).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> tasks =
          IntStream.range(0, 60)
              .<Callable<Boolean>>mapToObj(
                  i -> () -> Arrays.equals(tensor(files.get(i % 3)), expected.get(i % 3)))
              .toList();
      for (var result : threads.invokeAll(tasks)) {
        assertThat(result.get()).isTrue();
      }
    }
  }

  private float[] tensor(String file) {
    return decoder.lendImage(golden(file), ImagePreprocessor.reference()::apply).toArray();
  }
}
