package io.github.imagebind4j.app;

import io.github.imagebind4j.error.MissingNativeException;
import io.github.imagebind4j.media.MediaLibraries;
import io.github.imagebind4j.torch.TorchRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.jr.ob.JSON;

/// Looks at everything that the other commands need, and says how to mend what is missing.
@Command(
    name = "doctor",
    description = {
      "Check this machine: Java, native libraries, processor, memory, disk, models.",
      "Exit code 3 if anything fails; warnings are no failure."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {"  imagebind4j doctor", "  imagebind4j doctor --json"})
final class DoctorCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private StoreOptions storeOptions = new StoreOptions();

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ModelStore store = storeOptions.store(console);
    // The libraries come last: should one of them take the process down, the rest is on screen.
    List<Supplier<Check>> checks =
        List.of(
            Machine::java,
            Machine::platform,
            Machine::cpu,
            Machine::precision,
            Machine::memory,
            Machine::nativeCache,
            () -> models(store),
            () -> library("ffmpeg", MediaLibraries::ffmpeg),
            () -> library("opencv", MediaLibraries::opencv),
            () -> library("libtorch", () -> TorchRuntime.load().toString()));
    boolean failed = false;
    for (Supplier<Check> supplier : checks) {
      Check check = supplier.get();
      failed |= check.status() == Check.Status.fail;
      console.line(json ? JSON.std.asString(check.toMap()) : asText(check));
      console.flush();
    }
    return failed ? ExitCode.ENVIRONMENT : ExitCode.OK;
  }

  private static Check models(ModelStore store) {
    Check room = Machine.room("models", store.folder(), EmbeddedModel.bytes(), "--cache DIR");
    if (room.status() != Check.Status.ok) {
      return room;
    }
    List<String> names = new ArrayList<>(List.of(EmbeddedModel.NAME + " (comes with imagebind4j)"));
    store.files().stream()
        .map(file -> String.valueOf(file.getFileName()))
        .filter(name -> !EmbeddedModel.isVersion(name))
        .forEach(names::add);
    KnownModel huge = KnownModel.IMAGEBIND_HUGE;
    String more =
        names.size() > 1
            ? ""
            : "; the big one: imagebind4j models download "
                + huge.name()
                + " ("
                + Sizes.human(huge.bytes())
                + ")";
    return Check.ok("models", store.folder() + ": " + String.join(", ", names) + more);
  }

  private static Check library(String name, Supplier<String> load) {
    try {
      return Check.ok(name, load.get());
    } catch (MissingNativeException e) {
      return Check.fail(
          name, String.valueOf(e.getMessage()), "see the message; then run doctor again");
    }
  }

  private static String asText(Check check) {
    String fix = check.fix().isEmpty() ? "" : "\n" + " ".repeat(20) + "fix: " + check.fix();
    return String.format(
        Locale.ROOT, "%-4s  %-13s %s%s", check.status(), check.name(), check.found(), fix);
  }
}
