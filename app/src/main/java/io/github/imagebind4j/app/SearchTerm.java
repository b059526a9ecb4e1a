package io.github.imagebind4j.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/// One term of a search: something that finds its like, and how much it counts.
///
/// @param kind what it is
/// @param value a text, a file, or an item's id
/// @param weight negative: away from it
record SearchTerm(Kind kind, String value, double weight) {

  /// The ways to name a term.
  enum Kind {
    TEXT("--text", "S", "A sentence. Repeatable, as are all of these; S^0.5 weighs it."),
    IMAGE("--image", "F", "A picture."),
    VIDEO("--video", "F", "A video; its pictures only."),
    AUDIO("--audio", "F", "A sound, or the sound of a video."),
    DEPTH("--depth", "F", "A depth map."),
    THERMAL("--thermal", "F", "A thermal picture."),
    IMU("--imu", "F", "A motion recording."),
    ID("--id", "X", "Something in the index, by its id or path.");

    private final String option;
    private final String label;
    private final String description;

    Kind(String option, String label, String description) {
      this.option = option;
      this.label = label;
      this.description = description;
    }

    String option() {
      return option;
    }
  }

  /// `…^number` at the very end, as Lucene's query language has it.
  private static final Pattern WEIGHTED =
      Pattern.compile("(?s)(.+)\\^([+-]?(?:\\d{1,9}(?:\\.\\d{0,9})?|\\.\\d{1,9}))");

  /// Takes a weight off the end of an option's value.
  static SearchTerm parse(Kind kind, String value) {
    Matcher matcher = WEIGHTED.matcher(value);
    return matcher.matches()
        ? new SearchTerm(kind, matcher.group(1), Double.parseDouble(matcher.group(2)))
        : new SearchTerm(kind, value, 1);
  }

  /// For example `0.5 × text "waves"`.
  String label() {
    String shown = kind == Kind.TEXT ? "\"" + value + "\"" : value;
    String word = kind.name().toLowerCase(Locale.ROOT);
    return (weight == 1 ? "" : number(weight) + " × ") + word + " " + TextTable.shorten(shown, 60);
  }

  private static String number(double weight) {
    return weight == Math.rint(weight) ? String.valueOf((long) weight) : String.valueOf(weight);
  }

  /// The options that name terms, kept in the order in which they were written.
  static final class Arguments {
    private final List<SearchTerm> terms = new ArrayList<>();

    /// @throws CliException if there is none, or all weigh nothing
    List<SearchTerm> terms() {
      if (terms.isEmpty()) {
        throw CliException.usage(
            "nothing to search for: name at least one term, e.g. --text 'a dog' or --image dog.jpg");
      }
      if (terms.stream().allMatch(term -> term.weight == 0)) {
        throw CliException.usage("all terms weigh 0; give one another weight, e.g. 'a dog^1'");
      }
      return List.copyOf(terms);
    }

    CommandSpec spec() {
      CommandSpec spec = CommandSpec.create();
      int place = 0;
      for (Kind kind : Kind.values()) {
        OrderedOption option = new OrderedOption(kind.option, kind.label, kind.description);
        spec.addOption(option.spec(place++, value -> terms.add(parse(kind, value))));
      }
      return spec;
    }
  }
}
