package io.github.imagebind4j;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.RgbRows;
import io.github.imagebind4j.media.VideoFrames;
import io.github.imagebind4j.media.VideoInfo;
import io.github.imagebind4j.media.Waveform;
import io.github.imagebind4j.model.ModalityConfig;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.model.StemConfig;
import io.github.imagebind4j.preprocess.AudioPreprocessor;
import io.github.imagebind4j.preprocess.DepthPreprocessor;
import io.github.imagebind4j.preprocess.ImagePreprocessor;
import io.github.imagebind4j.preprocess.ImuPreprocessor;
import io.github.imagebind4j.preprocess.PreprocessProfiles;
import io.github.imagebind4j.preprocess.ThermalPreprocessor;
import io.github.imagebind4j.preprocess.VideoPreprocessor;
import io.github.imagebind4j.tokenizer.BpeTokenizer;
import io.github.imagebind4j.tokenizer.TokenIds;
import java.util.function.Supplier;

/// From an input to the tensor that the model would see: reads and decodes the file, then
/// preprocesses it. Needs no model.
///
/// Safe for use by any thread.
public final class InputPreprocessor {
  private final MediaDecoder decoder;
  private final PreprocessProfiles profiles;
  private final int side;
  private final ImagePreprocessor image;
  private final VideoPreprocessor video;
  private final AudioPreprocessor audio;
  private final DepthPreprocessor depth;
  private final ThermalPreprocessor thermal;
  private final ImuPreprocessor imu;
  private final Supplier<BpeTokenizer> tokenizer;
  private final StemConfig.Tokens words;

  /// Makes the preprocessor of a model.
  ///
  /// @param options whose decoder and profiles to use
  /// @param config the model's, which sets the sizes of images
  public InputPreprocessor(ImageBindOptions options, ModelConfig config) {
    this.decoder = options.decoder();
    this.profiles = options.profiles();
    this.side = side(config, Modality.VISION);
    this.image = ImagePreprocessor.ofSize(side);
    this.video = new VideoPreprocessor(side);
    this.audio = new AudioPreprocessor(profiles.audio());
    this.depth = DepthPreprocessor.of(profiles.depth(), side(config, Modality.DEPTH));
    this.thermal = ThermalPreprocessor.of(profiles.thermal(), side(config, Modality.THERMAL));
    this.imu = ImuPreprocessor.of(profiles.imu());
    this.words = words(config);
    this.tokenizer = tokenizer(words.vocabulary());
  }

  /// Makes the preprocessor of the published model.
  ///
  /// @param options whose decoder and profiles to use
  public InputPreprocessor(ImageBindOptions options) {
    this(options, ModelConfig.huge());
  }

  private static StemConfig.Tokens words(ModelConfig config) {
    ModalityConfig tower = config.modalities().get(Modality.TEXT);
    return tower != null && tower.stem() instanceof StemConfig.Tokens tokens
        ? tokens
        : new StemConfig.Tokens(BpeTokenizer.CLIP_SIZE, TokenIds.CONTEXT_LENGTH);
  }

  /// A table that is too small for texts is no hindrance to other inputs.
  private static Supplier<BpeTokenizer> tokenizer(int vocabulary) {
    try {
      BpeTokenizer made = BpeTokenizer.ofTable(vocabulary);
      return () -> made;
    } catch (ConfigException e) {
      return () -> BpeTokenizer.ofTable(vocabulary); // says why not
    }
  }

  private static int side(ModelConfig config, Modality modality) {
    ModalityConfig tower = config.modalities().get(modality);
    return switch (tower == null ? null : tower.stem()) {
      case StemConfig.Patches patches -> patches.height();
      case StemConfig.Convolutions convolutions -> convolutions.height();
      case StemConfig.Windows _, StemConfig.Tokens _ -> ImagePreprocessor.DEFAULT_SIZE;
      case null -> ImagePreprocessor.DEFAULT_SIZE;
    };
  }

  /// The tensor of one input, without a batch axis.
  ///
  /// @param input of any kind
  /// @return for the published model: image `[3, 224, 224]`, video `[15, 3, 2, 224, 224]`, audio
  ///   `[3, 1, 128, 204]`, depth and thermal `[1, 224, 224]`, IMU `[6, 2000]`, text `[77]` token
  ///   ids, raw as it is
  /// @throws ImageBindException if the input can't be read or decoded; the message names it
  public FloatArray apply(Input input) {
    return switch (input) {
      case Input.Text text -> {
        int[] tokens = tokenizer.get().ids(text.text(), words.context());
        float[] ids = new float[tokens.length];
        for (int i = 0; i < ids.length; i++) {
          ids[i] = tokens[i];
        }
        yield FloatArray.wrap(ids, ids.length);
      }
      case Input.Image file -> decoder.lendImage(file.source(), image::apply);
      case Input.Video file -> video.apply(decoder.video(file.source(), video.selector()));
      case Input.Audio file -> audio.apply(decoder.audio(file.source()));
      case Input.Depth file -> depth.apply(decoder.depth(file.source(), file.format()));
      case Input.Thermal file -> thermal.apply(decoder.thermal(file.source(), file.format()));
      case Input.Imu file -> imu.apply(decoder.imu(file.source(), file.format()));
      case Input.Raw raw -> raw.tensor();
    };
  }

  /// The tensor of a picture that is decoded already.
  FloatArray picture(RgbRows picture) {
    return image.apply(picture);
  }

  MediaDecoder decoder() {
    return decoder;
  }

  /// The tensor of a sound that is decoded already.
  FloatArray sound(Waveform waveform) {
    return audio.apply(waveform);
  }

  /// The tensor of frames that [#framesOf] chose.
  FloatArray frames(VideoFrames frames) {
    return video.apply(frames);
  }

  /// Which frames of a video its tensor needs.
  int[] framesOf(VideoInfo info) {
    return video.selector().select(info);
  }

  /// About how much an input's tensor will take, told without opening it: what a sound with one
  /// clip for each two seconds takes is known only later.
  ///
  /// @return bytes
  long expectedBytes(Input input) {
    long floats =
        switch (input) {
          case Input.Text _ -> TokenIds.CONTEXT_LENGTH;
          case Input.Image _ -> 3L * side * side;
          case Input.Video _ -> 15L * 3 * 2 * side * side;
          case Input.Audio _ -> 3L * profiles.audio().melBins() * profiles.audio().frames();
          case Input.Depth _, Input.Thermal _ -> (long) side * side;
          case Input.Imu _ -> 6L * 2000;
          case Input.Raw raw -> raw.tensor().shape().count();
        };
    return Float.BYTES * floats;
  }

  /// A model's fingerprint with the names of the profiles that differ from the reference's: vectors
  /// of different recipes must not be mixed.
  String fingerprint(String model) {
    return model + profiles.differences();
  }
}
