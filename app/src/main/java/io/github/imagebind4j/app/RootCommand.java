package io.github.imagebind4j.app;

import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The program itself; the work is in its subcommands.
@Command(
    name = "imagebind4j",
    description = "ImageBind for the JVM: six senses in one embedding space.",
    versionProvider = RootCommand.Version.class,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j demo",
      "  imagebind4j doctor",
      "  imagebind4j models download imagebind_huge",
      "  imagebind4j embed dog.jpg bark.wav --text 'a dog'",
      "  imagebind4j compare --text 'a dog' --text 'a car' dog.jpg bark.wav",
      "",
      "Results go to standard output; messages and progress go to standard error.",
      "Each command has examples of its own: imagebind4j COMMAND --help"
    })
final class RootCommand implements Runnable {
  private final Console console;

  RootCommand(Console console) {
    this.console = console;
  }

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  void help(boolean asked) {
    // picocli shows the help by itself.
  }

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  void version(boolean asked) {
    // picocli shows the version by itself.
  }

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "No notes and no progress bar; errors still show.")
  void quiet(boolean quiet) {
    console.quiet(quiet);
  }

  @Override
  public void run() {
    throw CliException.usage("no command was given; see: imagebind4j --help");
  }

  /// The version, as the jar's manifest has it.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = RootCommand.class.getPackage().getImplementationVersion();
      return new String[] {
        "imagebind4j " + Objects.requireNonNullElse(version, "(not packaged)"),
        "Java " + Runtime.version()
      };
    }
  }
}
