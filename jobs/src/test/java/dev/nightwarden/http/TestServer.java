package dev.nightwarden.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/** A service on this machine that answers as a test says, and remembers what it was asked. */
public final class TestServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
  private final Script script;

  /**
   * A request.
   *
   * @param number from 1
   * @param query its parameters, decoded
   * @param headers the first value of each, names in lower case
   */
  public record Asked(
      int number,
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      String body) {}

  /**
   * An answer.
   *
   * @param cut how many bytes of the body are sent before the connection breaks; negative: all
   */
  public record Reply(int status, byte[] body, Map<String, String> headers, int cut) {
    public Reply header(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Reply(status, body, more, cut);
    }

    /** When it is by the service's clock. */
    public Reply at(Instant time) {
      return header(
          "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC)));
    }

    public Reply cutAfter(int bytes) {
      return new Reply(status, body, headers, bytes);
    }

    public Reply gzipped() {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Reply(status, packed.toByteArray(), headers, cut)
          .header("Content-Encoding", "gzip");
    }
  }

  /** What the service answers. */
  public interface Script {
    Reply to(Asked asked) throws Exception;
  }

  public static Reply reply(int status, String body) {
    return new Reply(
        status, body.getBytes(UTF_8), Map.of("Content-Type", "application/json"), -1);
  }

  public static Reply json(String body) {
    return reply(200, body);
  }

  private TestServer(HttpServer server, Script script) {
    this.server = server;
    this.script = script;
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public static TestServer of(Script script) {
    return of(unstarted(), script);
  }

  /** On a server made elsewhere, such as one with TLS. */
  static TestServer of(HttpServer server, Script script) {
    return new TestServer(server, script);
  }

  private static HttpServer unstarted() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange.getRequestHeaders().forEach((name, all) -> headers.put(name.toLowerCase(), all.get(0)));
    Asked request;
    synchronized (asked) {
      request =
          new Asked(
              asked.size() + 1,
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              query(exchange.getRequestURI()),
              headers,
              new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      asked.add(request);
    }
    Reply reply;
    try {
      reply = script.to(request);
    } catch (Exception | AssertionError e) {
      reply = reply(418, "{\"error\": \"the test's script failed: %s\"}".formatted(e));
    }
    reply.headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.sendResponseHeaders(reply.status, reply.body.length == 0 ? -1 : reply.body.length);
    if (reply.cut < 0) {
      exchange.getResponseBody().write(reply.body);
    } else {
      exchange.getResponseBody().write(reply.body, 0, reply.cut);
      exchange.getResponseBody().flush();
    }
    exchange.close();
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String part : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&")) {
      if (!part.isEmpty()) {
        String[] both = part.split("=", 2);
        query.put(
            URLDecoder.decode(both[0], UTF_8),
            both.length < 2 ? "" : URLDecoder.decode(both[1], UTF_8));
      }
    }
    return query;
  }

  /** The requests so far. */
  public List<Asked> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  /** Such as {@code http://127.0.0.1:34567}. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  public URI uri(String path) {
    return URI.create(url() + path);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
