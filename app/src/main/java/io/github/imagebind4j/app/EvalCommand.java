package io.github.imagebind4j.app;

import picocli.CommandLine.Command;

/// Groups the evaluations.
@Command(
    name = "eval",
    description = {
      "Measure what a model understands: classes by their names alone, retrieval between senses,"
          + " few-shot probes, and what emerged without being trained.",
      "Embeddings are kept in a file: a second evaluation, or one after a kill, does not embed again."
    },
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j eval zero-shot ESC-50 --html esc50.html",
      "  imagebind4j eval retrieval clotho --from text --to audio",
      "  imagebind4j eval probe ESC-50 --train-split 1,2,3,4 --split 5",
      "  imagebind4j eval emergence data/manifest.csv --split test --json > matrix.json",
      "  imagebind4j eval search data.index"
    })
final class EvalCommand implements Runnable {
  @Override
  public void run() {
    throw CliException.usage("say what to evaluate; see: imagebind4j eval --help");
  }
}
