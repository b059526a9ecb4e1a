package io.github.imagebind4j.synth;

/// A soft cloud of steam, smoke, spray or glow, drawn over the picture where nothing hides it.
///
/// @param x to the right, in metres
/// @param y up
/// @param z ahead
/// @param radius in metres
/// @param colour 0xRRGGBB
/// @param density in the middle, 0 to 1
/// @param glow how much of its light is its own, 0 to 1
/// @param celsius its temperature
record Puff(
    double x,
    double y,
    double z,
    double radius,
    int colour,
    double density,
    double glow,
    double celsius) {}
