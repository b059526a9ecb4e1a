package io.github.imagebind4j.app;

import io.github.imagebind4j.ImageBind;
import io.github.imagebind4j.embedding.Embedder;
import io.github.imagebind4j.eval.CachedEmbedder;
import io.github.imagebind4j.eval.CrossModalRetrieval;
import io.github.imagebind4j.eval.EmbeddedSet;
import io.github.imagebind4j.eval.EmbeddingCache;
import io.github.imagebind4j.eval.Emergence;
import io.github.imagebind4j.eval.EvalPage;
import io.github.imagebind4j.eval.EvalReport;
import io.github.imagebind4j.eval.FewShotProbe;
import io.github.imagebind4j.eval.ZeroShot;
import io.github.imagebind4j.eval.dataset.EvalSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.jr.ob.JSON;

/// An evaluation under way: the open model with the file of embeddings before it, and what failed.
final class EvalSession implements AutoCloseable {
  private static final int MOST_MESSAGES = 20;

  private final Console console;
  private final ImageBind model;
  private final EmbeddingCache cache;
  private final CachedEmbedder embedder;
  private final String name;
  private int failures;

  private EvalSession(Console console, ImageBind model, EmbeddingCache cache, String name) {
    this.console = console;
    this.model = model;
    this.cache = cache;
    this.embedder =
        new CachedEmbedder(model, cache, model.fingerprint(), BenchPoint.name(model.precision()));
    this.name = name;
  }

  /// Takes over an open model.
  static EvalSession open(Console console, ImageBind model, Path file, String name) {
    return new EvalSession(console, model, EmbeddingCache.open(file), name);
  }

  /// Embeds texts, and whatever else.
  Embedder embedder() {
    return embedder;
  }

  /// Embeds a set, with a progress bar. What fails is reported and left out.
  EmbeddedSet embed(EvalSet set) {
    long before = embedder.found();
    EmbeddedSet result;
    try (Progress progress = Progress.ofItems(console, "embedding", set.items().size())) {
      result = EmbeddedSet.embed(set, embedder, progress::advance);
    }
    for (EmbeddedSet.Failure failure : result.failures()) {
      if (failures++ < MOST_MESSAGES) {
        console.error(failure.id() + ": " + failure.reason().getMessage());
      }
    }
    if (failures > MOST_MESSAGES) {
      console.error((failures - MOST_MESSAGES) + " more items failed");
    }
    console.note(
        set.name()
            + ": "
            + result.vectors().size()
            + " items, "
            + (embedder.found() - before)
            + " of them embedded before");
    if (result.vectors().isEmpty()) {
      throw CliException.item("none of the items of " + set.name() + " could be embedded", null);
    }
    return result;
  }

  /// Prints the results, writes the page.
  ///
  /// @return the exit code
  int finish(
      EvalOptions options,
      List<ZeroShot.Result> zeroShot,
      List<CrossModalRetrieval.Result> retrieval,
      List<FewShotProbe.Result> probes,
      List<Emergence.Result> emergence)
      throws IOException {
    EvalReport report =
        new EvalReport(
            name,
            model.fingerprint(),
            BenchPoint.name(model.precision()),
            zeroShot,
            retrieval,
            probes,
            emergence,
            failures);
    console.line(options.json() ? JSON.std.asString(report.toMap()) : EvalTables.render(report));
    Path html = options.html();
    if (html != null) {
      Files.writeString(html, EvalPage.render(report));
      console.note("page: " + html);
    }
    return failures > 0 ? ExitCode.SOME_FAILED : ExitCode.OK;
  }

  @Override
  public void close() {
    try {
      cache.close();
    } finally {
      model.close();
    }
  }
}
