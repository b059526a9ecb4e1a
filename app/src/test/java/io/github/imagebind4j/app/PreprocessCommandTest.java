package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessCommandTest {
  @TempDir private Path temp;

  private Path out() {
    return temp.resolve("out.npy");
  }

  private Cli.Run run(String... args) {
    String[] all = Arrays.copyOf(args, args.length + 3);
    System.arraycopy(args, 0, all, 1, args.length);
    all[0] = "preprocess";
    all[all.length - 2] = "--out";
    all[all.length - 1] = out().toString();
    return new Cli(temp).run(all);
  }

  private FloatArray tensor() throws IOException {
    return NpyFile.read(Files.readAllBytes(out()), 1 << 26).values();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--image | images/files/rgb.png | 3,224,224",
        "--video | video/files/short_226x224_2997.mp4 | 15,3,2,224,224",
        "--audio | audio/files/chirp_16k_i16_5s.wav | 3,1,128,204",
        "--depth | senses/depth_mm.png | 1,224,224",
        "--thermal | senses/thermal_l16.png | 1,224,224",
        "--imu | senses/imu_100hz.csv | 6,2000",
      })
  void everySenseHasTheShapeThatItsEncoderTakes(String option, String file, String shape)
      throws IOException {
    Cli.Run run = run(option, Goldens.file(file));

    assertThat(run.err()).contains("float32 [" + shape.replace(",", ", ") + "]");
    assertThat(run.exitCode()).isZero();
    assertThat(tensor().shape().dims())
        .containsExactly(Arrays.stream(shape.split(",")).mapToInt(Integer::parseInt).toArray());
  }

  @Test
  void motionInGAndDegreesIsConverted() throws IOException {
    Path csv = temp.resolve("walk.csv");
    Files.writeString(csv, "ax,ay,az,gx,gy,gz\n" + "1,0,0,180,0,0\n".repeat(2000));

    run("--imu", csv.toString(), "--imu-acc-unit", "g", "--imu-gyro-unit", "deg");
    assertThat(tensor().get(0)).isEqualTo(9.80665f);
    assertThat(tensor().get(3 * 2000)).isEqualTo((float) Math.PI);

    run("--imu", csv.toString());
    assertThat(tensor().get(0)).isEqualTo(1);
    assertThat(tensor().get(3 * 2000)).isEqualTo(180);
  }

  @Test
  void profilesAndCamerasChangeTheNumbers() throws IOException {
    String depth = Goldens.file("senses/depth_mm.png");
    run("--depth", depth);
    FloatArray reference = tensor();

    assertThat(run("--depth", depth, "--profile", "depth=sun").exitCode()).isZero();
    assertThat(tensor()).isNotEqualTo(reference);
    assertThat(run("--depth", depth, "--depth-fx", "100").exitCode()).isZero();
    assertThat(tensor()).isNotEqualTo(reference);
    assertThat(run("--depth", depth, "--depth-unit", "mm").exitCode()).isZero();
    assertThat(tensor()).isEqualTo(reference);
  }

  @Test
  void aFileThatFailsLeavesNothingBehind() throws IOException {
    Path words = Files.writeString(temp.resolve("words.jpg"), "These are words.\n");

    Cli.Run run = run("--image", words.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: ").contains("words.jpg");
    assertThat(out()).doesNotExist();
  }

  @Test
  void aFolderThatIsMissingIsNamed() {
    Cli.Run run =
        new Cli(temp)
            .run(
                "preprocess",
                "--image",
                Goldens.file("images/files/rgb.png"),
                "--out",
                temp.resolve("no/such/folder/x.npy").toString());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("can't write");
  }
}
