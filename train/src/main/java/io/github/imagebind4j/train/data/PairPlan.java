package io.github.imagebind4j.train.data;

import io.github.imagebind4j.error.ConfigException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How the items of two senses become pairs.
///
/// Immutable and safe for use by any thread.
public sealed interface PairPlan {

  /// Items of one moment: those with the same pair key, one pair for each right item. Of several
  /// left items with that key, one is drawn each time.
  record Natural() implements PairPlan {}

  /// Items of one class: each right item with another, drawn left item of the same label each time.
  record SharedLabel() implements PairPlan {}

  /// Left items with a text each, drawn anew each time: one of the item's own captions, a text item
  /// (of the right side) of its label, or its class name in a template. The weights say how often;
  /// what an item does not have is not drawn.
  ///
  /// @param captions the weight of the item's captions
  /// @param labelTexts the weight of text items of its label
  /// @param templated the weight of templates
  /// @param templates with `{}` where the class name goes, such as `a photo of a {}.`
  /// @param classNames names of labels; others are the label with spaces for `_`
  record WithText(
      double captions,
      double labelTexts,
      double templated,
      List<String> templates,
      Map<String, String> classNames)
      implements PairPlan {

    /// Checks and copies.
    ///
    /// @throws ConfigException if a weight is negative, all are 0, or a template lacks its place
    public WithText {
      templates = List.copyOf(templates);
      classNames = Map.copyOf(classNames);
      boolean sensible =
          captions >= 0
              && labelTexts >= 0
              && templated >= 0
              && captions + labelTexts + templated > 0;
      if (!sensible) {
        throw new ConfigException(
            String.format(
                Locale.ROOT,
                "weights of texts must be 0 or more and not all 0, got captions %s, label texts %s, templates %s",
                captions,
                labelTexts,
                templated));
      }
      if (templated > 0 && templates.isEmpty()) {
        throw new ConfigException("templates have a weight, but there are none; list some");
      }
      for (String template : templates) {
        if (!template.contains("{}")) {
          throw new ConfigException(
              "template '" + template + "' has no {} where the class name goes");
        }
      }
    }

    /// What a label is called in a template.
    ///
    /// @param label such as `fire_truck`
    /// @return such as `fire truck`
    public String className(String label) {
      return classNames.getOrDefault(label, label.replace('_', ' '));
    }
  }
}
