package io.github.imagebind4j.model;

import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.error.ConfigException;
import java.util.List;

/// How a modality's input is cut into tokens.
///
/// Immutable and safe for use by any thread.
public sealed interface StemConfig {
  /// Attention's work grows with the square of the tokens: a config beyond this is a mistake or an
  /// attack.
  int MAX_TOKENS = 1 << 16;

  /// How many tokens the trunk sees, class token included.
  ///
  /// @return the length of the positional embedding
  int tokens();

  /// Rectangular patches of an image, a spectrogram or a clip of frames, each projected by one
  /// convolution without bias.
  ///
  /// @param key the stem's name in checkpoints, e.g. `rgbt_stem`
  /// @param channels colour channels: 3 for RGB, 1 for the others
  /// @param frames frames that the model takes; 0: the input has no time axis. A still image is
  ///   repeated this often.
  /// @param height input rows
  /// @param width input columns
  /// @param kernelFrames frames that one patch spans; 0 without a time axis
  /// @param kernel rows and columns of a patch
  /// @param stride distance of two patches
  /// @param norm whether a LayerNorm follows the projection (all but vision)
  record Patches(
      String key,
      int channels,
      int frames,
      int height,
      int width,
      int kernelFrames,
      int kernel,
      int stride,
      boolean norm)
      implements StemConfig {
    /// Checks the sizes.
    ///
    /// @throws ConfigException if a patch does not fit the input
    public Patches {
      if (channels < 1 || kernel < 1 || stride < 1 || height < kernel || width < kernel) {
        throw new ConfigException(
            "patches of "
                + kernel
                + " with stride "
                + stride
                + " don't fit an input of "
                + height
                + "x"
                + width);
      }
      if (frames < 0
          || kernelFrames < 0
          || kernelFrames > frames
          || (kernelFrames == 0) != (frames == 0)) {
        throw new ConfigException(
            "patches of " + kernelFrames + " frames don't fit a clip of " + frames + " frames");
      }
      long patches =
          ((height - kernel) / stride + 1L)
              * ((width - kernel) / stride + 1L)
              * Math.max(1, frames);
      if (patches > MAX_TOKENS) {
        throw new ConfigException(
            patches + " patches are more than the " + MAX_TOKENS + " that a trunk can take");
      }
    }

    /// Patches along the rows.
    ///
    /// @return how many fit
    public int rows() {
      return (height - kernel) / stride + 1;
    }

    /// Patches along the columns.
    ///
    /// @return how many fit
    public int columns() {
      return (width - kernel) / stride + 1;
    }

    @Override
    public int tokens() {
      int times = frames == 0 ? 1 : frames / kernelFrames;
      return 1 + times * rows() * columns();
    }

    /// The shape of the projection's weight.
    ///
    /// @param embedDim the trunk's width D
    /// @return `[D, channels, kernel, kernel]`, or `[D, channels, kernelFrames, kernel, kernel]`
    Shape weightShape(int embedDim) {
      return frames == 0
          ? Shape.of(embedDim, channels, kernel, kernel)
          : Shape.of(embedDim, channels, kernelFrames, kernel, kernel);
    }

    /// The projection's name in checkpoints: with a time axis it follows the frame repeater.
    String weightKey() {
      return key + (frames == 0 ? ".proj.weight" : ".proj.1.weight");
    }
  }

