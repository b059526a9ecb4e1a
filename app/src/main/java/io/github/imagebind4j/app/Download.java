package io.github.imagebind4j.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/// Downloads one large file. It can be cut off at any point (network, Ctrl-C, power) and goes on
/// where it stopped; the file appears under its name only when it is whole and checked.
///
/// The bytes gather in `NAME.part`. A part is continued only if the server's `ETag` or
/// `Last-Modified` says that the file is still the same (`If-Range`), or if the final SHA-256 is
/// known anyway. Where a finished file came from is written to `NAME.json`.
final class Download {

  /// What to fetch.
  ///
  /// @param url http or https
  /// @param target the file to make
  /// @param bytes its size if known; another size is refused before anything is fetched
  /// @param sha256 its SHA-256 if known, in lower case
  record Plan(URI url, Path target, OptionalLong bytes, @Nullable String sha256) {
    /// Checks the URL.
    ///
    /// @throws CliException if it is not of the web
    Plan {
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
        throw CliException.usage("a download's URL starts with https://, got " + url);
      }
    }
  }

  /// How patient to be.
  ///
  /// @param attempts tries without a single new byte before giving up
  /// @param firstPause the wait after the first failure; it doubles with each further one
  /// @param stall how long the server may stay silent
  record Patience(int attempts, Duration firstPause, Duration stall) {
    static final Patience USUAL = new Patience(6, Duration.ofSeconds(1), Duration.ofSeconds(60));
  }

  /// What was fetched.
  ///
  /// @param expected true if the SHA-256 was known before, false if it was seen for the first time
  record Result(Path file, long bytes, String sha256, boolean expected) {}

  /// Hears how the download goes.
  interface Listener {
    void progress(String task, long done, long total);

    void note(String text);
  }

  /// The network's or the server's trouble, worth another try after a while. Any other
  /// `IOException` here is the disk's, and is not.
  private static final class TryAgainException extends IOException {
    private final Duration pause;

    TryAgainException(String message, Duration pause) {
      super(message);
      this.pause = pause;
    }

    TryAgainException(IOException cause) {
      super(
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(),
          cause);
      this.pause = Duration.ZERO;
    }
  }

  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+|\\*)");

  private final Plan plan;
  private final Patience patience;
  private final Listener listener;

  Download(Plan plan, Patience patience, Listener listener) {
    this.plan = plan;
    this.patience = patience;
    this.listener = listener;
  }

  /// Fetches the file.
  ///
  /// @return what was fetched
  /// @throws CliException if it can't be had; what arrived stays for the next try unless it is
  ///   wrong
  Result run() throws InterruptedException {
    try {
      Files.createDirectories(folder());
      try (PartFile part = PartFile.open(plan.target);
          HttpClient http = client()) {
        fetch(http, part);
        return checkAndFinish(part);
      }
    } catch (IOException e) {
      throw CliException.environment(
          "can't write " + plan.target + ": " + e.getMessage() + "; check disk and permissions", e);
    }
  }

  private Path folder() {
    return Objects.requireNonNull(plan.target.toAbsolutePath().getParent(), "a file has a folder");
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .connectTimeout(patience.stall)
        .followRedirects(HttpClient.Redirect.NORMAL)
        .build();
  }

  private void fetch(HttpClient http, PartFile part) throws IOException, InterruptedException {
    int failures = 0;
    int restarts = 0;
    while (true) {
      long before = part.size();
      try {
        fetchOnce(http, part);
        return;
      } catch (TryAgainException e) {
        failures = part.size() > before ? 1 : failures + 1;
        restarts += part.size() < before ? 1 : 0;
        String problem = plan.url.getHost() + ": " + e.getMessage();
        if (Math.max(failures, restarts) >= patience.attempts) {
          throw CliException.environment(
              problem + "; gave up after " + patience.attempts + " tries. " + kept(part), e);
        }
        Duration pause = patience.firstPause.multipliedBy(1L << Math.min(failures - 1, 6));
        pause = e.pause.compareTo(pause) > 0 ? e.pause : pause;
        listener.note(problem + "; trying again in " + Math.max(1, pause.toSeconds()) + " s");
        Thread.sleep(pause);
      }
    }
  }

  private static String kept(PartFile part) throws IOException {
    return part.size() == 0
        ? "Check the network and the URL"
        : Sizes.human(part.size())
            + " are kept in "
            + part.file()
            + "; the same command goes on from there";
  }

  private void fetchOnce(HttpClient http, PartFile part) throws IOException, InterruptedException {
    long have = part.size();
    PartFile.Origin origin = part.origin();
    boolean resume = have > 0 && canResume(origin);
    if (resume && have == origin.total()) {
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(plan.url)
            .timeout(patience.stall)
            .header("User-Agent", "imagebind4j")
            .header("Accept-Encoding", "identity");
    if (resume) {
      request.header("Range", "bytes=" + have + "-");
      if (!origin.validator().isEmpty()) {
        request.header("If-Range", origin.validator());
      }
    }
    HttpResponse<InputStream> response = send(http, request.build());
    try (InputStream body = response.body()) {
      switch (response.statusCode()) {
        case 200 -> startOver(part, response.headers());
        case 206 -> requireContinuation(part, response.headers());
        case 416 -> {
          part.restart(new PartFile.Origin(plan.url, "", -1));
          throw new TryAgainException(
              "the file changed on the server; starting over", Duration.ZERO);
        }
        default -> refuse(response.statusCode(), response.headers());
      }
      copy(body, part);
    }
  }

  private static HttpResponse<InputStream> send(HttpClient http, HttpRequest request)
      throws TryAgainException, InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new TryAgainException(e);
    }
  }

  private boolean canResume(PartFile.Origin origin) {
    return origin.url().equals(plan.url) && (!origin.validator().isEmpty() || plan.sha256 != null);
  }

  private void startOver(PartFile part, HttpHeaders headers) throws IOException {
    long total = headers.firstValueAsLong("Content-Length").orElse(-1);
    requireRightKind(headers);
    requireRightSize(total);
    if (part.size() > 0) {
      listener.note("the server sends the file from its beginning; starting over");
    }
    part.restart(new PartFile.Origin(plan.url, validator(headers), total));
    requireDiskSpace(total);
  }

  /// A 206 must go on exactly where the part ends, in the same version of the file.
  private void requireContinuation(PartFile part, HttpHeaders headers) throws IOException {
    PartFile.Origin origin = part.origin();
    Matcher range = CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
    boolean fits = range.matches() && Long.parseLong(range.group(1)) == part.size();
    long total = fits && !range.group(3).equals("*") ? Long.parseLong(range.group(3)) : -1;
    String validator = validator(headers);
    if (!fits
        || (origin.total() >= 0 && total >= 0 && total != origin.total())
        || (!validator.isEmpty()
            && !origin.validator().isEmpty()
            && !validator.equals(origin.validator()))) {
      part.restart(new PartFile.Origin(plan.url, "", -1));
      throw new TryAgainException("the file changed on the server; starting over", Duration.ZERO);
    }
    requireRightSize(total);
    requireDiskSpace(total - part.size());
    listener.note("going on after " + Sizes.human(part.size()));
  }

  private static String validator(HttpHeaders headers) {
    String etag = headers.firstValue("ETag").orElse("");
    return etag.startsWith("\"") ? etag : headers.firstValue("Last-Modified").orElse("");
  }

  private void requireRightKind(HttpHeaders headers) {
    if (headers.firstValue("Content-Type").orElse("").startsWith("text/html")) {
      throw CliException.environment(
          plan.url + " gave a web page, not a model; check the URL, or sign in to the network");
    }
  }

  private void requireRightSize(long total) {
    if (total >= 0 && plan.bytes.isPresent() && plan.bytes.getAsLong() != total) {
      throw CliException.environment(
          plan.url
              + " offers "
              + total
              + " bytes, but the model has "
              + plan.bytes.getAsLong()
              + "; nothing was fetched. Check the URL");
    }
  }

  private void requireDiskSpace(long missing) throws IOException {
    DiskSpace.require(
        plan.target, folder(), missing, "make room, or choose another folder with --cache");
  }

  private void refuse(int status, HttpHeaders headers) throws TryAgainException {
    if (status == 408 || status == 429 || status >= 500) {
      long seconds = headers.firstValue("Retry-After").map(Download::seconds).orElse(0L);
      throw new TryAgainException(
          "the server answers " + status, Duration.ofSeconds(Math.clamp(seconds, 0, 120)));
    }
    String fix =
        switch (status) {
          case 401, 403 -> "the server wants permission; check the URL";
          case 404, 410 -> "there is no such file; check the URL";
          default -> "check the URL";
        };
    throw CliException.environment(plan.url + " answers " + status + ": " + fix);
  }

  private static long seconds(String retryAfter) {
    return retryAfter.matches("\\d{1,6}") ? Long.parseLong(retryAfter) : 0;
  }

  private void copy(InputStream body, PartFile part) throws IOException {
    PartFile.Origin origin = part.origin();
    long total = origin.total();
    byte[] buffer = new byte[1 << 18];
    try (StallGuard guard = StallGuard.start(body, patience.stall)) {
      for (int n; (n = read(guard, buffer)) >= 0; ) {
        part.append(buffer, n);
        listener.progress("downloading", part.size(), total);
      }
    }
    if (total >= 0 && part.size() < total) {
      throw new TryAgainException(
          "the connection ended after " + part.size() + " of " + total + " bytes", Duration.ZERO);
    }
  }

  private static int read(StallGuard guard, byte[] buffer) throws TryAgainException {
    try {
      return guard.read(buffer);
    } catch (IOException e) {
      throw new TryAgainException(e);
    }
  }

  private Result checkAndFinish(PartFile part) throws IOException {
    long size = part.size();
    String sha256 = part.sha256(done -> listener.progress("checking", done, size));
    String wanted = plan.sha256 == null ? recordedBefore() : plan.sha256;
    boolean wrongSize = plan.bytes.isPresent() && plan.bytes.getAsLong() != size;
    if (wrongSize || (wanted != null && !wanted.equals(sha256))) {
      part.discard();
      throw CliException.environment(wrongFile(size, sha256, wanted));
    }
    requireCheckpoint(part);
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("url", plan.url.toString());
    origin.put("bytes", size);
    origin.put("sha256", sha256);
    origin.put("sha256_was_known", wanted != null);
    origin.put("downloaded", Instant.now().toString());
    PartFile.writeWhole(record(), origin);
    part.finish();
    return new Result(plan.target, size, sha256, wanted != null);
  }

  private String wrongFile(long size, String sha256, @Nullable String wanted) {
    String expected =
        (plan.bytes.isPresent() ? plan.bytes.getAsLong() + " bytes, " : "")
            + "SHA-256 "
            + (wanted == null ? "unknown" : wanted);
    String fix =
        plan.sha256 == null && wanted != null
            ? "The file behind the URL changed since the first download; if that is meant, delete "
                + record()
            : "It was damaged on the way, or the URL serves another file: try again, or check --url"
                + " and --sha256";
    return "the downloaded file is not the expected one and was deleted. Got "
        + size
        + " bytes, SHA-256 "
        + sha256
        + "; expected "
        + expected
        + ". "
        + fix;
  }

  /// Without a known SHA-256 at least a login page or an error text must not pass for a model.
  private void requireCheckpoint(PartFile part) throws IOException {
    byte[] head = part.head(16);
    String text = new String(head, StandardCharsets.ISO_8859_1);
    boolean zip = text.startsWith("PK\3\4");
    boolean pickle = head.length > 1 && (head[0] & 0xff) == 0x80 && head[1] >= 2 && head[1] <= 5;
    boolean safetensors = head.length > 8 && head[8] == '{';
    if (!(zip || pickle || safetensors)) {
      part.discard();
      throw CliException.environment(
          plan.url + " gave no .pth or .safetensors file, and it was deleted; check the URL");
    }
  }

  private Path record() {
    return recordOf(plan.target);
  }

  /// The file that says where a downloaded file came from.
  static Path recordOf(Path target) {
    return target.resolveSibling(target.getFileName() + ".json");
  }

  /// Trust on first use: the SHA-256 that an earlier download from this URL had.
  private @Nullable String recordedBefore() throws IOException {
    Map<String, Object> origin = readRecord(plan.target);
    return plan.url.toString().equals(origin.get("url")) && origin.get("sha256") instanceof String s
        ? s
        : null;
  }

  /// Where a downloaded file came from; empty if that is not known.
  static Map<String, Object> readRecord(Path target) throws IOException {
    Path record = recordOf(target);
    if (!Files.isRegularFile(record) || Files.size(record) > 1 << 16) {
      return Map.of();
    }
    try {
      return JSON.std.mapFrom(Files.readString(record));
    } catch (JacksonException e) {
      return Map.of();
    }
  }
}
