package io.github.imagebind4j.app;

import picocli.CommandLine.Command;

/// The models' own commands.
@Command(
    name = "models",
    description = "List, inspect, download, convert and make models.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j models list",
      "  imagebind4j models download imagebind_huge",
      "  imagebind4j models info imagebind_huge",
      "  imagebind4j models convert imagebind_huge huge.safetensors --precision bf16"
    })
final class ModelsCommand implements Runnable {
  @Override
  public void run() {
    throw CliException.usage("'models' needs a command; see: imagebind4j models --help");
  }
}
