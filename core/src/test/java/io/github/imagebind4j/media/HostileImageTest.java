package io.github.imagebind4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.MediaSource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are not what they claim. Each is refused with what was found and the fix, before any
/// memory is reserved on its word.
class HostileImageTest {
  private static final int SIDE = 50_000;

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      byte[] file, String name) {
    return assertThatThrownBy(() -> MediaDecoder.standard().image(MediaSource.of(file, name)))
        .isInstanceOf(MediaException.class)
        .hasMessageStartingWith(name);
  }

  private static byte[] golden(String name) {
    return Goldens.bytes("images/files/" + name);
  }

  @Test
  void anEmptyFile() {
    assertRefused(new byte[0], "empty.png").hasMessageContaining("is empty (0 bytes)");
  }

  @Test
  void aTextFileNamedJpg() {
    byte[] text = "Hello, I am a text.\n".getBytes(StandardCharsets.UTF_8);
    assertRefused(text, "photo.jpg")
        .hasMessageContaining("is not an image: it begins with the text \"Hello, I am a te\"")
        .hasMessageContaining("give a JPEG, PNG");
  }

  @Test
  void aBinaryFileNamedPng() {
    assertRefused(new byte[] {0, 1, 2, (byte) 0xff}, "x.png")
        .hasMessageContaining("it begins with bytes 00 01 02 ff");
  }

  @Test
  void aMissingFile(@TempDir Path folder) {
    Path path = folder.resolve("missing.png");
    assertThatThrownBy(() -> MediaDecoder.standard().image(MediaSource.of(path)))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void aWrongNameDoesNotMatter(@TempDir Path folder) throws Exception {
    Path path = Files.write(folder.resolve("really-a-png.txt"), golden("tiny.png"));
    assertThat(MediaDecoder.standard().image(MediaSource.of(path)).width()).isPositive();
  }

  @Test
  void formatsThatAreKnownButNotDecoded() {
    byte[] avif = "\0\0\0\u001cftypavif\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(avif, "a.avif").hasMessageContaining("AVIF is not supported; convert it");
    byte[] heic = "\0\0\0\u001cftypheic\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(heic, "a.heic").hasMessageContaining("HEIC is not supported; convert it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tiff", "webp"})
  void aHeaderOfFiftyThousandSquare(String format) {
    byte[] file =
        switch (format) {
          case "png" -> patched(golden("rgb.png"), 16, ints(ByteOrder.BIG_ENDIAN, SIDE, SIDE));
          case "jpg" -> jpegOf(SIDE);
          case "gif" ->
              patched(golden("plain.gif"), 6, shorts(ByteOrder.LITTLE_ENDIAN, SIDE, SIDE));
          case "bmp" -> patched(golden("plain.bmp"), 18, ints(ByteOrder.LITTLE_ENDIAN, SIDE, SIDE));
          case "tiff" -> tiffOf(SIDE);
          default -> webpOf(SIDE);
        };
    assertRefused(file, "big." + format)
        .hasMessageContaining("has 50000 x 50000 pixels by its header")
        .hasMessageContaining("above the limit of 100000000")
        .hasMessageContaining("MediaLimits.maxPixels");
  }

  @Test
  void theLimitIsAnOption() {
    MediaLimits small = MediaLimits.DEFAULT.withMaxPixels(1000);
    assertThatThrownBy(
            () -> MediaDecoder.standard(small).image(MediaSource.of(golden("rgb.png"), "rgb.png")))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("above the limit of 1000");
    MediaLimits short4k = MediaLimits.DEFAULT.withMaxFileBytes(4096);
    assertThatThrownBy(() ->
            MediaDecoder.standard(short4k).image(MediaSource.of(golden("rgb.png"), "rgb.png")))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("longer than the limit of 4096 bytes");
  }

  @Test
  void aZipBombInAPngIsBoundedByItsPixels() {
    // 400 MB of zeros in 400 kB, in a picture of 8 x 8: only 8 rows are ever unpacked.
    byte[] file = png(8, 8, zeros(400_000_000));
    assertThat(file.length).isLessThan(1_000_000);
    RgbImage image = MediaDecoder.standard().image(MediaSource.of(file, "bomb.png"));
    assertThat(image.toBytes()).isEqualTo(new byte[8 * 8 * 3]);
  }

  @Test
  void aPngWithTooFewPixels() {
    assertRefused(png(80, 80, zeros(1000)), "few.png")
        .hasMessageContaining("is truncated: its compressed pixels end early");
  }

  @Test
  void aTiffThatStatesMoreValuesThanTheFileHas() {
    byte[] file = tiffOf(100);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(8 + 2 + 4, Integer.MAX_VALUE);
    assertRefused(file, "long.tiff").hasMessageContaining("is truncated");
  }

  @Test
  void aTiffWhosePagesRunInACircle() {
    byte[] file = tiffOf(100);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(file.length - 4, 8);
    assertRefused(file, "circle.tiff").hasMessageContaining("run in a circle");
  }

  @Test
  void aBmpWithAColourMaskOfNoBits() {
    byte[] file = ImageVariantsTest.unzip().getOrDefault("b_32_bf.bmp", new byte[0]);
    byte[] masked = patched(file, 54, ints(ByteOrder.LITTLE_ENDIAN, 0));
    assertRefused(masked, "mask.bmp").hasMessageContaining("0 bits of a colour");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "landscape_420_q75.jpg", "progressive.jpg", "cmyk.jpg", "rgb.png", "gray16.png",
        "plain.gif", "plain.bmp", "lzw.tiff", "lossy.webp", "lossless.webp"
      })
  void aFileCutInHalfOrAtItsHeader(String name) {
    byte[] whole = golden(name);
    for (int length : new int[] {whole.length / 2, whole.length * 9 / 10, 200, 33, 20}) {
      assertThatThrownBy(() ->
              MediaDecoder.standard().image(MediaSource.of(Arrays.copyOf(whole, length), name)))
          .as("%s cut to %d bytes", name, length)
          .isInstanceOf(MediaException.class)
          .hasMessageStartingWith(name)
          .hasMessageContaining("truncated");
    }
  }

  /// Mutates small files of every kind; whatever comes of it, it is pixels or a MediaException.
  @Test
  void aThousandMutationsHurtNobody() {
    long seed = 42;
    Random random = new Random(seed);
    Map<String, byte[]> files = ImageVariantsTest.unzip();
    List<String> names = new ArrayList<>(files.keySet());
    MediaDecoder decoder = MediaDecoder.standard(MediaLimits.DEFAULT.withMaxPixels(1_000_000));
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      String name = names.get(random.nextInt(names.size()));
      byte[] mutated = mutate(files.getOrDefault(name, new byte[0]), random);
      try {
        decoder.image(MediaSource.of(mutated, name));
      } catch (MediaException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", mutation " + i + " of " + name, e);
      }
    }
    assertThat(refused).as("seed %d", seed).isBetween(200, 999);
  }

  private static byte[] mutate(byte[] file, Random random) {
    byte[] mutated = file.clone();
    int changes = 1 + random.nextInt(8);
    // Most of what can go wrong is near the start.
    int reach = random.nextBoolean() ? Math.min(200, mutated.length) : mutated.length;
    for (int k = 0; k < changes; k++) {
      int at = random.nextInt(reach);
      mutated[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) 0xff;
            case 1 -> 0;
            case 2 -> (byte) (mutated[at] ^ (1 << random.nextInt(8)));
            default -> (byte) random.nextInt(256);
          };
    }
    return random.nextInt(8) == 0
        ? Arrays.copyOf(mutated, random.nextInt(mutated.length))
        : mutated;
  }

  private static byte[] patched(byte[] file, int at, byte[] with) {
    byte[] copy = file.clone();
    System.arraycopy(with, 0, copy, at, with.length);
    return copy;
  }

  private static byte[] ints(ByteOrder order, int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(order);
    for (int value : values) {
      buffer.putInt(value);
    }
    return buffer.array();
  }

  private static byte[] shorts(ByteOrder order, int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(order);
    for (int value : values) {
      buffer.putShort((short) value);
    }
    return buffer.array();
  }

  private static byte[] jpegOf(int side) {
    byte[] file = golden("gray.jpg");
    int frame = 0;
    while (file[frame] != (byte) 0xff || file[frame + 1] != (byte) 0xc0) {
      frame++;
    }
    return patched(file, frame + 5, shorts(ByteOrder.BIG_ENDIAN, side, side));
  }

  private static byte[] webpOf(int side) {
    byte[] header = "RIFF\0\0\0\0WEBPVP8X\n\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    byte[] file = Arrays.copyOf(header, 100);
    int last = side - 1;
    for (int at : new int[] {24, 27}) {
      file[at] = (byte) last;
      file[at + 1] = (byte) (last >> 8);
      file[at + 2] = (byte) (last >> 16);
    }
    return file;
  }

  /// A directory of width, height, bits and strips, and no pixels.
  private static byte[] tiffOf(int side) {
    int[][] tags = {
      {256, 4, side},
      {257, 4, side},
      {258, 3, 8},
      {259, 3, 1},
      {262, 3, 1},
      {273, 4, 0},
      {279, 4, 8}
    };
    ByteBuffer file =
        ByteBuffer.allocate(8 + 2 + 12 * tags.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    file.putShort((short) tags.length);
    for (int[] tag : tags) {
      file.putShort((short) tag[0]).putShort((short) tag[1]).putInt(1).putInt(tag[2]);
    }
    return file.putInt(0).array();
  }

  private static byte[] zeros(int count) {
    var deflater = new Deflater(9);
    var out = new ByteArrayOutputStream();
    byte[] chunk = new byte[1 << 16];
    byte[] compressed = new byte[1 << 16];
    int left = count;
    while (!deflater.finished()) {
      if (deflater.needsInput() && left > 0) {
        int next = Math.min(left, chunk.length);
        deflater.setInput(chunk, 0, next);
        left -= next;
      }
      if (left == 0) {
        deflater.finish();
      }
      out.write(compressed, 0, deflater.deflate(compressed));
    }
    deflater.end();
    return out.toByteArray();
  }

  /// An RGB picture around compressed pixels; check sums are left out, nobody reads them.
  private static byte[] png(int width, int height, byte[] pixels) {
    ByteBuffer file = ByteBuffer.allocate(8 + 25 + 12 + pixels.length + 12);
    file.put("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
    file.putInt(13).put("IHDR".getBytes(StandardCharsets.ISO_8859_1));
    file.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0}).putInt(0);
    file.putInt(pixels.length).put("IDAT".getBytes(StandardCharsets.ISO_8859_1));
    file.put(pixels).putInt(0);
    file.putInt(0).put("IEND".getBytes(StandardCharsets.ISO_8859_1)).putInt(0);
    return file.array();
  }
}
