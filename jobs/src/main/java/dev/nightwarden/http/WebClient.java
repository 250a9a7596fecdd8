package dev.nightwarden.http;

import dev.nightwarden.http.BoundedBody.OversizedException;
import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Printable;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests, again where that may help: after 429, 5xx, whatever {@link Builder#passing}
 * names, and broken connections, with growing pauses, or the pause that {@code Retry-After} asks
 * for. Certificates are verified; proxies are those of the environment.
 *
 * <p>A redirect is followed by GET alone, on the same origin, and without the credentials of the
 * request. For one thread at a time.
 */
public final class WebClient {
  private static final Logger log = LoggerFactory.getLogger(WebClient.class);

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int MOST_REDIRECTS = 5;
  private static final Duration LONG_PAUSE = Duration.ofSeconds(10);

  private static final String TUNNEL = "jdk.http.auth.tunneling.disabledSchemes";

  static {
    // Else Java keeps a name and a password from the proxy of https, in silence. It looks once.
    if (System.getProperty(TUNNEL) == null) {
      System.setProperty(TUNNEL, "");
    }
  }

  private final String subject;
  private final WebLimits limits;
  private final boolean allowPrivate;
  private final Function<WebAnswer, Optional<Passing>> passing;
  private final Waiting waiting;
  private final WebProxies proxies;
  private final Backoff backoff;
  private final HttpClient client;
  private final Instant begun;
  private Instant lastSent;

  private WebClient(Builder made) {
    subject = made.subject;
    limits = made.limits;
    allowPrivate = made.allowPrivate;
    passing = made.passing;
    waiting = made.waiting;
    backoff = new Backoff(limits.longestPause(), () -> ThreadLocalRandom.current().nextDouble());
    begun = waiting.now();
    proxies = new WebProxies(made.environment);
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.connect())
            .proxy(proxies)
            .build();
  }

  /**
   * A client in the making.
   *
   * @param subject what asks, such as {@code transports.slack}: errors begin with it
   */
  public static Builder of(String subject) {
    return new Builder(subject);
  }

  /**
   * What a service says is wrong and will pass.
   *
   * @param word its own, such as {@code ratelimited}
   * @param isBusy whether it is asked too often, and not failing
   */
  public record Passing(String word, boolean isBusy) {}

  /** What a client is made of. */
  public static final class Builder {
    private final String subject;
    private WebLimits limits = WebLimits.DEFAULT;
    private boolean allowPrivate;
    private Function<WebAnswer, Optional<Passing>> passing = answer -> Optional.empty();
    private Waiting waiting = Waiting.REAL;
    private Map<String, String> environment = System.getenv();

    private Builder(String subject) {
      this.subject = subject;
    }

    public Builder limits(WebLimits given) {
      limits = given;
      return this;
    }

    /** Whether private networks may be asked; link-local addresses never are. */
    public Builder allowPrivate(boolean allowed) {
      allowPrivate = allowed;
      return this;
    }

    /** Which answers, beside 429 and 5xx, say what will pass. */
    public Builder passing(Function<WebAnswer, Optional<Passing>> given) {
      passing = given;
      return this;
    }

    public Builder waiting(Waiting given) {
      waiting = given;
      return this;
    }

    /** Where proxies are read from, in place of the environment of this process. */
    public Builder environment(Map<String, String> variables) {
      environment = variables;
      return this;
    }

    /**
     * The client, whose total time begins now.
     *
     * @throws IllegalArgumentException if the environment names what is no proxy
     */
    public WebClient build() {
      return new WebClient(this);
    }
  }

  /** What went wrong with one attempt, in words that follow the request. */
  private record Trouble(String words, int status, Optional<Duration> pause, IOException cause) {}

  /**
   * Sends a request until it is answered with something else than that it should be sent again.
   *
   * @return an answer of any status but 429, 5xx and redirects
   * @throws WebException if the address may not be asked, the answer is too long, a certificate is
   *     not trusted, a redirect leads elsewhere, or all attempts or the total time were in vain
   */
  public WebAnswer send(WebRequest request) throws WebException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Trouble trouble;
      boolean mayRepeat = true;
      try {
        WebAnswer answer = answered(request);
        Optional<Passing> said = passing.apply(answer);
        if (answer.status() != 429 && answer.status() < 500 && said.isEmpty()) {
          return answer;
        }
        mayRepeat = request.mayRepeatAfter(answer.status());
        boolean isBusy = said.map(Passing::isBusy).orElse(answer.status() < 500);
        trouble =
            new Trouble(
                FailureWords.of(answer, said),
                answer.status(),
                backoff.after(answer, isBusy, attempt, waiting.now()),
                null);
        if (trouble.pause.isEmpty()) {
          Duration asked = answer.retryAfter(waiting.now()).orElseThrow();
          throw failed(
              request,
              trouble,
              ", and asks to be left alone for %s; try later".formatted(FailureWords.of(asked)));
        }
      } catch (WebException told) {
        throw told;
      } catch (IOException broken) {
        mayRepeat = request.mayRepeatUnanswered() || FailureWords.isUnsent(broken);
        trouble =
            new Trouble(
                FailureWords.of(request, broken, limits.connect()),
                0,
                Optional.of(backoff.after(attempt)),
                broken);
      }
      if (!mayRepeat) {
        throw failed(request, trouble, "; it is not sent again, as it may have been taken");
      }
      if (attempt >= limits.attempts()) {
        throw failed(
            request, trouble, " after " + Amount.of(attempt, "attempt") + "; try again later");
      }
      Duration pause = trouble.pause.orElseThrow();
      if (left().compareTo(pause) <= 0) {
        throw failed(
            request,
            trouble,
            ", and the %s that are allowed end before another attempt"
                .formatted(FailureWords.of(limits.total())));
      }
      if (pause.compareTo(LONG_PAUSE) >= 0) {
        log.info("{}: {} {}; waiting {}", subject, request, trouble.words, FailureWords.of(pause));
      } else {
        log.debug("{}: {} {}; waiting {}", subject, request, trouble.words, FailureWords.of(pause));
      }
      waiting.pause(pause);
    }
  }

  private WebException failed(WebRequest request, Trouble trouble, String rest) {
    return new WebException(
        "%s: %s %s%s".formatted(subject, request, trouble.words, rest),
        trouble.status,
        trouble.cause);
  }

  private WebException refused(WebRequest request, String words) {
    return new WebException("%s: %s %s".formatted(subject, request, words));
  }

  /** What is left of the total time. */
  private Duration left() {
    return limits.total() == null
        ? Duration.ofDays(1)
        : limits.total().minus(Duration.between(begun, waiting.now()));
  }

  /** One attempt, redirects included. */
  private WebAnswer answered(WebRequest request) throws IOException, InterruptedException {
    WebRequest at = request;
    for (int hops = 0; ; hops++) {
      WebAnswer answer = exchanged(at);
      if (!REDIRECTS.contains(answer.status())) {
        if (hops > 0 && (answer.status() == 401 || answer.status() == 403)) {
          throw refused(
              request,
              "is redirected to %s, to which credentials do not follow; put that address into the"
                      .formatted(WebAddress.shown(at.uri()))
                  + " config");
        }
        return answer;
      }
      at = redirected(request, at, answer, hops);
    }
  }

  private WebRequest redirected(WebRequest first, WebRequest at, WebAnswer answer, int hops)
      throws WebException {
    URI target;
    try {
      target = at.uri().resolve(URI.create(answer.header("Location").orElse("")));
    } catch (IllegalArgumentException none) {
      throw refused(first, "is redirected to what is no address");
    }
    if (!first.method().equals("GET") || !WebAddress.isSameOrigin(first.uri(), target)) {
      throw refused(
          first,
          "is redirected to %s, which is not followed; if that is right, put it into the config"
              .formatted(target.getHost() == null ? "no address" : WebAddress.origin(target)));
    }
    if (hops >= MOST_REDIRECTS) {
      throw refused(first, "is redirected more than %d times".formatted(MOST_REDIRECTS));
    }
    return at.redirected(target);
  }

  private WebAnswer exchanged(WebRequest request) throws IOException, InterruptedException {
    String problem = WebAddress.problem(request.uri());
    if (problem != null) {
      throw refused(request, problem);
    }
    checkAddress(request);
    keepApart();
    Duration left = left();
    if (left.isNegative() || left.isZero()) {
      throw refused(
          request,
          "was not sent, as the %s that are allowed are over; what was done stays, the next run"
                  .formatted(FailureWords.of(limits.total()))
              + " goes on");
    }
    lastSent = waiting.now();
    Duration answered = shorter(limits.answer(), left);
    Duration whole = shorter(limits.whole(), left);
    CompletableFuture<HttpResponse<byte[]>> coming =
        client.sendAsync(plain(request, answered), head -> new BoundedBody(limits.maxBytes()));
    try {
      HttpResponse<byte[]> response = coming.get(whole.toMillis(), TimeUnit.MILLISECONDS);
      return new WebAnswer(response.statusCode(), response.headers(), unpacked(response));
    } catch (TimeoutException late) {
      throw FailureWords.endless(whole);
    } catch (ExecutionException failed) {
      throw cause(request, failed.getCause(), answered);
    } catch (OversizedException tooLong) {
      throw refused(request, "answers with more than %d bytes".formatted(limits.maxBytes()));
    } finally {
      coming.cancel(true);
    }
  }

  private void keepApart() throws InterruptedException {
    if (lastSent != null) {
      Duration since = Duration.between(lastSent, waiting.now());
      if (since.compareTo(limits.spacing()) < 0) {
        waiting.pause(limits.spacing().minus(since));
      }
    }
  }

  /** A name that only a proxy can resolve is left to it. */
  private void checkAddress(WebRequest request) throws IOException {
    try {
      WebAddress.check(request.uri(), allowPrivate);
    } catch (WebException refused) {
      throw refused(request, "is not sent: " + refused.getMessage());
    } catch (UnknownHostException unknown) {
      if (proxies.of(request.uri()).isEmpty()) {
        throw unknown;
      }
    }
  }

  private HttpRequest plain(WebRequest request, Duration answered) {
    HttpRequest.Builder plain =
        HttpRequest.newBuilder(request.uri())
            .timeout(answered)
            .header("User-Agent", "nightwarden")
            .header("Accept-Encoding", "gzip")
            .method(
                request.method(),
                request.method().equals("GET")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(request.body()));
    request.headers().forEach(plain::setHeader);
    request.credentials().forEach(plain::setHeader);
    proxies
        .of(request.uri())
        .map(WebProxies.Named::credentials)
        .ifPresent(credentials -> plain.setHeader("Proxy-Authorization", credentials));
    return plain.build();
  }

  private byte[] unpacked(HttpResponse<byte[]> response) throws IOException {
    String encoding =
        response
            .headers()
            .firstValue("Content-Encoding")
            .orElse("identity")
            .toLowerCase(Locale.ROOT);
    if (response.body().length == 0) {
      return response.body();
    }
    return switch (encoding) {
      case "identity", "" -> response.body();
      case "gzip", "x-gzip" -> BoundedBody.unpacked(response.body(), limits.maxBytes());
      default -> throw new IOException("answers in an encoding that was not asked for");
    };
  }

  private IOException cause(WebRequest request, Throwable cause, Duration answered) {
    if (cause instanceof OversizedException) {
      return refused(request, "answers with more than %d bytes".formatted(limits.maxBytes()));
    }
    if (cause instanceof SSLHandshakeException handshake) {
      return new WebException(
          ("%s: %s fails at TLS: %s; if the certificate is of an authority of your own, add that to"
                  + " Java's trust store (NIGHTWARDEN_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE)")
              .formatted(subject, request, Printable.printable(handshake.getMessage(), 200)),
          0,
          handshake);
    }
    if (cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException)) {
      return FailureWords.unanswered(answered);
    }
    return cause instanceof IOException broken ? broken : new IOException(cause);
  }

  private static Duration shorter(Duration one, Duration other) {
    Duration shorter = one.compareTo(other) < 0 ? one : other;
    return shorter.toMillis() < 1 ? Duration.ofMillis(1) : shorter;
  }
}
