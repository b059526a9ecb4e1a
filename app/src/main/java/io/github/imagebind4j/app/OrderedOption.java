package io.github.imagebind4j.app;

import java.util.List;
import java.util.Stack;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// An option whose values are handed on one by one as they are read. picocli by itself gathers them
/// option by option; so the order in which they were written, across all options, is kept.
///
/// @param name with its dashes
/// @param label of the value, in the help
/// @param description in the help
record OrderedOption(String name, String label, String description) {
  /// Puts these options before all others in the help.
  private static final int FIRST = -100;

  /// The option, to be added to a command.
  ///
  /// @param place among these options in the help, from 0
  /// @param value is told each value
  OptionSpec spec(int place, Consumer<String> value) {
    return OptionSpec.builder(name)
        .order(FIRST + place)
        .paramLabel(label)
        .description(description)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .parameterConsumer((args, _, command) -> value.accept(take(args, command)))
        .build();
  }

  private String take(Stack<String> args, CommandSpec command) {
    if (args.isEmpty()) {
      throw new ParameterException(command.commandLine(), name + " needs a value");
    }
    String value = args.pop();
    if (command.findOption(value) != null) {
      throw new ParameterException(
          command.commandLine(), name + " needs a value, but " + value + " follows");
    }
    return value;
  }
}
