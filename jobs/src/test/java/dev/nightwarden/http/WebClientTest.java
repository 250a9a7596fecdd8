package dev.nightwarden.http;

import static dev.nightwarden.http.TestServer.json;
import static dev.nightwarden.http.TestServer.reply;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a client makes of what services answer. */
class WebClientTest {
  private final FakeWaiting waiting = new FakeWaiting(Instant.now());

  private WebClient client() {
    return client(WebLimits.DEFAULT);
  }

  private WebClient client(WebLimits limits) {
    return WebClient.of("transports.x")
        .limits(limits)
        .waiting(waiting)
        .environment(Map.of())
        .build();
  }

  private static WebRequest get(TestServer server) {
    return WebRequest.get(server.uri("/logs?key=s3cret"))
        .credential("Authorization", "Bearer t0ken");
  }

  private String failure(WebClient client, WebRequest request) {
    String message = assertThrows(WebException.class, () -> client.send(request)).getMessage();
    assertFalse(message.contains("s3cret") || message.contains("t0ken"), message);
    return message.replaceAll("127\\.0\\.0\\.1:\\d+", "HOST");
  }

  @Test
  void givesStatusHeadersAndBody() throws Exception {
    try (TestServer server = TestServer.of(asked -> reply(404, "{\"é\":1}").header("X-A", "b"))) {
      WebAnswer answer = client().send(get(server).header("Accept", "application/json"));

      assertEquals(404, answer.status());
      assertEquals("{\"é\":1}", answer.text());
      assertEquals("b", answer.header("x-a").orElseThrow());
      Map<String, String> headers = server.asked().get(0).headers();
      assertEquals("Bearer t0ken", headers.get("authorization"));
      assertEquals("application/json", headers.get("accept"));
      assertEquals("nightwarden", headers.get("user-agent"));
    }
  }

  @Test
  void aBodyIsBoundedAsSentAndAsUnpacked() throws Exception {
    String body = "x".repeat(1_000);
    try (TestServer server =
        TestServer.of(
            asked -> asked.path().equals("/packed") ? json(body).gzipped() : json(body))) {
      WebRequest packed = WebRequest.get(server.uri("/packed"));

      assertEquals(body, client(WebLimits.DEFAULT.withMaxBytes(1_000)).send(packed).text());
      assertEquals(body, client(WebLimits.DEFAULT.withMaxBytes(1_000)).send(get(server)).text());
      assertEquals(
          "transports.x: GET http://HOST/packed answers with more than 999 bytes",
          failure(client(WebLimits.DEFAULT.withMaxBytes(999)), packed));
      assertEquals(
          "transports.x: GET http://HOST/logs answers with more than 999 bytes",
          failure(client(WebLimits.DEFAULT.withMaxBytes(999)), get(server)));
      assertEquals(4, server.asked().size(), "what is too long is not asked for again");
    }
  }

  @Test
  void waitsAsLongAsTheServiceAsksInSecondsOrByADateOfItsOwnClock() throws Exception {
    Instant there = Instant.parse("2025-03-14T09:00:00Z");
    String until =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(there.plusSeconds(40).atOffset(ZoneOffset.UTC));
    List<TestServer.Reply> replies =
        List.of(
            reply(429, "").header("Retry-After", "17"),
            reply(503, "").header("Retry-After", until).at(there),
            json("[]"));
    try (TestServer server = TestServer.of(asked -> replies.get(asked.number() - 1))) {
      assertEquals("[]", client().send(get(server)).text());
      assertEquals(2, waiting.seconds().size());
      assertTrue(waiting.seconds().get(0) >= 17 && waiting.seconds().get(0) <= 18);
      assertTrue(
          waiting.seconds().get(1) >= 40 && waiting.seconds().get(1) <= 41, waiting.seconds() + "");
    }
  }

