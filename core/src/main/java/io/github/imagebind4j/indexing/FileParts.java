package io.github.imagebind4j.indexing;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.Segment;
import io.github.imagebind4j.Segments;
import io.github.imagebind4j.index.EmbeddingIndex;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.input.Input;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parts of one file, one after the other: one for a picture, a piece for each segment of each
/// track of a recording. Pieces that an earlier run was able to commit are left out.
///
/// For one thread at a time; close it.
final class FileParts implements AutoCloseable {
  /// A track: all of the file as one sense.
  ///
  /// @param name of the track in ids; empty for the first
  record Track(Input input, String name) {
    boolean isMain() {
      return name.isEmpty();
    }
  }

  private final ImageBind model;
  private final EmbeddingIndex index;
  private final IndexingOptions options;
  private final FileRun run;
  private final Map<String, Object> fields;
  private final boolean cut;
  private final Deque<Track> tracks;
  private @Nullable Track track;
  private @Nullable Segments segments;
  private boolean firstOfFile = true;

  /// @param fields shared by its items
  /// @param cut whether recordings are cut
  FileParts(
      ImageBind model,
      EmbeddingIndex index,
      IndexingOptions options,
      FileRun run,
      Map<String, Object> fields,
      boolean cut,
      List<Track> tracks) {
    this.model = model;
    this.index = index;
    this.options = options;
    this.run = run;
    this.fields = fields;
    this.cut = cut;
    this.tracks = new ArrayDeque<>(tracks);
  }

  FileRun run() {
    return run;
  }

  /// The next part.
  ///
  /// @return empty at the end
  /// @throws io.github.imagebind4j.error.ImageBindException if it can't be decoded
  Optional<Part> next() {
    while (true) {
      Segments pieces = segments;
      if (pieces != null && track != null) {
        if (pieces.hasNext()) {
          Part part = piece(track, pieces.next());
          if (firstOfFile || !isDone(part)) {
            return Optional.of(produced(part));
          }
          continue;
        }
        pieces.close();
        segments = null;
      }
      Track following = tracks.poll();
      if (following == null) {
        return Optional.empty();
      }
      track = following;
      if (cut && following.input() instanceof Input.Media media) {
        segments = model.segments(media, options.segmentation());
      } else {
        return Optional.of(produced(whole(following)));
      }
    }
  }

  /// Whether the main track is being read, so that the file is lost if it can't be.
  boolean isOnMainTrack() {
    return track == null || track.isMain();
  }

  private Part produced(Part part) {
    run.produced(part.id(), firstOfFile);
    firstOfFile = false;
    return part;
  }

  private Part whole(Track of) {
    Modality modality = of.input().modality();
    String id = run.file().id() + (of.name().isEmpty() ? "" : "#track=" + of.name());
    return new Part(run, id, ItemFields.whole(fields, modality), of.input(), of.isMain());
  }

  private Part piece(Track of, Segment segment) {
    if (segment.whole()) {
      return whole(new Track(segment.input(), of.name())); // shorter than its header said
    }
    Modality modality = of.input().modality();
    Fields own = ItemFields.piece(fields, modality, segment.start(), segment.end());
    String id = run.file().id() + ItemFields.fragment(segment.start(), segment.end(), of.name());
    return new Part(run, id, own, segment.input(), of.isMain());
  }

  private boolean isDone(Part part) {
    return index
        .get(part.id())
        .map(IndexItem::fields)
        .filter(known -> ItemFields.content(known) == run.content())
        .isPresent();
  }

  @Override
  public void close() {
    Segments pieces = segments;
    if (pieces != null) {
      pieces.close();
      segments = null;
    }
  }
}
