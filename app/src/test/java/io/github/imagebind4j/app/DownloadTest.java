package io.github.imagebind4j.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Downloads from a server that misbehaves in every way we could think of. The rule in all cases:
/// the file is whole and right, or it is not there.
class DownloadTest {
  private static final int SIZE = 200_000;
  private static final Download.Patience SHORT =
      new Download.Patience(4, Duration.ofMillis(5), Duration.ofMillis(400));

  @TempDir private Path folder;
  private byte[] model = new byte[0];
  private TestServer server;
  private Path target;
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    model = fakeModel(1);
    server = new TestServer(model);
    target = folder.resolve("deep/model.pth");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] fakeModel(long seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    System.arraycopy("PK\3\4".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 4);
    return bytes;
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private Download.Result download(@Nullable String sha256) throws InterruptedException {
    return download(sha256, OptionalLong.empty());
  }

  private Download.Result download(@Nullable String sha256, OptionalLong bytes)
      throws InterruptedException {
    Download.Listener listener =
        new Download.Listener() {
          @Override
          public void progress(String task, long done, long total) {}

          @Override
          public void note(String text) {
            notes.add(text);
          }
        };
    return new Download(new Download.Plan(server.url(), target, bytes, sha256), SHORT, listener)
        .run();
  }

  private void assertWhole() throws IOException {
    assertThat(target).hasBinaryContent(server.content);
    assertThat(folder.resolve("deep/model.pth.part")).doesNotExist();
    assertThat(folder.resolve("deep/model.pth.part.json")).doesNotExist();
  }

  @Test
  void fetchesCheckedFileAndRecordsItsOrigin() throws Exception {
    Download.Result result = download(sha256(model), OptionalLong.of(SIZE));

    assertWhole();
    assertThat(result.expected()).isTrue();
    assertThat(Download.readRecord(target))
        .containsEntry("url", server.url().toString())
        .containsEntry("sha256", sha256(model))
        .containsEntry("bytes", SIZE);
  }

  @Test
  void goesOnAfterCutConnections() throws Exception {
    server.next(new TestServer.CutAfter(50_000), new TestServer.CutAfter(60_000));

    download(sha256(model));

    assertWhole();
    assertThat(server.ranges).hasSize(3).first().isEqualTo("");
    assertThat(server.ranges.get(1)).matches("bytes=[1-9]\\d+-");
    assertThat(server.ranges.get(2)).matches("bytes=[1-9]\\d+-");
  }

  @Test
  void triesAgainWhenTheServerIsBusy() throws Exception {
    server.next(new TestServer.Status(503), new TestServer.Status(429));

    download(sha256(model));

    assertWhole();
    assertThat(notes).anyMatch(note -> note.contains("503"));
  }

  @Test
  void goesOnAfterTheServerFallsSilent() throws Exception {
    server.next(new TestServer.Stall(30_000));

    download(sha256(model));

    assertWhole();
    assertThat(notes).anyMatch(note -> note.contains("nothing came for"));
  }

  @Test
  void keepsThePartWhenItGivesUpAndGoesOnNextTime() throws Exception {
    server.next(
        new TestServer.CutAfter(50_000),
        new TestServer.Status(500),
        new TestServer.Status(500),
        new TestServer.Status(500));
    assertThatThrownBy(() -> download(sha256(model)))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("gave up after 4 tries")
        .hasMessageContaining("the same command goes on from there");
    assertThat(target).doesNotExist();
    int before = server.requests();

    download(sha256(model));

    assertWhole();
    assertThat(server.ranges.get(before)).startsWith("bytes=");
  }

  @Test
  void startsOverWhenTheServerIgnoresRanges() throws Exception {
    server.supportsRanges = false;
    server.next(new TestServer.CutAfter(50_000));

    download(sha256(model));

    assertWhole();
    assertThat(notes).anyMatch(note -> note.contains("from its beginning"));
  }

  @Test
  void startsOverWhenTheFileChangedBetweenResumes() throws Exception {
    interruptOnce();
    server.content = fakeModel(2);
    server.etag = "\"two\"";

    download(sha256(server.content));

    assertWhole();
  }

  @Test
  void noticesAChangedFileEvenIfTheServerIgnoresIfRange() throws Exception {
    interruptOnce();
    server.checksIfRange = false;
    server.content = fakeModel(2);
    server.etag = "\"two\"";

    download(sha256(server.content));

    assertWhole();
    assertThat(notes).anyMatch(note -> note.contains("the file changed on the server"));
  }

  @Test
  void startsOverWhenNothingTellsWhetherThePartStillFits() throws Exception {
    server.etag = "";
    interruptOnce();
    server.content = fakeModel(2);
    int before = server.requests();

    download(null);

    assertWhole();
    assertThat(server.ranges.get(before)).isEmpty();
  }

  private void interruptOnce() {
    server.next(
        new TestServer.CutAfter(50_000),
        new TestServer.Status(500),
        new TestServer.Status(500),
        new TestServer.Status(500));
    assertThatThrownBy(() -> download(null)).isInstanceOf(CliException.class);
  }

  @Test
  void startsOverWhenThePartIsLongerThanTheFile() throws Exception {
    interruptOnce();
    server.content = Arrays.copyOf(model, 10_000);

    download(null);

    assertWhole();
  }

  @Test
  void deletesAFileWithTheWrongHash() {
    assertThatThrownBy(() -> download("0".repeat(64)))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("not the expected one and was deleted")
        .hasMessageContaining("expected SHA-256 000000");
    assertThat(folder.resolve("deep")).isEmptyDirectory();
  }

  @Test
  void refusesAFileOfTheWrongSizeBeforeFetchingIt() throws Exception {
    assertThatThrownBy(() -> download(sha256(model), OptionalLong.of(SIZE + 1)))
        .hasMessageContaining("offers 200000 bytes, but the model has 200001");
    assertThat(target).doesNotExist();
  }

  @Test
  void refusesToFetchMoreThanTheDiskHolds() {
    server.close();
    assertThatThrownBy(
            () -> {
              long room = Files.getFileStore(folder).getUsableSpace();
              DiskSpace.require(target, folder, room, "make room");
            })
        .isInstanceOf(CliException.class)
        .hasMessageContaining("not enough disk space");
  }

  @Test
  void namesTheFixWhenTheFileIsMissing() {
    server.next(new TestServer.Status(404));

    assertThatThrownBy(() -> download(null))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("404")
        .hasMessageContaining("check the URL");
    assertThat(server.requests()).isEqualTo(1);
    assertThat(folder.resolve("deep")).isEmptyDirectory();
  }

  @Test
  void refusesALoginPage() {
    server.contentType = "text/html; charset=utf-8";

    assertThatThrownBy(() -> download(null)).hasMessageContaining("a web page, not a model");
    assertThat(target).doesNotExist();
  }

  @Test
  void refusesAFileThatIsNoCheckpoint() {
    server.content = "just some words".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> download(null)).hasMessageContaining("no .pth or .safetensors file");
    assertThat(target).doesNotExist();
  }

  @Test
  void trustsOnFirstUseAndNoticesAChangeLater() throws Exception {
    assertThat(download(null).expected()).isFalse();
    Files.delete(target);
    assertThat(download(null).expected()).isTrue();
    Files.delete(target);
    server.content = fakeModel(3);

    assertThatThrownBy(() -> download(null))
        .hasMessageContaining("changed since the first download")
        .hasMessageContaining("model.pth.json");
    assertThat(target).doesNotExist();
  }

  @Test
  void letsOnlyOneProcessWriteAFile() throws Exception {
    Files.createDirectories(folder.resolve("deep"));
    try (PartFile other = PartFile.open(target)) {
      assertThat(other.size()).isZero();
      assertThatThrownBy(() -> download(null)).hasMessageContaining("another process");
    }
  }

  @Test
  void refusesOtherSchemes() {
    URI local = URI.create("file:///etc/passwd");
    assertThatThrownBy(() -> new Download.Plan(local, target, OptionalLong.empty(), null))
        .hasMessageContaining("https://");
  }
}
