package io.github.imagebind4j.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.IndexException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged and hostile manifests: each is refused with its name, and no file is removed.
class IndexManifestFileTest {
  @TempDir Path folder;
  private ForgedIndex forged;

  @BeforeEach
  void make() throws IOException {
    forged = new ForgedIndex(folder);
  }

  @Test
  void theUnchangedOneOpens() {
    try (ExactIndex index = ExactIndex.open(folder)) {
      assertThat(index.size()).isEqualTo(ForgedIndex.ROWS - 2);
      index.verify();
    }
  }

  @Test
  void anEmptyManifest() throws IOException {
    Files.write(forged.file("manifest"), new byte[0]);
    forged.assertRefused("manifest is damaged", "0 bytes");
  }

  @Test
  void aManifestCutShort() throws IOException {
    int length = Files.readAllBytes(forged.file("manifest")).length;
    for (int cut = 1; cut < length; cut++) {
      Path file = forged.file("manifest");
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(whole, length - cut));
      forged.assertRefused("manifest is damaged");
      Files.write(file, whole);
    }
  }

  @Test
  void everyFlippedBitOfTheManifest() throws IOException {
    Path file = forged.file("manifest");
    byte[] whole = Files.readAllBytes(file);
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      assertThatThrownBy(() -> ExactIndex.openReadOnly(folder)).isInstanceOf(IndexException.class);
    }
  }

  @Test
  void anotherFileInPlaceOfTheManifest() throws IOException {
    Files.write(
        forged.file("manifest"),
        "{\"this\": \"is something else altogether\"}".getBytes(StandardCharsets.UTF_8));
    forged.assertRefused("manifest is damaged", "does not begin");
  }

  @Test
  void aManifestOfALaterVersionNamesTheFix() throws IOException {
    forged.change("manifest", bytes -> bytes.putInt(8, 99));
    forged.assertRefused("version 99", "newer");
  }

  @Test
  void aHugeManifestIsNotRead() throws IOException {
    try (var channel = Files.newByteChannel(forged.file("manifest"), StandardOpenOption.WRITE)) {
      channel.position(1L << 33);
      channel.write(ByteBuffer.allocate(1));
    }
    forged.assertRefused("manifest is damaged", "may have");
  }

  @Test
  void aManifestThatClaimsTwoBillionSegments() throws IOException {
    forged.change(
        "manifest",
        bytes -> {
          int count = bytes.capacity() - 4 - 24 - 4;
          bytes.putInt(count, Integer.MAX_VALUE);
          ForgedIndex.seal(bytes);
        });
    forged.assertRefused("manifest is damaged", "too early");
  }

  @Test
  void aMissingManifestBesideSegmentsIsNoNewIndex() throws IOException {
    Files.delete(forged.file("manifest"));
    List<String> before = forged.names();
    assertThatThrownBy(() -> ExactIndex.open(folder))
        .isInstanceOf(IndexException.class)
        .hasMessageContainingAll("manifest is missing", "restore");
    assertThat(forged.names()).isEqualTo(before);
  }

  /// Changes the entry of the only segment and makes the checksum right again.
  private void changeEntry(int at, long value) throws IOException {
    forged.change(
        "manifest",
        bytes -> {
          bytes.putLong(bytes.capacity() - 4 - 24 + at, value);
          ForgedIndex.seal(bytes);
        });
  }

  @Test
  void aSegmentThatTheNextOneMadeWouldReplace() throws IOException {
    forged.change(
        "manifest",
        bytes -> {
          bytes.putLong(20, 1);
          ForgedIndex.seal(bytes);
        });
    forged.assertRefused("manifest is damaged", "before they are made");
  }

  @Test
  void aNextNumberThatWouldOverflow() throws IOException {
    forged.change(
        "manifest",
        bytes -> {
          bytes.putLong(20, Long.MAX_VALUE);
          ForgedIndex.seal(bytes);
        });
    forged.assertRefused("manifest is damaged", "next file");
  }

  @Test
  void aNegativeNumberOfASegment() throws IOException {
    changeEntry(0, -1);
    forged.assertRefused("manifest is damaged", "before they are made");
  }

  @Test
  void deletionsThatAreTheSegment() throws IOException {
    changeEntry(12, 1);
    forged.assertRefused("manifest is damaged", "twice");
  }
}
