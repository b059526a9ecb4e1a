package io.github.imagebind4j.app;

import picocli.CommandLine.Command;

/// Commands that make or look after training data.
@Command(
    name = "data",
    description = "Make data for training and tests.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j data synth world --count 5000",
      "  imagebind4j data synth shards --count 50000 --format webdataset"
    })
final class DataCommand implements Runnable {
  @Override
  public void run() {
    throw CliException.usage("'data' needs a command; see: imagebind4j data --help");
  }
}