  /// Convolutions that shrink an image or a spectrogram, then a projection of each place that is
  /// left to a token. Beyond the reference, for models trained from little data: their sense of
  /// neighbourhood need not be learned (Xiao et al., Early Convolutions Help Transformers See
  /// Better, 2021).
  ///
  /// A clip's frames go through one by one, and their tokens are averaged: equal frames give what
  /// one of them gives.
  ///
  /// @param key the stem's name in checkpoints, e.g. `rgbt_stem`
  /// @param channels colour channels: 3 for RGB, 1 for the others
  /// @param frames frames of a clip that the model takes; 0: the input has no time axis
  /// @param height input rows
  /// @param width input columns
  /// @param stages what follows one another, at least one
  /// @param norm whether a LayerNorm follows the projection (all but vision)
  record Convolutions(
      String key,
      int channels,
      int frames,
      int height,
      int width,
      List<ConvStage> stages,
      boolean norm)
      implements StemConfig {
    /// Checks the sizes.
    ///
    /// @throws ConfigException if there is no stage, or the input is smaller than the first's
    ///   kernel
    public Convolutions {
      stages = List.copyOf(stages);
      if (channels < 1 || frames < 0 || stages.isEmpty()) {
        throw new ConfigException(
            "a convolutional stem needs channels and stages, got "
                + channels
                + " and "
                + stages.size());
      }
      if (height < stages.getFirst().kernel() || width < stages.getFirst().kernel()) {
        throw new ConfigException(
            "convolutions of "
                + stages.getFirst().kernel()
                + " don't fit an input of "
                + height
                + "x"
                + width);
      }
      if ((long) side(height, stages) * side(width, stages) >= MAX_TOKENS) {
        throw new ConfigException(
            "convolutions that leave "
                + side(height, stages)
                + "x"
                + side(width, stages)
                + " places make more than the "
                + MAX_TOKENS
                + " tokens that a trunk can take");
      }
    }

    /// Places along the rows after the last stage.
    ///
    /// @return at least 1
    public int rows() {
      return side(height, stages);
    }

    /// Places along the columns after the last stage.
    ///
    /// @return at least 1
    public int columns() {
      return side(width, stages);
    }

    @Override
    public int tokens() {
      return 1 + rows() * columns();
    }

    private static int side(int length, List<ConvStage> stages) {
      int side = length;
      for (ConvStage stage : stages) {
        side = stage.out(side);
      }
      return side;
    }
  }

  /// One stage of a convolutional stem: a convolution with bias, LayerNorm over the channels and
  /// GELU; then `depth` times `x + convolution(GELU(LayerNorm(x)))` of 3 x 3 with bias.
  ///
  /// @param width output channels
  /// @param kernel rows and columns of the first convolution
  /// @param stride how far apart its places are; the input is padded by `(kernel - stride + 1) / 2`
  /// @param depth residual convolutions that follow
  record ConvStage(int width, int kernel, int stride, int depth) {
    /// Checks the sizes.
    ///
    /// @throws ConfigException if a size is not positive, or the convolution skips values
    public ConvStage {
      if (width < 1 || stride < 1 || kernel < stride || depth < 0) {
        throw new ConfigException(
            "a stage of convolutions needs a width and a stride of at least 1, a kernel not smaller"
                + " than its stride and no negative depth, got "
                + List.of(width, kernel, stride, depth));
      }
    }

    /// Rows and columns of zeros on each side of the first convolution's input.
    ///
    /// @return so many that a stride of 1 would keep the size of odd kernels
    public int padding() {
      return (kernel - stride + 1) / 2;
    }

    /// Places of an axis after the stage.
    int out(int length) {
      return (length + 2 * padding() - kernel) / stride + 1;
    }
  }

  /// Windows of a multi-channel signal, each flattened channel by channel and projected without
  /// bias.
  ///
  /// @param key the stem's name in checkpoints, e.g. `imu_stem`
  /// @param channels of the signal: 6 for IMU
  /// @param length samples that the model takes
  /// @param window samples of one token; windows do not overlap
  record Windows(String key, int channels, int length, int window) implements StemConfig {
    /// Checks the sizes.
    ///
    /// @throws ConfigException if a window does not fit the signal
    public Windows {
      if (channels < 1 || window < 1 || length < window) {
        throw new ConfigException(
            "windows of " + window + " samples don't fit a signal of " + length);
      }
    }

    @Override
    public int tokens() {
      return 1 + length / window;
    }
  }

  /// Tokens of text, looked up in a table; no class token.
  ///
  /// @param vocabulary how many different tokens there are
  /// @param context how many tokens the model takes
  record Tokens(int vocabulary, int context) implements StemConfig {
    /// Checks the sizes.
    ///
    /// @throws ConfigException if one is not positive
    public Tokens {
      if (vocabulary < 1 || context < 1) {
        throw new ConfigException(
            "a text stem needs a vocabulary and a context, got " + vocabulary + " and " + context);
      }
    }

    @Override
    public int tokens() {
      return context;
    }
  }
}
