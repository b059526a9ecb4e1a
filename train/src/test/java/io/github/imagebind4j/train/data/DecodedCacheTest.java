package io.github.imagebind4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.media.MediaDecoder;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodedCacheTest {
  private static final MediaDecoder DECODER = MediaDecoder.standard();

  @TempDir Path folder;
  private final List<Item> items = new ArrayList<>();

  @BeforeEach
  void makeFiles() throws IOException {
    for (int i = 0; i < 20; i++) {
      Path file = TestMedia.picture(folder.resolve("p" + i + ".png"), 40, 30, i);
      items.add(TestMedia.item("p" + i, Modality.VISION, file, "x", ""));
    }
    items.add(
        TestMedia.item(
            "s", Modality.AUDIO, TestMedia.sound(folder.resolve("s.wav"), 3, 440), "x", ""));
    items.add(
        TestMedia.item(
            "d",
            Modality.DEPTH,
            TestMedia.depth(folder.resolve("d.png"), 20, 10, (x, y) -> x == 3 ? 0 : 1000 + 10 * x),
            "x",
            ""));
    items.add(
        TestMedia.item("i", Modality.IMU, TestMedia.motion(folder.resolve("i.npy"), 100), "x", ""));
    items.add(TestMedia.text("t", "text", "x"));
  }

  private DecodedCache open(List<Item> wanted, CacheSettings settings, int threads) {
    return DecodedCache.open(
        folder.resolve("cache"), wanted, settings, DECODER, threads, (_, _) -> {});
  }

  private Path data() throws IOException {
    return file("data.bin");
  }

  private Path file(String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  private static CachedMedia find(DecodedCache cache, Item item) {
    return Objects.requireNonNull(cache.find(item), item.id());
  }

  private static byte[] bytes(DecodedCache cache, Item item) {
    return find(cache, item).data().toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void smallPicturesAreKeptToThePixel() {
    try (DecodedCache cache = open(items, CacheSettings.DEFAULT, 2)) {
      assertThat(cache.size()).isEqualTo(23);
      assertThat(cache.failures()).isEmpty();
      Item item = items.get(4);
      assertThat(bytes(cache, item)).isEqualTo(DECODER.image(item.location().open()).toBytes());
      assertThat(cache.holds(items.getLast())).isTrue();
    }
  }

  @Test
  void largePicturesAreReducedAndLongOnesCut() throws IOException {
    Path file = TestMedia.picture(folder.resolve("wide.png"), 400, 80, (_, _) -> 0x204060);
    Item wide = TestMedia.item("w", Modality.VISION, file, "", "");
    try (DecodedCache cache = open(List.of(wide), CacheSettings.DEFAULT.withShortSide(40), 1)) {
      CachedMedia media = find(cache, wide);
      assertThat(media.dims()).containsExactly(40, 53);
      assertThat(bytes(cache, wide)).containsOnly(0x20, 0x40, 0x60);
    }
  }

  @Test
  void depthIsMillimetresWithoutHoles() {
    try (DecodedCache cache = open(items, CacheSettings.DEFAULT, 1)) {
      CachedMedia media = find(cache, items.get(21));
      // 20 x 10 is cut to 4:3: columns 3 to 15; the hole between 1020 and 1040 was column 3.
      assertThat(media.dims()).containsExactly(10, 13);
      assertThat(media.data().get(ValueLayout.JAVA_SHORT_UNALIGNED, 0))
          .isBetween((short) 1025, (short) 1035);
      assertThat(media.data().get(ValueLayout.JAVA_SHORT_UNALIGNED, 4)).isEqualTo((short) 1050);
      assertThat(media.extra()).isEqualTo(518.86 * 0.075);
    }
  }

  @Test
  void nothingIsDecodedTwice() throws IOException {
    open(items, CacheSettings.DEFAULT, 2).close();
    long length = Files.size(data());
    List<Item> all = new ArrayList<>(items);
    // The same bytes under another name.
    Path copy = Files.copy(folder.resolve("p1.png"), folder.resolve("copy.png"));
    all.add(TestMedia.item("copy", Modality.VISION, copy, "x", ""));
    try (DecodedCache cache = open(all, CacheSettings.DEFAULT, 2)) {
      assertThat(bytes(cache, all.getLast())).isEqualTo(bytes(cache, items.get(1)));
    }
    assertThat(Files.size(data())).isEqualTo(length);
  }

  @Test
  void aChangedFileIsDecodedAnew() throws IOException {
    open(items, CacheSettings.DEFAULT, 1).close();
    TestMedia.picture(folder.resolve("p0.png"), 41, 31, 99);
    try (DecodedCache cache = open(items, CacheSettings.DEFAULT, 1)) {
      assertThat(find(cache, items.getFirst()).dims()).containsExactly(31, 41);
    }
  }

  @Test
  void otherSettingsDoNotMix() {
    open(items, CacheSettings.DEFAULT, 1).close();
    try (DecodedCache cache = open(items, CacheSettings.DEFAULT.withShortSide(15), 1)) {
      assertThat(find(cache, items.getFirst()).dims()).containsExactly(15, 20);
    }
  }

  @Test
  void whatIsDamagedIsLeftOutAndTold() throws IOException {
    Path broken = Files.write(folder.resolve("broken.png"), new byte[] {(byte) 0x89, 'P', 'N'});
    items.add(TestMedia.item("broken", Modality.VISION, broken, "", ""));
    items.add(TestMedia.item("gone", Modality.AUDIO, folder.resolve("gone.wav"), "", ""));
    try (DecodedCache cache = open(items, CacheSettings.DEFAULT, 2)) {
      assertThat(cache.size()).isEqualTo(23);
      assertThat(cache.failures())
          .extracting(failure -> failure.item().id())
          .containsExactlyInAnyOrder("broken", "gone");
      assertThat(cache.failures())
          .anySatisfy(failure -> assertThat(failure.message()).contains("no such file"));
      assertThat(cache.holds(items.getLast())).isFalse();
    }
  }

  /// As after `kill -9`: data without its record, half a record, and a damaged one.
  @Test
  void aCacheKilledInTheMiddleIsCompleted() throws IOException {
    byte[][] expected = new byte[items.size()][];
    try (DecodedCache cache = open(items, CacheSettings.DEFAULT, 1)) {
      for (int i = 0; i < items.size() - 1; i++) {
        expected[i] = bytes(cache, items.get(i));
      }
    }
    byte[] index = Files.readAllBytes(file("index.bin"));
    byte[] data = Files.readAllBytes(data());
    for (int kept : new int[] {0, 1, 87, 88, 89, 88 * 7 + 40, index.length - 1}) {
      Files.write(data(), data);
      Files.write(file("index.bin"), Arrays.copyOf(index, kept));
      assertCompleted(expected);
    }
    byte[] damaged = index.clone();
    damaged[88 * 5 + 33] ^= 1;
    Files.write(data(), data);
    Files.write(file("index.bin"), damaged);
    assertCompleted(expected);
    Files.write(data(), Arrays.copyOf(data, data.length / 2));
    Files.write(file("index.bin"), index);
    assertCompleted(expected);
  }

  private void assertCompleted(byte[][] expected) {
    try (DecodedCache cache = open(items, CacheSettings.DEFAULT, 2)) {
      assertThat(cache.failures()).isEmpty();
      for (int i = 0; i < items.size() - 1; i++) {
        assertThat(bytes(cache, items.get(i))).isEqualTo(expected[i]);
      }
    }
  }

  @Test
  void anInterruptedBuildKeepsWhatIsDone() throws IOException {
    RuntimeException stop = new IllegalStateException("stop");
    assertThatThrownBy(() ->
            DecodedCache.open(
                folder.resolve("cache"),
                items,
                CacheSettings.DEFAULT,
                DECODER,
                1,
                (done, _) -> {
                  if (done == 10) {
                    throw stop;
                  }
                }))
        .isSameAs(stop);
    long length = Files.size(data());
    assertThat(length).isPositive();
    List<Integer> counts = new ArrayList<>();
    try (DecodedCache cache =
        DecodedCache.open(
            folder.resolve("cache"),
            items,
            CacheSettings.DEFAULT,
            DECODER,
            1,
            (done, total) -> {
              counts.add(done);
              assertThat(total).isEqualTo(23);
            })) {
      assertThat(cache.size()).isEqualTo(23);
    }
    assertThat(counts).hasSize(23).isSorted();
  }

  @Test
  void aCacheMayBeReadWhileItGrows() {
    try (DecodedCache half = open(items.subList(0, 5), CacheSettings.DEFAULT, 1);
        DecodedCache whole = open(items, CacheSettings.DEFAULT, 1)) {
      assertThat(bytes(half, items.get(2))).isEqualTo(bytes(whole, items.get(2)));
      assertThat(half.holds(items.get(10))).isFalse();
    }
  }

  @Test
  void twoWritersAreRefused() throws IOException {
    open(items.subList(0, 1), CacheSettings.DEFAULT, 1).close();
    try (FileChannel lock = FileChannel.open(file("lock"), StandardOpenOption.WRITE);
        var held = lock.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThatThrownBy(() -> open(items, CacheSettings.DEFAULT, 1))
          .isInstanceOf(MediaException.class)
          .hasMessageContaining("being filled");
    }
  }

  @Test
  void aNewSenseIsKeptAsItsArray() throws IOException {
    Path file = folder.resolve("i.npy");
    Item touch = TestMedia.item("t1", Modality.of("touch"), file, "", "");
    try (DecodedCache cache = open(List.of(touch), CacheSettings.DEFAULT, 1)) {
      assertThat(find(cache, touch).dims()).containsExactly(6, 100);
    }
  }

  @Test
  void aMovedCacheFolderIsStillGood() throws IOException {
    open(items, CacheSettings.DEFAULT, 1).close();
    Files.move(folder.resolve("cache"), folder.resolve("moved"), StandardCopyOption.ATOMIC_MOVE);
    List<Integer> reports = new ArrayList<>();
    try (DecodedCache cache =
        DecodedCache.open(
            folder.resolve("moved"),
            items,
            CacheSettings.DEFAULT,
            DECODER,
            1,
            (done, _) -> reports.add(done))) {
      assertThat(cache.size()).isEqualTo(23);
    }
  }
}
