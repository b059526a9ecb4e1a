package io.github.imagebind4j.app;

import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/// The media that come with the application, as `demo/samples.csv` lists them, and the licences
/// that want to be printed beside them.
///
/// They are typical of what they are of, such as one thing in the middle of a clear photograph.
/// What a model misses is shown as missed.
final class DemoSamples {
  private static final String MANIFEST = "demo/samples.csv";
  private static final String LICENCES = "demo/licences.txt";

  private DemoSamples() {}

  /// All samples, in the order in which they are listed.
  static List<DemoSample> all() {
    try (Reader reader = new InputStreamReader(resource(MANIFEST), StandardCharsets.UTF_8)) {
      return CSVFormat.DEFAULT
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .get()
          .parse(reader)
          .stream()
          .map(DemoSamples::sample)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DemoSample sample(CSVRecord row) {
    return new DemoSample(
        row.get("file"),
        Modality.of(row.get("sense")),
        row.get("label"),
        row.get("caption"),
        row.get("author"),
        row.get("source"),
        row.get("licence"),
        row.get("url"),
        row.get("split"),
        row.get("changes"));
  }

  /// The full text of the licences that ask for it.
  static String licences() {
    try (InputStream in = resource(LICENCES)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where a licence's text can be read.
  static String licenceUrl(String licence) {
    return switch (licence) {
      case "CC0 1.0" -> "https://creativecommons.org/publicdomain/zero/1.0/";
      case "CC BY 2.0" -> "https://creativecommons.org/licenses/by/2.0/";
      case "CC BY 3.0" -> "https://creativecommons.org/licenses/by/3.0/";
      case "CC BY 4.0" -> "https://creativecommons.org/licenses/by/4.0/";
      case "CC BY-SA 3.0" -> "https://creativecommons.org/licenses/by-sa/3.0/";
      case "CC BY-SA 4.0" -> "https://creativecommons.org/licenses/by-sa/4.0/";
      case "Public domain" -> "https://creativecommons.org/publicdomain/mark/1.0/";
      case "MIT" -> "https://github.com/mmalekzadeh/motion-sense/blob/master/LICENSE";
      case "Apache-2.0" -> "https://www.apache.org/licenses/LICENSE-2.0";
      default -> throw new IllegalArgumentException("no such licence here: " + licence);
    };
  }

  private static InputStream resource(String name) {
    InputStream in = DemoSamples.class.getResourceAsStream(name);
    if (in == null) {
      throw CliException.environment(
          "the bundled " + name + " is missing; build or install it again");
    }
    return in;
  }
}
