package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A dataset to evaluate on. Captions are items of the modality text that share their thing's pair.
///
/// Immutable and safe for use by any thread.
///
/// @param name what results call it
/// @param classes the classes that labels point to; empty if nothing is labelled
/// @param multiLabel whether an item may belong to several classes
/// @param items all items of all modalities
public record EvalSet(
    String name, List<EvalClass> classes, boolean multiLabel, List<EvalItem> items) {

  /// Checks and copies.
  ///
  /// @throws InputException if a label points to no class
  public EvalSet {
    classes = List.copyOf(classes);
    items = List.copyOf(items);
    for (EvalItem item : items) {
      for (int label : item.labels()) {
        if (label < 0 || label >= classes.size()) {
          throw new InputException(
              name + ": item " + item.id() + " has the label " + label + " of " + classes.size());
        }
      }
    }
  }

  /// Which modalities its items have.
  ///
  /// @return in the order of their first item
  public List<Modality> modalities() {
    return items.stream().map(EvalItem::modality).distinct().toList();
  }

  /// The items of a modality.
  ///
  /// @param modality the modality
  /// @return its items in order
  public List<EvalItem> items(Modality modality) {
    return items.stream().filter(item -> item.modality().equals(modality)).toList();
  }

  /// The same set with other items.
  ///
  /// @param some the items
  /// @return the changed copy
  public EvalSet withItems(List<EvalItem> some) {
    return new EvalSet(name, classes, multiLabel, some);
  }

  /// Only some of the classes, with words of one's own. Items of other classes are dropped; items
  /// without any label stay.
  ///
  /// @param chosen the classes to keep, by their names
  /// @return the smaller set
  /// @throws InputException if the set has no class of such a name
  public EvalSet withClasses(List<EvalClass> chosen) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < chosen.size(); i++) {
      places.put(chosen.get(i).name(), i);
    }
    Set<String> known = classes.stream().map(EvalClass::name).collect(Collectors.toSet());
    for (EvalClass one : chosen) {
      if (!known.contains(one.name())) {
        throw new InputException(
            name + " has no class '" + one.name() + "'; it has " + some(new TreeSet<>(known)));
      }
    }
    List<EvalItem> kept = new ArrayList<>();
    for (EvalItem item : items) {
      List<Integer> labels =
          item.labels().stream()
              .map(label -> places.get(classes.get(label).name()))
              .filter(place -> place != null)
              .toList();
      if (!labels.isEmpty() || item.labels().isEmpty()) {
        kept.add(new EvalItem(item.id(), item.modality(), item.input(), labels, item.pair()));
      }
    }
    return new EvalSet(name, chosen, multiLabel, kept);
  }

  /// The classes that a modality's items have.
  ///
  /// @param modality the modality
  /// @return in the set's order
  public List<EvalClass> classes(Modality modality) {
    Set<Integer> occurring =
        items(modality).stream()
            .flatMap(item -> item.labels().stream())
            .collect(Collectors.toSet());
    List<EvalClass> some = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      if (occurring.contains(i)) {
        some.add(classes.get(i));
      }
    }
    return some;
  }

  /// At most so many things of each kind, spread evenly over the set; partners stay together.
  ///
  /// A kind is a combination of modalities, e.g. sounds alone, or sounds with captions.
  ///
  /// @param most how many things of each kind, at least 1
  /// @return the smaller set, its items in order
  public EvalSet limit(int most) {
    Map<String, List<EvalItem>> things = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      EvalItem item = items.get(i);
      String key = item.pair().isEmpty() ? "item " + i : "pair " + item.pair();
      things.computeIfAbsent(key, _ -> new ArrayList<>()).add(item);
    }
    Map<String, List<List<EvalItem>>> kinds = new LinkedHashMap<>();
    for (List<EvalItem> thing : things.values()) {
      String kind =
          thing.stream()
              .map(item -> item.modality().name())
              .distinct()
              .sorted()
              .collect(Collectors.joining(" "));
      kinds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(thing);
    }
    List<EvalItem> kept = new ArrayList<>();
    for (List<List<EvalItem>> kind : kinds.values()) {
      int count = Math.min(most, kind.size());
      for (int i = 0; i < count; i++) {
        kept.addAll(kind.get((int) ((long) i * kind.size() / count)));
      }
    }
    return withItems(kept);
  }

  private static String some(Set<String> names) {
    String text = names.stream().limit(20).collect(Collectors.joining(", "));
    return names.size() > 20 ? text + " and " + (names.size() - 20) + " more" : text;
  }
}