  @Test
  void waitsHalfAMinuteOrSoWhereTheServiceIsBusyAndDoesNotSayHowLong() throws Exception {
    try (TestServer server =
        TestServer.of(asked -> asked.number() < 3 ? reply(429, "") : json("[]"))) {
      client().send(get(server));

      assertEquals(2, waiting.seconds().size());
      assertTrue(waiting.seconds().get(0) >= 15 && waiting.seconds().get(0) <= 30);
      assertTrue(waiting.seconds().get(1) >= 30 && waiting.seconds().get(1) <= 60);
    }
  }

  @Test
  void asksAgainAfterErrorsThatPassWithPausesThatGrow() throws Exception {
    List<TestServer.Reply> replies =
        List.of(reply(500, ""), reply(502, "<html>"), json("[1,2,3]").cutAfter(4), json("[1,2,3]"));
    try (TestServer server = TestServer.of(asked -> replies.get(asked.number() - 1))) {
      assertEquals("[1,2,3]", client().send(get(server)).text());
      assertEquals(4, server.asked().size());
      List<Long> pauses = waiting.seconds();
      assertTrue(pauses.get(0) <= 1 && pauses.get(1) <= 2, pauses + "");
      assertTrue(pauses.get(2) >= 2 && pauses.get(2) <= 4, pauses + "");
    }
  }

  @Test
  void givesUpAfterItsAttempts() {
    try (TestServer server = TestServer.of(asked -> reply(500, "{\"token\":\"s3cret\"}"))) {
      assertEquals(
          "transports.x: GET http://HOST/logs answers with status 500 after 5 attempts; try again"
              + " later",
          failure(client(), get(server)));
      assertEquals(5, server.asked().size());
    }
  }

  @Test
  void givesUpWhereTheServiceAsksForAPauseThatIsTooLong() {
    try (TestServer server = TestServer.of(asked -> reply(429, "").header("Retry-After", "7200"))) {
      assertEquals(
          "transports.x: GET http://HOST/logs answers with status 429, and asks to be left alone for"
              + " 120 minutes; try later",
          failure(client(), get(server)));
      assertEquals(List.of(), waiting.seconds());
    }
  }

  @Test
  void allRequestsTogetherHaveATotalTime() throws Exception {
    try (TestServer server =
        TestServer.of(
            asked ->
                asked.number() == 1 ? json("[]") : reply(429, "").header("Retry-After", "50"))) {
      WebClient client = client(WebLimits.DEFAULT.withTotal(Duration.ofMinutes(2)));
      client.send(get(server));
      waiting.advance(Duration.ofSeconds(90));

      assertEquals(
          "transports.x: GET http://HOST/logs answers with status 429, and the 2 minutes that are"
              + " allowed end before another attempt",
          failure(client, get(server)));
      waiting.advance(Duration.ofSeconds(30));
      assertEquals(
          "transports.x: GET http://HOST/logs was not sent, as the 2 minutes that are allowed are"
              + " over; what was done stays, the next run goes on",
          failure(client, get(server)));
    }
  }

  @Test
  void requestsAreKeptApart() throws Exception {
    try (TestServer server = TestServer.of(asked -> json("[]"))) {
      WebClient client = client(WebLimits.DEFAULT.withPerMinute(20));
      client.send(get(server));
      waiting.advance(Duration.ofSeconds(1));
      client.send(get(server));
      waiting.advance(Duration.ofSeconds(5));
      client.send(get(server));

      assertEquals(List.of(2L), waiting.seconds());
    }
  }

  @Test
  void whatCannotBeSentTwiceIsSentAgainOnlyWhereItWasNotTaken() throws Exception {
    try (TestServer server =
        TestServer.of(
            asked ->
                asked.number() == 1
                    ? reply(429, "")
                    : asked.number() == 2 ? reply(500, "") : json("{}"))) {
      WebRequest post = WebRequest.post(server.uri("/hooks"), "application/json", "{\"a\":1}");

      assertEquals(
          "transports.x: POST http://HOST/hooks answers with status 500; it is not sent again, as it"
              + " may have been taken",
          failure(client(), post));
      assertEquals(2, server.asked().size());
      assertEquals("{}", client().send(post.repeatable()).text());
      assertEquals("{\"a\":1}", server.asked().get(2).body());
    }
  }

