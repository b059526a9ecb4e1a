package io.github.imagebind4j;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.Shape;
import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.embedding.Embedding;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.error.MissingNativeException;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ImageBindModel;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.torch.TorchRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The front door: from files and texts to embeddings.
///
/// ```java
/// try (ImageBind model = ImageBind.load(Path.of("imagebind_huge.pth"))) {
///   Embedding dog = model.embed(Input.image(Path.of("dog.jpg")));
///   Embedding bark = model.embed(Input.audio(Path.of("bark.wav")));
///   System.out.println(dog.cosine(bark));
/// }
/// ```
///
/// A modality's tower is loaded when it is first used. Safe for use by any thread; close it once,
/// when no more is to be embedded.
public final class ImageBind implements Embedder, AutoCloseable {
  private final ImageBindModel model;
  private final InputPreprocessor preprocessor;
  private final int batchSize;
  private final String fingerprint;

  private ImageBind(ImageBindModel model, InputPreprocessor preprocessor, int batchSize) {
    this.model = model;
    this.preprocessor = preprocessor;
    this.batchSize = batchSize;
    this.fingerprint = preprocessor.fingerprint(model.fingerprint());
  }

  /// Loads a model with the default options.
  ///
  /// @param checkpoint a `.pth` or safetensors file: the published one, or one that carries its
  ///   config
  /// @return the open model
  /// @throws CheckpointException if the file can't be read or does not fit the model
  /// @throws ConfigException if the file neither is `imagebind_huge` nor carries its config
  /// @throws MissingNativeException if LibTorch can't be loaded
  public static ImageBind load(Path checkpoint) {
    return load(checkpoint, ImageBindOptions.defaults());
  }

  /// Loads a model.
  ///
  /// @param checkpoint a `.pth` or safetensors file
  /// @param options the model's config, precision, device, preprocessing and batch size
  /// @return the open model
  /// @throws CheckpointException if the file can't be read or does not fit the model
  /// @throws ConfigException if no config is given and none can be told from the file
  /// @throws MissingNativeException if LibTorch can't be loaded
  public static ImageBind load(Path checkpoint, ImageBindOptions options) {
    if (options.threads() > 0) {
      TorchRuntime.load().threads(options.threads());
    }
    ImageBindModel model =
        ImageBindModel.load(
            checkpoint, options.config().orElse(null), options.device(), options.precision());
    return new ImageBind(
        model, new InputPreprocessor(options, model.config()), options.batchSize());
  }

  /// The model's config.
  ///
  /// @return the config
  public ModelConfig config() {
    return model.config();
  }

  /// Which weights, config and preprocessing its embeddings come from.
  ///
  /// @return a short text; embeddings with different ones must not be mixed
  public String fingerprint() {
    return fingerprint;
  }

  /// Frees a modality's tower until it is next used.
  ///
  /// @param modality the modality
  public void release(Modality modality) {
    model.release(modality);
  }

  /// Embeds a batch of any mix of modalities. Inputs that end in tensors of one shape go through
  /// the model together, at most a batch size at a time; one that can't be read does not hold up
  /// the others.
  @Override
  public List<Outcome> tryEmbed(List<? extends Input> inputs) {
    Outcome[] outcomes = new Outcome[inputs.size()];
    Map<BatchKey, Batch> open = new LinkedHashMap<>();
    for (int i = 0; i < outcomes.length; i++) {
      Input input = inputs.get(i);
      try {
        FloatArray tensor = preprocessor.apply(input);
        BatchKey key = new BatchKey(input.modality(), tensor.shape());
        Batch batch = open.computeIfAbsent(key, _ -> new Batch());
        batch.add(i, tensor);
        if (batch.places.size() >= capacity(key.shape)) {
          embed(key, open.remove(key), inputs, outcomes);
        }
      } catch (ImageBindException e) {
        outcomes[i] = new Failed(input, e);
      } catch (OutOfMemoryError e) { // one huge allocation failed: the heap itself is sound
        outcomes[i] = new Failed(input, tooLarge(input, e));
      }
    }
    open.forEach((key, batch) -> embed(key, batch, inputs, outcomes));
    return Arrays.asList(outcomes);
  }

  private static MediaException tooLarge(Input input, OutOfMemoryError e) {
    long heapMb = Runtime.getRuntime().maxMemory() >> 20;
    return new MediaException(
        input.name()
            + " does not fit into the Java heap of "
            + heapMb
            + " MB once it is decoded; raise it with -Xmx, or shorten the file",
        e);
  }

  /// How many inputs of this shape go through the model at once: each clip of a video or sound
  /// counts as an item.
  private int capacity(Shape shape) {
    int clips = shape.rank() >= 4 ? shape.dim(0) : 1;
    return Math.max(1, batchSize / Math.max(1, clips));
  }

  private void embed(BatchKey key, Batch batch, List<? extends Input> inputs, Outcome[] outcomes) {
    try {
      FloatArray vectors = model.encode(key.modality, FloatArray.stack(batch.tensors));
      for (int row = 0; row < batch.places.size(); row++) {
        int place = batch.places.get(row);
        outcomes[place] = outcome(inputs.get(place), vectors.slice(row));
      }
    } catch (ImageBindException e) {
      batch.places.forEach(place -> outcomes[place] = new Failed(inputs.get(place), e));
    }
  }

  private Outcome outcome(Input input, FloatArray vector) {
    try {
      return new Embedded(input, new Embedding(input.modality(), vector.toArray(), fingerprint));
    } catch (InputException e) { // not finite
      return new Failed(input, e);
    }
  }

  @Override
  public void close() {
    model.close();
  }

  private record BatchKey(Modality modality, Shape shape) {}

  private static final class Batch {
    final List<Integer> places = new ArrayList<>();
    final List<FloatArray> tensors = new ArrayList<>();

    void add(int place, FloatArray tensor) {
      places.add(place);
      tensors.add(tensor);
    }
  }
}
