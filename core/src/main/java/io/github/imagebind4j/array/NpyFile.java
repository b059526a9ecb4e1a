package io.github.imagebind4j.array;

import io.github.imagebind4j.error.MediaException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// NumPy's `.npy` files, versions 1 to 3, as float arrays.
///
/// Reads the dtypes f2, f4, f8, i1 to i8, u1 to u8 and b1, of either byte order, in C or Fortran
/// order; 64-bit values are rounded to the nearest float. Object arrays, which hold pickles, and
/// structured dtypes are refused. Bytes after the array are left alone, as NumPy does. Writes
/// float32, little-endian, C order, version 1.
///
/// Source: NumPy's `numpy/lib/_format_impl.py` describes the format.
///
/// Stateless: any thread may call any method.
public final class NpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  // NumPy's own bound for files of unknown origin.
  private static final int MAX_HEADER = 10_000;
  private static final int HEADER_ALIGNMENT = 64;

  private NpyFile() {}

  /// An array and what its file stored.
  ///
  /// @param values the values, row-major
  /// @param integer whether the file stored integers or booleans, not floats: a depth map's unit
  ///   follows from it
  public record Content(FloatArray values, boolean integer) {}

  /// Reads an array from the channel's position on.
  ///
  /// @param channel left open, positioned after the array's header at least
  /// @param maxBytes the most bytes that the values may take, as stored and as floats
  /// @return the array
  /// @throws MediaException if this is no `.npy` file of a supported dtype, is truncated, or is
  ///   larger than `maxBytes`
  public static Content read(SeekableByteChannel channel, long maxBytes) {
    try {
      long left = Math.max(0, channel.size() - channel.position());
      return read(Channels.newInputStream(channel), maxBytes, left);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /// Reads an array from a stream.
  ///
  /// @param in left open
  /// @param maxBytes the most bytes that the values may take, as stored and as floats
  /// @return the array
  /// @throws MediaException if this is no `.npy` file of a supported dtype, is truncated, or is
  ///   larger than `maxBytes`
  public static Content read(InputStream in, long maxBytes) {
    try {
      return read(in, maxBytes, Long.MAX_VALUE);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /// Reads an array from a whole file in memory.
  ///
  /// @param file the file's bytes
  /// @param maxBytes the most bytes that the values may take, as stored and as floats
  /// @return the array
  /// @throws MediaException if this is no `.npy` file of a supported dtype, is truncated, or is
  ///   larger than `maxBytes`
  public static Content read(byte[] file, long maxBytes) {
    try {
      return read(new ByteArrayInputStream(file), maxBytes, file.length);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /// Writes a float32 array, replacing what was there.
  ///
  /// @param file where to
  /// @param array the values
  /// @throws MediaException if the file can't be written
  public static void write(Path file, FloatArray array) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      writeTo(out, array);
    } catch (IOException e) {
      throw new MediaException(
          "can't write " + file + ": " + e + "; check the folder, its rights and its free space",
          e);
    }
  }

  /// Writes a float32 array.
  ///
  /// @param out flushed, left open
  /// @param array the values
  /// @throws MediaException if the stream refuses the bytes
  public static void write(OutputStream out, FloatArray array) {
    try {
      writeTo(out, array);
      out.flush();
    } catch (IOException e) {
      throw new MediaException(
          "can't write an .npy array: " + e + "; check where the stream leads", e);
    }
  }

  private static Content read(InputStream in, long maxBytes, long left) throws IOException {
    NpyHeader header = readHeader(in);
    long count = header.shape().count();
    int size = header.itemSize();
    // Each factor below 2^31, or the division refuses: no overflow is possible.
    if (count > maxBytes / Math.max(size, Float.BYTES) || count > Integer.MAX_VALUE / size) {
      throw new MediaException(
          String.format(
              Locale.ROOT,
              "the .npy array %s of %d-byte values is larger than the limit of %d bytes; crop it or raise the limit",
              header.shape(),
              size,
              Math.min(maxBytes, Integer.MAX_VALUE)));
    }
    int bytes = (int) count * size;
    // A stream's length is unknown, but readNBytes allocates only as bytes arrive.
    byte[] data = bytes > left ? new byte[0] : in.readNBytes(bytes);
    if (data.length < bytes) {
      throw new MediaException(
          String.format(
              Locale.ROOT,
              "the .npy file is truncated: its header promises %s, %d bytes; get the whole file",
              header.shape(),
              bytes));
    }
    float[] values = header.decode(ByteBuffer.wrap(data));
    return new Content(FloatArray.wrap(values, header.shape().dims()), header.isInteger());
  }

  private static NpyHeader readHeader(InputStream in) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2
        || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new MediaException(
          "not an .npy file: it does not start with \\x93NUMPY; save the array with numpy.save");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new MediaException(
          "the .npy file has format version " + version + "; save it anew, as version 1, 2 or 3");
    }
    byte[] lengthBytes = in.readNBytes(version == 1 ? Short.BYTES : Integer.BYTES);
    long length = 0;
    for (int i = lengthBytes.length - 1; i >= 0; i--) {
      length = length << 8 | (lengthBytes[i] & 0xff);
    }
    if (length > MAX_HEADER) {
      throw new MediaException(
          "the .npy file's header claims "
              + length
              + " bytes, more than the bound of "
              + MAX_HEADER
              + "; save the plain array anew");
    }
    byte[] text = in.readNBytes((int) length);
    if (text.length < length || lengthBytes.length < Short.BYTES) {
      throw new MediaException("the .npy file ends within its header; get the whole file");
    }
    var charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    return NpyHeader.parse(new String(text, charset));
  }

  private static void writeTo(OutputStream out, FloatArray array) throws IOException {
    int[] dims = array.shape().dims();
    String shape = IntStream.of(dims).mapToObj(d -> d + ",").collect(Collectors.joining(" "));
    String dict = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
    int unpadded = MAGIC.length + 4 + dict.length() + 1;
    int padding = Math.floorMod(-unpadded, HEADER_ALIGNMENT);
    byte[] text = (dict + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    out.write(MAGIC);
    out.write(new byte[] {1, 0, (byte) text.length, (byte) (text.length >> 8)});
    out.write(text);
    FloatBuffer values = array.asBuffer();
    ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    while (values.hasRemaining()) {
      chunk.clear();
      while (values.hasRemaining() && chunk.hasRemaining()) {
        chunk.putFloat(values.get());
      }
      out.write(chunk.array(), 0, chunk.position());
    }
  }

  private static MediaException unreadable(IOException e) {
    return new MediaException(
        "can't read the .npy file: " + e + "; check that it exists and may be read", e);
  }
}
