package io.github.imagebind4j.app;

import picocli.CommandLine.Command;

/// Commands that make or look after training data.
@Command(
    name = "data",
    description = "Make data for training and tests.",
    synopsisSubcommandLabel = "COMMAND")
final class DataCommand implements Runnable {
  @Override
  public void run() {
    throw CliException.usage("no data command was given; see: imagebind4j data --help");
  }
}
