package io.github.imagebind4j.mini;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.ImageBindOptions;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The model that is in the jar.
class MiniTest {
  private static final long MOST_BYTES = 48_000_000;

  @TempDir private Path temp;

  @Test
  void itIsWhatItsHashSaysAndNotTooLarge() throws Exception {
    Path file = Mini.extractTo(temp);

    assertThat(Mini.bytes()).isEqualTo(Files.size(file)).isLessThanOrEqualTo(MOST_BYTES);
    assertThat(Mini.sha256()).isEqualTo(Hashes.sha256(Files.readAllBytes(file)));
    assertThat(file)
        .isEqualTo(Mini.fileIn(temp))
        .hasFileName("mini-" + Mini.sha256().substring(0, 16) + ".safetensors");
  }

  @Test
  void itHasSixSensesInOneSpace() {
    try (ImageBind model = ImageBind.load(Mini.extractTo(temp), ImageBindOptions.defaults())) {
      assertThat(model.config().modalities())
          .containsOnlyKeys(
              Modality.VISION,
              Modality.TEXT,
              Modality.AUDIO,
              Modality.DEPTH,
              Modality.THERMAL,
              Modality.IMU);
      assertThat(model.config().outEmbedDim()).isEqualTo(256);
      assertThat(model.embed(Input.text("a dog")).norm()).isGreaterThan(0).isFinite();
    }
  }

  /// Half the bytes in every clone and every jar.
  @Test
  void itsWeightsAreStoredInHalfPrecision() throws Exception {
    byte[] file = Files.readAllBytes(Mini.extractTo(temp));
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String header = new String(file, Long.BYTES, length, StandardCharsets.UTF_8);

    assertThat(header).contains("\"dtype\":\"F16\"").doesNotContain("\"dtype\":\"F32\"");
  }

  @Test
  void theDefaultFolderIsInTheUsersCache() {
    assertThat(Mini.defaultFolder()).endsWithRaw(Path.of("imagebind4j", "models"));
  }
}
