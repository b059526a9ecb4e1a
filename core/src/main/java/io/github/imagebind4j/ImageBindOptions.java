package io.github.imagebind4j;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.preprocess.PreprocessProfiles;
import io.github.imagebind4j.torch.Device;
import io.github.imagebind4j.torch.Precision;
import java.util.Optional;

/// How a model is loaded and used. Start from [#defaults()] and change what matters:
///
/// ```java
/// ImageBindOptions options = ImageBindOptions.defaults().withThreads(2).withBatchSize(4);
/// ```
///
/// Immutable and safe for use by any thread.
///
/// @param config the model's config; empty: the checkpoint's own
/// @param precision the number format to compute in
/// @param device where to compute
/// @param threads how many threads one operation of LibTorch may use, for the whole process; 0:
///   LibTorch's default, the number of cores
/// @param batchSize how many images, texts or clips go through the model at once; a video is 15
///   clips, a sound 3. 0: as many as are fast and fit into the memory, which on two threads is 16
///   images or 64 short texts. A size that does not fit is an error before the first batch; one of
///   more than 512 inputs is never filled
/// @param memoryBudget how many bytes of native memory the model may take: the weights of the
///   towers in use and what a batch needs, as [io.github.imagebind4j.model.ModelMemory] estimates
///   them. The Java heap is not part of it. 0: three quarters of what the machine, or the container
///   around the process, has available when the model is loaded; a single item is then always tried
/// @param decoder reads media files
/// @param profiles which recipe each modality's preprocessing follows
public record ImageBindOptions(
    Optional<ModelConfig> config,
    Precision precision,
    Device device,
    int threads,
    int batchSize,
    long memoryBudget,
    MediaDecoder decoder,
    PreprocessProfiles profiles) {
  private static final ImageBindOptions DEFAULTS =
      new ImageBindOptions(
          Optional.empty(),
          Precision.STORED,
          Device.CPU,
          0,
          0,
          0,
          MediaDecoder.standard(),
          PreprocessProfiles.REFERENCE);

  /// Checks the numbers.
  ///
  /// @throws ConfigException if one is negative
  public ImageBindOptions {
    if (batchSize < 0) {
      throw new ConfigException(
          "the batch size must be at least 1, or 0 to choose it by memory, got " + batchSize);
    }
    if (memoryBudget < 0) {
      throw new ConfigException(
          "the memory budget must be a number of bytes, or 0 for what is there, got "
              + memoryBudget);
    }
    if (threads < 0) {
      throw new ConfigException("threads must be at least 1, or 0 for all cores, got " + threads);
    }
  }

  /// The checkpoint's own config and precision, on the CPU with all its cores, the reference's
  /// preprocessing.
  ///
  /// @return the options
  public static ImageBindOptions defaults() {
    return DEFAULTS;
  }

  /// These options with a config, for a checkpoint that carries none.
  ///
  /// @param model the model's config
  /// @return the changed copy
  public ImageBindOptions withConfig(ModelConfig model) {
    return new ImageBindOptions(
        Optional.of(model), precision, device, threads, batchSize, memoryBudget, decoder, profiles);
  }

  /// These options with another precision.
  ///
  /// @param format the number format to compute in
  /// @return the changed copy
  public ImageBindOptions withPrecision(Precision format) {
    return new ImageBindOptions(
        config, format, device, threads, batchSize, memoryBudget, decoder, profiles);
  }

  /// These options with another device.
  ///
  /// @param where to compute
  /// @return the changed copy
  public ImageBindOptions withDevice(Device where) {
    return new ImageBindOptions(
        config, precision, where, threads, batchSize, memoryBudget, decoder, profiles);
  }

  /// These options with another number of threads.
  ///
  /// @param count threads that one operation may use, for the whole process; 0: as many as cores
  /// @return the changed copy
  public ImageBindOptions withThreads(int count) {
    return new ImageBindOptions(
        config, precision, device, count, batchSize, memoryBudget, decoder, profiles);
  }

  /// These options with another batch size.
  ///
  /// @param size images, texts or clips that go through the model at once; 0: chosen by speed and
  ///   memory
  /// @return the changed copy
  public ImageBindOptions withBatchSize(int size) {
    return new ImageBindOptions(
        config, precision, device, threads, size, memoryBudget, decoder, profiles);
  }

  /// These options with another memory budget.
  ///
  /// @param bytes of native memory that the model may take; 0: most of what is there
  /// @return the changed copy
  public ImageBindOptions withMemoryBudget(long bytes) {
    return new ImageBindOptions(
        config, precision, device, threads, batchSize, bytes, decoder, profiles);
  }

  /// These options with another decoder, e.g. one with other limits.
  ///
  /// @param reader reads media files
  /// @return the changed copy
  public ImageBindOptions withDecoder(MediaDecoder reader) {
    return new ImageBindOptions(
        config, precision, device, threads, batchSize, memoryBudget, reader, profiles);
  }

  /// These options with other recipes of preprocessing.
  ///
  /// @param recipes one a modality
  /// @return the changed copy
  public ImageBindOptions withProfiles(PreprocessProfiles recipes) {
    return new ImageBindOptions(
        config, precision, device, threads, batchSize, memoryBudget, decoder, recipes);
  }
}
