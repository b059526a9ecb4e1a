package io.github.imagebind4j;

import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.error.MissingNativeException;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.media.RgbRows;
import io.github.imagebind4j.media.Waveform;
import io.github.imagebind4j.model.ImageBindModel;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.model.ModelMemory;
import io.github.imagebind4j.torch.Precision;
import io.github.imagebind4j.torch.TorchRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

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
  /// How many inputs are decoded at once: more only share the processors.
  private static final int DECODERS = Runtime.getRuntime().availableProcessors();

  private final ImageBindModel model;
  private final InputPreprocessor preprocessor;
  private final BatchLimits limits;
  private final BatchEncoder encoder;
  private final String fingerprint;
  private final Semaphore decoders = new Semaphore(DECODERS, true);

  private ImageBind(ImageBindModel model, ImageBindOptions options) {
    this.model = model;
    this.preprocessor = new InputPreprocessor(options, model.config());
    this.limits = BatchLimits.of(memory(model), options);
    this.fingerprint = preprocessor.fingerprint(model.fingerprint());
    this.encoder = new BatchEncoder(model, fingerprint);
  }

  private static ModelMemory memory(ImageBindModel model) {
    int threads = TorchRuntime.load().threads();
    return new ModelMemory(model.config(), model.precision(), threads);
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
    return new ImageBind(model, options);
  }

  /// The model's config.
  ///
  /// @return the config
  public ModelConfig config() {
    return model.config();
  }

  /// The number format that it computes in.
  ///
  /// @return one of the formats, neither STORED nor AUTO
  public Precision precision() {
    return model.precision();
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
    limits.released(modality);
  }

  /// Embeds a batch of any mix of modalities, as [#embedAll] does it. One that can't be read does
  /// not hold up the others.
  ///
  /// @param inputs any number, also none
  /// @return one outcome an input, in the order given
  /// @throws ConfigException if the batch size that was asked for, or anything at all, does not fit
  ///   into the memory budget; the message says what would
  /// @throws java.util.concurrent.CancellationException if this thread is interrupted
  @Override
  public List<Outcome> tryEmbed(List<? extends Input> inputs) {
    List<Outcome> outcomes = new ArrayList<>(inputs.size());
    embedAll(inputs.iterator(), outcomes::add);
    return outcomes;
  }

  /// Embeds inputs without end, of any mix of modalities, in bounded memory:
  ///
  /// ```java
  /// try (Stream<Path> files = Files.walk(folder)) {
  ///   model.embedAll(files.map(Input::image).iterator(), outcome -> save(outcome));
  /// }
  /// ```
  ///
  /// Files are read, decoded and preprocessed by other threads, as many at once as there are
  /// processors, while this thread runs the model. At most 1,024 inputs are under way, and their
  /// tensors take at most an eighth of the Java heap (not less than 64 MB, nor more than 512), or
  /// as much as a single input needs.
  ///
  /// Inputs that end in tensors of one shape go through the model together, texts of similar
  /// length; inputs with the very same tensor go once and share their embedding. Which go together
  /// depends on the order of the inputs, and on time only if the source makes the model wait. One
  /// that can't be read or is too large fails alone.
  ///
  /// If the consumer throws, or this thread is interrupted, no more is begun, and files that are
  /// being decoded are waited for.
  ///
  /// @param inputs drawn by one other thread, ahead of the outcomes; may block. What it throws is
  ///   thrown here, after the outcomes of all before
  /// @param to is given one outcome an input, in the order of the inputs, by this thread
  /// @throws ConfigException if the batch size that was asked for, or anything at all, does not fit
  ///   into the memory budget; the message says what would
  /// @throws java.util.concurrent.CancellationException if this thread is interrupted
  public void embedAll(Iterator<? extends Input> inputs, Consumer<? super Outcome> to) {
    new EmbeddingPipeline(preprocessor, decoders, DECODERS, limits, encoder, to).run(inputs);
  }

  /// An input of a picture that is decoded already, such as a frame of a camera.
  ///
  /// @param picture an [io.github.imagebind4j.media.RgbImage], or lent rows
  /// @param name what messages and results call it
  /// @return the input, preprocessed for this model
  public Input picture(RgbRows picture, String name) {
    return new Input.Raw(Modality.VISION, preprocessor.picture(picture), name);
  }

  /// An input of a sound that is decoded already, such as the last seconds of a microphone.
  ///
  /// @param sound at least 25 ms
  /// @param name what messages and results call it
  /// @return the input, preprocessed for this model
  /// @throws InputException if the sound is too short, or has samples that are not finite
  public Input sound(Waveform sound, String name) {
    return new Input.Raw(Modality.AUDIO, preprocessor.sound(sound), name);
  }

  /// Cuts a sound or video into pieces, to be embedded one by one: what is found then says where.
  /// Of a piece comes the very vector of a file that was cut there.
  ///
  /// @param input a sound, a video, or the sound of a video
  /// @param plan how long the pieces are, and how they overlap
  /// @return the pieces in order, each decoded when it is asked for; the caller closes it
  /// @throws io.github.imagebind4j.error.MediaException if the file can't be read, or has none of
  ///   what was asked for
  /// @throws io.github.imagebind4j.error.InputException if the input is neither sound nor video
  public Segments segments(Input.Media input, Segmentation plan) {
    return Segments.open(preprocessor, input, plan);
  }

  @Override
  public void close() {
    model.close();
  }
}
