package io.github.imagebind4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.MediaSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Recognition by content, and the plain types.
class MediaDecoderTest {
  private static final MediaDecoder DECODER = MediaDecoder.standard();

  @ParameterizedTest
  @CsvSource({
    "images/files/landscape_420_q75.jpg,IMAGE",
    "images/files/rgb.png,IMAGE",
    "images/files/plain.gif,IMAGE",
    "images/files/plain.bmp,IMAGE",
    "images/files/lzw.tiff,IMAGE",
    "images/files/lossless.webp,IMAGE",
    "images/samples.npy,ARRAY",
    "senses/imu_100hz.csv,IMU",
    "images/manifest.json,TEXT",
    "README.md,TEXT",
    "images/full_tensors.npz,UNKNOWN"
  })
  void filesAreRecognisedByContent(String golden, MediaKind kind) {
    assertThat(DECODER.recognize(MediaSource.of(Goldens.bytes(golden), "no-name"))).isEqualTo(kind);
  }

  @Test
  void aVideoIsRecognised() {
    String first =
        Goldens.map(Goldens.list(Goldens.json("video/manifest.json").get("videos")).getFirst())
            .getOrDefault("file", "")
            .toString();
    MediaSource source = MediaSource.of(Goldens.bytes("video/" + first), "no-name");
    assertThat(DECODER.recognize(source)).isEqualTo(MediaKind.VIDEO);
  }

  @Test
  void aSoundIsRecognised() {
    byte[] wav = new byte[44 + 32_000];
    byte[] header =
        "RIFF$}\0\0WAVEfmt \u0010\0\0\0\u0001\0\u0001\0\u0080>\0\0\0}\0\0\u0002\0\u0010\0data\0}\0\0"
            .getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(header, 0, wav, 0, header.length);
    assertThat(DECODER.recognize(MediaSource.of(wav, "no-name"))).isEqualTo(MediaKind.AUDIO);
  }

  @Test
  void textWithUmlautsCutInTwoIsText() {
    byte[] text = "äöü€".repeat(2000).getBytes(StandardCharsets.UTF_8);
    assertThat(DECODER.recognize(MediaSource.of(text, "t"))).isEqualTo(MediaKind.TEXT);
  }

  @Test
  void nothingAndNoiseAreUnknown() {
    assertThat(DECODER.recognize(MediaSource.of(new byte[0], "e"))).isEqualTo(MediaKind.UNKNOWN);
    assertThat(DECODER.recognize(MediaSource.of(new byte[] {1, 2, 3}, "n")))
        .isEqualTo(MediaKind.UNKNOWN);
  }

  @Test
  void aMissingFileIsAnError(@TempDir Path folder) {
    assertThatThrownBy(() -> DECODER.recognize(MediaSource.of(folder.resolve("none"))))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void aPictureChecksItsSizeAndKeepsItsPixels() {
    byte[] rgb = {1, 2, 3, 4, 5, 6};
    RgbImage image = RgbImage.copyOf(2, 1, rgb);
    rgb[0] = 9;
    assertThat(image.toBytes()).containsExactly(1, 2, 3, 4, 5, 6);
    byte[] pixel = new byte[3];
    image.copyRow(0, 1, 1, pixel);
    assertThat(pixel).containsExactly(4, 5, 6);
    assertThatThrownBy(() -> image.copyRow(0, 1, 2, new byte[6]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> RgbImage.wrap(2, 2, rgb))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("2 x 2 pixels needs 12 bytes of RGB, got 6");
  }

  @Test
  void aMotionRecordingIsNeverNaN() {
    float[][] channels = new float[6][3];
    channels[4][1] = Float.NaN;
    assertThatThrownBy(() -> ImuSeries.copyOf(400, channels))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("sample 1 of channel 4 is NaN");
  }

  @Test
  void limitsCheckThemselves() {
    assertThatThrownBy(() -> MediaLimits.DEFAULT.withMaxPixels(0))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("maxPixels must be from 1 to 715827882");
    assertThatThrownBy(() -> MediaLimits.DEFAULT.withMaxAudioSeconds(Double.NaN))
        .isInstanceOf(ConfigException.class);
  }
}
