package io.github.imagebind4j.synth;

import io.github.imagebind4j.error.InputException;

/// A world of scenes: any number of them, each a pure function of the world's seed and its own
/// index. Worlds of different seeds share no scene.
///
/// ```
/// Scene scene = SynthWorld.of(7).scene(0);
/// RgbImage picture = scene.picture();
/// ```
///
/// Immutable and safe for use by any thread.
public final class SynthWorld {
  private final long seed;
  private final SceneOptions options;

  private SynthWorld(long seed, SceneOptions options) {
    this.seed = seed;
    this.options = options;
  }

  /// A world with the default sizes.
  ///
  /// @param seed any number
  /// @return the world
  public static SynthWorld of(long seed) {
    return new SynthWorld(seed, SceneOptions.DEFAULT);
  }

  /// A world.
  ///
  /// @param seed any number
  /// @param options sizes and lengths
  /// @return the world
  public static SynthWorld of(long seed, SceneOptions options) {
    return new SynthWorld(seed, options);
  }

  /// The seed.
  ///
  /// @return what [#of] was given
  public long seed() {
    return seed;
  }

  /// The sizes and lengths.
  ///
  /// @return what [#of] was given
  public SceneOptions options() {
    return options;
  }

  /// One scene. Nothing is computed before it is asked for.
  ///
  /// @param index from 0
  /// @return the scene
  /// @throws InputException if the index is below 0
  public Scene scene(long index) {
    if (index < 0) {
      throw new InputException("a scene's index must be at least 0, got " + index);
    }
    return new Scene(Factors.draw(seed, index), options);
  }
}
