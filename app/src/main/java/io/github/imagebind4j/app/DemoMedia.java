package io.github.imagebind4j.app;

import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.page.Drawing;
import io.github.imagebind4j.page.WebPage;
import java.util.HashMap;
import java.util.Map;

/// Samples as a page shows and plays them.
///
/// Not safe for use by several threads at once.
final class DemoMedia {
  private final MediaDecoder decoder = MediaDecoder.standard();
  private final Map<DemoSample, String> pictures = new HashMap<>();
  private final Map<DemoSample, String> players = new HashMap<>();

  /// What can be seen of a sample: a picture, a spectrogram, colours of depth and heat, curves. A
  /// text shows nothing but itself.
  ///
  /// @return HTML of one element
  String picture(DemoSample sample) {
    return pictures.computeIfAbsent(sample, this::draw);
  }

  private String draw(DemoSample sample) {
    return switch (sample.sense().name()) {
      case "vision" -> image(sample, "picture: ", "image/jpeg", sample.bytes());
      case "audio" ->
          image(
              sample,
              "spectrogram of the sound: ",
              "image/jpeg",
              Drawing.sound(decoder.audio(sample.media())));
      case "depth" ->
          image(
              sample,
              "",
              "image/png",
              Drawing.depth(decoder.depth(sample.media(), DemoSample.DEPTH)));
      case "thermal" ->
          image(sample, "heat of ", "image/png", Drawing.heat(decoder.thermal(sample.media())));
      case "imu" ->
          Drawing.motion(decoder.imu(sample.media(), DemoSample.MOTION), sample.caption());
      default -> "<q>" + WebPage.escape(sample.caption()) + "</q>";
    };
  }

  private static String image(DemoSample sample, String prefix, String type, byte[] bytes) {
    return "<img alt=\""
        + WebPage.escape(prefix + sample.caption())
        + "\" src=\""
        + WebPage.data(type, bytes)
        + "\">";
  }

  /// A player of a sound; nothing for other senses.
  ///
  /// @return HTML
  String player(DemoSample sample) {
    return sample.sense().name().equals("audio")
        ? players.computeIfAbsent(sample, this::makePlayer)
        : "";
  }

  private String makePlayer(DemoSample sample) {
    return "<audio controls aria-label=\"play: "
        + WebPage.escape(sample.caption())
        + "\" src=\""
        + WebPage.data("audio/wav", Drawing.wav(decoder.audio(sample.media())))
        + "\"></audio>";
  }
}
