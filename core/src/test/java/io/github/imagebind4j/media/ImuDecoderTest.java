package io.github.imagebind4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.NpyFile;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.ImuFormat;
import io.github.imagebind4j.input.ImuFormat.Acceleration;
import io.github.imagebind4j.input.ImuFormat.Rotation;
import io.github.imagebind4j.input.ImuFormat.TimeUnit;
import io.github.imagebind4j.input.MediaSource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Motion files: columns by name, time to rate, units, missing values, and what is refused.
class ImuDecoderTest {
  private static final String HEADER = "acc_x,acc_y,acc_z,gyro_x,gyro_y,gyro_z";

  private static MediaSource csv(String text) {
    return MediaSource.of(text.getBytes(StandardCharsets.UTF_8), "motion.csv");
  }

  private static ImuSeries read(String text) {
    return read(text, ImuFormat.DEFAULT);
  }

  private static ImuSeries read(String text, ImuFormat format) {
    return MediaDecoder.standard().imu(csv(text), format);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String text) {
    return assertThatThrownBy(() -> read(text))
        .isInstanceOf(MediaException.class)
        .hasMessageStartingWith("motion.csv");
  }

  private static float[] row(ImuSeries series, int sample) {
    float[] row = new float[6];
    for (int c = 0; c < 6; c++) {
      row[c] = series.get(c, sample);
    }
    return row;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acc_x,acc_y,acc_z,gyro_x,gyro_y,gyro_z",
        "ACC_X,Acc Y,accZ,GYR_X,gyr-y,GyrZ",
        "accel_x,accel_y,accel_z,rot_x,rot_y,rot_z",
        "accl_x;accl_y;accl_z;gyro_x;gyro_y;gyro_z",
        "ax\tay\taz\tgx\tgy\tgz",
        "\"accelerometer_x\",\"accelerometer_y\",\"accelerometer_z\",\"gyroscope_x\",\"gyroscope_y\",\"gyroscope_z\"",
        "Acceleration X [m/s^2],Acceleration Y [m/s^2],Acceleration Z [m/s^2],x_gyro (rad/s),y_gyro (rad/s),z_gyro (rad/s)",
        "\ufeffx_acc,y_acc,z_acc,angular_velocity_x,angular_velocity_y,angular_velocity_z"
      })
  void usualColumnNamesAreRecognised(String header) {
    String separator = header.contains("\t") ? "\t" : header.contains(";") ? ";" : ",";
    ImuSeries series = read(header + "\r\n" + String.join(separator, "1", "2", "3", "4", "5", "6"));
    assertThat(row(series, 0)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(series.sampleRateHz()).isEqualTo(400);
  }

  @Test
  void anyOrderComesOutAccelerometerFirst() {
    ImuSeries series = read("id,gyro_z,gyro_y,gyro_x,accl_z,accl_y,accl_x\n7,6,5,4,3,2,1\n");
    assertThat(row(series, 0)).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void theFormatsNamesOverrideTheUsualOnes() {
    ImuFormat format = new ImuFormat(List.of("a", "b", "c", "d", "e", "f"), 50);
    ImuSeries series = read("f,e,d,c,b,a\n6,5,4,3,2,1\n", format);
    assertThat(row(series, 0)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(series.sampleRateHz()).isEqualTo(50);
    assertThatThrownBy(() -> ImuFormat.DEFAULT.withColumns(List.of("a")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("6 columns");
  }

  @Test
  void aMissingColumnIsNamedWithThoseThatAreThere() {
    assertRefused("acc_x,acc_y,acc_z,gyro_x,gyro_y\n1,2,3,4,5\n")
        .hasMessageContaining("no column for gyroscope z")
        .hasMessageContaining("[acc_x, acc_y, acc_z, gyro_x, gyro_y]")
        .hasMessageContaining("ImuFormat.columns");
  }

  @ParameterizedTest
  @CsvSource({
    "time_s,0.005",
    "timestamp_ms,5",
    "canonical_timestamp_us,5000",
    "t_ns,5000000",
    "time [ms],5",
    "time,0.005",
    "timestamp,5",
    "t,5000",
    "Timestamp,5000000"
  })
  void theTimeColumnGivesTheRate(String name, double step) {
    StringBuilder text = new StringBuilder(name + "," + HEADER + "\n");
    for (int i = 0; i < 11; i++) {
      text.append(1000 * step + i * step).append(",1,2,3,4,5,6\n");
    }
    assertThat(read(text.toString()).sampleRateHz()).isCloseTo(200, within(1e-6));
  }

  @Test
  void theUnitOfTimeCanBeStated() {
    String text = "time," + HEADER + "\n0,1,2,3,4,5,6\n500,1,2,3,4,5,6\n";
    ImuFormat format = ImuFormat.DEFAULT.withTime(TimeUnit.MILLISECONDS);
    assertThat(read(text, format).sampleRateHz()).isCloseTo(2, within(1e-9));
  }

  @Test
  void unevenTimesAreInterpolatedOntoAnEvenGrid() {
    // Value = time in hundredths; samples 3 to 7 are lost.
    StringBuilder text = new StringBuilder("time_s," + HEADER + "\n");
    for (int i : new int[] {0, 1, 2, 8, 9, 10}) {
      text.append("%s,%d,0,0,0,0,0%n".formatted(i / 100.0, i));
    }
    ImuSeries series = read(text.toString());
    assertThat(series.sampleRateHz()).isCloseTo(50, within(1e-9));
    for (int i = 0; i < series.samples(); i++) {
      assertThat(series.get(0, i)).isCloseTo(2 * i, within(1e-5f));
    }
  }

  @Test
  void gAndDegreesAreConverted() {
    ImuFormat format = ImuFormat.DEFAULT.withUnits(Acceleration.G, Rotation.DEGREES_PER_SECOND);
    ImuSeries series = read(HEADER + "\n1,0,0,180,0,0\n", format);
    assertThat(series.get(0, 0)).isEqualTo(9.80665f);
    assertThat(series.get(3, 0)).isEqualTo((float) Math.PI);
  }

  @Test
  void aColumnInAnotherUnitThanTheFormatsIsRefused() {
    assertRefused(HEADER.replace("acc_x", "acc_x [g]") + "\n1,2,3,4,5,6\n")
        .hasMessageContaining("column 'acc_x [g]' states another unit")
        .hasMessageContaining("ImuFormat.withUnits");
    assertRefused(HEADER.replace("gyro_x", "gyro_x (deg/s)") + "\n1,2,3,4,5,6\n")
        .hasMessageContaining("states another unit");
  }

  @Test
  void aFewMissingValuesBecomeZeroAndNeverNaN() {
    StringBuilder text = new StringBuilder(HEADER + "\n");
    for (int i = 0; i < 20; i++) {
      text.append(i == 3 ? "NaN,2,3,4,,6\n" : i == 4 ? "1,2,3,nan,null,6\n" : "1,2,3,4,5,6\n");
    }
    ImuSeries series = read(text.toString());
    assertThat(row(series, 3)).containsExactly(0, 2, 3, 4, 0, 6);
    assertThat(row(series, 4)).containsExactly(1, 2, 3, 0, 0, 6);
  }

  @Test
  void aChannelOfNaNIsRefused() {
    assertRefused(HEADER + "\n1,2,NaN,4,5,6\n1,2,NaN,4,5,6\n")
        .hasMessageContaining("2 of 2 samples of accelerometer z are missing (NaN)");
  }

  @Test
  void anInfiniteValueIsRefusedWithItsLine() {
    assertRefused(HEADER + "\n1,2,3,4,5,6\n1,2,3,4,5,Infinity\n")
        .hasMessageContaining("line 3 has Infinity in column gyro_z");
    assertRefused(HEADER + "\n1,2,3,4,5,1e300\n").hasMessageContaining("finite");
  }

  @Test
  void aCellThatIsNoNumberIsRefusedWithItsLine() {
    assertRefused(HEADER + "\n\n1,2,3,4,5,six\n")
        .hasMessageContaining("line 3 has 'six' in column gyro_z, not a number");
  }

  @Test
  void aRaggedRowIsRefusedWithItsLine() {
    assertRefused(HEADER + "\n1,2,3,4,5,6\n1,2,3,4,5\n")
        .hasMessageContaining("line 3 has 5 cells, the header has 6");
  }

  @Test
  void aFileWithoutSamplesIsRefused() {
    assertRefused("").hasMessageContaining("is empty");
    assertRefused("\n\n").hasMessageContaining("is empty");
    assertRefused(HEADER + "\n").hasMessageContaining("no samples");
  }

  @Test
  void timeThatRunsBackOrStandsStillIsRefused() {
    assertRefused("time_s," + HEADER + "\n1,1,2,3,4,5,6\n0.5,1,2,3,4,5,6\n")
        .hasMessageContaining("line 3 has time 0.5 after 1.0");
    assertRefused("time_s," + HEADER + "\n1,1,2,3,4,5,6\n1,1,2,3,4,5,6\n")
        .hasMessageContaining("its times run from 1.0 to 1.0");
  }

  @Test
  void moreSamplesThanTheLimitAreRefused() {
    MediaDecoder decoder = MediaDecoder.standard(MediaLimits.DEFAULT.withMaxImuSamples(2));
    String text = HEADER + "\n1,2,3,4,5,6".repeat(3);
    assertThatThrownBy(() -> decoder.imu(csv(text), ImuFormat.DEFAULT))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("more than 2 samples")
        .hasMessageContaining("MediaLimits.maxImuSamples");
  }

  @Test
  void aLineWithoutEndIsRefused() {
    assertRefused("a".repeat(100_000)).hasMessageContaining("line 1 is longer than 65536 bytes");
  }

  @Test
  void arraysMayBeByChannelOrBySample() {
    float[] byChannel = {1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60};
    float[] bySample = {1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60};
    ImuSeries first = npy(FloatArray.wrap(byChannel, 6, 2));
    assertThat(npy(FloatArray.wrap(bySample, 2, 6))).isEqualTo(first);
    assertThat(row(first, 1)).containsExactly(10, 20, 30, 40, 50, 60);
    assertThatThrownBy(() -> npy(FloatArray.wrap(new float[10], 5, 2)))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("expected an array [6, T] or [T, 6]");
  }

  @Test
  void anArrayChannelOfNaNIsRefused() {
    float[] values = new float[12];
    values[4] = Float.NaN;
    values[5] = Float.NaN;
    assertThatThrownBy(() -> npy(FloatArray.wrap(values, 6, 2)))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("2 of 2 samples of accelerometer z are missing (NaN)");
  }

  @Test
  void mutatedTablesAreReadOrRefusedButNeverNaN() {
    long seed = 7;
    Random random = new Random(seed);
    byte[] table =
        ("time_ms," + HEADER + "\n1,1,2,3,4,5,6\n2,6,5,4,3,2,1".repeat(9))
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 500; i++) {
      byte[] mutated = table.clone();
      for (int k = random.nextInt(6); k >= 0; k--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      try {
        ImuSeries series =
            MediaDecoder.standard().imu(MediaSource.of(mutated, "motion.csv"), ImuFormat.DEFAULT);
        assertThat(Float.isFinite(series.get(0, 0))).isTrue();
      } catch (MediaException e) {
        assertThat(e).as("seed %d, mutation %d", seed, i).hasMessageStartingWith("motion.csv");
      }
    }
  }

  private static ImuSeries npy(FloatArray array) {
    var out = new ByteArrayOutputStream();
    NpyFile.write(out, array);
    return MediaDecoder.standard()
        .imu(MediaSource.of(out.toByteArray(), "motion.npy"), ImuFormat.DEFAULT);
  }
}
