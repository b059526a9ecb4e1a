package io.github.imagebind4j.synth;

import io.github.imagebind4j.error.InputException;

/// How large and how long a scene's recordings are. They do not change what the scene is.
///
/// Immutable and safe for use by any thread.
///
/// @param size the side of picture, depth map and thermal image in pixels, 16 to 1024
/// @param soundSeconds how long the sound is, 0.1 to 60
/// @param soundHertz its samples a second, 4,000 to 96,000
/// @param motionSeconds how long the motion is recorded, 0.1 to 60
/// @param motionHertz its samples a second, 5 to 1,000
public record SceneOptions(
    int size, double soundSeconds, int soundHertz, double motionSeconds, double motionHertz) {
  /// 128 pixels, 5 seconds of sound at 16 kHz, 5 seconds of motion at 50 Hz.
  public static final SceneOptions DEFAULT = new SceneOptions(128, 5, 16_000, 5, 50);

  /// Checks the ranges.
  ///
  /// @throws InputException if one is left
  public SceneOptions {
    require("a picture's side", size, 16, 1024, "pixels");
    require("a sound's length", soundSeconds, 0.1, 60, "seconds");
    require("a sound's rate", soundHertz, 4_000, 96_000, "Hz");
    require("a motion's length", motionSeconds, 0.1, 60, "seconds");
    require("a motion's rate", motionHertz, 5, 1_000, "Hz");
  }

  private static void require(String what, double value, double least, double most, String unit) {
    if (!(value >= least && value <= most)) {
      throw new InputException(
          what + " must be from " + least + " to " + most + " " + unit + ", got " + value);
    }
  }

  /// The same with pictures of another size.
  ///
  /// @param side in pixels
  /// @return the options
  /// @throws InputException if it is out of range
  public SceneOptions withSize(int side) {
    return new SceneOptions(side, soundSeconds, soundHertz, motionSeconds, motionHertz);
  }

  /// The same with sounds of another length.
  ///
  /// @param seconds how long
  /// @return the options
  /// @throws InputException if it is out of range
  public SceneOptions withSoundSeconds(double seconds) {
    return new SceneOptions(size, seconds, soundHertz, motionSeconds, motionHertz);
  }
}
