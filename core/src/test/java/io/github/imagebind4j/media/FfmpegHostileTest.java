package io.github.imagebind4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.golden.Goldens;
import io.github.imagebind4j.input.MediaSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are broken, wrong or out to harm: nothing but a [MediaException] may come of them.
class FfmpegHostileTest {

  @Test
  void anEmptyFile() {
    MediaSource empty = MediaSource.of(new byte[0], "nothing.wav");
    assertThatThrownBy(() -> audio(empty))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("nothing.wav is empty");
    assertThatThrownBy(() -> video(empty)).hasMessageContaining("nothing.wav is empty");
  }

  @Test
  void aFileThatIsNotThere(@TempDir Path folder) {
    MediaSource missing = MediaSource.of(folder.resolve("gone.mp4"));
    assertThatThrownBy(() -> video(missing))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void aTextFileNamedMp4() {
    MediaSource text = text("letter.mp4", "Dear Sir or Madam,\nthis is not a video.\n".repeat(50));
    assertThatThrownBy(() -> video(text))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("letter.mp4");
  }

  @Test
  void anMp4CutBeforeItsIndex() {
    byte[] whole = MediaFiles.bytes("gradient_h264.mov");
    MediaSource cut = MediaSource.of(Arrays.copyOf(whole, whole.length / 2), "half.mov");
    assertThatThrownBy(() -> video(cut))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("half.mov can't be opened")
        .hasMessageContaining("cut short");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gradient_h264.mov",
        "gradient_bframes.mkv",
        "gradient_vp9.webm",
        "gradient_opengop.ts",
        "chirp.mp3",
        "chirp.flac",
        "chirp_vorbis.ogg"
      })
  void aFileCutAnywhereDecodesOrIsRefused(String file) {
    byte[] whole = MediaFiles.bytes(file);
    for (int i = 1; i < 40; i++) {
      byte[] cut = Arrays.copyOf(whole, whole.length * i / 40);
      decodesOrIsRefused(MediaSource.of(cut, file + " cut to " + cut.length));
    }
  }

