package io.github.imagebind4j.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FfmpegThreadsTest {

  /// JavaCPP has entry points for ten callbacks of a type; a file must not take one for itself.
  @Test
  void moreFilesCanBeOpenThanThereAreCallbackSlots() {
    Deque<FfmpegInput> open = new ArrayDeque<>();
    try {
      for (int i = 0; i < 64; i++) {
        open.push(FfmpegInput.open(MediaFiles.source("chirp.flac"), MediaLimits.DEFAULT));
      }
      for (FfmpegInput input : open) {
        assertThat(input.read(0)).isTrue();
      }
    } finally {
      open.forEach(FfmpegInput::close);
    }
  }

  @Test
  void sixtyFourFilesAreDecodedSideBySide() throws InterruptedException, ExecutionException {
    Waveform sound = FfmpegAudio.decode(MediaFiles.source("chirp.flac"), MediaLimits.DEFAULT);
    RgbImage frame = frame(13);
    try (var threads = Executors.newFixedThreadPool(16)) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        tasks.add(() ->
            FfmpegAudio.decode(MediaFiles.source("chirp.flac"), MediaLimits.DEFAULT).equals(sound));
        tasks.add(() -> frame(13).equals(frame));
      }
      for (Future<Boolean> same : threads.invokeAll(tasks)) {
        assertThat(same.get()).isTrue();
      }
    }
  }

  private static RgbImage frame(int number) {
    return FfmpegVideo.decode(
            MediaFiles.source("gradient_vp9.webm"), MediaLimits.DEFAULT, _ -> new int[] {number})
        .frames()
        .getFirst();
  }
}
