/// A rendered world: scenes whose picture, depth, heat, sound, motion and caption are true to one
/// another, as no collection of recordings has them.
///
/// [io.github.imagebind4j.synth.SynthWorld#of] gives a world,
/// [io.github.imagebind4j.synth.SynthWorld#scene] a [io.github.imagebind4j.synth.Scene], which is a
/// pure function of seed and index, and whose senses are computed when they are asked for.
/// [io.github.imagebind4j.synth.SynthFiles] writes many of them to a folder.
///
/// ## What decides a scene
///
/// | factor | picture | depth | heat | sound | motion |
/// |---|---|---|---|---|---|
/// | kind (29) | form | form | warm parts | what sounds | |
/// | material | colour, gloss, grain | | metal mirrors the surroundings' heat | pitch, ringing | |
/// | size 0.65-1.5 | size | size | size | pitch and resonances, lower if bigger | |
/// | state, vigour | steam, flames, lamps, pose, blurred blades | some | engines, kettles, fires get hotter | rate, loudness, colour | |
/// | distance | size, haze | metres | size | loudness, dullness | |
/// | heading | which side shows | form | form | | |
/// | setting (8) | ground, surroundings | the same | temperature of the air, cold sky | surroundings, echo, the ground's steps | |
/// | lighting (5) | sun, shadows, sky | | warmth of the sun | | |
/// | motion (9) | hands, handlebar, dashboard, steps, ropes, bow, horse; tilt | the same | warm hands | steps, wheels, oars, hooves | its waves |
/// | pace | | | | rate of steps | rate and strength |
///
/// What would be nothing but style (colours, textures, where trees stand, exposure, noise, notes)
/// comes from streams of random numbers of their own, so that no two scenes are alike. Kinds and
/// motions are dealt like cards: any 29 scenes that begin at a multiple of 29 have each kind once.
/// Which motion goes with which kind is left to chance, so that a sound of a dog tells nothing
/// about running.
///
/// ## How
///
/// Pictures are triangle meshes made of turned, swept and cut forms, drawn with 2 x 2 samples a
/// pixel, lit by a sun with a shadow map and by the sky; depth and heat are read from the same
/// samples. Sounds are modal synthesis (struck things), source and filter (voices), firing orders
/// (engines), string loops (Karplus and Strong, "Digital synthesis of plucked-string and drum
/// timbres", 1983) and filtered noise (water, wind, fire). Motion is a sum of waves at the step's
/// rate for position and angle, seen by a sensor that turns with the camera; the picture's tilt is
/// the sensor's at that moment.
///
/// Scenes are the same bytes for any number of threads and on every run on one machine. Another
/// processor's or Java version's sine may differ in the last bit, and so, here and there, a pixel.
@NullMarked
package io.github.imagebind4j.synth;

import org.jspecify.annotations.NullMarked;