  @Test
  void fiveHundredMutationsDecodeOrAreRefused() {
    String[] files = {
      "gradient_h264.mov",
      "gradient_bframes.mkv",
      "gradient_vp9.webm",
      "gradient_mpeg4.avi",
      "gradient_opengop.ts",
      "gradient_av1.mp4",
      "chirp.mp3",
      "chirp.flac",
      "chirp_vorbis.ogg",
      "chirp_alac.m4a",
      "chirp.wma",
      "chirp.aiff",
      "cover_art.mp3"
    };
    long seed = 20_261_122;
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      String file = files[round % files.length];
      byte[] bytes = MediaFiles.bytes(file);
      int changes = 1 + random.nextInt(24);
      // Half of the rounds aim at the header, where sizes and counts are.
      int range = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 600);
      for (int i = 0; i < changes; i++) {
        byte value = random.nextInt(4) == 0 ? (byte) 0xff : (byte) random.nextInt(256);
        bytes[random.nextInt(range)] = value;
      }
      decodesOrIsRefused(MediaSource.of(bytes, file + " in round " + round + " of seed " + seed));
    }
  }

  @Test
  void soundWithoutAVideoStream() {
    assertThatThrownBy(() -> video(MediaFiles.source("chirp.flac")))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("chirp.flac has no video stream");
  }

  @Test
  void coverArtIsNoVideoStream() {
    assertThatThrownBy(() -> video(MediaFiles.source("cover_art.mp3")))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("has no video stream");
  }

  @Test
  void videoWithoutSound() {
    assertThatThrownBy(() -> audio(MediaFiles.source("gradient_mpeg4.avi")))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("has no audio stream");
  }

  @Test
  void playlistsOpenNeitherFilesNorAddresses(@TempDir Path folder) throws IOException {
    Path secret = Files.write(folder.resolve("secret.wav"), wav(16_000, 1, 16_000, 32_000));
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(200);
      String url = "http://127.0.0.1:" + server.getLocalPort() + "/a.ts";
      assertPlaylistRefused("concat.wav", "ffconcat version 1.0\nfile '" + secret + "'\n");
      assertPlaylistRefused("concat_net.wav", "ffconcat version 1.0\nfile '" + url + "'\n");
      assertPlaylistRefused(
          "hls.m3u8",
          "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n"
              + url
              + "\n#EXT-X-ENDLIST\n");
      assertPlaylistRefused(
          "hls_file.m3u8",
          "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile://" + secret + "\n#EXT-X-ENDLIST\n");
      assertPlaylistRefused(
          "live.sdp",
          "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n");
      assertPlaylistRefused(
          "manifest.mpd",
          "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\""
              + " profiles=\"urn:mpeg:dash:profile:isoff-main:2011\"><Period><AdaptationSet>"
              + "<Representation id=\"1\" bandwidth=\"1\"><BaseURL>"
              + url
              + "</BaseURL></Representation></AdaptationSet></Period></MPD>");
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private static void assertPlaylistRefused(String name, String content) {
    assertThatThrownBy(() -> audio(text(name, content)))
        .as(name)
        .isInstanceOf(MediaException.class)
        .hasMessageContaining(name + " is a playlist")
        .hasMessageContaining("give the media file itself");
  }

  @Test
  void aWavThatClaimsFourGigabytesGivesWhatIsThere() {
    byte[] file = wav(16_000, 1, 0xffff_fff0, 3_200);
    assertThat(audio(MediaSource.of(file, "huge.wav")).sampleCount()).isEqualTo(1_600);
  }

  @Test
  void aWavOfTenSamplesDecodes() {
    byte[] file = wav(16_000, 1, 20, 20);
    assertThat(audio(MediaSource.of(file, "ten.wav")).sampleCount()).isEqualTo(10);
  }

  @Test
  void aWavWithoutASample() {
    assertThatThrownBy(() -> audio(MediaSource.of(wav(16_000, 1, 0, 0), "hush.wav")))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("hush.wav");
  }

  @Test
  void aWavOfZeroHertz() {
    assertThatThrownBy(() -> audio(MediaSource.of(wav(0, 1, 3_200, 3_200), "zero.wav")))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("zero.wav");
  }

  @Test
  void aWavOfTwoThousandMegahertz() {
    byte[] file = wav(Integer.MAX_VALUE, 1, 3_200, 3_200);
    assertThatThrownBy(() -> audio(MediaSource.of(file, "fast.wav")))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("fast.wav has 1 channels at 2147483647 Hz");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65, 1_000, 65_535})
  void aWavOfNoOrTooManyChannels(int channels) {
    byte[] file = wav(16_000, channels, 262_140, 262_140);
    assertThatThrownBy(() -> audio(MediaSource.of(file, "many.wav")))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("many.wav");
  }

  @Test
  void aSoundBeyondTheLimit() {
    MediaLimits second = MediaLimits.DEFAULT.withMaxAudioSeconds(1);
    assertThatThrownBy(() -> FfmpegAudio.decode(MediaFiles.source("chirp.flac"), second))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("longer than the limit of 1.0 s")
        .hasMessageContaining("maxAudioSeconds");
  }

  @Test
  void aSampleRateThatChangesMidway() {
    byte[] slow = MediaFiles.bytes("rate_16000.mp3");
    byte[] fast = MediaFiles.bytes("rate_24000.mp3");
    byte[] both = Arrays.copyOf(slow, slow.length + fast.length);
    System.arraycopy(fast, 0, both, slow.length, fast.length);
    assertThatThrownBy(() -> audio(MediaSource.of(both, "spliced.mp3")))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("spliced.mp3 changes from 1 channels at ")
        .hasMessageContaining("convert it to one format first");
  }

  @Test
  void anMp4OfThreeKilobytesThatClaimsMillionsOfFrames() {
    byte[] file = MediaFiles.bytes("gradient_av1.mp4");
    ByteBuffer boxes = ByteBuffer.wrap(file);
    int frames = 3_000_000;
    boxes.putInt(indexOf(file, "stsz") + 8, 1).putInt(indexOf(file, "stsz") + 12, frames);
    boxes.putInt(indexOf(file, "stsc") + 16, frames);
    boxes.putInt(indexOf(file, "stts") + 12, frames);
    assertThatThrownBy(() -> video(MediaSource.of(file, "bomb.mp4")))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("bytes and claims to hold");
  }

  private static int indexOf(byte[] file, String box) {
    return new String(file, StandardCharsets.ISO_8859_1).indexOf(box);
  }

  @Test
  void framesBeyondTheLimitAreRefusedBeforeTheyAreDecoded() {
    MediaLimits small = MediaLimits.DEFAULT.withMaxPixels(1_000);
    assertThatThrownBy(
            () -> FfmpegVideo.decode(MediaFiles.source("gradient_av1.mp4"), small, _ -> new int[1]))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("64 x 48 pixels, more than the limit of 1000");
  }

  @Test
  void aVideoOnePixelWideAnd65535High() {
    byte[] file = grayVideo(1, 65_535);
    VideoFrames frames = video(MediaSource.of(file, "line.y4m"));
    assertThat(frames.info().height()).isEqualTo(65_535);
    assertThat(frames.frames().getFirst().width()).isEqualTo(1);
  }

  @Test
  void aFrameNumberThatDoesNotExist() {
    assertThatThrownBy(() ->
            FfmpegVideo.decode(
                MediaFiles.source("gradient_av1.mp4"), MediaLimits.DEFAULT, _ -> new int[] {24}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("frames 0 to 23, frame 24 was asked for");
  }

  @Test
  void theProbeTellsWhatAFileHolds() {
    assertThat(FfmpegProbe.kind(MediaFiles.source("chirp.mp3"))).isEqualTo(FfmpegProbe.Kind.AUDIO);
    assertThat(FfmpegProbe.kind(MediaFiles.source("cover_art.mp3")))
        .isEqualTo(FfmpegProbe.Kind.AUDIO);
    assertThat(FfmpegProbe.kind(MediaFiles.source("gradient_mpeg4.avi")))
        .isEqualTo(FfmpegProbe.Kind.VIDEO);
    assertThat(FfmpegProbe.kind(MediaFiles.source("gradient_h264.mov")))
        .isEqualTo(FfmpegProbe.Kind.AUDIO_AND_VIDEO);
    assertThat(FfmpegProbe.kind(text("a.txt", "just words\n".repeat(99))))
        .isEqualTo(FfmpegProbe.Kind.NEITHER);
    MediaSource png =
        MediaSource.of(Goldens.bytes("video/frames/short_226x224_2997_0000.png"), "still.png");
    assertThat(FfmpegProbe.kind(png)).isEqualTo(FfmpegProbe.Kind.NEITHER);
  }

  private static void decodesOrIsRefused(MediaSource source) {
    try {
      assertThat(audio(source).sampleCount()).isPositive();
    } catch (MediaException e) {
      assertThat(e).hasMessageContaining(source.name());
    }
    try {
      assertThat(video(source).frames()).isNotEmpty();
    } catch (MediaException e) {
      assertThat(e).hasMessageContaining(source.name());
    }
  }

  private static Waveform audio(MediaSource source) {
    return FfmpegAudio.decode(source, MediaLimits.DEFAULT.withMaxPixels(10_000_000));
  }

  /// The first, a middle and the last frame.
  private static VideoFrames video(MediaSource source) {
    return FfmpegVideo.decode(
        source,
        MediaLimits.DEFAULT.withMaxPixels(10_000_000),
        info -> new int[] {0, info.frameCount() / 2, info.frameCount() - 1});
  }

  private static MediaSource text(String name, String content) {
    return MediaSource.of(content.getBytes(StandardCharsets.UTF_8), name);
  }

  /// A 16-bit wav file of silence.
  ///
  /// @param claimed the length of the samples that the header states
  /// @param bytes the length that they have
  private static byte[] wav(int rate, int channels, int claimed, int bytes) {
    ByteBuffer file = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(claimed + 36);
    file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    file.putShort((short) 1).putShort((short) channels).putInt(rate);
    file.putInt(rate * channels * 2).putShort((short) (channels * 2)).putShort((short) 16);
    file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(claimed);
    return file.array();
  }

  /// A YUV4MPEG2 video of one gray frame, without compression.
  private static byte[] grayVideo(int width, int height) {
    String header = "YUV4MPEG2 W%d H%d F25:1 Ip A1:1 Cmono\nFRAME\n".formatted(width, height);
    byte[] start = header.getBytes(StandardCharsets.US_ASCII);
    byte[] file = Arrays.copyOf(start, start.length + width * height);
    Arrays.fill(file, start.length, file.length, (byte) 128);
    return file;
  }
}
