package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.ExactIndex;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.Hit;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.index.IndexSpace;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.MediaReader;
import io.github.imagebind4j.media.MediaStretch;
import io.github.imagebind4j.media.Waveform;
import io.github.imagebind4j.preprocess.SoundResampler;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sounds to choose from, and how to hear one that was found.
final class SoundCollection {
  /// The fields of an item that say where it is: a file, and from when to when in it.
  static final String PATH = "path";

  static final String START = "start";
  static final String END = "end";

  /// How much of a sound is read at a time.
  private static final MediaReader.Plan BLOCKS = new MediaReader.Plan(10, 0);

  private static final int MOST_CHANNELS = 2;

  /// Of a sound of absurd rate no more is taken than this, ten minutes at 96 kHz; a scene that is
  /// longer hears it again.
  private static final int MOST_SAMPLES = 600 * 96_000;

  private SoundCollection() {}

  /// Opens what `--from` names; the caller closes it. A folder of media is embedded on the spot.
  ///
  /// @throws CliException if there is no such folder, or it is an index of another model
  static EmbeddingIndex open(Path from, ImageBind model, MediaDecoder decoder, Console console) {
    if (!Files.isDirectory(from)) {
      throw CliException.environment(
          "no such folder: " + from + "; name an index, or a folder of sounds, with --from");
    }
    return Indexes.isIndex(from) ? ofIndex(from, model) : ofFolder(from, model, decoder, console);
  }

  private static EmbeddingIndex ofIndex(Path folder, ImageBind model) {
    EmbeddingIndex index = Indexes.openReadOnly(folder);
    String made = index.space().map(IndexSpace::fingerprint).orElse(model.fingerprint());
    if (!made.equals(model.fingerprint())) {
      index.close();
      throw CliException.environment(
          folder
              + " holds vectors of model "
              + made
              + ", but this one is "
              + model.fingerprint()
              + "; leave out --model and --profile, or index the sounds with this model");
    }
    return index;
  }

  private static EmbeddingIndex ofFolder(
      Path folder, ImageBind model, MediaDecoder decoder, Console console) {
    List<Request> files =
        new FolderWalk(decoder, console)
            .expand(List.of(new Request(Request.Kind.FILE, folder.toString())));
    Iterator<Input> sounds =
        files.stream()
            .map(file -> MediaSource.of(Path.of(file.value())))
            .filter(source -> hasSound(source, decoder))
            .<Input>map(Input.Audio::new)
            .iterator();
    ExactIndex index = new ExactIndex();
    try (Progress progress = Progress.ofItems(console, "embedding sounds", files.size())) {
      model.embedAll(
          sounds,
          outcome -> {
            progress.advance(1);
            switch (outcome) {
              case Embedder.Embedded(Input input, var embedding) ->
                  index.put(
                      List.of(
                          new IndexItem(
                              input.name(), embedding, Fields.of(Map.of(PATH, input.name())))));
              case Embedder.Failed(Input input, ImageBindException reason) ->
                  console.error(input.name() + " is left out: " + reason.getMessage());
            }
          });
    }
    index.commit();
    return index;
  }

  private static boolean hasSound(MediaSource source, MediaDecoder decoder) {
    return switch (decoder.recognize(source)) {
      case AUDIO -> true;
      case VIDEO, IMAGE, IMU, ARRAY, TEXT, UNKNOWN -> false;
    };
  }

  /// Reads the sound of a hit.
  ///
  /// @param most how many seconds at most
  /// @param sampleRate that it is to have
  /// @throws MediaException if the file is gone or can't be read
  static Waveform read(Hit hit, double most, int sampleRate, MediaDecoder decoder) {
    String path =
        hit.fields()
            .text(PATH)
            .orElseThrow(() ->
                new MediaException(hit.id() + " is not in a file of its own; unpack it first"));
    double start = hit.fields().number(START).orElse(0.0);
    double end = Math.min(start + most, hit.fields().number(END).orElse(Double.MAX_VALUE));
    List<Waveform> blocks = new ArrayList<>();
    try (MediaReader reader = decoder.read(source(path), BLOCKS)) {
      Optional<MediaStretch> stretch = reader.next();
      int left = MOST_SAMPLES;
      while (stretch.isPresent() && stretch.get().startSeconds() < end && left > 0) {
        Optional<Waveform> block = part(stretch.get(), start, end, left);
        block.ifPresent(blocks::add);
        left -= block.map(Waveform::sampleCount).orElse(0);
        stretch = reader.next();
      }
    }
    if (blocks.isEmpty()) {
      throw new MediaException(path + " has no sound at " + Clock.of(start));
    }
    return SoundResampler.resample(joined(blocks), sampleRate);
  }

  private static MediaSource source(String path) {
    try {
      return MediaSource.of(Path.of(path));
    } catch (InvalidPathException e) {
      throw new MediaException("'" + path + "' can't be a file's path: " + e.getReason(), e);
    }
  }

  /// What of a stretch lies between two times.
  private static Optional<Waveform> part(MediaStretch stretch, double start, double end, int most) {
    return stretch
        .sound()
        .map(sound -> {
          int rate = sound.sampleRate();
          double zero = stretch.endSeconds() - sound.durationSeconds(); // it may begin late
          int count = sound.sampleCount();
          int from = (int) Math.clamp(Math.round((start - zero) * rate), 0L, count);
          int last = (int) Math.min(count, (long) from + most);
          int to = (int) Math.clamp(Math.round((end - zero) * rate), (long) from, last);
          float[][] part = new float[Math.min(MOST_CHANNELS, sound.channelCount())][to - from];
          for (int c = 0; c < part.length; c++) {
            sound.copySamples(c, from, to - from, part[c], 0);
          }
          return Waveform.wrap(rate, part);
        })
        .filter(part -> part.sampleCount() > 0);
  }

  private static Waveform joined(List<Waveform> blocks) {
    int total = blocks.stream().mapToInt(Waveform::sampleCount).sum();
    float[][] all = new float[blocks.getFirst().channelCount()][total];
    int at = 0;
    for (Waveform block : blocks) {
      for (int c = 0; c < all.length; c++) {
        block.copySamples(c, 0, block.sampleCount(), all[c], at);
      }
      at += block.sampleCount();
    }
    return Waveform.wrap(blocks.getFirst().sampleRate(), all);
  }
}
