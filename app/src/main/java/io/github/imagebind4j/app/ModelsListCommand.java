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
  /// @param file null if the model is not here yet
  /// @param embedded whether it comes with the application
  /// @param about null if nothing is known of it
  /// @param licence null likewise
  private record Entry(
      String name,
      @Nullable Path file,
      long bytes,
      boolean embedded,
      @Nullable String about,
      @Nullable String licence) {

    static Entry of(KnownModel known) {
      return new Entry(known.name(), null, known.bytes(), false, known.about(), known.licence());
    }
  }

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
    Path mini = EmbeddedModel.place(store);
    entries.add(
        new Entry(
            EmbeddedModel.NAME,
            Files.exists(mini) ? mini : null,
            EmbeddedModel.bytes(),
            true,
            EmbeddedModel.ABOUT,
            null));
    List<KnownModel> missing = new ArrayList<>(KnownModel.ALL);
    for (Path file : store.files()) {
      if (!file.equals(mini)) {
        KnownModel known = KnownModel.byFileName(String.valueOf(file.getFileName()));
        missing.remove(known);
        entries.add(entry(file, known));
      }
    }
    missing.forEach(known -> entries.add(Entry.of(known)));
    return entries;
  }

  private static Entry entry(Path file, @Nullable KnownModel known) throws IOException {
    String fileName = String.valueOf(file.getFileName());
    String name = fileName.substring(0, fileName.lastIndexOf('.'));
    String old =
        EmbeddedModel.isVersion(fileName)
            ? "mini of another version of imagebind4j, which makes it again if need be"
            : null;
    return new Entry(
        name,
        file,
        Files.size(file),
        false,
        known == null ? old : known.about(),
        known == null ? null : known.licence());
  }

  private static String asText(Entry entry) {
    String about = entry.about == null ? "" : "\n    " + entry.about;
    String licence = entry.licence == null ? "" : "\n    licence: " + entry.licence;
    return String.format(
        Locale.ROOT,
        "%-20s %9s  %s%s%s",
        entry.name,
        Sizes.human(entry.bytes),
        state(entry),
        about,
        licence);
  }

  private static String state(Entry entry) {
    if (entry.embedded) {
      return "built in, and used when no other is named";
    }
    return entry.file == null
        ? "not downloaded; get it: imagebind4j models download " + entry.name
        : entry.file.toString();
  }

  private static String asJson(Entry entry) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", entry.name);
    map.put("embedded", entry.embedded);
    map.put("downloaded", entry.file != null);
    if (entry.file != null) {
      map.put("file", entry.file.toString());
    }
    map.put("bytes", entry.bytes);
    if (entry.about != null) {
      map.put("about", entry.about);
    }
    if (entry.licence != null) {
      map.put("licence", entry.licence);
    }
    return JSON.std.asString(map);
  }
}
