package io.github.imagebind4j.app;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.model.StemConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// A kind of input that `bench` measures: random tensors of the shape that a modality's
/// preprocessing ends in.
///
/// @param name what the table calls it, e.g. `vision`, `video`, `text, 5 words`
/// @param modality whose tower takes it
/// @param words how many a text has, each one token; 0 for all others
/// @param shape of one item, e.g. `[3, 224, 224]`
record BenchInput(String name, Modality modality, int words, List<Integer> shape) {
  /// A name of ours for vision's other kind of input.
  static final String VIDEO = "video";

  /// As the reference samples them: a sound's clips; a video's clips times crops.
  private static final int CLIPS_OF_A_SOUND = 3;

  private static final int CLIPS_OF_A_VIDEO = 15;

  /// What to measure of a model.
  ///
  /// @param asked modalities' names and `video`; empty: all modalities
  /// @param words lengths of texts
  static List<BenchInput> of(ModelConfig config, List<String> asked, List<Integer> words) {
    List<String> names =
        asked.isEmpty()
            ? config.modalities().keySet().stream().map(Modality::name).toList()
            : asked;
    List<BenchInput> inputs = new ArrayList<>();
    for (String name : names) {
      Modality modality = modality(name);
      StemConfig stem = config.modality(modality).stem();
      switch (stem) {
        case StemConfig.Tokens tokens ->
            words.forEach(count -> inputs.add(text(modality, tokens, count)));
        case StemConfig.Windows windows ->
            inputs.add(
                new BenchInput(name, modality, 0, List.of(windows.channels(), windows.length())));
        case StemConfig.Patches patches ->
            inputs.add(
                new BenchInput(
                    name,
                    modality,
                    0,
                    shape(
                        name,
                        modality,
                        patches.channels(),
                        patches.frames(),
                        patches.height(),
                        patches.width())));
        case StemConfig.Convolutions c ->
            inputs.add(
                new BenchInput(
                    name,
                    modality,
                    0,
                    shape(name, modality, c.channels(), c.frames(), c.height(), c.width())));
      }
    }
    return inputs;
  }

  /// The modality whose tower takes inputs of this name.
  static Modality modality(String name) {
    return name.equals(VIDEO) ? Modality.VISION : Modality.of(name);
  }

  private static BenchInput text(Modality modality, StemConfig.Tokens tokens, int words) {
    int most = tokens.context() - 2; // start and end take a place each
    if (words < 1 || words > most) {
      throw CliException.usage(
          "--words must be from 1 to " + most + " for this model, got " + words);
    }
    return new BenchInput(
        modality + ", " + words + (words == 1 ? " word" : " words"),
        modality,
        words,
        List.of(tokens.context()));
  }

  private static List<Integer> shape(
      String name, Modality modality, int channels, int frames, int height, int width) {
    if (name.equals(VIDEO)) {
      return List.of(CLIPS_OF_A_VIDEO, channels, Math.max(1, frames), height, width);
    }
    return modality.equals(Modality.AUDIO)
        ? List.of(CLIPS_OF_A_SOUND, channels, height, width)
        : List.of(channels, height, width);
  }

  /// A batch of items that all differ.
  ///
  /// @param seed the same seed gives the same batch
  FloatArray batch(ModelConfig config, int items, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int size = shape.stream().reduce(1, Math::multiplyExact);
    float[] values = new float[Math.multiplyExact(items, size)];
    if (config.modality(modality).stem() instanceof StemConfig.Tokens tokens) {
      for (int item = 0; item < items; item++) {
        fillText(values, item * size, tokens.vocabulary(), random);
      }
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
    }
    int[] dims = new int[shape.size() + 1];
    dims[0] = items;
    for (int i = 0; i < shape.size(); i++) {
      dims[i + 1] = shape.get(i);
    }
    return FloatArray.wrap(values, dims);
  }

  /// Start, words, end, zeros: as the tokenizer has it, whose end has the largest id.
  private void fillText(float[] ids, int at, int vocabulary, RandomGenerator random) {
    ids[at] = vocabulary - 2f;
    for (int i = 1; i <= words; i++) {
      ids[at + i] = random.nextInt(vocabulary - 2);
    }
    ids[at + words + 1] = vocabulary - 1f;
  }
}
