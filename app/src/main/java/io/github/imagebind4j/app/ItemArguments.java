package io.github.imagebind4j.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/// The options that name the items of a command. picocli by itself gathers the values option by
/// option; this keeps the order in which they were written, across all options.
final class ItemArguments {
  /// Puts these options before all others in the help.
  private static final int FIRST = -100;

  private final List<Request> requests = new ArrayList<>();

  /// Everything that was asked for, in the order in which it was written.
  ///
  /// @throws CliException if there is nothing
  List<Request> requests() {
    if (requests.isEmpty()) {
      throw CliException.usage(
          "nothing to do: name at least one item, e.g. --text 'a dog' --image dog.jpg; see --help");
    }
    return List.copyOf(requests);
  }

  /// The options, to be mixed into a command.
  CommandSpec spec() {
    CommandSpec spec = CommandSpec.create();
    int order = FIRST;
    for (Request.Kind kind : Request.Kind.values()) {
      if (kind == Request.Kind.FILE) {
        spec.addPositional(
            PositionalParamSpec.builder()
                .arity("0..*")
                .paramLabel(kind.label())
                .description(kind.description())
                .type(List.class)
                .auxiliaryTypes(String.class)
                .parameterConsumer((args, arg, command) -> take(kind, args, command))
                .build());
      } else {
        spec.addOption(
            OptionSpec.builder(kind.option())
                .order(order++)
                .paramLabel(kind.label())
                .description(kind.description())
                .type(List.class)
                .auxiliaryTypes(String.class)
                .parameterConsumer((args, arg, command) -> take(kind, args, command))
                .build());
      }
    }
    return spec;
  }

  private void take(Request.Kind kind, Stack<String> args, CommandSpec command) {
    if (args.isEmpty()) {
      throw new ParameterException(command.commandLine(), kind.option() + " needs a value");
    }
    String value = args.pop();
    if (kind != Request.Kind.FILE && command.findOption(value) != null) {
      throw new ParameterException(
          command.commandLine(), kind.option() + " needs a value, but " + value + " follows");
    }
    requests.add(new Request(kind, value));
  }
}
