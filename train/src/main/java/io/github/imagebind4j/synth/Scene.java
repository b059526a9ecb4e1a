package io.github.imagebind4j.synth;

import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.media.DepthMap;
import io.github.imagebind4j.media.ImuSeries;
import io.github.imagebind4j.media.RgbImage;
import io.github.imagebind4j.media.ThermalImage;
import io.github.imagebind4j.media.Waveform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One scene in all its senses. Each is computed when it is asked for, and again if it is asked for
/// again; picture, depth and heat share what the camera sees, which is kept.
///
/// Safe for use by any thread; several that ask at once may compute a thing twice, with the same
/// result.
public final class Scene {
  /// The farthest that the depth sensor measures, in metres; the sky is given as this far.
  public static final float FARTHEST_METRES = 65.535f;

  private static final double BASELINE_METRES = 0.075;

  private final Factors factors;
  private final SceneOptions options;
  private volatile @Nullable View view;

  Scene(Factors factors, SceneOptions options) {
    this.factors = factors;
    this.options = options;
  }

  private View view() {
    View known = view;
    if (known == null) {
      known = new View(Stage.build(factors), options.size());
      view = known;
    }
    return known;
  }

  /// What decides the scene.
  ///
  /// @return all generative factors
  public Factors factors() {
    return factors;
  }

  /// The picture.
  ///
  /// @return `size` x `size` pixels
  public RgbImage picture() {
    return RgbImage.wrap(options.size(), options.size(), Shader.paint(view()));
  }

  /// How far away everything is that the picture shows, along the camera's axis.
  ///
  /// @return `size` x `size` distances in metres, at most [#FARTHEST_METRES], without holes; the
  ///   focal length is the camera's
  public DepthMap depth() {
    View seen = view();
    int size = options.size();
    float[] metres = new float[size * size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double depth = seen.depth(x, y);
        metres[y * size + x] =
            depth == 0 ? FARTHEST_METRES : (float) Math.min(depth, FARTHEST_METRES);
      }
    }
    double focal = seen.stage.camera().focal() * size;
    return DepthMap.copyOf(
        size, size, metres, DepthFormat.DEFAULT.withCamera(focal, BASELINE_METRES));
  }

  /// The thermal image: a gray level for each temperature, the same in all scenes, always rising.
  ///
  /// @return `size` x `size` levels
  public ThermalImage heat() {
    byte[] levels = HeatCamera.levels(HeatCamera.celsius(view()), factors);
    return ThermalImage.copyOf(options.size(), options.size(), levels);
  }

  /// The temperatures that the thermal camera sees, before they become gray levels.
  ///
  /// @return `size * size` values in °C, row by row
  public float[] temperatures() {
    return HeatCamera.celsius(view());
  }

  /// How much of each pixel shows the thing that the scene is about: the truth for segmentation.
  ///
  /// @return `size * size` values from 0 to 1, row by row
  public float[] subjectMask() {
    View seen = view();
    int size = options.size();
    float[] mask = new float[size * size];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (float) seen.subject(i % size, i / size);
    }
    return mask;
  }

  /// The sound at the camera.
  ///
  /// @return one channel
  public Waveform sound() {
    int count = (int) Math.round(options.soundSeconds() * options.soundHertz());
    return Waveform.wrap(options.soundHertz(), Sounds.record(factors, count, options.soundHertz()));
  }

  /// The motion of the one who holds the camera, by a sensor with the camera's axes: x right, y up,
  /// z back. The picture was taken 2.5 seconds after its start.
  ///
  /// @return acceleration in m/s², gravity included, and turning in rad/s
  public ImuSeries motion() {
    int count = (int) Math.round(options.motionSeconds() * options.motionHertz());
    return ImuSeries.copyOf(
        options.motionHertz(), MotionSensor.record(factors, count, options.motionHertz()));
  }

  /// What is in the scene, in several wordings, the plainest first.
  ///
  /// @return at least four sentences
  public List<String> captions() {
    return Captions.of(factors);
  }
}
