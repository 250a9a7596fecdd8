package dev.nightwarden.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * A service on this machine that answers as a test says, and remembers what it was asked. Unlike
 * the server of the JDK it lets a test say what time it is there, and break off.
 */
public final class TestServer implements AutoCloseable {
  private final ServerSocket socket;
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
   * @param then what happens once it is sent
   */
  public record Reply(
      int status,
      String body,
      Map<String, String> headers,
      boolean isPacked,
      int cut,
      Runnable then) {
    public Reply header(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Reply(status, body, more, isPacked, cut, then);
    }

    /** When it is by the service's clock. */
    public Reply at(Instant time) {
      return header(
          "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC)));
    }

    public Reply cutAfter(int bytes) {
      return new Reply(status, body, headers, isPacked, bytes, then);
    }

    public Reply gzipped() {
      return new Reply(status, body, headers, true, cut, then).header("Content-Encoding", "gzip");
    }

    public Reply then(Runnable next) {
      return new Reply(status, body, headers, isPacked, cut, next);
    }

    private byte[] bytes() throws IOException {
      byte[] plain = body.getBytes(UTF_8);
      if (!isPacked) {
        return plain;
      }
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(plain);
      }
      return packed.toByteArray();
    }
  }

  /** What the service answers. */
  public interface Script {
    Reply to(Asked asked) throws Exception;
  }

  public static Reply reply(int status, String body) {
    return new Reply(status, body, Map.of("Content-Type", "application/json"), false, -1, () -> {});
  }

  public static Reply json(String body) {
    return reply(200, body);
  }

  private TestServer(ServerSocket socket, Script script) {
    this.socket = socket;
    this.script = script;
    threads.execute(
        () -> {
          while (!socket.isClosed()) {
            try {
              Socket accepted = socket.accept();
              threads.execute(() -> serve(accepted));
            } catch (IOException | RejectedExecutionException closed) {
              return;
            }
          }
        });
  }

  public static TestServer of(Script script) {
    try {
      return of(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that speaks TLS. */
  public static TestServer secure(SSLContext tls, Script script) {
    try {
      return of(
          tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
          script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestServer of(ServerSocket socket, Script script) {
    return new TestServer(socket, script);
  }

  /** One request a connection. */
  private void serve(Socket accepted) {
    try (Socket connection = accepted) {
      connection.setSoTimeout(10_000);
      InputStream in = new BufferedInputStream(connection.getInputStream());
      String[] line = line(in).split(" ", -1);
      if (line.length < 2) {
        return;
      }
      Map<String, String> headers = new TreeMap<>();
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        String[] both = header.split(":\\s*", 2);
        headers.putIfAbsent(both[0].toLowerCase(Locale.ROOT), both[1]);
      }
      byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
      Reply reply = reply(asked(line[0], URI.create(line[1]), headers, new String(body, UTF_8)));
      byte[] bytes = reply.bytes();
      StringBuilder head = new StringBuilder("HTTP/1.1 %d x\r\n".formatted(reply.status));
      reply.headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
      head.append("Connection: close\r\nContent-Length: %d\r\n\r\n".formatted(bytes.length));
      OutputStream out = connection.getOutputStream();
      out.write(head.toString().getBytes(UTF_8));
      out.write(bytes, 0, reply.cut < 0 ? bytes.length : reply.cut);
      out.flush();
      reply.then.run();
    } catch (IOException gone) {
      // The other side went away, which some tests want.
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(UTF_8).strip();
  }

  private Asked asked(String method, URI uri, Map<String, String> headers, String body) {
    synchronized (asked) {
      Asked request = new Asked(asked.size() + 1, method, uri.getPath(), query(uri), headers, body);
      asked.add(request);
      return request;
    }
  }

  private Reply reply(Asked request) {
    try {
      return script.to(request);
    } catch (Exception | AssertionError e) {
      return reply(418, "{\"error\": \"the test's script failed: %s\"}".formatted(e));
    }
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String part : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&", -1)) {
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
    return "%s://127.0.0.1:%d"
        .formatted(socket instanceof SSLServerSocket ? "https" : "http", port());
  }

  public URI uri(String path) {
    return URI.create(url() + path);
  }

  private int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
