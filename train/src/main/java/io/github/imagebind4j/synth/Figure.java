package io.github.imagebind4j.synth;

import io.github.imagebind4j.synth.Surface.Pattern;
import io.github.imagebind4j.synth.Surface.Role;
import java.util.List;

/// What the form of a subject is built with: its factors, its mesh, its random details. Lengths are
/// those of the usual size, with the feet at y = 0 and the head towards x.
///
/// @param mesh takes the parts
/// @param factors the scene
/// @param dice for details
/// @param place from the form's own space to the world, for what is not mesh
/// @param puffs takes steam and smoke
record Figure(MeshBuilder mesh, Factors factors, Dice dice, Affine place, List<Puff> puffs) {

  /// A coloured part at a temperature.
  Surface part(int colour, double celsius) {
    return Surface.of(colour, Role.SUBJECT, celsius);
  }

  /// A coloured part at the air's temperature.
  Surface cold(int colour) {
    return part(colour, factors.airCelsius() + 3);
  }

  /// A part as warm as the subject gets.
  Surface hot(int colour) {
    return part(colour, factors.celsius());
  }

  /// A part between the air's temperature, 0, and the subject's own, 1.
  Surface warm(int colour, double share) {
    return part(colour, between(share));
  }

  double between(double share) {
    double least = factors.airCelsius() + 2.5; // what is used is never quite as cold as the air
    return least + share * (factors.celsius() - least);
  }

  /// Fur, feathers or skin: warm, with fine noise.
  Surface hide(int colour, int second, Pattern pattern, double metres) {
    return hot(colour).pattern(pattern, second, metres).gloss(0.03);
  }

  /// The subject's own material.
  Surface material(double share) {
    Surface own = Surface.of(factors.material(), Role.SUBJECT, between(share));
    return factors.material() == Material.ENAMEL || factors.material() == Material.PLASTIC
        ? own.colour(paint())
        : own;
  }

  /// The paint of this scene: a colour of any hue.
  int paint() {
    return hue(factors.hue(), 0.72, 0.62);
  }

  /// One of some colours, by the scene's hue.
  int colour(int... colours) {
    return colours[(int) (factors.hue() * colours.length)];
  }

  /// A turn that brings what faces z before the camera, whichever way the subject is turned.
  Affine facing() {
    return Affine.turnY(factors.heading() > 90 ? 0 : 180);
  }

  /// Adds a soft cloud, in the form's own space.
  void puff(
      double x,
      double y,
      double z,
      double radius,
      int colour,
      double density,
      double glow,
      double celsius) {
    puffs.add(
        new Puff(
            place.x(x, y, z),
            place.y(x, y, z),
            place.z(x, y, z),
            radius * factors.size(),
            colour,
            density,
            glow,
            celsius));
  }

  /// A colour made darker.
  static int shade(int rgb, double light) {
    int r = (int) ((rgb >> 16) * light);
    int g = (int) ((rgb >> 8 & 255) * light);
    int b = (int) ((rgb & 255) * light);
    return r << 16 | g << 8 | b;
  }

  /// A colour by hue, saturation and value, each 0 to 1.
  static int hue(double hue, double saturation, double value) {
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      double k = (5 - 2 * c + 6 * hue) % 6;
      double part = value * (1 - saturation * Math.clamp(Math.min(k, 4 - k), 0, 1));
      rgb = rgb << 8 | (int) Math.round(255 * part);
    }
    return rgb;
  }
}
