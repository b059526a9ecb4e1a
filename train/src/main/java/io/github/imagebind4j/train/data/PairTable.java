package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.input.Modality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/// The pairs of one source, found once: an entry for each right item (for texts, each left one),
/// whose partner is drawn when the entry is. Immutable.
final class PairTable {

  /// A drawn pair.
  ///
  /// @param left of the left sense
  /// @param right of the right sense; of a text, its first caption counts
  /// @param natural whether both are of one moment
  record Pair(Item left, Item right, boolean natural) {}

  private final PairSource source;
  private final List<Item> entries = new ArrayList<>();
  private final List<String> groups = new ArrayList<>();
  private final Map<String, List<Item>> partners = new HashMap<>();
  private final int dropped;

  /// Finds the pairs.
  ///
  /// @param available items that can be had; others are left out
  PairTable(PairSource source, Predicate<Item> available) {
    this.source = source;
    boolean text = source.plan() instanceof PairPlan.WithText;
    for (Item item : text ? source.right() : source.left()) {
      String key = key(item);
      if (!key.isEmpty() && available.test(item)) {
        partners.computeIfAbsent(key, _ -> new ArrayList<>()).add(item);
      }
    }
    List<Item> candidates = text ? source.left() : source.right();
    for (Item item : candidates) {
      if (available.test(item) && hasPartner(item)) {
        entries.add(item);
        groups.add(group(item));
      }
    }
    this.dropped = candidates.size() - entries.size();
    if (entries.isEmpty()) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "pair source %s has no pair: %d left and %d right items, but none fit; check labels, pair keys, splits and captions",
              source.name(),
              source.left().size(),
              source.right().size()));
    }
  }

  int size() {
    return entries.size();
  }

  /// Candidates without a partner, or that can't be had.
  int dropped() {
    return dropped;
  }

  PairSource source() {
    return source;
  }

  String group(int entry) {
    return groups.get(entry);
  }

  private String key(Item item) {
    return source.plan() instanceof PairPlan.Natural ? item.pairKey() : item.label();
  }

  private String group(Item item) {
    return switch (source.groupBy()) {
      case LABEL -> item.label().isEmpty() ? "item " + item.id() : "label " + item.label();
      case PAIR -> item.pairKey().isEmpty() ? "item " + item.id() : "pair " + item.pairKey();
    };
  }

  private boolean hasPartner(Item item) {
    return switch (source.plan()) {
      case PairPlan.Natural() -> partners.containsKey(item.pairKey());
      case PairPlan.SharedLabel() -> partners.containsKey(item.label());
      case PairPlan.WithText plan ->
          weight(plan, item, 0) + weight(plan, item, 1) + weight(plan, item, 2) > 0;
    };
  }

  /// An example of each side.
  Pair example() {
    return draw(0, new Draws(0));
  }

  Pair draw(int entry, Draws draws) {
    Item item = entries.get(entry);
    return switch (source.plan()) {
      case PairPlan.Natural() -> new Pair(partner(item.pairKey(), draws), item, true);
      case PairPlan.SharedLabel() -> new Pair(partner(item.label(), draws), item, false);
      case PairPlan.WithText plan -> new Pair(item, text(plan, item, draws), false);
    };
  }

  private Item partner(String key, Draws draws) {
    List<Item> all = partners.getOrDefault(key, List.of());
    return all.get(draws.below(all.size()));
  }

  /// The weight of a kind of text, 0 if the item has none of it.
  private double weight(PairPlan.WithText plan, Item item, int kind) {
    return switch (kind) {
      case 0 -> item.captions().isEmpty() ? 0 : plan.captions();
      case 1 -> partners.containsKey(item.label()) ? plan.labelTexts() : 0;
      default -> item.label().isEmpty() ? 0 : plan.templated();
    };
  }

  private Item text(PairPlan.WithText plan, Item item, Draws draws) {
    double captions = weight(plan, item, 0);
    double labels = weight(plan, item, 1);
    double at = draws.next() * (captions + labels + weight(plan, item, 2));
    String text;
    if (at < captions) {
      text = oneOf(item.captions(), draws);
    } else if (at < captions + labels) {
      text = oneOf(partner(item.label(), draws).captions(), draws);
    } else {
      text = oneOf(plan.templates(), draws).replace("{}", plan.className(item.label()));
    }
    return new Item(
        text.isEmpty() ? " " : text,
        Modality.TEXT,
        new MediaLocation.None(),
        item.formats(),
        item.label(),
        List.of(text),
        item.split(),
        item.pairKey(),
        "");
  }

  private static String oneOf(List<String> texts, Draws draws) {
    return texts.get(draws.below(texts.size()));
  }
}
