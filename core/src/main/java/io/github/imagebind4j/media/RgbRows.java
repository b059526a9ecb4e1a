package io.github.imagebind4j.media;

/// The rows of a decoded picture, wherever they are kept: 8 bits each of red, green and blue,
/// interleaved.
///
/// [RgbImage] keeps them as long as it lives. [MediaDecoder#lendImage] lends them straight from the
/// decoder's memory, to one thread and for one call.
public interface RgbRows {

  /// Pixels in a row.
  ///
  /// @return the width, at least 1
  int width();

  /// Rows.
  ///
  /// @return the height, at least 1
  int height();

  /// Copies part of one row.
  ///
  /// @param y the row, from 0 at the top
  /// @param x the first pixel, from 0 at the left
  /// @param count how many pixels
  /// @param target receives `count * 3` bytes, from index 0 on
  /// @throws IndexOutOfBoundsException if the picture has no such pixels, or `target` is too short
  /// @throws IllegalStateException if the rows were lent and have been given back
  void copyRow(int y, int x, int count, byte[] target);
}
