package io.github.imagebind4j.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A web server of this machine with one file, which misbehaves as it is told, request by request.
final class TestServer implements AutoCloseable {

  /// What goes wrong with one request.
  sealed interface Fault {}

  /// The connection breaks after so many bytes of the body.
  record CutAfter(int bytes) implements Fault {}

  /// An answer without the file.
  record Status(int code) implements Fault {}

  /// The body stops coming, and the connection stays open.
  record Stall(int afterBytes) implements Fault {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<Fault> faults = new ArrayDeque<>();
  final List<String> ranges = new CopyOnWriteArrayList<>();
  volatile byte[] content;
  volatile String etag = "\"one\"";
  volatile String contentType = "application/octet-stream";
  volatile boolean supportsRanges = true;
  volatile boolean checksIfRange = true;
  volatile long pauseMillisPerBlock;

  TestServer(byte[] content) throws IOException {
    this.content = content;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/model.pth", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  URI url() {
    return URI.create(
        "http://"
            + server.getAddress().getHostString()
            + ":"
            + server.getAddress().getPort()
            + "/model.pth");
  }

  /// The next requests go wrong in this way, one after the other.
  void next(Fault... more) {
    synchronized (faults) {
      faults.addAll(Arrays.asList(more));
    }
  }

  int requests() {
    return ranges.size();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      ranges.add(range == null ? "" : range);
      Fault fault;
      synchronized (faults) {
        fault = faults.poll();
      }
      if (fault instanceof Status(int code)) {
        exchange.sendResponseHeaders(code, -1);
        return;
      }
      byte[] body = content;
      int from = range == null || !supportsRanges ? 0 : start(exchange, range);
      exchange.getResponseHeaders().add("Content-Type", contentType);
      if (!etag.isEmpty()) {
        exchange.getResponseHeaders().add("ETag", etag);
      }
      if (from >= body.length) {
        exchange.getResponseHeaders().add("Content-Range", "bytes */" + body.length);
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      if (from > 0) {
        exchange
            .getResponseHeaders()
            .add("Content-Range", "bytes " + from + "-" + (body.length - 1) + "/" + body.length);
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, body.length - from);
      send(exchange, Arrays.copyOfRange(body, from, body.length), fault);
    }
  }

  private int start(HttpExchange exchange, String range) {
    String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
    boolean changed = ifRange != null && checksIfRange && !ifRange.equals(etag);
    return changed ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
  }

  private void send(HttpExchange exchange, byte[] body, Fault fault) throws IOException {
    int end =
        switch (fault) {
          case CutAfter(int bytes) -> Math.min(bytes, body.length);
          case Stall(int bytes) -> Math.min(bytes, body.length);
          case Status status -> throw new IllegalStateException("answered already: " + status);
          case null -> body.length;
        };
    for (int at = 0; at < end; at += 4096) {
      exchange.getResponseBody().write(body, at, Math.min(4096, end - at));
      exchange.getResponseBody().flush();
      pause(pauseMillisPerBlock);
    }
    if (fault instanceof Stall) {
      pause(60_000);
    }
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException("the server is stopping", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
