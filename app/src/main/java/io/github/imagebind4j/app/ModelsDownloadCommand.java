package io.github.imagebind4j.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Downloads a published model into the store.
@Command(
    name = "download",
    description = {
      "Download a published model.",
      "An interrupted download goes on where it stopped. The file appears under its name only when"
          + " its size and SHA-256 are right."
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j models download imagebind_huge",
      "  imagebind4j models download imagebind_huge --cache /data/models",
      "  imagebind4j models download imagebind_huge --url https://mirror.example/huge.pth --sha256 d6f6…",
      "",
      "Behind a proxy: IMAGEBIND4J_JAVA_OPTS='-Dhttps.proxyHost=HOST -Dhttps.proxyPort=PORT'"
    })
final class ModelsDownloadCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "NAME", description = "The model, e.g. imagebind_huge.")
  private String name = "";

  @Option(
      names = "--url",
      paramLabel = "U",
      description =
          "Where to get it. Default for imagebind_huge:"
              + " https://dl.fbaipublicfiles.com/imagebind/imagebind_huge.pth")
  private @Nullable URI url;

  @Option(
      names = "--sha256",
      paramLabel = "H",
      description =
          "The file's SHA-256. Default: the known one; with --url the one seen at the first"
              + " download from there.")
  private @Nullable String sha256;

  @Mixin private StoreOptions storeOptions = new StoreOptions();

  ModelsDownloadCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    KnownModel model = KnownModel.byName(name);
    if (model == null) {
      throw CliException.usage(
          "no published model is called '" + name + "'; 'imagebind4j models list' names them");
    }
    Path target = storeOptions.store(console).folder().resolve(model.fileName());
    Download.Plan plan = plan(model, target);
    console.note(model.name() + ": " + model.about());
    console.note("Licence of the weights: " + model.licence());
    if (Files.exists(target)) {
      console.note("already there: " + target + " (to fetch it again, delete it first)");
      return ExitCode.OK;
    }
    Download.Result result = download(plan);
    console.note(
        result.expected()
            ? "SHA-256 is as expected: " + result.sha256()
            : "SHA-256 "
                + result.sha256()
                + " is recorded in "
                + Download.recordOf(target)
                + "; there was none to compare it with");
    console.line(target.toString());
    return ExitCode.OK;
  }

  /// A file of another address may be another file: then only what the user says is checked.
  private Download.Plan plan(KnownModel model, Path target) {
    if (sha256 != null && !sha256.matches("[0-9a-fA-F]{64}")) {
      throw CliException.usage("a SHA-256 has 64 hexadecimal digits, got '" + sha256 + "'");
    }
    boolean official = url == null || url.equals(model.url());
    String given = sha256 == null ? null : sha256.toLowerCase(Locale.ROOT);
    return new Download.Plan(
        url == null ? model.url() : url,
        target,
        official ? OptionalLong.of(model.bytes()) : OptionalLong.empty(),
        given == null && official ? model.sha256() : given);
  }

  private Download.Result download(Download.Plan plan) throws InterruptedException {
    try (Progress bar =
        Progress.ofBytes(console, String.valueOf(plan.target().getFileName()), -1)) {
      Download.Listener listener =
          new Download.Listener() {
            @Override
            public void progress(String task, long done, long total) {
              bar.show(task, done, total);
            }

            @Override
            public void note(String text) {
              console.note(text);
            }
          };
      return new Download(plan, Download.Patience.USUAL, listener).run();
    }
  }
}
