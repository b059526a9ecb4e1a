package io.github.imagebind4j.app;

import io.github.imagebind4j.error.ConfigException;
import io.github.imagebind4j.torch.Precision;
import java.util.List;
import picocli.CommandLine.Option;

/// The option that names several precisions.
final class PrecisionsOption {
  @Option(
      names = "--precision",
      split = ",",
      paramLabel = "P",
      completionCandidates = ModelOptions.Precisions.class,
      description = "The numbers to compute in, several with commas: ${COMPLETION-CANDIDATES}.")
  private List<String> names = List.of();

  /// What was asked for, in that order and each once.
  ///
  /// @param ifNone what to take if nothing was
  List<Precision> precisions(List<Precision> ifNone) {
    try {
      return names.isEmpty() ? ifNone : names.stream().map(Precision::of).distinct().toList();
    } catch (ConfigException e) {
      throw CliException.usage(e.getMessage());
    }
  }
}
