package io.github.imagebind4j.app;

import io.github.imagebind4j.error.ImageBindException;
import io.github.imagebind4j.index.EmbeddingIndex;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;

/// Starts the command line.
final class Main {
  private Main() {}

  /// Runs one command and ends the process with its exit code.
  public static void main(String[] args) {
    Console console =
        new Console(
            System.in,
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            System.getenv(),
            Console.Terminal.parse(System.getProperty("imagebind4j.terminal", "")));
    Runtime.getRuntime().addShutdownHook(new Thread(console::close, "console-close"));
    System.exit(run(console, args));
  }

  /// Runs one command.
  ///
  /// @return its exit code
  static int run(Console console, String... args) {
    return run(console, Main::openIndex, args);
  }

  /// Runs one command on indexes that something else opens.
  static int run(Console console, IndexOpener opener, String... args) {
    int exitCode = commandLine(console, opener).execute(args);
    try {
      console.flush();
    } catch (Console.OutputClosedException | CliException e) {
      // If the command itself could not write, it has said so, and its code is the one that counts.
      return exitCode == ExitCode.OK ? failed(console, e) : exitCode;
    }
    return exitCode;
  }

  /// The tree of commands, connected to a console.
  static CommandLine commandLine(Console console) {
    return commandLine(console, Main::openIndex);
  }

  private static CommandLine commandLine(Console console, IndexOpener opener) {
    CommandLine root = new CommandLine(new RootCommand(console));
    CommandLine models =
        new CommandLine(new ModelsCommand())
            .addSubcommand(new ModelsListCommand(console))
            .addSubcommand(new ModelsInfoCommand(console))
            .addSubcommand(new ModelsDownloadCommand(console))
            .addSubcommand(new ModelsConvertCommand(console))
            .addSubcommand(new ModelsRandomCommand(console));
    root.addSubcommand(new DemoCommand(console));
    root.addSubcommand(new DoctorCommand(console));
    addItemCommand(root, new ItemArguments(), items -> new EmbedCommand(console, items));
    addItemCommand(root, new ItemArguments(), items -> new CompareCommand(console, items));
    root.addSubcommand(new DescribeCommand(console));
    root.addSubcommand(new SoundtrackCommand(console));
    root.addSubcommand(new IndexCommand(console));
    SearchTerm.Arguments terms = new SearchTerm.Arguments();
    CommandLine search = new CommandLine(new SearchCommand(console, terms));
    search.getCommandSpec().addMixin("terms", terms.spec());
    root.addSubcommand(search);
    root.addSubcommand(new DedupeCommand(console, opener));
    root.addSubcommand(new ClusterCommand(console, opener));
    root.addSubcommand(new MapCommand(console, opener));
    root.addSubcommand(new PreprocessCommand(console));
    root.addSubcommand(new TokenizeCommand(console));
    CommandLine bench = new CommandLine(new BenchCommand(console));
    addItemCommand(bench, new ItemArguments(), items -> new FidelityCommand(console, items));
    root.addSubcommand(bench);
    root.addSubcommand(
        new CommandLine(new DataCommand()).addSubcommand(new DataSynthCommand(console)));
    root.addSubcommand(models);
    root.addSubcommand(new TrainCommand(console));
    root.addSubcommand(
        new CommandLine(new EvalCommand())
            .addSubcommand(new EvalZeroShotCommand(console))
            .addSubcommand(new EvalRetrievalCommand(console))
            .addSubcommand(new EvalProbeCommand(console))
            .addSubcommand(new EvalEmergenceCommand(console))
            .addSubcommand(new EvalSearchCommand(console)));
    root.setOut(new PrintWriter(new ConsoleStream(console), true, StandardCharsets.UTF_8));
    root.setErr(console.err());
    root.setExpandAtFiles(false); // "@name" is a sentence like any other
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setUsageHelpWidth(100);
    root.setUsageHelpLongOptionsMaxWidth(30);
    boolean colours = console.outIsTerminal() && console.environment("NO_COLOR").isEmpty();
    root.setColorScheme(Help.defaultColorScheme(colours ? Help.Ansi.ON : Help.Ansi.OFF));
    root.setParameterExceptionHandler((e, args) -> badUsage(console, e));
    root.setExecutionExceptionHandler((e, command, parsed) -> failed(console, e));
    describeExitCodes(root);
    return root;
  }

  /// The one place where these commands meet the indexes of a disk.
  private static EmbeddingIndex openIndex(Path folder, boolean toWrite) {
    return toWrite ? Indexes.openToChange(folder) : Indexes.openReadOnly(folder);
  }

  private static void addItemCommand(
      CommandLine parent, ItemArguments items, Function<ItemArguments, Object> command) {
    CommandLine commandLine = new CommandLine(command.apply(items));
    commandLine.getCommandSpec().addMixin("items", items.spec());
    parent.addSubcommand(commandLine);
  }

  private static void describeExitCodes(CommandLine commandLine) {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put(" " + ExitCode.OK, "everything was done");
    codes.put(" " + ExitCode.SOME_FAILED, "some items failed; the others were done");
    codes.put(" " + ExitCode.USAGE, "the command line makes no sense");
    codes.put(
        " " + ExitCode.ENVIRONMENT,
        "a problem with the model, its config, the network or this machine");
    commandLine
        .getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(codes);
    commandLine.getSubcommands().values().forEach(Main::describeExitCodes);
  }

  private static int badUsage(Console console, ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String message = String.valueOf(e.getMessage()).replaceFirst("^Error: ", "");
    console.error(message + "; see: " + command + " --help");
    return ExitCode.USAGE;
  }

  private static int failed(Console console, Exception e) {
    return switch (e) {
      case Console.OutputClosedException closed -> ExitCode.SOME_FAILED;
      case CliException planned -> {
        console.error(String.valueOf(planned.getMessage()));
        yield planned.exitCode();
      }
      case ImageBindException known -> {
        console.error(String.valueOf(known.getMessage()));
        yield ExitCode.ENVIRONMENT;
      }
      case UncheckedIOException io -> {
        console.error("reading or writing failed: " + io.getCause());
        yield ExitCode.ENVIRONMENT;
      }
      default -> {
        console.error("this should not have happened; please report it with these lines:");
        e.printStackTrace(console.err());
        yield ExitCode.ENVIRONMENT;
      }
    };
  }

  /// A console's output as a stream, for picocli's help.
  private static final class ConsoleStream extends OutputStream {
    private final Console console;

    ConsoleStream(Console console) {
      this.console = console;
    }

    @Override
    public void write(int b) {
      console.bytes(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] data, int offset, int count) {
      console.bytes(Arrays.copyOfRange(data, offset, offset + count));
    }

    @Override
    public void flush() {
      console.flush();
    }
  }
}
