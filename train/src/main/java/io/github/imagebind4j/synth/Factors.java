package io.github.imagebind4j.synth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Everything that decides a scene; each sense is computed from this and from the scene's random
/// streams for detail.
///
/// Immutable and safe for use by any thread.
///
/// @param seed the world's
/// @param index the scene's
/// @param kind what it is about
/// @param material what that is made of
/// @param size its size beside the usual, 0.65 to 1.5
/// @param lively the state: false for the quiet, true for the lively one
/// @param vigour how much of it, 0 to 1: engine speed, boiling, how often it calls
/// @param celsius its temperature where it is warmest, in °C
/// @param distance from the camera to its middle along the ground, in metres
/// @param heading which way it is turned, in degrees; 0 shows its side
/// @param setting where it is
/// @param lighting the light
/// @param airCelsius the temperature of the air, in °C
/// @param motion what the one who holds the camera does
/// @param pace how fast, beside the usual, 0.8 to 1.25
/// @param cadence how often a second that motion repeats (steps, pedal strokes, swings), in Hz
/// @param hue 0 to 1: the place of painted or furred colours in their range
public record Factors(
    long seed,
    long index,
    Kind kind,
    Material material,
    double size,
    boolean lively,
    double vigour,
    double celsius,
    double distance,
    double heading,
    Setting setting,
    Lighting lighting,
    double airCelsius,
    EgoMotion motion,
    double pace,
    double cadence,
    double hue) {

  private static final List<Kind> KINDS = List.of(Kind.values());
  private static final List<EgoMotion> MOTIONS = List.of(EgoMotion.values());

  /// Draws the factors of a scene. Kinds and motions go round in shuffled decks, so that any run of
  /// as many scenes as there are kinds has each once.
  static Factors draw(long seed, long index) {
    Dice dice = Dice.of(seed, index, "factors");
    Kind kind = dealt(KINDS, seed, index, "kinds");
    EgoMotion motion = dealt(MOTIONS, seed, index, "motions");
    Material material = dice.pick(kind.materials());
    double size = dice.logBetween(0.65, 1.5);
    boolean lively = dice.chance(0.5);
    double vigour = lively ? dice.between(0.6, 1) : dice.between(0, 0.4);
    Setting setting = setting(kind, motion, dice);
    Lighting lighting = dice.pick(List.of(Lighting.values()));
    double air = air(setting, lighting, dice);
    double pace = dice.between(0.85, 1.2);
    double distance = kind.distance() * dice.logBetween(0.62, 1.25) * Math.pow(size, 0.35);
    if (setting.indoors()) {
      distance = Math.min(distance, 4.2);
    }
    return new Factors(
        seed,
        index,
        kind,
        material,
        size,
        lively,
        vigour,
        Warmth.of(kind, vigour, air),
        distance,
        dice.between(-38, 38) + (dice.chance(0.5) ? 180 : 0),
        setting,
        lighting,
        air,
        motion,
        pace,
        Gait.usualCadence(motion) * pace,
        dice.unit());
  }

  private static <T> T dealt(List<T> cards, long seed, long index, String purpose) {
    long round = Math.floorDiv(index, (long) cards.size());
    int place = Math.floorMod(index, cards.size());
    Dice dice = Dice.of(seed, round, purpose);
    List<T> deck = new ArrayList<>(cards);
    for (int i = deck.size() - 1; i > 0; i--) {
      int j = dice.below(i + 1);
      T swapped = deck.get(i);
      deck.set(i, deck.get(j));
      deck.set(j, swapped);
    }
    return deck.get(place);
  }

  private static Setting setting(Kind kind, EgoMotion motion, Dice dice) {
    boolean indoors =
        motion.possibleIndoors()
            && (kind.place() == Kind.Place.GROUND || kind.place() == Kind.Place.STAND);
    List<Setting> possible =
        Arrays.stream(Setting.values()).filter(place -> indoors || !place.indoors()).toList();
    // Half of what can be indoors is.
    if (indoors && dice.chance(0.4)) {
      return dice.chance(0.5) ? Setting.KITCHEN : Setting.ROOM;
    }
    return dice.pick(possible);
  }

  private static double air(Setting setting, Lighting lighting, Dice dice) {
    double swing = setting.indoors() ? 2 : 5;
    double change =
        switch (lighting) {
          case NOON -> 0.6;
          case MORNING, SUNSET -> 0;
          case OVERCAST -> -0.3;
          case NIGHT -> -1.0;
        };
    return setting.celsius() + swing * (change + dice.between(-0.6, 0.6));
  }

  /// The height of the thing, in metres.
  ///
  /// @return its usual height times its size
  public double metres() {
    return kind.metres() * size;
  }

  /// All factors by name, for `factors.jsonl`.
  ///
  /// @return a fresh map in a fixed order; numbers, strings and booleans only
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("seed", seed);
    map.put("index", index);
    map.put("kind", kind.className());
    map.put("material", lower(material));
    map.put("size", rounded(size));
    map.put("metres", rounded(metres()));
    map.put("state", kind.doing(lively));
    map.put("lively", lively);
    map.put("vigour", rounded(vigour));
    map.put("celsius", rounded(celsius));
    map.put("distance", rounded(distance));
    map.put("heading", rounded(heading));
    map.put("setting", lower(setting));
    map.put("lighting", lower(lighting));
    map.put("air_celsius", rounded(airCelsius));
    map.put("motion", motion.className());
    map.put("pace", rounded(pace));
    map.put("cadence", rounded(cadence));
    map.put("hue", rounded(hue));
    return map;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static double rounded(double value) {
    return Math.rint(value * 10_000) / 10_000;
  }
}
