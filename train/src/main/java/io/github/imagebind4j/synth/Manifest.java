package io.github.imagebind4j.synth;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import tools.jackson.jr.ob.JSON;

/// The lists beside the media: a row for each file and caption, and the factors of each scene.
final class Manifest {
  private static final String LICENCE = "CC0 1.0 (rendered)";
  private static final String[] COLUMNS = {
    "id", "modality", "path", "class", "caption", "source", "licence", "split", "pair_id"
  };

  private Manifest() {}

  static void write(Path folder, SynthRequest request) throws IOException {
    Path file = folder.resolve("manifest.csv");
    Path part = Atomic.part(file);
    CSVFormat format =
        CSVFormat.RFC4180.builder().setHeader(COLUMNS).setRecordSeparator('\n').get();
    try (BufferedWriter out = Files.newBufferedWriter(part, StandardCharsets.UTF_8);
        CSVPrinter csv = new CSVPrinter(out, format)) {
      for (long i = 0; i < request.count(); i++) {
        Factors factors = Factors.draw(request.seed(), i);
        for (Sense sense : request.senses()) {
          rows(csv, request, factors, sense);
        }
      }
    }
    Atomic.move(part, file);
  }

  private static void rows(CSVPrinter csv, SynthRequest request, Factors factors, Sense sense)
      throws IOException {
    List<String> captions =
        sense == Sense.TEXT ? Captions.of(factors) : List.of(sense.caption(factors));
    String path = sense == Sense.TEXT ? "" : request.pathOf(sense, factors.index());
    for (int k = 0; k < captions.size(); k++) {
      csv.printRecord(
          String.format(
              Locale.ROOT,
              "synth-%d-%07d-%s%s",
              factors.seed(),
              factors.index(),
              sense.label(),
              sense == Sense.TEXT ? "-" + k : ""),
          sense.label(),
          path,
          sense.className(factors),
          captions.get(k),
          "imagebind4j synth, seed " + factors.seed(),
          LICENCE,
          request.split().of(request.seed(), factors.index()),
          "scene:" + factors.index());
    }
  }

  static void writeFactors(Path folder, SynthRequest request) throws IOException {
    Path file = folder.resolve("factors.jsonl");
    Path part = Atomic.part(file);
    try (BufferedWriter out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
      for (long i = 0; i < request.count(); i++) {
        Factors factors = Factors.draw(request.seed(), i);
        Map<String, Object> line = new LinkedHashMap<>(factors.toMap());
        line.put("split", request.split().of(request.seed(), i));
        line.put("captions", Captions.of(factors));
        out.write(JSON.std.asString(line));
        out.write('\n');
      }
    }
    Atomic.move(part, file);
  }
}
