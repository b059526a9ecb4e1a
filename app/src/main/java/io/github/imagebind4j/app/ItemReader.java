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
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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

  /// All items in order, each made when it is asked for.
  Iterator<Item> items(List<Request> requests) {
    return new Items(requests.iterator());
  }

  /// The items of one request after the other. Lists may be endless, so nothing is read ahead.
  private final class Items implements Iterator<Item> {
    private final Iterator<Request> requests;
    private Iterator<Item> current = Collections.emptyIterator();

    Items(Iterator<Request> requests) {
      this.requests = requests;
    }

    @Override
    public boolean hasNext() {
      while (!current.hasNext() && requests.hasNext()) {
        current = items(requests.next());
      }
      return current.hasNext();
    }

    @Override
    public Item next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return current.next();
    }
  }

  private Iterator<Item> items(Request request) {
    String value = request.value();
    return switch (request.kind()) {
      case TEXT -> one(new Item.Ready(Input.text(value)));
      case TEXT_FILE -> new LineItems(value, line -> new Item.Ready(Input.text(line)));
      case FILES_FROM -> new LineItems(value, line -> file(new Request(Request.Kind.FILE, line)));
      case RAW -> raw(value);
      case IMAGE, VIDEO, AUDIO, DEPTH, THERMAL, IMU, FILE -> one(file(request));
    };
  }

  private static Iterator<Item> one(Item item) {
    return List.of(item).iterator();
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

  private static Iterator<Item> raw(String value) {
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
      return IntStream.range(0, all.shape().dim(0))
          .<Item>mapToObj(
              i -> new Item.Ready(new Input.Raw(modality, all.slice(i), name + "[" + i + "]")))
          .iterator();
    } catch (ImageBindException e) {
      return one(new Item.Broken(equals < 1 ? value : value.substring(equals + 1), e));
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
  /// for nothing. A list that can't be read ends in a broken item.
  private final class LineItems implements Iterator<Item> {
    private final String name;
    private final Function<String, Item> item;
    private @Nullable BufferedReader reader;
    private @Nullable Item next;
    private boolean ended;

    LineItems(String name, Function<String, Item> item) {
      this.name = name;
      this.item = item;
    }

    @Override
    public boolean hasNext() {
      while (next == null && !ended) {
        next = read();
      }
      return next != null;
    }

    @Override
    public Item next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      Item result = next;
      next = null;
      return result;
    }

    /// @return null at an empty line and at the end
    private @Nullable Item read() {
      try {
        BufferedReader lines = reader == null ? open(name) : reader;
        reader = lines;
        String line = lines.readLine();
        if (line == null) {
          ended = true;
          lines.close();
          return null;
        }
        return line.isBlank() ? null : item.apply(line);
      } catch (IOException | UncheckedIOException e) {
        return unreadable(new MediaException("can't read " + name + ": " + e.getMessage(), e));
      } catch (MediaException e) {
        return unreadable(e);
      }
    }

    private Item unreadable(MediaException e) {
      ended = true;
      return new Item.Broken(name, e);
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
