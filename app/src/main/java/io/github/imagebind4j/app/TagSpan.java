package io.github.imagebind4j.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is seen or heard for a while.
///
/// @param from where it begins, in seconds
/// @param to where it ends; a picture has no time, and both are 0
/// @param tags the most likely labels of those that are likely enough, most likely first
/// @param groups the most likely groups of labels
/// @param guess the group to be told if there is no tag
/// @param silent whether there is nothing to hear, as was measured
/// @param picture a JPEG of it, if one was asked for
record TagSpan(
    Sense sense,
    double from,
    double to,
    List<Tag> tags,
    List<Tag> groups,
    Optional<Tag> guess,
    boolean silent,
    Optional<byte[]> picture) {
  /// What to say of it in few words; empty if the model is not sure of anything.
  String words() {
    if (silent) {
      return "silence";
    }
    if (!tags.isEmpty()) {
      return tags.stream().map(Tag::label).collect(Collectors.joining(", "));
    }
    return guess.map(group -> "something of: " + group.label()).orElse("");
  }

  /// The same with probabilities.
  String toText() {
    if (silent) {
      return "silence";
    }
    if (!tags.isEmpty()) {
      return tags.stream().map(Tag::toText).collect(Collectors.joining(", "));
    }
    return guess
        .map(group -> "something of: " + group.toText())
        .orElse("nothing that the model is sure of");
  }

  /// As results in JSON have it.
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("sense", sense.word());
    if (to > 0) {
      map.put("from", from);
      map.put("to", to);
    }
    if (silent) {
      map.put("silent", true);
    }
    map.put("tags", tags.stream().map(Tag::toMap).toList());
    map.put("groups", groups.stream().map(Tag::toMap).toList());
    return map;
  }
}
