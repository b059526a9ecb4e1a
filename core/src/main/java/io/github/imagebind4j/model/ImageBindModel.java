package io.github.imagebind4j.model;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.checkpoint.Checkpoint;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.torch.ComputeThreads;
import io.github.imagebind4j.torch.Device;
import io.github.imagebind4j.torch.NativeHeap;
import io.github.imagebind4j.torch.Precision;
import io.github.imagebind4j.torch.PrecisionChoice;
import io.github.imagebind4j.torch.TorchRuntime;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// The model: tensors in, vectors out. Weights stay in the mapped file, and a modality's tower is
/// built when it is first used.
///
/// Safe for use by any thread. Closing or releasing waits for the work that is under way.
public final class ImageBindModel implements AutoCloseable {
  private final Checkpoint checkpoint;
  private final ModelConfig config;
  private final Arithmetic arithmetic;
  private final ComputeThreads threads;
  private final String fingerprint;
  private final Map<Modality, ModalityEncoder> encoders = new HashMap<>();

  /// Held for reading while a tower works, for writing while one is built or freed.
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private boolean closed;

  private ImageBindModel(
      Checkpoint checkpoint,
      ModelConfig config,
      String fingerprint,
      Arithmetic arithmetic,
      ComputeThreads threads) {
    this.checkpoint = checkpoint;
    this.config = config;
    this.fingerprint = fingerprint;
    this.arithmetic = arithmetic;
    this.threads = threads;
  }

  /// Opens a checkpoint, checks that it holds exactly the config's tensors, and loads nothing yet.
  ///
  /// @param file a `.pth` or safetensors file
  /// @param config the model's config, or null to take the checkpoint's own, as [ModelConfig#of]
  ///   does
  /// @param device where to compute
  /// @param precision the number format to compute in
  /// @return the model
  /// @throws CheckpointException if the file can't be read, or a tensor is missing, unexpected or
  ///   mis-shaped
  /// @throws ConfigException if no config is given and none can be told from the file
  public static ImageBindModel load(
      Path file, @Nullable ModelConfig config, Device device, Precision precision) {
    TorchRuntime torch = TorchRuntime.load();
    if (device.kind() == Device.Kind.CUDA && !torch.hasCuda()) {
      throw new ConfigException(
          "no CUDA device can be used with this LibTorch; choose cpu, or add LibTorch's -gpu natives");
    }
    Checkpoint checkpoint = Checkpoint.open(file);
    try {
      ModelConfig complete = config == null ? ModelConfig.of(checkpoint) : config;
      StateDict.require(complete, checkpoint);
      Arithmetic arithmetic = Arithmetic.of(device, resolved(precision, checkpoint, device));
      arithmetic.require(complete);
      String fingerprint = Fingerprint.of(checkpoint, complete);
      // Last, for nothing that could fail may follow: threads have to be closed.
      ComputeThreads threads = ComputeThreads.of(torch.threads());
      return new ImageBindModel(checkpoint, complete, fingerprint, arithmetic, threads);
    } catch (RuntimeException | Error e) {
      checkpoint.close();
      throw e;
    }
  }

  /// What a precision that is not a format stands for.
  private static Precision resolved(Precision precision, Checkpoint checkpoint, Device device) {
    return switch (precision) {
      case FP32, BF16, INT8, FP16 -> precision;
      case AUTO -> PrecisionChoice.best(device).precision();
      case STORED -> StoredPrecision.of(checkpoint);
    };
  }

  /// The model's config.
  ///
  /// @return the config
  public ModelConfig config() {
    return config;
  }

  /// The number format that it computes in.
  ///
  /// @return one of the formats, neither STORED nor AUTO
  public Precision precision() {
    return arithmetic.precision();
  }

  /// Which weights and config these are.
  ///
  /// @return 16 hexadecimal digits, equal for the same weights in any file format
  public String fingerprint() {
    return fingerprint;
  }

  /// Encodes a batch of one modality.
  ///
  /// @param modality whose tower to use; it is loaded now if it is not yet
  /// @param batch preprocessed inputs `[B, ...]`, e.g. images `[B, 3, 224, 224]`, videos `[B, 15,
  ///   3, 2, 224, 224]`, sounds `[B, 3, 1, 128, 204]`, texts `[B, 77]`, motion `[B, 6, 2000]`. With
  ///   5 axes or more the second is clips, and their outputs are averaged.
  /// @return `[B, outEmbedDim]`, scaled as the reference's output is
  /// @throws InputException if the shape does not fit
  /// @throws ConfigException if the model has no such modality
  public FloatArray encode(Modality modality, FloatArray batch) {
    return encode(modality, batch, LayerTap.NONE);
  }

  FloatArray encode(Modality modality, FloatArray batch, LayerTap tap) {
    while (true) {
      lock.readLock().lock();
      try {
        requireOpen();
        ModalityEncoder encoder = encoders.get(modality);
        if (encoder != null) {
          return encoder.encode(batch, tap);
        }
      } finally {
        lock.readLock().unlock();
      }
      build(modality);
    }
  }

  private void build(Modality modality) {
    lock.writeLock().lock();
    try {
      requireOpen();
      if (!encoders.containsKey(modality)) {
        encoders.put(
            modality, new ModalityEncoder(checkpoint, config, modality, arithmetic, threads));
        NativeHeap.trim(); // what packing the weights needed
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Frees a modality's tower; it is loaded again when it is next used.
  ///
  /// @param modality the modality; nothing happens if its tower is not loaded
  public void release(Modality modality) {
    lock.writeLock().lock();
    try {
      ModalityEncoder freed = encoders.remove(modality);
      if (freed != null) {
        freed.close();
        NativeHeap.trim();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        encoders.values().forEach(ModalityEncoder::close);
        encoders.clear();
        NativeHeap.trim();
        checkpoint.close();
        threads.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new InputException("this model is closed; load it again");
    }
  }
}
