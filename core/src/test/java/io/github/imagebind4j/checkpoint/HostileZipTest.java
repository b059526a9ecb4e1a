package io.github.imagebind4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.CheckpointException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Zip archives that lie about themselves.
class HostileZipTest {
  private static final int DEFLATED = 8;

  @TempDir Path folder;

  private final byte[] pickle = PickleBytes.oneTensor(6, 0, new long[] {6}, new long[] {1});
  private final byte[] floats = new byte[6 * Float.BYTES];

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(byte[] zip)
      throws IOException {
    Path file = Files.write(folder.resolve("hostile.pth"), zip);
    return assertThatThrownBy(() -> Checkpoint.open(file).close())
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(";");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void readsAnyFolderName() throws IOException {
    for (String name : new String[] {"", "archive/", "a b/ü/"}) {
      byte[] zip =
          new ZipBytes().add(name + "data.pkl", pickle).add(name + "data/0", floats).build();
      Checkpoint.open(Files.write(folder.resolve("good.pth"), zip)).close();
    }
  }

  @Test
  void neverInflatesABomb() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 256; i++) {
        zip.write(zeros);
      }
    }
    assertRefused(bytes.toByteArray()).hasMessageContaining("compressed");
  }

  @Test
  void refusesCompressedAndEncryptedStorages() throws IOException {
    ZipBytes deflated = new ZipBytes().add("a/data.pkl", pickle);
    assertRefused(deflated.add("a/data/0", floats, DEFLATED, 0, floats.length, 0).build())
        .hasMessageContaining("a/data/0 compressed or encrypted");
    ZipBytes encrypted = new ZipBytes().add("a/data.pkl", pickle);
    assertRefused(encrypted.add("a/data/0", floats, 0, 1, floats.length, 0).build())
        .hasMessageContaining("a/data/0 compressed or encrypted");
  }

  @Test
  void refusesOverlappingEntries() throws IOException {
    // The second entry's bytes hold a whole local header of the third, which lies within them.
    byte[] inner = new ZipBytes().add("a/data/0", floats).build();
    byte[] outer = new byte[inner.length + 24];
    System.arraycopy(inner, 0, outer, 0, inner.length);
    byte[] zip =
        new ZipBytes()
            .add("a/data.pkl", pickle)
            .add("a/data/1", outer)
            .add("a/data/0", floats, 0, 0, floats.length, -outer.length)
            .build();
    assertRefused(zip).hasMessageContaining("overlaps another");
  }

  @Test
  void refusesEntriesThatShareTheirBytes() throws IOException {
    int header = 30 + "a/data/0".length();
    byte[] zip =
        new ZipBytes()
            .add("a/data.pkl", pickle)
            .add("a/data/0", floats)
            .add("a/data/0", floats, 0, 0, floats.length, -(header + floats.length))
            .build();
    assertRefused(zip).hasMessageContaining("two entries named a/data/0");
  }

  @Test
  void refusesEntriesOutOfRange() throws IOException {
    for (int offsetBy : new int[] {1, -1, 1_000_000, Integer.MIN_VALUE, -200}) {
      byte[] zip =
          new ZipBytes()
              .add("a/data.pkl", pickle)
              .add("a/data/0", floats, 0, 0, floats.length, offsetBy)
              .build();
      assertRefused(zip);
    }
    for (long size : new long[] {25, 1 << 20, 0xffff_fffeL, 0xffff_ffffL}) {
      byte[] zip =
          new ZipBytes().add("a/data.pkl", pickle).add("a/data/0", floats, 0, 0, size, 0).build();
      assertRefused(zip);
    }
  }

  @Test
  void refusesACountThatIsNone() throws IOException {
    for (int count : new int[] {1, 3, 1000, 0xfffe, 0xffff}) {
      byte[] zip =
          new ZipBytes()
              .add("a/data.pkl", pickle)
              .add("a/data/0", floats)
              .declareCount(count)
              .build();
      assertRefused(zip);
    }
  }

  @Test
  void refusesA64BitDirectoryOutOfRange() throws IOException {
    byte[] good = new ZipBytes().add("a/data.pkl", pickle).add("a/data/0", floats).build();
    for (long value : new long[] {0, 1, good.length, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      int end = good.length - 22;
      ByteBuffer zip = ByteBuffer.allocate(good.length + 56 + 20).order(ByteOrder.LITTLE_ENDIAN);
      zip.put(good, 0, end);
      zip.putInt(0x06064b50).putLong(44).putInt(0).putInt(0).putInt(0);
      zip.putLong(value).putLong(value).putLong(value).putLong(value);
      zip.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
      zip.putInt(0x06054b50).putInt(0).putShort((short) -1).putShort((short) -1);
      zip.putInt(-1).putInt(-1).putShort((short) 0);
      assertRefused(zip.array());
      // The locator itself leads nowhere.
      zip.putLong(zip.position() - 22 - 12, value);
      assertRefused(zip.array());
    }
  }

  @Test
  void refusesArchivesThatAreNotOfTorchSave() throws IOException {
    assertRefused(new ZipBytes().build()).hasMessageContaining("0 entries named data.pkl");
    assertRefused(new ZipBytes().add("word/document.xml", floats).build())
        .hasMessageContaining("0 entries named data.pkl");
    assertRefused(new ZipBytes().add("a/data.pkl", pickle).add("b/data.pkl", pickle).build())
        .hasMessageContaining("2 entries named data.pkl");
    assertRefused(new ZipBytes().add("a/data.pkl", pickle).add("a/constants.pkl", pickle).build())
        .hasMessageContaining("TorchScript");
    assertRefused(new ZipBytes().add("a/data.pkl", pickle).build())
        .hasMessageContaining("no entry a/data/0");
  }

  @Test
  void refusesBigEndianAndUnknownVersions() throws IOException {
    ZipBytes big = new ZipBytes().add("a/data.pkl", pickle).add("a/data/0", floats);
    assertRefused(big.add("a/byteorder", text("big")).build()).hasMessageContaining("'big'");
    for (String version : new String[] {"11\n", "99999999999", "x", "-1"}) {
      ZipBytes zip = new ZipBytes().add("a/data.pkl", pickle).add("a/data/0", floats);
      assertRefused(zip.add("a/version", text(version)).build())
          .hasMessageContaining("archive version");
    }
    ZipBytes zip = new ZipBytes().add("a/data.pkl", pickle).add("a/data/0", floats);
    assertRefused(zip.add("a/version", new byte[1000]).build());
  }

  @Test
  void refusesAPickleOfManyMegabytes() throws IOException {
    byte[] zeros = new byte[33 << 20];
    // ZipBytes is for small things: let java.util.zip store this one.
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry("a/data.pkl");
      var checksum = new java.util.zip.CRC32();
      checksum.update(zeros);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(zeros.length);
      entry.setCrc(checksum.getValue());
      zip.putNextEntry(entry);
      zip.write(zeros);
    }
    assertRefused(bytes.toByteArray()).hasMessageContaining("more than 33554432");
  }
}