  @Test
  void whatWasNotTakenWhereTheServiceFailedIsSentAgainThenAndNotWithoutAnAnswer() throws Exception {
    List<TestServer.Reply> replies =
        List.of(reply(500, ""), json("{}"), json("{\"a\":1}").cutAfter(3), json("{}"));
    try (TestServer server = TestServer.of(asked -> replies.get(asked.number() - 1))) {
      WebRequest post =
          WebRequest.post(server.uri("/hooks"), "application/json", "{}").repeatableAfterFailure();

      assertEquals("{}", client().send(post).text());
      assertEquals(2, server.asked().size());
      String broken = failure(client(), post);
      assertTrue(broken.endsWith("; it is not sent again, as it may have been taken"), broken);
      assertEquals(3, server.asked().size());
    }
  }

  @Test
  void whatAServiceSaysWillPassIsWaitedForAndToldInItsWord() {
    try (TestServer server =
        TestServer.of(
            asked ->
                json(
                    "{\"ok\":false,\"error\":\"%s\"}"
                        .formatted(asked.number() < 3 ? "ratelimited" : "internal_error")))) {
      WebClient client =
          WebClient.of("Slack").passing(SlackErrors::passing).waiting(waiting).build();

      assertEquals(
          "Slack: GET http://HOST/logs answers with status 200 (internal_error) after 5 attempts;"
              + " try again later",
          failure(client, get(server)));
      List<Long> pauses = waiting.seconds();
      assertTrue(pauses.get(0) >= 15 && pauses.get(1) >= 30, "half a minute, and more: " + pauses);
      assertTrue(pauses.get(2) <= 4 && pauses.get(3) <= 8, "as after a failure: " + pauses);
    }
  }

  @Test
  void theErrorOfASecretPathNamesTheOriginAlone() {
    try (TestServer server = TestServer.of(asked -> reply(500, ""))) {
      assertEquals(
          "transports.x: POST http://HOST answers with status 500; it is not sent again, as it may"
              + " have been taken",
          failure(
              client(),
              WebRequest.post(server.uri("/services/s3cret"), "text/plain", "").secretPath()));
    }
  }

  @Test
  void aRedirectStaysOnTheOriginAndCredentialsDoNotFollowIt() throws Exception {
    try (TestServer elsewhere = TestServer.of(asked -> json("[\"elsewhere\"]"));
        TestServer server =
            TestServer.of(
                asked ->
                    switch (asked.path()) {
                      case "/moved" -> reply(302, "").header("Location", "/logs?a=b");
                      case "/guarded" -> reply(301, "").header("Location", "/inside");
                      case "/away" -> reply(302, "").header("Location", elsewhere.url() + "/logs");
                      case "/loop" -> reply(302, "").header("Location", "/loop");
                      case "/inside" ->
                          reply(asked.headers().containsKey("authorization") ? 200 : 401, "");
                      default -> json("[]");
                    })) {
      WebRequest moved = WebRequest.get(server.uri("/moved")).credential("Authorization", "t0ken");
      assertEquals("[]", client().send(moved.header("Accept", "a/b")).text());
      assertEquals("a/b", server.asked().get(1).headers().get("accept"));
      assertNull(server.asked().get(1).headers().get("authorization"));

      assertEquals(
          "transports.x: GET http://HOST/guarded is redirected to http://HOST/inside, to which"
              + " credentials do not follow; put that address into the config",
          failure(
              client(),
              WebRequest.get(server.uri("/guarded")).credential("Authorization", "t0ken")));
      assertEquals(
          "transports.x: GET http://HOST/away is redirected to http://HOST, which is not followed; if"
              + " that is right, put it into the config",
          failure(client(), WebRequest.get(server.uri("/away"))));
      assertEquals(List.of(), elsewhere.asked());
      assertEquals(
          "transports.x: GET http://HOST/loop is redirected more than 5 times",
          failure(client(), WebRequest.get(server.uri("/loop"))));
      assertTrue(
          failure(client(), WebRequest.post(server.uri("/moved"), "text/plain", ""))
              .contains("which is not followed"));
    }
  }

