package io.github.imagebind4j.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardsAndFoldersTest {
  @TempDir Path folder;

  private Path tar(String name, Map<String, byte[]> members) throws IOException {
    Path file = folder.resolve(name);
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(member.getKey());
        entry.setSize(member.getValue().length);
        out.putArchiveEntry(entry);
        out.write(member.getValue());
        out.closeArchiveEntry();
      }
    }
    return file;
  }

  private static List<Item> read(Path... shards) {
    return new ItemSource.Shards(List.of(shards), "train", MediaFormats.DEFAULT).read();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void membersOfOneKeyAreOneSample() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("dir/0001.jpg", new byte[] {1, 2, 3});
    members.put("dir/0001.wav", new byte[] {4, 5});
    members.put("dir/0001.depth.png", new byte[] {6});
    members.put("dir/0001.txt", utf8("a dog barks\n"));
    members.put("dir/0001.json", utf8("{\"label\":\"dog\",\"split\":\"val\",\"other\":[1]}"));
    members.put("dir/.hidden.jpg", new byte[] {9});
    List<Item> items = read(tar("s.tar", members));
    assertThat(items)
        .extracting(Item::modality)
        .containsExactly(Modality.DEPTH, Modality.VISION, Modality.AUDIO, Modality.TEXT);
    assertThat(items).extracting(Item::pairKey).containsOnly("s.tar:dir/0001");
    assertThat(items).extracting(Item::label).containsOnly("dog");
    assertThat(items).extracting(Item::split).containsOnly("val");
    assertThat(items.getLast().captions()).containsExactly("a dog barks");
    // Members are read at their place, in any order.
    assertThat(items.get(2).location().open().bytes(10)).containsExactly(4, 5);
    assertThat(items.get(1).location().open().bytes(10)).containsExactly(1, 2, 3);
  }

  @Test
  void compressedShardsAreRefusedWithTheFix() throws IOException {
    Path file = Files.write(folder.resolve("s.tar.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("gzip -d");
  }

  @Test
  void aMemberThatClaimsMoreThanThereIsIsRefused() throws IOException {
    Path file = tar("s.tar", Map.of("a.jpg", new byte[100]));
    byte[] bytes = Files.readAllBytes(file);
    // The size field, octal, of the first header: 8 GB; and its checksum.
    byte[] size = utf8("77777777777\0");
    System.arraycopy(size, 0, bytes, 124, 12);
    java.util.Arrays.fill(bytes, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += bytes[i] & 0xff;
    }
    byte[] checksum = utf8(String.format(java.util.Locale.ROOT, "%06o\0 ", sum));
    System.arraycopy(checksum, 0, bytes, 148, 8);
    Files.write(file, bytes);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(ImageBindException.class)
        .hasMessageContaining("s.tar");
  }

  @Test
  void noTarAtAllIsRefused() throws IOException {
    Path file = Files.write(folder.resolve("s.tar"), utf8("no tar, but text".repeat(100)));
    assertThatThrownBy(() -> read(file)).isInstanceOf(InputException.class);
  }

  @Test
  void textThatIsNoneIsRefused() throws IOException {
    Path file = tar("s.tar", Map.of("a.txt", new byte[] {(byte) 0xff, (byte) 0xfe}));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void brokenJsonIsRefused() throws IOException {
    Path file = tar("s.tar", Map.of("a.json", utf8("{\"label\":")));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a.json is no JSON object");
  }

  @Test
  void theSameKeyTwiceIsRefused() throws IOException {
    Path first = tar("s.tar", Map.of("a.jpg", new byte[] {1}));
    assertThatThrownBy(() -> read(first, first))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("comes twice");
  }

  @Test
  void aFolderForEachClass() throws IOException {
    Files.createDirectories(folder.resolve("f/cat"));
    Files.createDirectories(folder.resolve("f/dog/deep"));
    Files.write(folder.resolve("f/cat/1.jpg"), new byte[1]);
    Files.write(folder.resolve("f/cat/.DS_Store"), new byte[1]);
    Files.write(folder.resolve("f/dog/deep/2.jpg"), new byte[1]);
    Files.write(folder.resolve("f/readme.txt"), new byte[1]);
    List<Item> items =
        new ItemSource.ClassFolders(
                folder.resolve("f"), Modality.VISION, "test", MediaFormats.DEFAULT)
            .read();
    assertThat(items).extracting(Item::id).containsExactly("cat/1.jpg", "dog/deep/2.jpg");
    assertThat(items).extracting(Item::label).containsExactly("cat", "dog");
    assertThat(items).extracting(Item::split).containsOnly("test");
  }

  @Test
  void aFolderWithoutClassesIsAnError() {
    assertThatThrownBy(() ->
            new ItemSource.ClassFolders(folder, Modality.VISION, "test", MediaFormats.DEFAULT)
                .read())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("class/file");
  }
}
