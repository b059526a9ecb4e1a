package io.github.imagebind4j.app;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.eval.PromptTemplates;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say what may be seen and heard, and how likely it must be to be named.
final class LabelOptions {
  private static final PromptTemplates SIGHT =
      new PromptTemplates(
          "sight", List.of("{}", "a photo of a {}.", "a photo of {}.", "a picture showing {}."));

  private static final PromptTemplates SOUND =
      new PromptTemplates(
          "hearing", List.of("{}", "the sound of {}.", "a recording of {}.", "you can hear {}."));

  @Option(
      names = "--labels",
      paramLabel = "F",
      description =
          "What may be seen: a file with a label a line, [group] above those that belong together."
              + " Default: our own list of 531.")
  private @Nullable Path labels;

  @Option(
      names = "--sound-labels",
      paramLabel = "F",
      description = "What may be heard, likewise. Default: our own list of 243.")
  private @Nullable Path soundLabels;

  @Option(
      names = "--templates",
      paramLabel = "NAME|FILE",
      description =
          "The sentences that labels of sight are put into: plain, photo, or a file with a sentence"
              + " a line, {} for the label. Default: four of our own.")
  private @Nullable String templates;

  @Option(
      names = "--sound-templates",
      paramLabel = "NAME|FILE",
      description = "The same for labels of sounds: plain, sound, or a file.")
  private @Nullable String soundTemplates;

  @Option(
      names = "-k",
      paramLabel = "N",
      description = "Name at most N labels at a time. Default: ${DEFAULT-VALUE}.")
  private int most = 3;

  @Option(
      names = "--min",
      paramLabel = "P",
      description = "Name no label below this probability, 0 to 1. Default: ${DEFAULT-VALUE}.")
  private double least = 0.1;

  @Option(
      names = "--chance",
      paramLabel = "P",
      description =
          "Name only labels that stand out so far from all others, and from what is usual, that by"
              + " chance some label would with at most this probability, 0.000001 to 0.5; 1: name"
              + " the likeliest, whether it stands out or not. Default: ${DEFAULT-VALUE}.")
  private double chance = 0.05;

  @Option(
      names = "--scale",
      paramLabel = "S",
      description =
          "What cosines are multiplied by before the softmax; smaller is less sure of itself."
              + " Default: the model's own scales, as the reference multiplies them, which for"
              + " sounds are text's times sound's and leave little doubt where there should be"
              + " some.")
  private @Nullable Double scale;

  LabelList sights() {
    return labels == null ? LabelList.sights() : LabelList.read(labels);
  }

  LabelList sounds() {
    return soundLabels == null ? LabelList.sounds() : LabelList.read(soundLabels);
  }

  PromptTemplates sightTemplates() {
    return templates == null ? SIGHT : read(templates);
  }

  PromptTemplates soundTemplates() {
    return soundTemplates == null ? SOUND : read(soundTemplates);
  }

  private static PromptTemplates read(String nameOrFile) {
    try {
      return PromptTemplates.read(nameOrFile);
    } catch (InputException e) {
      throw CliException.usage(e.getMessage());
    }
  }

  int most() {
    if (most < 1) {
      throw CliException.usage("-k must be at least 1, got " + most);
    }
    return most;
  }

  double least() {
    if (!(least >= 0 && least <= 1)) {
      throw CliException.usage("--min is a probability, 0 to 1, got " + least);
    }
    return least;
  }

  double chance() {
    if (!(chance == 1 || (chance >= 1e-6 && chance <= 0.5))) {
      throw CliException.usage("--chance is 0.000001 to 0.5, or 1, got " + chance);
    }
    return chance;
  }

  OptionalDouble scale() {
    if (scale == null) {
      return OptionalDouble.empty();
    }
    if (!(scale > 0 && scale <= 10_000)) {
      throw CliException.usage("--scale must be above 0 and at most 10000, got " + scale);
    }
    return OptionalDouble.of(scale);
  }
}
