package io.github.imagebind4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.CheckpointException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFormatTest {

  @TempDir Path folder;

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Path file) {
    return assertThatThrownBy(() -> Checkpoint.open(file).close())
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(";");
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private Path text(String name, String content) throws IOException {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void namesAMissingFileAndAFolder() {
    assertRefused(folder.resolve("absent.pth")).hasMessageContaining("there is no checkpoint");
    assertRefused(folder).hasMessageContaining("is a folder");
  }

  @Test
  void namesAnEmptyFile() throws IOException {
    assertRefused(file("empty.pth", new byte[0])).hasMessageContaining("empty");
    assertRefused(file("empty.safetensors", new byte[0])).hasMessageContaining("empty");
  }

  @Test
  void quotesATextFile() throws IOException {
    assertRefused(text("page.pth", "<html><body>404 Not Found</body></html>"))
        .hasMessageContaining("is a text file that starts with '<html>");
    assertRefused(text("page.safetensors", "Not Found")).hasMessageContaining("'Not Found'");
  }

  @Test
  void knowsAGitLfsPointer() throws IOException {
    assertRefused(text("w.pth", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n"))
        .hasMessageContaining("Git LFS pointer");
  }

  @Test
  void refusesFilesOfAFewBytes() throws IOException {
    for (int length = 1; length < 30; length++) {
      for (int start : new int[] {0, 'P', 0x80, '{', 0xff}) {
        byte[] content = new byte[length];
        content[0] = (byte) start;
        assertRefused(file("few.pth", content));
        assertRefused(file("few.safetensors", content));
      }
    }
    assertRefused(file("start.pth", new byte[] {'P', 'K', 3, 4}));
    assertRefused(file("end.pth", new byte[] {'P', 'K', 5, 6}));
  }

  @Test
  void refusesAPickleThatIsNotOfTorchSave() throws IOException {
    assertRefused(file("plain.pth", PickleBytes.protocol(4).op('}').stop()))
        .hasMessageContaining("is a pickle, but not of torch.save");
  }
}
