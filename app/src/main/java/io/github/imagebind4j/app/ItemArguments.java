package io.github.imagebind4j.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The options that name the items of a command, in the order in which they were written.
final class ItemArguments {
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
    int place = 0;
    for (Request.Kind kind : Request.Kind.values()) {
      if (kind == Request.Kind.FILE) {
        spec.addPositional(
            PositionalParamSpec.builder()
                .arity("0..*")
                .paramLabel(kind.label())
                .description(kind.description())
                .type(List.class)
                .auxiliaryTypes(String.class)
                .parameterConsumer((args, _, _) -> add(kind, args.pop()))
                .build());
      } else {
        OrderedOption option = new OrderedOption(kind.option(), kind.label(), kind.description());
        spec.addOption(option.spec(place++, value -> add(kind, value)));
      }
    }
    return spec;
  }

  private void add(Request.Kind kind, String value) {
    requests.add(new Request(kind, value));
  }
}
