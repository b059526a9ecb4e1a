package io.github.imagebind4j.app;

import io.github.imagebind4j.index.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Names for groups out of the words in their items' fields (names, folders, captions): those whose
/// frequency `p` in the group is the most above that in all items, `q`, by `p log(p/q)` (a group's
/// share of the relative entropy, so that what most items have is no name, nor what one has). A
/// word counts once for each field that it is in: what folder, class and caption say is what it is.
///
/// For one thread.
final class FieldWords {
  /// What is no word about a thing.
  private static final Set<String> LEFT_OUT =
      Set.of(
          "path", "member", "sha256", "modality", "kind", "modified", "recipe", "manifest", "id");

  private static final Set<String> NO_NAMES =
      Set.of(
          "jpg", "jpeg", "png", "webp", "gif", "wav", "ogg", "mp3", "mp4", "npy", "csv", "the",
          "and", "img");

  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}]+");
  private static final int SHORTEST = 3;
  private static final int MOST = 3;
  private static final double LEAST = 0.05;

  private final List<Map<String, Integer>> counts = new ArrayList<>();
  private final int[] sizes;

  FieldWords(int groups) {
    this.sizes = new int[groups];
    for (int g = 0; g < groups; g++) {
      counts.add(new HashMap<>());
    }
  }

  /// Takes an item's fields.
  void see(int group, Fields fields) {
    sizes[group]++;
    fields
        .asMap()
        .forEach((name, value) -> {
          if (!LEFT_OUT.contains(name)) {
            words(name, value).forEach(word -> counts.get(group).merge(word, 1, Integer::sum));
          }
        });
  }

  private static Set<String> words(String field, Object value) {
    Set<String> words = new HashSet<>();
    switch (value) {
      case String text -> add(field.equals("folder") ? last(text) : text, words);
      case List<?> list -> list.forEach(text -> add(String.valueOf(text), words));
      default -> {} // numbers and truths are no words
    }
    return words;
  }

  /// Of a folder, its own name: those above it are many items'.
  private static String last(String folder) {
    return folder.substring(Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\\')) + 1);
  }

  private static void add(String text, Set<String> words) {
    for (String word : BETWEEN.split(text.toLowerCase(Locale.ROOT), -1)) {
      if (word.length() >= SHORTEST && !NO_NAMES.contains(word)) {
        words.add(word);
      }
    }
  }

  /// The words that tell a group from the others.
  ///
  /// @return at most three, the best first; none if nothing tells
  List<String> of(int group) {
    Map<String, Double> scores = new HashMap<>();
    double items = Arrays.stream(sizes).sum();
    counts
        .get(group)
        .forEach((word, count) -> {
          double all = counts.stream().mapToInt(each -> each.getOrDefault(word, 0)).sum();
          double here = (double) count / sizes[group];
          scores.put(word, here * Math.log(here / (all / items)));
        });
    return scores.entrySet().stream()
        .filter(entry -> entry.getValue() > LEAST)
        .sorted(
            Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST)
        .map(Map.Entry::getKey)
        .toList();
  }
}
