package io.github.imagebind4j.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.MediaException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaSourceTest {
  private static final byte[] BYTES = {1, 2, 3, 4, 5};

  @TempDir Path folder;

  @Test
  void pathBytesAndStreamReadAlike() throws IOException {
    Path file = Files.write(folder.resolve("a.bin"), BYTES);
    for (MediaSource source :
        new MediaSource[] {
          MediaSource.of(file),
          MediaSource.of(BYTES, "a"),
          MediaSource.of(new ByteArrayInputStream(BYTES), "a")
        }) {
      assertThat(source.size()).isEqualTo(5);
      assertThat(source.head(2)).containsExactly(1, 2);
      assertThat(source.head(50)).containsExactly(BYTES);
      assertThat(source.bytes(5)).containsExactly(BYTES);
      try (SeekableByteChannel channel = source.open()) {
        ByteBuffer two = ByteBuffer.allocate(2);
        assertThat(channel.position(3).read(two)).isEqualTo(2);
        assertThat(two.array()).containsExactly(4, 5);
        assertThat(channel.read(two.clear())).isEqualTo(-1);
      }
    }
  }

  @Test
  void saysWhichFileIsMissing() {
    MediaSource source = MediaSource.of(folder.resolve("nowhere.jpg"));
    assertThatThrownBy(source::size)
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("no such file")
        .hasMessageContaining("nowhere.jpg");
    assertThatThrownBy(source::open).isInstanceOf(MediaException.class);
    assertThatThrownBy(() -> source.bytes(10)).isInstanceOf(MediaException.class);
  }

  @Test
  void refusesAFolder() {
    assertThatThrownBy(() -> MediaSource.of(folder).head(1))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("not a regular file");
  }

  @Test
  void readsNoMoreThanTheLimit() throws IOException {
    Path file = Files.write(folder.resolve("b.bin"), BYTES);
    assertThatThrownBy(() -> MediaSource.of(file).bytes(4))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("limit of 4 bytes");
    assertThatThrownBy(() -> MediaSource.of(BYTES, "b").bytes(4))
        .isInstanceOf(MediaException.class);
  }
}
