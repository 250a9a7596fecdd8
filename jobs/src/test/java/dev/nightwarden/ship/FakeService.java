package dev.nightwarden.ship;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** A service on loopback that answers as a test says, and keeps what it was asked. */
final class FakeService implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
  private final String scheme;

  /** A request; names of headers in lower case. */
  record Asked(String method, String path, Map<String, String> headers, String body) {}

  /**
   * An answer.
   *
   * @param status 0: none, until the client gives up
   */
  record Reply(int status, String body, Map<String, String> headers) {
    static Reply of(int status, String body) {
      return new Reply(status, body, Map.of());
    }
  }

  private FakeService(HttpServer server, String scheme, Function<Asked, Reply> answers) {
    this.server = server;
    this.scheme = scheme;
    server.createContext("/", exchange -> answer(exchange, answers));
    server.setExecutor(threads);
    server.start();
  }

  static FakeService of(Function<Asked, Reply> answers) {
    try {
      return new FakeService(HttpServer.create(loopback(), 0), "http", answers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that gives these answers in turn, the last again and again. */
  static FakeService inTurn(Reply... replies) {
    List<Reply> left = Collections.synchronizedList(new ArrayList<>(List.of(replies)));
    return of(asked -> left.size() > 1 ? left.remove(0) : left.get(0));
  }

  /** One that speaks TLS. */
  static FakeService secure(SSLContext context, Function<Asked, Reply> answers) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new FakeService(server, "https", answers);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private void answer(HttpExchange exchange, Function<Asked, Reply> answers) throws IOException {
    try (exchange) {
      Map<String, String> headers = new TreeMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
      Asked request =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              headers,
              new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      asked.add(request);
      Reply reply = answers.apply(request);
      if (reply.status() == 0) {
        try {
          Thread.sleep(30_000);
        } catch (InterruptedException e) {
          return;
        }
      }
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = reply.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  String url() {
    return "%s://localhost:%d".formatted(scheme, server.getAddress().getPort());
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
