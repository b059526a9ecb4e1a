package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBindOptions;
import io.github.imagebind4j.InputPreprocessor;
import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.NpyFile;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.MissingNativeException;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.model.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Writes the tensor that a model would see.
@Command(
    name = "preprocess",
    description = {
      "Write the tensor that the model would see, without a model and without a batch axis."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j preprocess --image dog.jpg --out dog.npy      # [3, 224, 224]",
      "  imagebind4j preprocess --audio bark.wav --out bark.npy    # [3, 1, 128, 204]",
      "  imagebind4j preprocess --video dog.mp4 --out dog.npy      # [15, 3, 2, 224, 224]"
    })
final class PreprocessCommand implements Callable<Integer> {
  private final Console console;

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "T.npy",
      description = "The file to write.")
  private Path out = Path.of("");

  @Mixin private ConfigOption config = new ConfigOption();

  @Mixin private ProfileOption profile = new ProfileOption();

  @Mixin private FormatOptions formats = new FormatOptions();

  PreprocessCommand(Console console) {
    this.console = console;
  }

  /// Exactly one of these is given.
  private static final class Source {
    @Option(names = "--image", paramLabel = "F", required = true, description = "A picture.")
    private @Nullable Path image;

    @Option(names = "--video", paramLabel = "F", required = true, description = "A video.")
    private @Nullable Path video;

    @Option(names = "--audio", paramLabel = "F", required = true, description = "A sound.")
    private @Nullable Path audio;

    @Option(names = "--depth", paramLabel = "F", required = true, description = "A depth map.")
    private @Nullable Path depth;

    @Option(
        names = "--thermal",
        paramLabel = "F",
        required = true,
        description = "A thermal picture.")
    private @Nullable Path thermal;

    @Option(names = "--imu", paramLabel = "F", required = true, description = "A recording.")
    private @Nullable Path imu;

    private Input input(FormatOptions formats) {
      if (image != null) {
        return Input.image(image);
      }
      if (video != null) {
        return Input.video(video);
      }
      if (audio != null) {
        return Input.audio(audio);
      }
      if (depth != null) {
        return new Input.Depth(MediaSource.of(depth), formats.depth());
      }
      if (thermal != null) {
        return new Input.Thermal(MediaSource.of(thermal), formats.thermal());
      }
      if (imu != null) {
        return new Input.Imu(MediaSource.of(imu), formats.imu());
      }
      throw new IllegalStateException("picocli asks for exactly one of these options");
    }
  }

  @Override
  public Integer call() throws IOException {
    Input input = source.input(formats);
    ImageBindOptions options = ImageBindOptions.defaults().withProfiles(profile.profiles());
    ModelConfig given = config.read();
    InputPreprocessor preprocessor =
        new InputPreprocessor(options, given == null ? ModelConfig.huge() : given);
    FloatArray tensor;
    try {
      tensor = preprocessor.apply(input);
    } catch (MissingNativeException e) {
      throw e;
    } catch (ImageBindException e) {
      throw CliException.item(EmbeddingRun.message(new Item.Ready(input), e), e);
    }
    write(tensor);
    console.note(out + ": float32 " + tensor.shape());
    return ExitCode.OK;
  }

  /// Writes the file whole or not at all.
  private void write(FloatArray tensor) throws IOException {
    Path fresh = out.resolveSibling(out.getFileName() + ".part");
    try {
      NpyFile.write(fresh, tensor);
      Files.move(fresh, out, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | ImageBindException e) {
      Files.deleteIfExists(fresh);
      String why =
          String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
      throw CliException.environment(
          "can't write " + out + ": " + why + "; check disk and rights", e);
    }
  }
}
