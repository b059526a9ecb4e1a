package io.github.imagebind4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagebind4j.error.MissingNativeException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MediaNativesTest {

  @Test
  void ffmpegAndOpenCvLoadFromTheNativesOnTheTestClassPath() {
    assertThatCode(MediaNatives::ffmpeg).doesNotThrowAnyException();
    assertThatCode(MediaNatives::opencv).doesNotThrowAnyException();
  }

  @Test
  void aMissingLibraryNamesTheArtifactToAdd() {
    var library =
        new MediaNatives.Library(
            "FFmpeg",
            () -> {
              throw new UnsatisfiedLinkError("no jniavutil in java.library.path");
            });
    assertThatThrownBy(library::ensureLoaded)
        .isInstanceOf(MissingNativeException.class)
        .hasMessageContaining("FFmpeg can't be loaded")
        .hasMessageContaining("no jniavutil")
        .hasMessageContaining("io.github.imagebind4j:imagebind4j-natives (type pom)")
        .hasCauseInstanceOf(UnsatisfiedLinkError.class);
  }

  @Test
  void aLibraryIsTriedOnceAndItsFirstFailureIsToldEveryTime() {
    var tries = new AtomicInteger();
    var library =
        new MediaNatives.Library(
            "OpenCV",
            () -> {
              tries.incrementAndGet();
              throw new NoClassDefFoundError("first");
            });
    assertThatThrownBy(library::ensureLoaded).hasMessageContaining("first");
    assertThatThrownBy(library::ensureLoaded).hasMessageContaining("first");
    assertThat(tries).hasValue(1);
  }
}
