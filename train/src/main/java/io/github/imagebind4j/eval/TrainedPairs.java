package io.github.imagebind4j.eval;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Which pairs of modalities a model was trained on; what lines up between any others has emerged.
///
/// Immutable and safe for use by any thread.
///
/// @param pairs each of one or two modalities
public record TrainedPairs(Set<Set<Modality>> pairs) {
  private static final long MOST_BYTES = 1 << 20;

  /// ImageBind's own: pictures and videos with each of the others.
  public static final TrainedPairs IMAGEBIND =
      parse("vision-text, vision-audio, vision-depth, vision-thermal, vision-imu");

  /// Checks and copies.
  ///
  /// @throws InputException if a pair has other than one or two modalities
  public TrainedPairs {
    pairs = pairs.stream().map(Set::copyOf).collect(Collectors.toUnmodifiableSet());
    for (Set<Modality> pair : pairs) {
      if (pair.isEmpty() || pair.size() > 2) {
        throw new InputException("a pair has two modalities, got " + pair);
      }
    }
  }

  /// Reads pairs as they are written on a command line.
  ///
  /// @param text e.g. `vision-text, vision-audio`; `image` means vision
  /// @return the pairs
  /// @throws InputException if it is not of this form
  public static TrainedPairs parse(String text) {
    Set<Set<Modality>> pairs = new HashSet<>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        pairs.add(pair(List.of(part.strip().split("-", -1)), text));
      }
    }
    return new TrainedPairs(pairs);
  }

  /// Reads pairs from a YAML file: `trained_pairs:` with a list of `[vision, audio]` or
  /// `vision-audio`, or else a training recipe, each of whose stages trains a `pair`, and perhaps
  /// others `beside`. Other keys are passed over.
  ///
  /// @param file the file
  /// @return the pairs
  /// @throws InputException if it has neither
  public static TrainedPairs read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new InputException(file + " has more than " + MOST_BYTES + " bytes");
      }
      LoadSettings settings = LoadSettings.builder().setMaxAliasesForCollections(10).build();
      Object all = new Load(settings).loadFromString(Files.readString(file));
      Set<Set<Modality>> pairs = new HashSet<>();
      for (Object entry : listed(all, file)) {
        List<String> names = new ArrayList<>();
        if (entry instanceof List<?> two) {
          two.forEach(name -> names.add(String.valueOf(name)));
        } else {
          names.addAll(List.of(String.valueOf(entry).split("-", -1)));
        }
        pairs.add(pair(names, String.valueOf(entry)));
      }
      return new TrainedPairs(pairs);
    } catch (IOException e) {
      throw new InputException("can't read " + file + ": " + e, e);
    } catch (YamlEngineException e) {
      throw new InputException(file + " is no YAML: " + e.getMessage(), e);
    }
  }

  private static List<?> listed(Object yaml, Path file) {
    if (yaml instanceof Map<?, ?> map) {
      if (map.get("trained_pairs") instanceof List<?> pairs) {
        return pairs;
      }
      if (map.get("stages") instanceof List<?> stages) {
        return pairsOf(stages);
      }
    }
    throw new InputException(
        file
            + " has neither a list 'trained_pairs', e.g. [[vision, audio]], nor the 'stages' of a"
            + " training recipe");
  }

  /// The pairs of the stages, and those that they train beside.
  private static List<@Nullable Object> pairsOf(List<?> stages) {
    List<@Nullable Object> pairs = new ArrayList<>();
    for (Object stage : stages) {
      pairs.add(pairOf(stage));
      if (stage instanceof Map<?, ?> fields && fields.get("beside") instanceof List<?> beside) {
        beside.forEach(each -> pairs.add(pairOf(each)));
      }
    }
    return pairs;
  }

  private static @Nullable Object pairOf(@Nullable Object trained) {
    return trained instanceof Map<?, ?> fields ? fields.get("pair") : null;
  }

  private static Set<Modality> pair(List<String> names, String text) {
    if (names.size() != 2) {
      throw new InputException("a trained pair is written like vision-audio, got '" + text + "'");
    }
    Set<Modality> pair = new HashSet<>();
    for (String name : names) {
      String plain = name.strip();
      pair.add(plain.equals("image") ? Modality.VISION : Modality.of(plain));
    }
    return pair;
  }

  /// Whether two modalities were trained together.
  ///
  /// @param a a modality
  /// @param b another, or the same
  /// @return whether they are one of the pairs
  public boolean trained(Modality a, Modality b) {
    return pairs.contains(new HashSet<>(List.of(a, b)));
  }

  /// As [#parse] reads it.
  @Override
  public String toString() {
    Set<String> names = new TreeSet<>();
    for (Set<Modality> pair : pairs) {
      List<String> two = pair.stream().map(Modality::name).sorted().toList();
      names.add(two.getFirst() + "-" + two.getLast());
    }
    return String.join(", ", names);
  }
}
