package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.preprocess.AudioProfile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// From cached items to the model's inputs, any sense. Keeps buffers between items: one thread.
final class Viewer {
  private static final ValueLayout.OfFloat LITTLE_FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final ViewSettings settings;
  private final DecodedCache cache;
  private final PictureView pictures;
  private final MelView sounds;
  private final ImuView motion;

  Viewer(ViewSettings settings, DecodedCache cache) {
    this.settings = settings;
    this.cache = cache;
    this.pictures = new PictureView(settings.profiles());
    this.sounds = new MelView(settings.profiles().audio());
    this.motion = new ImuView(settings.profiles().imu().rateHz(), settings.imuSamples());
  }

  /// The axes of one item's input.
  ///
  /// @param example an item of the sense, whose cached form decides where core knows no other
  static int[] shape(ViewSettings settings, DecodedCache cache, Item example, int size) {
    Modality modality = example.modality();
    AudioProfile audio = settings.profiles().audio();
    if (modality.equals(Modality.TEXT)) {
      return new int[] {settings.tokens().contextLength()};
    }
    CachedMedia media = cache.find(example);
    if (media == null) {
      throw new InputException(example.id() + " is not in the cache; open it with all items");
    }
    return switch (media.kind()) {
      case RGB -> new int[] {3, size, size};
      case DEPTH, GRAY -> new int[] {1, size, size};
      case MEL -> {
        if (media.height() != audio.melBins()) {
          throw new InputException(
              "the cache has spectrograms of "
                  + media.height()
                  + " bands, the profile asks for "
                  + audio.melBins()
                  + "; use one profile for both");
        }
        yield new int[] {1, audio.melBins(), audio.frames()};
      }
      case IMU -> new int[] {6, settings.imuSamples()};
      case RAW -> media.dims();
    };
  }

  static int count(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /// What aligned pictures share.
  ///
  /// @param crop of both
  /// @param augment whose crop, flip and operations count for both
  record Alignment(Crop crop, ImageAugment augment) {}

  /// The crop of an aligned pair, drawn for its left picture; null if they are not both pictures.
  @Nullable Alignment align(Item left, Item right, Augmentations augment, Draws draws) {
    CachedMedia a = cache.find(left);
    CachedMedia b = cache.find(right);
    if (a == null || b == null || !a.isPicture() || !b.isPicture()) {
      return null;
    }
    ImageAugment shape = augment.of(a.kind());
    return new Alignment(Crop.random(a.width(), a.height(), shape, draws), shape);
  }

  /// A varied view of an item.
  ///
  /// @param alignment what it shares with another, or null
  /// @param shape draws RandAugment's operations, which aligned pictures share
  /// @param own draws the rest
  /// @param count how many values there are to write
  void vary(
      Item item,
      int size,
      Augmentations augment,
      @Nullable Alignment alignment,
      Draws shape,
      Draws own,
      float[] out,
      int at,
      int count) {
    CachedMedia media = media(item);
    if (media == null) {
      settings.tokens().write(item.captions().getFirst(), out, at);
      return;
    }
    switch (media.kind()) {
      case RGB, DEPTH, GRAY -> {
        ImageAugment chosen = augment.of(media.kind());
        Crop crop = null;
        if (alignment != null) {
          chosen = chosen.withShapeOf(alignment.augment);
          crop = alignment.crop;
        }
        pictures.vary(media, size, chosen, crop, shape, own, out, at);
      }
      case MEL -> sounds.vary(media, augment.audio(), own, out, at);
      case IMU -> motion.vary(media, augment.imu(), own, out, at);
      case RAW -> raw(item, media, out, at, count);
    }
  }

  /// The evaluation's view of an item.
  ///
  /// @param clip which of the clips, for sounds
  void evaluate(Item item, int size, int clip, int clips, float[] out, int at, int count) {
    CachedMedia media = media(item);
    if (media == null) {
      settings.tokens().write(item.captions().getFirst(), out, at);
      return;
    }
    switch (media.kind()) {
      case RGB, DEPTH, GRAY -> pictures.evaluate(media, size, out, at);
      case MEL -> sounds.evaluate(media, clip, clips, out, at);
      case IMU -> motion.evaluate(media, out, at);
      case RAW -> raw(item, media, out, at, count);
    }
  }

  private @Nullable CachedMedia media(Item item) {
    if (item.modality().equals(Modality.TEXT)) {
      return null;
    }
    CachedMedia media = cache.find(item);
    if (media == null) {
      throw new InputException(item.id() + " is not in the cache; open it with all items");
    }
    return media;
  }

  private static void raw(Item item, CachedMedia media, float[] out, int at, int count) {
    if (media.data().byteSize() != 4L * count) {
      throw new InputException(
          item.id()
              + " has the shape "
              + Arrays.toString(media.dims())
              + ", others of its sense another; bring all to one shape");
    }
    MemorySegment.copy(media.data(), LITTLE_FLOAT, 0, out, at, count);
  }
}
