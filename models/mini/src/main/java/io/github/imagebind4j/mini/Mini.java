package io.github.imagebind4j.mini;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.ImageBindOptions;
import io.github.imagebind4j.error.CheckpointException;
import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.error.MissingNativeException;
import java.nio.file.Path;

/// A small ImageBind of six senses that comes in a jar, so that a program's first line needs no
/// download:
///
/// ```java
/// try (ImageBind model = Mini.load()) {
///   Embedding dog = model.embed(Input.image(Path.of("dog.jpg")));
///   Embedding bark = model.embed(Input.audio(Path.of("bark.wav")));
///   System.out.println(dog.cosine(bark));
/// }
/// ```
///
/// Models are opened by mapping a file, so the weights are written to a folder once, under a name
/// that holds their hash: versions never mix. A copy that is cut short or changed is replaced.
/// Several processes may do that at once.
///
/// Stateless and safe for use by any thread.
public final class Mini {
  private Mini() {}

  /// Loads the model with the default options, by way of [#defaultFolder()].
  ///
  /// @return the open model
  /// @throws CheckpointException if the weights can't be written to that folder; the message says
  ///   how to mend it
  /// @throws MissingNativeException if LibTorch can't be loaded
  public static ImageBind load() {
    return load(ImageBindOptions.defaults());
  }

  /// Loads the model, by way of [#defaultFolder()].
  ///
  /// @param options precision, device, preprocessing and batch size; a config is not needed
  /// @return the open model
  /// @throws CheckpointException if the weights can't be written to that folder, see
  ///   [#extractTo(Path)] for others
  /// @throws ConfigException if the options hold a config that is not this model's
  /// @throws MissingNativeException if LibTorch can't be loaded
  public static ImageBind load(ImageBindOptions options) {
    return ImageBind.load(extractTo(defaultFolder()), options);
  }

  /// Writes the model to a folder, unless it is there already and whole.
  ///
  /// @param folder where; made if need be. Some other program's or version's models may be there
  /// @return the file, a safetensors checkpoint that holds its config
  /// @throws CheckpointException if that fails: a folder that can't be written, a full disk, a
  ///   damaged jar
  public static Path extractTo(Path folder) {
    return EmbeddedFile.MODEL.extractTo(folder);
  }

  /// Where [#extractTo(Path)] puts the model.
  ///
  /// @param folder a folder; it need not exist
  /// @return the file, which need not be there yet: its name holds the first digits of its SHA-256
  /// @throws CheckpointException if the jar is damaged
  public static Path fileIn(Path folder) {
    return EmbeddedFile.MODEL.in(folder);
  }

  /// Where the command line keeps its models, too: `imagebind4j/models` in `$XDG_CACHE_HOME`, or in
  /// `.cache` of the user's home.
  ///
  /// @return the folder; it need not exist
  public static Path defaultFolder() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path root =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return root.resolve("imagebind4j").resolve("models");
  }

  /// The model's size as a file.
  ///
  /// @return bytes
  /// @throws CheckpointException if the jar is damaged
  public static long bytes() {
    return EmbeddedFile.MODEL.bytes();
  }

  /// Which of the model's versions this is.
  ///
  /// @return the SHA-256 of the file, 64 hexadecimal digits
  /// @throws CheckpointException if the jar is damaged
  public static String sha256() {
    return EmbeddedFile.MODEL.sha256();
  }
}