  @Test
  void anAnswerThatDoesNotComeOrEndIsWaitedForInVain() {
    WebLimits hasty =
        WebLimits.DEFAULT.withTimes(
            Duration.ofSeconds(2), Duration.ofMillis(200), Duration.ofMillis(400));
    try (TestServer server =
        TestServer.of(
            asked -> {
              Thread.sleep(1_000);
              return json("[]");
            })) {
      assertEquals(
          "transports.x: GET http://HOST/logs fails: no answer within 1 second after 5 attempts; try"
              + " again later",
          failure(client(hasty), get(server)));
    }
  }

  @Test
  void aHostThatIsNotThereIsTold() throws Exception {
    int port;
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = unused.getLocalPort();
    }
    WebRequest request = WebRequest.get(URI.create("http://127.0.0.1:%d/logs".formatted(port)));
    assertTrue(failure(client(), request).contains("fails: no connection"));

    String unknown =
        failure(client(), WebRequest.get(URI.create("https://no-such-name.invalid/logs")));
    assertEquals(
        "transports.x: GET https://no-such-name.invalid/logs fails: the name no-such-name.invalid is"
            + " not known; is it right, and is there a network? after 5 attempts; try again later",
        unknown);
  }

  @Test
  void whatMayNotBeAskedIsNotAsked() {
    Map.of(
            "http://example.com/a", "which everybody on the way can read",
            "https://169.254.169.254/latest", "link-local, or where a cloud keeps credentials",
            "https://[fe80::1]/", "link-local",
            "https://10.1.2.3/a", "a private network; set allow_private",
            "https://user:s3cret@example.com/", "has a user before the host")
        .forEach(
            (url, expected) -> {
              String message = failure(client(), WebRequest.get(URI.create(url)));
              assertTrue(message.contains(expected), message);
            });
  }

  @Test
  void aCertificateThatIsNotTrustedEndsItAtOnce() throws Exception {
    try (TestServer server = TestServer.secure(TestCertificate.context(), asked -> json("[]"))) {
      String message = failure(client(), get(server));
      assertTrue(message.contains("fails at TLS: "), message);
      assertTrue(message.contains("add that to Java's trust store"), message);
      assertEquals(List.of(), server.asked());
      assertEquals(List.of(), waiting.seconds());
    }
  }

  /** In a process of its own, as Java looks at the settings of proxies once. */
  public static final class Tunnel {
    private Tunnel() {}

    public static void main(String[] args) throws InterruptedException {
      WebLimits once =
          new WebLimits(
              Duration.ofSeconds(5),
              Duration.ofSeconds(5),
              Duration.ofSeconds(5),
              null,
              1_000,
              1,
              Duration.ofSeconds(1),
              Duration.ZERO);
      try {
        WebClient.of("x")
            .limits(once)
            .build()
            .send(WebRequest.get(URI.create(args[0])).credential("Authorization", "t0ken"));
      } catch (WebException expected) {
        System.exit(3);
      }
    }
  }

  @Test
  void theProxyOfTheEnvironmentIsAskedForTheTunnelAndSeesNoCredentials() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ProcessBuilder command =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-cp",
              System.getProperty("java.class.path"),
              Tunnel.class.getName(),
              "https://service.invalid/logs");
      command
          .environment()
          .keySet()
          .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
      command
          .environment()
          .put("https_proxy", "http://me:s3cret@127.0.0.1:" + proxy.getLocalPort());
      Process process =
          command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      proxy.setSoTimeout(20_000);
      String head;
      try (Socket socket = proxy.accept()) {
        byte[] bytes = new byte[2_000];
        head = new String(bytes, 0, socket.getInputStream().read(bytes), UTF_8);
        socket
            .getOutputStream()
            .write("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
      }
      assertEquals(3, process.waitFor());
      assertTrue(head.startsWith("CONNECT service.invalid:443 HTTP/1.1"), head);
      assertTrue(head.contains("Proxy-Authorization: Basic bWU6czNjcmV0"), head);
      assertFalse(head.contains("t0ken"), head);
    }
  }
}
