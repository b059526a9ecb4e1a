package io.github.imagebind4j.train;

import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModalityConfig;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.model.StemConfig;
import io.github.imagebind4j.preprocess.ImagePreprocessor;
import io.github.imagebind4j.preprocess.ImuProfile;
import io.github.imagebind4j.preprocess.PreprocessProfiles;
import io.github.imagebind4j.tokenizer.BpeTokenizer;
import io.github.imagebind4j.tokenizer.TokenIds;
import io.github.imagebind4j.train.data.TextTokens;
import io.github.imagebind4j.train.data.ViewSettings;
import org.jspecify.annotations.Nullable;

/// What inputs a model takes.
final class Views {
  private Views() {}

  static ViewSettings of(ModelConfig model) {
    ModalityConfig imu = model.modalities().get(Modality.IMU);
    int samples =
        imu != null && imu.stem() instanceof StemConfig.Windows windows
            ? windows.length()
            : ImuProfile.SAMPLES;
    return new ViewSettings(PreprocessProfiles.REFERENCE, samples, tokens(model));
  }

  static TextTokens tokens(ModelConfig model) {
    ModalityConfig text = model.modalities().get(Modality.TEXT);
    int vocabulary = BpeTokenizer.CLIP_SIZE;
    int context = TokenIds.CONTEXT_LENGTH;
    if (text != null && text.stem() instanceof StemConfig.Tokens words) {
      vocabulary = words.vocabulary();
      context = words.context();
    }
    BpeTokenizer tokenizer = BpeTokenizer.ofTable(vocabulary);
    int length = context;
    return new TextTokens(length, text0 -> tokenizer.ids(text0, length));
  }

  /// The side of a modality's pictures; of others, of vision's.
  static int pictureSize(ModelConfig model, Modality modality) {
    return switch (stem(model, modality)) {
      case StemConfig.Patches patches when !modality.equals(Modality.AUDIO) -> patches.height();
      case StemConfig.Convolutions convolutions when !modality.equals(Modality.AUDIO) ->
          convolutions.height();
      case null -> ImagePreprocessor.DEFAULT_SIZE;
      default ->
          modality.equals(Modality.VISION)
              ? ImagePreprocessor.DEFAULT_SIZE
              : pictureSize(model, Modality.VISION);
    };
  }

  private static @Nullable StemConfig stem(ModelConfig model, Modality modality) {
    ModalityConfig tower = model.modalities().get(modality);
    return tower == null ? null : tower.stem();
  }
}
