package io.github.imagebind4j.indexing;

import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.MediaInfo;
import io.github.imagebind4j.media.MediaKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a file is, and by which of its tracks it is indexed.
///
/// @param kind `image`, `video`, `sound`, `depth`, `thermal`, `motion` or `text`
/// @param tracks at least one, the main one first
/// @param info what its header says
/// @param recipe how it is cut or read, where that is not the only way; else empty
/// @param cut whether it is cut into segments
record Recognition(
    String kind, List<FileParts.Track> tracks, MediaInfo info, String recipe, boolean cut) {
  private static final MediaInfo NOTHING_MORE = new MediaInfo(MediaKind.UNKNOWN, false, 0, 0, 0);

  /// Looks into a file.
  ///
  /// @return empty if it is no media
  /// @throws MediaException if it can't be read, or was named and is no media
  static Optional<Recognition> of(
      MediaFile file, MediaSource source, MediaDecoder decoder, IndexingOptions options) {
    if (file.text().isPresent()) {
      return one("text", Input.text(file.text().get()), "", NOTHING_MORE);
    }
    Modality sense = file.sense().orElse(null);
    if (sense == null || sense.equals(Modality.VISION)) {
      return byContent(file, source, decoder.inspect(source), options, sense != null);
    }
    return switch (sense.name()) {
      case "depth" ->
          one("depth", new Input.Depth(source, options.depth()), recipe(sense, options));
      case "thermal" ->
          one("thermal", new Input.Thermal(source, options.thermal()), recipe(sense, options));
      case "imu" -> one("motion", new Input.Imu(source, options.imu()), recipe(sense, options));
      case "audio" ->
          Optional.of(sound(source, decoder.inspect(source).durationSeconds(), options));
      default ->
          throw new MediaException(
              file.key() + " can't be indexed as " + sense + "; only the six senses can");
    };
  }

  private static Optional<Recognition> byContent(
      MediaFile file,
      MediaSource source,
      MediaInfo info,
      IndexingOptions options,
      boolean pictureOnly) {
    return switch (info.kind()) {
      case IMAGE -> one("image", new Input.Image(source), "", info);
      case VIDEO -> Optional.of(video(source, info, options, info.hasSound() && !pictureOnly));
      case AUDIO -> Optional.of(sound(source, info.durationSeconds(), options));
      case IMU ->
          one("motion", new Input.Imu(source, options.imu()), recipe(Modality.IMU, options));
      case TEXT, ARRAY, UNKNOWN -> {
        if (file.named()) {
          throw new MediaException(
              file.key()
                  + " is no picture, sound, video or motion recording by its content ("
                  + info.kind().name().toLowerCase(Locale.ROOT)
                  + "); of a depth map, thermal image or .npy say what it is with a pattern");
        }
        yield Optional.empty();
      }
    };
  }

  private static Optional<Recognition> one(String kind, Input input, String recipe) {
    return one(kind, input, recipe, NOTHING_MORE);
  }

  private static Optional<Recognition> one(
      String kind, Input input, String recipe, MediaInfo info) {
    return Optional.of(
        new Recognition(kind, List.of(new FileParts.Track(input, "")), info, recipe, false));
  }

  private static Recognition sound(MediaSource source, double seconds, IndexingOptions options) {
    return new Recognition(
        "sound",
        List.of(new FileParts.Track(new Input.Audio(source), "")),
        new MediaInfo(MediaKind.AUDIO, true, 0, 0, seconds),
        cutRecipe(seconds, options),
        cuts(seconds, options));
  }

  private static Recognition video(
      MediaSource source, MediaInfo info, IndexingOptions options, boolean withSound) {
    FileParts.Track pictures = new FileParts.Track(new Input.Video(source), "");
    return new Recognition(
        "video",
        withSound
            ? List.of(pictures, new FileParts.Track(new Input.Audio(source), "audio"))
            : List.of(pictures),
        info,
        cutRecipe(info.durationSeconds(), options),
        cuts(info.durationSeconds(), options));
  }

  /// A recording that does not say how long it is may be long.
  private static boolean cuts(double seconds, IndexingOptions options) {
    return seconds == 0 || options.segmentation().cuts(seconds);
  }

  /// How a recording is cut, in words.
  ///
  /// @param seconds how long it is; 0 if it does not say
  static String cutRecipe(double seconds, IndexingOptions options) {
    return cuts(seconds, options)
        ? options.segmentation().seconds() + "/" + options.segmentation().overlap()
        : "";
  }

  /// How files of a sense are read, in words; empty if by the defaults.
  static String recipe(Modality sense, IndexingOptions options) {
    IndexingOptions usual = IndexingOptions.DEFAULT;
    return switch (sense.name()) {
      case "depth" -> options.depth().equals(usual.depth()) ? "" : String.valueOf(options.depth());
      case "thermal" ->
          options.thermal().equals(usual.thermal()) ? "" : String.valueOf(options.thermal());
      case "imu" -> options.imu().equals(usual.imu()) ? "" : String.valueOf(options.imu());
      default -> "";
    };
  }
}
