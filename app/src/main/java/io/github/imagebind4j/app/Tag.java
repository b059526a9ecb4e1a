package io.github.imagebind4j.app;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/// What the model takes something for.
///
/// @param label a label, or a group's name
/// @param probability its share of the model's belief, 0 to 1
/// @param standsOut how far it stands out from the other labels, in deviations; empty: not asked
record Tag(String label, double probability, OptionalDouble standsOut) {
  String toText() {
    return label + String.format(Locale.ROOT, " %.0f %%", 100 * probability);
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("label", label);
    map.put("p", probability);
    standsOut.ifPresent(deviations -> map.put("stands_out", deviations));
    return map;
  }
}
