package io.github.imagebind4j.app;

import io.github.imagebind4j.array.FloatArray;
import io.github.imagebind4j.array.NpyFile;
import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.error.MediaException;
import io.github.imagebind4j.input.DepthFormat;
import io.github.imagebind4j.input.ImuFormat;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.MediaSource;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.input.ThermalFormat;
import io.github.imagebind4j.media.MediaDecoder;
import io.github.imagebind4j.media.MediaKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Turns what was asked for into items, one after the other. A request that can't be read becomes a
/// broken item, and the rest goes on.
final class ItemReader {
  private final MediaDecoder decoder;
  private final DepthFormat depthFormat;
  private final ThermalFormat thermalFormat;
  private final ImuFormat imuFormat;
  private final InputStream standardInput;

  ItemReader(MediaDecoder decoder, FormatOptions formats, Console console) {
    this.decoder = decoder;
    this.depthFormat = formats.depth();
    this.thermalFormat = formats.thermal();
    this.imuFormat = formats.imu();
    this.standardInput = console.in();
  }

  /// How many items there will be.
  ///
  /// @return -1 if only reading tells
  static long count(List<Request> requests) {
    for (Request request : requests) {
      boolean several =
          switch (request.kind()) {
            case TEXT_FILE, FILES_FROM, RAW -> true;
            case TEXT, IMAGE, VIDEO, AUDIO, DEPTH, THERMAL, IMU, FILE -> false;
          };
      if (several) {
        return -1;
      }
    }
    return requests.size();
  }

  /// Hands out all items in order.
  void read(List<Request> requests, Consumer<Item> to) {
    requests.forEach(request -> read(request, to));
  }

  private void read(Request request, Consumer<Item> to) {
    String value = request.value();
    switch (request.kind()) {
      case TEXT -> to.accept(new Item.Ready(Input.text(value)));
      case TEXT_FILE -> lines(value, line -> to.accept(new Item.Ready(Input.text(line))), to);
      case FILES_FROM -> lines(value, line -> read(new Request(Request.Kind.FILE, line), to), to);
      case RAW -> raw(value, to);
      case IMAGE, VIDEO, AUDIO, DEPTH, THERMAL, IMU, FILE -> to.accept(file(request));
    }
  }

  private Item file(Request request) {
    try {
      MediaSource source = MediaSource.of(path(request.value()));
      return new Item.Ready(
          switch (request.kind()) {
            case IMAGE -> new Input.Image(source);
            case VIDEO -> new Input.Video(source);
            case AUDIO -> new Input.Audio(source);
            case DEPTH -> new Input.Depth(source, depthFormat);
            case THERMAL -> new Input.Thermal(source, thermalFormat);
            case IMU -> new Input.Imu(source, imuFormat);
            case FILE -> recognised(source);
            case TEXT, TEXT_FILE, FILES_FROM, RAW ->
                throw new IllegalStateException(request.kind() + " names no media file");
          });
    } catch (ImageBindException e) {
      return new Item.Broken(request.value(), e);
    }
  }

  private Input recognised(MediaSource source) {
    MediaKind kind = decoder.recognize(source);
    return switch (kind) {
      case IMAGE -> new Input.Image(source);
      case VIDEO -> new Input.Video(source);
      case AUDIO -> new Input.Audio(source);
      case IMU -> new Input.Imu(source, imuFormat);
      case TEXT ->
          throw new MediaException(
              source.name()
                  + " holds text, not a picture, sound or video; for sentences, one a line, use"
                  + " --text-file");
      case ARRAY ->
          throw new MediaException(
              source.name()
                  + " is a NumPy array, which can be anything; say what it is with --depth,"
                  + " --thermal, --imu or --raw MODALITY=F.npy");
      case UNKNOWN ->
          throw new MediaException(
              source.name()
                  + " is no picture, sound or video that is known here; if it is one, say which"
                  + " with --image, --video, --audio, --depth, --thermal or --imu");
    };
  }

  private void raw(String value, Consumer<Item> to) {
    int equals = value.indexOf('=');
    try {
      if (equals < 1) {
        throw new InputException(
            "--raw wants MODALITY=F.npy, e.g. touch=t.npy; got '" + value + "'");
      }
      Modality modality = Modality.of(value.substring(0, equals));
      String name = value.substring(equals + 1);
      FloatArray all = array(MediaSource.of(path(name)));
      if (all.shape().rank() < 2) {
        throw new InputException(
            name + " must have a leading axis for the items, got shape " + all.shape());
      }
      for (int i = 0; i < all.shape().dim(0); i++) {
        to.accept(new Item.Ready(new Input.Raw(modality, all.slice(i), name + "[" + i + "]")));
      }
    } catch (ImageBindException e) {
      to.accept(new Item.Broken(equals < 1 ? value : value.substring(equals + 1), e));
    }
  }

  private static FloatArray array(MediaSource source) {
    try (SeekableByteChannel channel = source.open()) {
      return NpyFile.read(channel, MediaSource.DEFAULT_LIMIT_BYTES).values();
    } catch (MediaException e) {
      throw new MediaException(source.name() + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new MediaException("can't read " + source.name() + ": " + e.getMessage(), e);
    }
  }

  /// Reads a list, line by line, so that an endless standard input works as well. Empty lines count
  /// for nothing.
  private void lines(String name, Consumer<String> each, Consumer<Item> to) {
    try (BufferedReader reader = open(name)) {
      for (String line; (line = reader.readLine()) != null; ) {
        if (!line.isBlank()) {
          each.accept(line);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      to.accept(
          new Item.Broken(
              name, new MediaException("can't read " + name + ": " + e.getMessage(), e)));
    } catch (MediaException e) {
      to.accept(new Item.Broken(name, e));
    }
  }

  private BufferedReader open(String name) throws IOException {
    if (name.equals("-")) {
      return new BufferedReader(new InputStreamReader(standardInput, StandardCharsets.UTF_8));
    }
    Path file = path(name);
    if (!Files.isRegularFile(file)) {
      throw new MediaException("no such file: " + name + "; check the path");
    }
    return Files.newBufferedReader(file);
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new MediaException("'" + name + "' can't be a file's path: " + e.getReason(), e);
    }
  }
}
