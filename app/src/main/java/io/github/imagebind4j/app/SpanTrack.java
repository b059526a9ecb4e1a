package io.github.imagebind4j.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one sense notices of a recording, segment by segment; neighbours that the model takes for
/// the same become one span.
///
/// For one thread at a time.
final class SpanTrack {
  /// How many groups of labels a span names.
  private static final int MOST_GROUPS = 3;

  private final Sense sense;
  private final int most;
  private final double least;
  private final List<TagSpan> spans = new ArrayList<>();
  private @Nullable Segment open;

  /// What was noticed in one segment, or in several that are alike.
  ///
  /// @param shares null: it was silent. Kept, and added to
  /// @param picture of the first segment
  record Segment(double from, double to, @Nullable TagShares shares, Optional<byte[]> picture) {}

  /// @param most how many labels a span names
  /// @param least leave out those below this probability
  SpanTrack(Sense sense, int most, double least) {
    this.sense = sense;
    this.most = most;
    this.least = least;
  }

  /// What is to be said of a segment by itself, which is not kept.
  TagSpan alone(Segment segment) {
    return span(segment);
  }

  /// Adds the next segment.
  void add(Segment segment) {
    Segment before = open;
    if (before != null && before.to == segment.from && alike(before, segment)) {
      TagShares sum = before.shares;
      if (sum != null && segment.shares != null) {
        sum.add(segment.shares);
      }
      open = new Segment(before.from, segment.to, sum, before.picture);
    } else {
      close();
      open = segment;
    }
  }

  /// Alike is what has the same most likely label, or the same labels in any order; where none is
  /// told, what is guessed to be of the same group, or of none.
  private boolean alike(Segment a, Segment b) {
    if (a.shares == null || b.shares == null) {
      return a.shares == b.shares;
    }
    List<String> one = labels(a.shares);
    List<String> other = labels(b.shares);
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() && other.isEmpty() && guess(a.shares).equals(guess(b.shares));
    }
    return one.getFirst().equals(other.getFirst())
        || one.stream().sorted().toList().equals(other.stream().sorted().toList());
  }

  private List<String> labels(TagShares shares) {
    return shares.top(most, least).stream().map(Tag::label).toList();
  }

  private Optional<String> guess(TagShares shares) {
    return shares.guess(least).map(Tag::label);
  }

  private TagSpan span(Segment segment) {
    TagShares shares = segment.shares;
    return new TagSpan(
        sense,
        segment.from,
        segment.to,
        shares == null ? List.of() : shares.top(most, least),
        shares == null ? List.of() : shares.groups(MOST_GROUPS, least),
        shares == null ? Optional.empty() : shares.guess(least),
        shares == null,
        segment.picture);
  }

  private void close() {
    if (open != null) {
      spans.add(span(open));
      open = null;
    }
  }

  /// All spans so far, in the order of time.
  List<TagSpan> finish() {
    close();
    return List.copyOf(spans);
  }
}
