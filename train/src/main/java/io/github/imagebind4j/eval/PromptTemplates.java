package io.github.imagebind4j.eval;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The sentences that a class's name is put into, `{}` standing for it. Several together are a
/// little better than any one of them (Radford et al. 2021, section 3.1.4).
///
/// The lists here are our own wording, one a sense. ImageBind's paper uses CLIP's 80 for all
/// senses; to repeat its figures, put those into a file.
///
/// Immutable and safe for use by any thread.
///
/// @param name what results call the list
/// @param templates sentences with `{}` in them, at least one
public record PromptTemplates(String name, List<String> templates) {
  private static final String PLACE = "{}";
  private static final long MOST_BYTES = 1 << 20;

  /// The class's name alone.
  public static final PromptTemplates PLAIN = new PromptTemplates("plain", List.of(PLACE));

  /// For pictures and videos.
  public static final PromptTemplates PHOTO =
      new PromptTemplates(
          "photo",
          List.of(
              "{}",
              "a photo of a {}.",
              "a photo of the {}.",
              "a picture showing a {}.",
              "a close-up of a {}.",
              "a snapshot with a {} in it.",
              "a {} seen from nearby.",
              "a clear image of a {}.",
              "a small {} in a photo.",
              "this is a {}."));

  /// For sounds.
  public static final PromptTemplates SOUND =
      new PromptTemplates(
          "sound",
          List.of(
              "{}",
              "the sound of {}.",
              "a recording of {}.",
              "a sound of a {}.",
              "you can hear {}.",
              "the noise made by {}.",
              "an audio clip of {}.",
              "{} in the background."));

  /// For depth maps.
  public static final PromptTemplates DEPTH =
      new PromptTemplates(
          "depth",
          List.of(
              "{}",
              "a photo of a {}.",
              "a depth map of a {}.",
              "the shape of a {} in space.",
              "a {} seen by a depth camera.",
              "a view of a {}.",
              "a place that is a {}."));

  /// For thermal pictures.
  public static final PromptTemplates THERMAL =
      new PromptTemplates(
          "thermal",
          List.of(
              "{}",
              "a photo of a {}.",
              "a thermal image of a {}.",
              "an infrared picture of a {}.",
              "the heat of a {} at night.",
              "a {} seen by a heat camera."));

  /// For motion.
  public static final PromptTemplates MOTION =
      new PromptTemplates(
          "motion",
          List.of(
              "{}",
              "a person {}.",
              "someone is {}.",
              "the movement of {}.",
              "a video of a person {}.",
              "a person doing this: {}."));

  private static final List<PromptTemplates> BUILT_IN =
      List.of(PLAIN, PHOTO, SOUND, DEPTH, THERMAL, MOTION);

  /// Checks and copies.
  ///
  /// @throws InputException if there are no sentences, or one has no `{}`
  public PromptTemplates {
    templates = List.copyOf(templates);
    if (templates.isEmpty()) {
      throw new InputException(name + " has no prompt templates; give at least one, e.g. {}");
    }
    for (String template : templates) {
      if (!template.contains(PLACE)) {
        throw new InputException(
            name + ": the template '" + template + "' has no {} for the class's name");
      }
    }
  }

  /// The built-in list for a sense.
  ///
  /// @param modality the modality that is classified
  /// @return [#PLAIN] for a modality of one's own
  public static PromptTemplates of(Modality modality) {
    return switch (modality.name()) {
      case "vision" -> PHOTO;
      case "audio" -> SOUND;
      case "depth" -> DEPTH;
      case "thermal" -> THERMAL;
      case "imu" -> MOTION;
      default -> PLAIN;
    };
  }

  /// A built-in list by its name, or else a file with a sentence a line.
  ///
  /// @param nameOrFile `plain`, `photo`, `sound`, `depth`, `thermal`, `motion`, or a path
  /// @return the list
  /// @throws InputException if there is no such file, or a line has no `{}`
  public static PromptTemplates read(String nameOrFile) {
    for (PromptTemplates list : BUILT_IN) {
      if (list.name.equals(nameOrFile.toLowerCase(Locale.ROOT))) {
        return list;
      }
    }
    Path file = Path.of(nameOrFile);
    try {
      if (!Files.isRegularFile(file)) {
        throw new InputException(
            "there are no templates '"
                + nameOrFile
                + "'; built in are "
                + BUILT_IN.stream().map(PromptTemplates::name).toList()
                + ", or name a file with a sentence a line");
      }
      if (Files.size(file) > MOST_BYTES) {
        throw new InputException(file + " has more than " + MOST_BYTES + " bytes; shorten it");
      }
      List<String> lines = Files.readAllLines(file).stream().filter(l -> !l.isBlank()).toList();
      return new PromptTemplates(String.valueOf(file.getFileName()), lines);
    } catch (IOException e) {
      throw new InputException("can't read the templates in " + file + ": " + e, e);
    }
  }

  /// The sentences about a class.
  ///
  /// @param words the class's name
  /// @return one a template
  public List<String> prompts(String words) {
    return templates.stream().map(template -> template.replace(PLACE, words)).toList();
  }
}
