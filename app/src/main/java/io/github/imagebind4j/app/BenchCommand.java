package io.github.imagebind4j.app;

import io.github.imagebind4j.input.Modality;
import io.github.imagebind4j.model.ModelConfig;
import io.github.imagebind4j.torch.Precision;
import io.github.imagebind4j.torch.TorchRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.jr.ob.JSON;

/// Measures how fast a model is on this machine.
@Command(
    name = "bench",
    description = {
      "Measure a model on this machine: loading, latency, items a second, arithmetic a second beside"
          + " what plain matrix products reach in the same process, and memory.",
      "Without --model it makes one of random weights (4.8 GB, less with --modality), and deletes it"
          + " afterwards. What the number formats cost: imagebind4j bench fidelity --help"
    },
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  imagebind4j bench",
      "  imagebind4j bench --precision fp32,bf16,int8 --modality vision,text --batch 1,8,32",
      "  imagebind4j bench --model imagebind_huge --modality audio,video --json > bench.json",
      "",
      "load s:     opening the file, building the tower and embedding one item.",
      "p50, p95:   half and 95 %% of the calls took no longer; the others follow from p50.",
      "GFLOP/s:    only arithmetic that was done; what was saved does not count.",
      "of ceiling: that, divided by the rate of the model's own matrix products measured right"
          + " before and after.",
      "peak:       resident memory, Java and mapped weights included (Linux only)."
    })
final class BenchCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "PATH|NAME",
      description = "A checkpoint, or a downloaded model's name. Default: random weights.")
  private @Nullable String model;

  @Mixin private ConfigOption configOption = new ConfigOption();

  @Mixin private PrecisionsOption precisions = new PrecisionsOption();

  @Option(
      names = "--modality",
      split = ",",
      paramLabel = "M",
      description = "What to embed, with commas; also: video. Default: all that the model has.")
  private List<String> modalities = List.of();

  @Option(
      names = "--batch",
      split = ",",
      paramLabel = "N",
      description = "How many items a call has, with commas. Default: 1,8.")
  private List<Integer> batches = List.of(1, 8);

  @Option(
      names = "--words",
      split = ",",
      paramLabel = "N",
      description = "How many words a text has, with commas. Default: 5,60.")
  private List<Integer> words = List.of(5, 60);

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads a computation may use. Default: all cores.")
  private int threads;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Time for each line's warm calls, at least 3. Default: ${DEFAULT-VALUE}.")
  private double seconds = 3;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Make exactly so many warm calls a line, however long they take.")
  private int runs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the random inputs. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "Where to make the random model. Default: the system's temporary folder.")
  private Path work = Path.of(System.getProperty("java.io.tmpdir"));

  @Option(names = "--keep", description = "Don't delete the random model.")
  private boolean keep;

  @Option(names = "--json", description = "One JSON object; docs/performance.md explains it.")
  private boolean json;

  @Mixin private StoreOptions store = new StoreOptions();

  BenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    require();
    List<Precision> asked =
        precisions.precisions(List.of(model == null ? Precision.AUTO : Precision.STORED));
    double loadBefore = Machine.loadAverage();
    TorchRuntime torch = TorchRuntime.load();
    if (threads > 0) {
      torch.threads(threads);
    }
    try (BenchModel measured = model()) {
      BenchReport report = measure(measured, asked, loadBefore, Machine.describe(torch));
      console.line(json ? JSON.std.asString(report.toMap()) : report.toText());
    }
    return ExitCode.OK;
  }

  private void require() {
    requirePositive("--batch", batches);
    requirePositive("--words", words);
    if (threads < 0 || runs < 0 || !(seconds >= 0 && seconds <= 3600)) {
      throw CliException.usage(
          "--threads and --runs must be at least 1, --seconds from 0 to 3600, got "
              + threads
              + ", "
              + runs
              + " and "
              + seconds);
    }
    if (keep && model != null) {
      throw CliException.usage("--keep is about the random model, but --model names another");
    }
  }

  private static void requirePositive(String option, List<Integer> values) {
    if (values.isEmpty() || values.stream().anyMatch(value -> value < 1)) {
      throw CliException.usage(option + " must be at least 1, got " + values);
    }
  }

  private BenchModel model() throws IOException {
    ModelConfig given = configOption.read();
    if (model != null) {
      return BenchModel.given(store.store(console).resolve(model), given);
    }
    ModelConfig config = given == null ? ModelConfig.huge() : given;
    BenchInput.of(config, modalities, words); // nonsense shows before gigabytes are written
    Set<Modality> wanted =
        new LinkedHashSet<>(modalities.stream().map(BenchInput::modality).toList());
    ModelConfig smaller = wanted.isEmpty() || keep ? config : config.only(wanted::contains);
    return BenchModel.random(console, smaller, work, keep);
  }

  private BenchReport measure(
      BenchModel measured, List<Precision> asked, double loadBefore, Map<String, Object> machine)
      throws IOException {
    BenchRun run =
        new BenchRun(measured, batches, new BenchRun.Effort(seconds, runs, seconds / 10), seed);
    ModelConfig config = run.config();
    List<BenchInput> inputs = BenchInput.of(config, modalities, words);
    List<Precision> formats = asked.stream().map(run::computed).distinct().toList();
    List<BenchPoint> points = new ArrayList<>();
    Map<Precision, OptionalLong> peaks = new LinkedHashMap<>();
    long total = (long) formats.size() * inputs.size() * batches.size();
    try (Progress progress = Progress.ofItems(console, "measuring", total)) {
      for (Precision precision : formats) {
        for (BenchInput input : inputs) {
          run.measure(
              precision,
              input,
              point -> {
                points.add(point);
                progress.show(
                    BenchPoint.name(precision) + " " + input.name(), points.size(), total);
                if (!console.wantsProgress()) {
                  console.note(
                      points.size() + " of " + total + ": " + String.join("  ", point.row()));
                }
              });
        }
        peaks.put(precision, run.peakOfAll(precision, inputs));
      }
    }
    return new BenchReport(
        machine,
        about(measured, config),
        ResidentMemory.resetPeak(),
        loadBefore,
        Machine.loadAverage(),
        points,
        peaks);
  }

  private static Map<String, Object> about(BenchModel measured, ModelConfig config)
      throws IOException {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("model", String.valueOf(measured.file().getFileName()));
    about.put("file_bytes", Files.size(measured.file()));
    about.put("random_weights", measured.random());
    about.put(
        "parameters", config.modalities().keySet().stream().mapToLong(config::parameters).sum());
    return about;
  }
}
