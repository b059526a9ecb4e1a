package io.github.imagebind4j.synth;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Says what is in a scene.
final class Captions {
  private Captions() {}

  /// Several wordings, the plainest first.
  static List<String> of(Factors f) {
    String thing = f.kind().phrase();
    String described = described(f);
    String doing = f.kind().doing(f.lively());
    String where = f.setting().phrase();
    String when = f.lighting().phrase();
    if (f.setting().indoors() && f.lighting() == Lighting.OVERCAST) {
      when = "on a grey day";
    }
    Set<String> captions = new LinkedHashSet<>();
    captions.add(thing);
    captions.add(thing + " " + where);
    captions.add("a photo of " + described);
    captions.add(described + " " + where + " " + when);
    captions.add(thing + " " + doing + " " + where);
    captions.add(described + ", " + doing);
    captions.add(thing + " " + where + ", seen while " + f.motion().phrase());
    captions.add(f.motion().phrase() + " " + where + ", with " + thing + " ahead");
    return List.copyOf(captions);
  }

  /// With its size and material, where they are worth a word.
  private static String described(Factors f) {
    String phrase = f.kind().phrase();
    if (!phrase.startsWith("a")) {
      return (f.lively() ? "heavy " : "light ") + phrase;
    }
    String noun = phrase.substring(phrase.indexOf(' ') + 1);
    List<String> words = new ArrayList<>();
    if (f.size() < 0.8) {
      words.add("small");
    } else if (f.size() > 1.2) {
      words.add("large");
    }
    boolean choice = f.kind().materials().size() > 1;
    if (choice && !f.material().word().isEmpty()) {
      words.add(f.material().word());
    }
    words.add(noun);
    String all = String.join(" ", words);
    return ("aeiou".indexOf(all.charAt(0)) >= 0 ? "an " : "a ") + all;
  }

  static String ofPicture(Factors f) {
    List<String> all = of(f);
    return all.get(Dice.of(f.seed(), f.index(), "caption").below(all.size()));
  }

  static String ofDepth(Factors f) {
    return "a depth map of " + f.kind().phrase() + " " + f.setting().phrase();
  }

  static String ofHeat(Factors f) {
    return "a thermal image of " + f.kind().phrase() + " " + f.setting().phrase();
  }

  static String ofSound(Factors f) {
    return "the sound of " + f.kind().phrase() + " " + f.kind().doing(f.lively());
  }

  static String ofMotion(Factors f) {
    return "someone " + f.motion().phrase();
  }
}
