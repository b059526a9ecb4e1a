package io.github.imagebind4j.preprocess;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.media.RgbImage;
import io.github.imagebind4j.media.VideoFrames;
import io.github.imagebind4j.media.VideoInfo;
import java.util.List;
import java.util.Locale;

/// Video to the vision encoder's tensor: five clips of 2 s, of each the first and the last frame,
/// of each of those three crops side by side (or one below the other) in the direction in which the
/// picture is longer.
///
/// Use it in two steps, so that only the needed frames are decoded: [#selector()] chooses them,
/// [#apply(VideoFrames)] turns them into the tensor.
///
/// Source: `load_and_transform_video_data` and `SpatialCrop` in ImageBind's `data.py`.
///
/// Immutable and safe for use by any thread.
public final class VideoPreprocessor {
  private static final int CLIPS = 5;
  private static final double CLIP_SECONDS = 2;
  private static final int FRAMES = 2;
  private static final int CROPS = 3;

  private final int size;

  /// Prepares for videos as the reference does, for an input of 224 x 224.
  public VideoPreprocessor() {
    this(ImagePreprocessor.DEFAULT_SIZE);
  }

  /// Prepares for videos, for a model with another input.
  ///
  /// @param size the side in pixels, from 1 to 4096
  /// @throws ConfigException if the size is out of range
  public VideoPreprocessor(int size) {
    this.size = ImagePreprocessor.checkSize(size);
  }

  /// Chooses the frames that [#apply(VideoFrames)] needs.
  ///
  /// @return a selector that gives `clips * frames = 10` numbers, clip by clip
  public VideoFrames.Selector selector() {
    return VideoPreprocessor::select;
  }

  /// Computes the tensor of a video.
  ///
  /// @param video the frames that [#selector()] chose
  /// @return `[15, 3, 2, size, size]`: clip by clip and in it crop by crop (left or top, centre,
  ///   right or bottom); red, green, blue; the two frames
  /// @throws InputException if there are not 10 frames
  public FloatArray apply(VideoFrames video) {
    List<RgbImage> frames = video.frames();
    if (frames.size() != CLIPS * FRAMES) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "expected %d frames, %d of each of %d clips, got %d; decode with VideoPreprocessor.selector()",
              CLIPS * FRAMES,
              FRAMES,
              CLIPS,
              frames.size()));
    }
    float[] out = new float[CLIPS * CROPS * 3 * FRAMES * size * size];
    for (int i = 0; i < frames.size(); i++) {
      int clip = i / FRAMES;
      for (int crop = 0; crop < CROPS; crop++) {
        crop(frames.get(i), crop, out, (clip * CROPS + crop) * 3 * FRAMES + i % FRAMES);
      }
    }
    return FloatArray.wrap(out, CLIPS * CROPS, 3, FRAMES, size, size);
  }

  private static int[] select(VideoInfo info) {
    List<Clip> clips = new ClipSampler(CLIP_SECONDS, CLIPS).clips(info.durationSeconds());
    double fps = info.framesPerSecond();
    int[] numbers = new int[CLIPS * FRAMES];
    for (int i = 0; i < CLIPS; i++) {
      long first = (long) Math.ceil(fps * clips.get(i).start().toDouble());
      long end = Math.min((long) Math.ceil(fps * clips.get(i).end().toDouble()), info.frameCount());
      // Below one frame in two seconds a clip may hold none, where the reference fails: the frame
      // that is on screen then is taken.
      first = Math.min(first, info.frameCount() - 1L);
      int[] within = subsample((int) Math.max(end - first, 1), FRAMES);
      for (int k = 0; k < FRAMES; k++) {
        numbers[i * FRAMES + k] = Math.toIntExact(first) + within[k];
      }
    }
    return numbers;
  }

  /// Evenly spread numbers from 0 to `count - 1`, truncated.
  ///
  /// Source: pytorchvideo's `uniform_temporal_subsample`, PyTorch's `linspace` in float.
  static int[] subsample(int count, int samples) {
    int[] numbers = new int[samples];
    float step = samples > 1 ? (count - 1) / (float) (samples - 1) : 0;
    for (int i = 0; i < samples; i++) {
      numbers[i] =
          i < samples / 2 || samples == 1
              ? (int) (step * i)
              : (int) (count - 1 - step * (samples - 1 - i));
    }
    return numbers;
  }

  /// Where a crop lies in a scaled picture: at the beginning (0), in the middle (1) or at the end
  /// (2) of its longer side, in the middle of the other.
  static ShortSideScale.Window cropWindow(long width, long height, int size, int crop) {
    long left = Math.ceilDiv(width - size, 2);
    long top = Math.ceilDiv(height - size, 2);
    if (height > width) {
      top = along(top, height - size, crop);
    } else {
      left = along(left, width - size, crop);
    }
    return new ShortSideScale.Window(left, top, size, size);
  }

  private static long along(long middle, long end, int crop) {
    return switch (crop) {
      case 0 -> 0;
      case 1 -> middle;
      default -> end;
    };
  }

  /// Scales, normalises and crops one frame into its three planes of `out`.
  ///
  /// @param plane the number of the red plane; green and blue follow at a distance of FRAMES
  private void crop(RgbImage picture, int crop, float[] out, int plane) {
    var scale = ShortSideScale.of(picture.width(), picture.height(), size);
    byte[] row = new byte[picture.width() * 3];
    ShortSideScale.Source source =
        (y, x, count, target) -> {
          picture.copyRow(y, x, count, row);
          for (int i = 0; i < count * 3; i++) {
            target[i] = (row[i] & 0xff) / 255f;
          }
        };
    scale.scale(
        source,
        3,
        cropWindow(scale.width(), scale.height(), size, crop),
        (y, values) -> {
          for (int c = 0; c < 3; c++) {
            float mean = ImagePreprocessor.MEAN[c];
            float std = ImagePreprocessor.STD[c];
            int at = ((plane + c * FRAMES) * size + y) * size;
            for (int x = 0; x < size; x++) {
              out[at + x] = (values[x * 3 + c] - mean) / std;
            }
          }
        });
  }
}
