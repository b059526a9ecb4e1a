package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which items of a dataset to take. The steps are in the order of the components: labels are
/// renamed first, then items are chosen one by one, then labels that are too thin go, and last,
/// labels with too many are thinned out.
///
/// Immutable and safe for use by any thread.
///
/// @param renamedLabels new names of labels, e.g. `thermal_person` → `person`; the others stay
/// @param splits only these; empty: all
/// @param modalities only these; empty: all
/// @param labels only these; empty: all
/// @param excludedLabels not these
/// @param excludedOrigins no item whose origin begins with one of these, in any case, e.g.
///   `twemoji`
/// @param minPerLabel labels with fewer items of a sense lose them; items without a label stay
/// @param maxPerLabel at most so many items of a label and sense, chosen by the seed; 0: all
/// @param seed for that choice
public record ItemFilter(
    Map<String, String> renamedLabels,
    Set<String> splits,
    Set<Modality> modalities,
    Set<String> labels,
    Set<String> excludedLabels,
    List<String> excludedOrigins,
    int minPerLabel,
    int maxPerLabel,
    long seed) {

  /// Takes everything.
  public static final ItemFilter ALL =
      new ItemFilter(Map.of(), Set.of(), Set.of(), Set.of(), Set.of(), List.of(), 0, 0, 0);

  /// Checks and copies.
  ///
  /// @throws ConfigException if a count is negative, or the least is above the most
  public ItemFilter {
    renamedLabels = Map.copyOf(renamedLabels);
    splits = Set.copyOf(splits);
    modalities = Set.copyOf(modalities);
    labels = Set.copyOf(labels);
    excludedLabels = Set.copyOf(excludedLabels);
    excludedOrigins = List.copyOf(excludedOrigins);
    if (minPerLabel < 0 || maxPerLabel < 0 || (maxPerLabel > 0 && maxPerLabel < minPerLabel)) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "items per label need 0 <= min <= max (or max 0: no limit), got %d and %d",
              minPerLabel,
              maxPerLabel));
    }
  }

  /// Takes the items of one split.
  ///
  /// @param name such as `train`
  /// @return a filter
  public static ItemFilter split(String name) {
    return ALL.withSplits(Set.of(name));
  }

  /// This filter for other splits.
  ///
  /// @param names such as `train`; empty: all
  /// @return the changed copy
  public ItemFilter withSplits(Set<String> names) {
    return new ItemFilter(
        renamedLabels,
        names,
        modalities,
        labels,
        excludedLabels,
        excludedOrigins,
        minPerLabel,
        maxPerLabel,
        seed);
  }

  /// This filter for other senses.
  ///
  /// @param senses only these; empty: all
  /// @return the changed copy
  public ItemFilter withModalities(Modality... senses) {
    return new ItemFilter(
        renamedLabels,
        splits,
        Set.of(senses),
        labels,
        excludedLabels,
        excludedOrigins,
        minPerLabel,
        maxPerLabel,
        seed);
  }

  /// The items that pass.
  ///
  /// @param items any
  /// @return those taken, in the same order
  public List<Item> apply(List<Item> items) {
    List<Item> chosen = new ArrayList<>();
    for (Item item : items) {
      String label = renamedLabels.getOrDefault(item.label(), item.label());
      if (takes(item, label)) {
        chosen.add(label.equals(item.label()) ? item : item.withLabel(label));
      }
    }
    return cap(dropThin(chosen));
  }

  private boolean takes(Item item, String label) {
    String origin = item.origin().toLowerCase(Locale.ROOT);
    return (splits.isEmpty() || splits.contains(item.split()))
        && (modalities.isEmpty() || modalities.contains(item.modality()))
        && (labels.isEmpty() || labels.contains(label))
        && !excludedLabels.contains(label)
        && excludedOrigins.stream()
            .noneMatch(prefix -> origin.startsWith(prefix.toLowerCase(Locale.ROOT)));
  }

  private record Kind(Modality modality, String label) {
    static Kind of(Item item) {
      return new Kind(item.modality(), item.label());
    }
  }

  private List<Item> dropThin(List<Item> items) {
    Map<Kind, Integer> counts = new HashMap<>();
    items.forEach(item -> counts.merge(Kind.of(item), 1, Integer::sum));
    return items.stream()
        .filter(
            item -> item.label().isEmpty() || counts.getOrDefault(Kind.of(item), 0) >= minPerLabel)
        .toList();
  }

  private List<Item> cap(List<Item> items) {
    if (maxPerLabel == 0) {
      return items;
    }
    // By a hash of the id, so that the choice does not depend on the other items or their order.
    Map<Kind, List<Item>> byKind = new HashMap<>();
    items.forEach(item -> byKind.computeIfAbsent(Kind.of(item), _ -> new ArrayList<>()).add(item));
    Set<Item> kept = new HashSet<>();
    for (Map.Entry<Kind, List<Item>> kind : byKind.entrySet()) {
      List<Item> all = kind.getValue();
      int most = kind.getKey().label().isEmpty() ? all.size() : Math.min(maxPerLabel, all.size());
      all.sort(
          Comparator.comparingLong((Item item) -> Draws.mix(seed, Draws.hash(item.id())))
              .thenComparing(Item::id));
      kept.addAll(all.subList(0, most));
    }
    return items.stream().filter(kept::contains).toList();
  }
}
