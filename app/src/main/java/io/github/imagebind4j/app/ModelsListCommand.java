package io.github.imagebind4j.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.jr.ob.JSON;

/// Lists the models in the store and those that can be downloaded.
@Command(
    name = "list",
    description = "List the downloaded models and those that can be downloaded.",
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {"  imagebind4j models list", "  imagebind4j models list --json"})
final class ModelsListCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private StoreOptions storeOptions = new StoreOptions();

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  ModelsListCommand(Console console) {
    this.console = console;
  }

  /// One line of the list.
  ///
  /// @param file null if the model is not downloaded
  private record Entry(String name, @Nullable Path file, long bytes, @Nullable KnownModel known) {}

  @Override
  public Integer call() throws IOException {
    ModelStore store = storeOptions.store(console);
    console.note("models folder: " + store.folder());
    for (Entry entry : entries(store)) {
      console.line(json ? asJson(entry) : asText(entry));
    }
    return ExitCode.OK;
  }

  private static List<Entry> entries(ModelStore store) throws IOException {
    List<Entry> entries = new ArrayList<>();
    List<KnownModel> missing = new ArrayList<>(KnownModel.ALL);
    for (Path file : store.files()) {
      String fileName = String.valueOf(file.getFileName());
      KnownModel known = KnownModel.byFileName(fileName);
      missing.remove(known);
      String name = fileName.substring(0, fileName.lastIndexOf('.'));
      entries.add(new Entry(name, file, Files.size(file), known));
    }
    for (KnownModel known : missing) {
      entries.add(new Entry(known.name(), null, known.bytes(), known));
    }
    return entries;
  }

  private static String asText(Entry entry) {
    String state =
        entry.file == null
            ? "not downloaded; get it: imagebind4j models download " + entry.name
            : entry.file.toString();
    String about = entry.known == null ? "" : "\n    " + entry.known.about();
    String licence = entry.known == null ? "" : "\n    licence: " + entry.known.licence();
    return String.format(
        Locale.ROOT,
        "%-20s %9s  %s%s%s",
        entry.name,
        Sizes.human(entry.bytes),
        state,
        about,
        licence);
  }

  private static String asJson(Entry entry) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", entry.name);
    map.put("downloaded", entry.file != null);
    if (entry.file != null) {
      map.put("file", entry.file.toString());
    }
    map.put("bytes", entry.bytes);
    if (entry.known != null) {
      map.put("about", entry.known.about());
      map.put("licence", entry.known.licence());
    }
    return JSON.std.asString(map);
  }
}
