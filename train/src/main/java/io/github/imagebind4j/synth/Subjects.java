package io.github.imagebind4j.synth;

/// Which form each kind has.
final class Subjects {
  private Subjects() {}

  static void build(Figure figure) {
    switch (figure.factors().kind()) {
      case DOG -> Animals.dog(figure);
      case CAT -> Animals.cat(figure);
      case COW -> Animals.cow(figure);
      case BIRD -> Birds.songbird(figure);
      case ROOSTER -> Birds.rooster(figure);
      case FROG -> SmallAnimals.frog(figure);
      case BEE -> SmallAnimals.bee(figure);
      case PERSON -> People.walker(figure);
      case CAR -> RoadVehicles.car(figure);
      case MOTORCYCLE -> RoadVehicles.motorcycle(figure);
      case TRAIN -> Vessels.train(figure);
      case BOAT -> Vessels.boat(figure);
      case HELICOPTER -> Aircraft.helicopter(figure);
      case AIRPLANE -> Aircraft.airplane(figure);
      case KETTLE -> Household.kettle(figure);
      case CLOCK -> Household.clock(figure);
      case FAN -> Household.fan(figure);
      case GLASS_CUP -> Household.glass(figure);
      case WASHING_MACHINE -> Household.washingMachine(figure);
      case BELL -> Instruments.bell(figure);
      case DRUM -> Instruments.drum(figure);
      case GUITAR -> Instruments.guitar(figure);
      case PIANO -> Instruments.piano(figure);
      case SAW -> Machines.saw(figure);
      case SIREN -> Machines.siren(figure);
      case WINDMILL -> Machines.windmill(figure);
      case WATERFALL -> Nature.waterfall(figure);
      case RAIN -> Nature.rain(figure);
      case FIRE -> Nature.fire(figure);
    }
  }

  /// How broad a kind is beside its height, roughly.
  static double breadth(Kind kind) {
    return switch (kind) {
      case DOG, COW, BIRD, FROG, BEE -> 1.5;
      case CAR -> 2.9;
      case MOTORCYCLE -> 2.0;
      case TRAIN -> 2.6;
      case BOAT -> 2.2;
      case HELICOPTER -> 2.8;
      case AIRPLANE -> 3.0;
      case RAIN -> 1.6;
      case SAW -> 1.8;
      case CAT, ROOSTER, KETTLE, PIANO, DRUM, WATERFALL, FIRE, WINDMILL, BELL -> 1.2;
      case PERSON, CLOCK, FAN, GLASS_CUP, WASHING_MACHINE, GUITAR, SIREN -> 0.9;
    };
  }
}
