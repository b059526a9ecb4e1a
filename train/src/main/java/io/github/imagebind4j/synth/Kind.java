package io.github.imagebind4j.synth;

import static io.github.imagebind4j.synth.Material.BRONZE;
import static io.github.imagebind4j.synth.Material.CERAMIC;
import static io.github.imagebind4j.synth.Material.COPPER;
import static io.github.imagebind4j.synth.Material.ENAMEL;
import static io.github.imagebind4j.synth.Material.GLASS;
import static io.github.imagebind4j.synth.Material.HIDE;
import static io.github.imagebind4j.synth.Material.PLASTIC;
import static io.github.imagebind4j.synth.Material.STEEL;
import static io.github.imagebind4j.synth.Material.WOOD;

import java.util.List;
import java.util.Locale;

/// What a scene is about: the thing that is seen, heard and felt. Its lower-case name is the class
/// in a manifest.
///
/// Each has a place where it belongs, a usual size and distance, and two states that show in more
/// than one sense.
public enum Kind {
  /// Barks.
  DOG("a dog", Place.GROUND, 0.8, 3.2, "resting", "excited"),
  /// Meows.
  CAT("a cat", Place.GROUND, 0.5, 2.1, "calm", "hungry"),
  /// Moos.
  COW("a cow", Place.OUTDOORS, 1.5, 6.5, "grazing", "calling"),
  /// A songbird on a branch.
  BIRD("a bird", Place.STAND, 0.22, 1.0, "chirping", "singing"),
  /// Crows.
  ROOSTER("a rooster", Place.GROUND, 0.6, 2.3, "clucking", "crowing"),
  /// Croaks.
  FROG("a frog", Place.STAND, 0.2, 0.9, "croaking now and then", "croaking"),
  /// Buzzes about a flower.
  BEE("a bee", Place.STAND, 0.22, 0.95, "hovering", "buzzing around"),
  /// Walks: footsteps.
  PERSON("a person", Place.GROUND, 1.75, 5.5, "walking slowly", "walking fast"),
  /// A four-cylinder engine.
  CAR("a car", Place.OUTDOORS, 1.45, 7.5, "with the engine idling", "at full throttle"),
  /// A two-cylinder engine.
  MOTORCYCLE("a motorcycle", Place.OUTDOORS, 1.1, 4.2, "idling", "revving"),
  /// A steam engine with a whistle.
  TRAIN("a train", Place.OUTDOORS, 3.4, 15, "puffing slowly", "at speed"),
  /// A small ship with a horn.
  BOAT("a boat", Place.WATER, 3.2, 14, "at anchor", "steaming"),
  /// Rotor blades.
  HELICOPTER("a helicopter", Place.SKY, 3.0, 15, "hovering", "climbing"),
  /// A propeller aeroplane.
  AIRPLANE("an airplane", Place.SKY, 3.2, 17, "gliding by", "climbing"),
  /// Hisses, and whistles when it boils.
  KETTLE("a kettle", Place.STAND, 0.28, 1.15, "warming up", "boiling"),
  /// Ticks.
  CLOCK("a clock", Place.STAND, 0.4, 1.5, "ticking slowly", "ticking fast"),
  /// Hums and blows.
  FAN("a fan", Place.GROUND, 1.1, 3.1, "at low speed", "at full speed"),
  /// Rings when struck.
  GLASS_CUP("a glass", Place.STAND, 0.22, 0.85, "tapped softly", "struck"),
  /// Drums and sloshes.
  WASHING_MACHINE("a washing machine", Place.GROUND, 0.9, 2.7, "washing", "spinning"),
  /// A bell in its frame.
  BELL("a bell", Place.GROUND, 1.2, 3.4, "tolling", "ringing"),
  /// A drum on legs.
  DRUM("a drum", Place.GROUND, 0.75, 2.4, "beaten slowly", "beaten fast"),
  /// Plucked.
  GUITAR("a guitar", Place.GROUND, 1.0, 2.6, "plucked", "strummed"),
  /// An upright piano.
  PIANO("a piano", Place.GROUND, 1.25, 3.6, "played gently", "played loudly"),
  /// A hand saw in a log.
  SAW("a saw", Place.STAND, 0.5, 1.3, "sawing slowly", "sawing fast"),
  /// A horn and a lamp on a post.
  SIREN("a siren", Place.OUTDOORS, 2.2, 6.5, "wailing", "yelping"),
  /// Turned by the wind that is heard.
  WINDMILL("a windmill", Place.OUTDOORS, 9, 24, "in a breeze", "in a strong wind"),
  /// Falls over a rock.
  WATERFALL("a waterfall", Place.OUTDOORS, 4.2, 12, "trickling", "roaring"),
  /// Falls from a dark cloud.
  RAIN("rain", Place.SKY, 3.6, 13, "drizzling", "pouring"),
  /// A camp fire.
  FIRE("a fire", Place.OUTDOORS, 0.9, 2.8, "burning low", "blazing");

  /// Where a thing can be.
  enum Place {
    /// On the floor or the ground, anywhere.
    GROUND,
    /// On the ground under the sky.
    OUTDOORS,
    /// On something that lifts it: a table, a crate, a stump.
    STAND,
    /// On water.
    WATER,
    /// In the air.
    SKY
  }

  private final String phrase;
  private final Place place;
  private final double metres;
  private final double distance;
  private final String calm;
  private final String active;

  Kind(String phrase, Place place, double metres, double distance, String calm, String active) {
    this.phrase = phrase;
    this.place = place;
    this.metres = metres;
    this.distance = distance;
    this.calm = calm;
    this.active = active;
  }

  /// The class in manifests.
  ///
  /// @return lower-case words joined by `_`
  public String className() {
    return this == GLASS_CUP ? "glass" : name().toLowerCase(Locale.ROOT);
  }

  /// The words of a caption, with an article.
  ///
  /// @return for example `a dog`
  public String phrase() {
    return phrase;
  }

  Place place() {
    return place;
  }

  /// Its usual height in metres.
  double metres() {
    return metres;
  }

  /// How far away one usually sees it, in metres.
  double distance() {
    return distance;
  }

  /// What it does in its quiet or its lively state.
  String doing(boolean lively) {
    return lively ? active : calm;
  }

  /// What it can be made of.
  List<Material> materials() {
    return switch (this) {
      case DOG, CAT, COW, BIRD, ROOSTER, FROG, BEE, PERSON -> List.of(HIDE);
      case CAR, MOTORCYCLE -> List.of(ENAMEL);
      case TRAIN, HELICOPTER, AIRPLANE, SIREN -> List.of(ENAMEL, STEEL);
      case BOAT -> List.of(ENAMEL, WOOD);
      case KETTLE -> List.of(STEEL, COPPER, ENAMEL);
      case CLOCK -> List.of(WOOD, STEEL, PLASTIC);
      case FAN, WASHING_MACHINE -> List.of(PLASTIC, STEEL);
      case GLASS_CUP, RAIN -> List.of(GLASS);
      case BELL -> List.of(BRONZE, STEEL);
      case DRUM -> List.of(WOOD, ENAMEL, STEEL);
      case GUITAR, PIANO, FIRE -> List.of(WOOD);
      case SAW -> List.of(STEEL);
      case WINDMILL -> List.of(WOOD, CERAMIC);
      case WATERFALL -> List.of(CERAMIC);
    };
  }
}
