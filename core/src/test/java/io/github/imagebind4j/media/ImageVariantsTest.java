package io.github.imagebind4j.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.MediaSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One small picture in many kinds of file: the pixels are Pillow's, or both refuse. The few
/// differences are listed with their reason.
class ImageVariantsTest {
  private static final Map<String, byte[]> FILES = unzip();
  private static final Map<String, Object> GOLDEN =
      Goldens.map(Goldens.json("images/variants/variants.json").get("images"));

  // We are stricter: a missing last byte counts as truncated, and 32-bit integers are no picture.
  private static final Map<String, String> WE_REFUSE =
      Map.of(
          "b_rle8_trunc1.bmp", "is truncated",
          "t_i32.tiff", "1 samples of 32 bits");

  // Pillow knows neither; here both have one obvious meaning.
  private static final Map<String, String> PILLOW_REFUSES =
      Map.of("b_32_bfr.bmp", "Unsupported BMP bitfields layout", "t_f64.tiff", "cannot identify");

  static Stream<String> names() {
    return GOLDEN.keySet().stream();
  }

  @Test
  void everyFileHasItsGolden() {
    assertThat(FILES.keySet()).hasSize(184).isEqualTo(GOLDEN.keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void pixelsArePillows(String name) {
    Map<String, Object> golden = Goldens.map(GOLDEN.get(name));
    Object expected = golden.get("sha256_rgb");
    String got;
    try {
      byte[] file = FILES.getOrDefault(name, new byte[0]);
      got = sha256(MediaDecoder.standard().image(MediaSource.of(file, name)).toBytes());
    } catch (MediaException e) {
      assertThat(e).hasMessageContaining(name);
      if (expected != null) {
        assertThat(e).hasMessageContaining(WE_REFUSE.getOrDefault(name, "no reason to refuse"));
      }
      return;
    }
    if (expected == null) {
      assertThat(String.valueOf(golden.get("error")))
          .contains(PILLOW_REFUSES.getOrDefault(name, "we should refuse this too"));
    } else {
      assertThat(got).isEqualTo(expected);
    }
  }

  static Map<String, byte[]> unzip() {
    Map<String, byte[]> files = new TreeMap<>();
    byte[] zipped = Goldens.bytes("images/variants/variants.zip");
    try (var zip = new ZipInputStream(new ByteArrayInputStream(zipped))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return files;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
