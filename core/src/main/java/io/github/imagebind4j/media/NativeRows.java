package io.github.imagebind4j.media;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/// Rows in native memory. The segment's arena says who may read them and until when.
///
/// @param width pixels in a row
/// @param height rows
/// @param rgb `height * width * 3` bytes
record NativeRows(int width, int height, MemorySegment rgb) implements RgbRows {

  @Override
  public void copyRow(int y, int x, int count, byte[] target) {
    Objects.checkIndex(y, height);
    Objects.checkFromIndexSize(x, count, width);
    long from = ((long) y * width + x) * 3;
    MemorySegment.copy(rgb, ValueLayout.JAVA_BYTE, from, target, 0, count * 3);
  }

  /// A picture of its own, on the Java heap.
  RgbImage toImage() {
    return RgbImage.wrap(width, height, rgb.toArray(ValueLayout.JAVA_BYTE));
  }
}
