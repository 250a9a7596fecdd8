package dev.nightwarden.poll;

import static dev.nightwarden.http.TestServer.json;
import static dev.nightwarden.http.TestServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.http.FakeWaiting;
import dev.nightwarden.http.TestCertificate;
import dev.nightwarden.http.TestServer;
import dev.nightwarden.http.TestServer.Asked;
import dev.nightwarden.http.TestServer.Reply;
import dev.nightwarden.http.TestServer.Script;
import dev.nightwarden.poll.Services.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * What all pollers have in common, whatever they poll, when things go well and when they do not.
 */
class PollersTest {
  private static final Instant NOW = Instant.parse("2025-03-14T09:00:00Z");

  @TempDir Path folder;
  private final FakeWaiting waiting = new FakeWaiting(NOW);
  private final Services services = new Services();
  private Polls polls;

  @BeforeEach
  void aFolder() {
    polls = new Polls(folder, waiting);
  }

  private void addEvents(int number) {
    IntStream.rangeClosed(1, number)
        .forEach(i -> services.add(NOW.minus(Duration.ofMinutes(30L * i))));
  }

  private Poller poller(Kind kind, TestServer server) {
    return poller(kind, server, "");
  }

  private Poller poller(Kind kind, TestServer server, String more) {
    try {
      return polls.transport(Services.section(kind, server, folder, "1m", more));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The records that landed, each once, as the messages that they become. */
  private List<String> landed(Kind kind) throws IOException {
    return polls.landed().stream()
        .distinct()
        .map(record -> record.has("date_create") ? record.get("date_create") : record.get("time"))
        .filter(time -> time != null)
        .map(
            time ->
                kind.transport()
                    + " "
                    + (time.isNumber()
                        ? time.asLong()
                        : Instant.parse(time.asText()).getEpochSecond()))
        .sorted()
        .toList();
  }

  /** The services, but for the first requests for records, which are answered otherwise. */
  private Script first(List<Reply> replies) {
    AtomicInteger asked = new AtomicInteger();
    return request -> {
      int number = Services.isOfRecords(request) ? asked.getAndIncrement() : Integer.MAX_VALUE;
      return number < replies.size() ? replies.get(number) : services.to(request);
    };
  }

  /** The services, but for requests for the second page. */
  private Script second(UnaryOperator<Reply> other) {
    return asked -> {
      Reply reply = services.to(asked);
      return isOfSecondPage(asked) ? other.apply(reply) : reply;
    };
  }

  private static boolean isOfSecondPage(Asked asked) {
    Map<String, String> query = asked.query();
    return query.getOrDefault("page", "1").equals("2")
        || query.containsKey("cursor")
        || query.containsKey("pageToken")
        || query.containsKey("after");
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyAnswerLandsNothingAndWhatComesLaterIsFound(Kind kind) throws Exception {
    try (TestServer server = TestServer.of(services)) {
      Poller poller = poller(kind, server);
      polls.poll(poller);
      assertEquals(List.of(), polls.landed());

      waiting.advance(Duration.ofHours(1));
      services.add(NOW.plus(Duration.ofMinutes(30)));
      polls.poll(poller);
      assertEquals(services.messages(kind), landed(kind));
    }
  }

  @ParameterizedTest
  @EnumSource
  void onePageAndManyAreLandedWhole(Kind kind) throws Exception {
    for (int events : List.of(1, 2, 7)) {
      try (TestServer server = TestServer.of(services)) {
        polls.clear();
        addEvents(events);
        polls.poll(poller(kind, server));
        assertEquals(services.messages(kind), landed(kind));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRateLimitIsWaitedForAlsoWhereNobodySaysHowLong(Kind kind) throws Exception {
    addEvents(5);
    Script script = first(List.of(reply(429, "").header("Retry-After", "40"), reply(429, "")));
    try (TestServer server = TestServer.of(script)) {
      polls.poll(poller(kind, server));
      assertEquals(services.messages(kind), landed(kind));
      assertEquals(2, waiting.seconds().size(), waiting.seconds() + "");
      assertTrue(waiting.seconds().get(0) >= 40 && waiting.seconds().get(0) <= 41);
      assertTrue(waiting.seconds().get(1) >= 30, "half a minute, and twice that: a second time");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatFailsAndBreaksOffHalfWayIsAskedForAgain(Kind kind) throws Exception {
    addEvents(5);
    Script whole = first(List.of(reply(500, "<html>oops"), reply(502, "")));
    AtomicInteger breaks = new AtomicInteger(1);
    Script script =
        asked -> {
          Reply reply = whole.to(asked);
          boolean isCut = isOfSecondPage(asked) && breaks.getAndDecrement() > 0;
          return isCut ? reply.cutAfter(reply.body().length() / 2) : reply;
        };
    try (TestServer server = TestServer.of(script)) {
      polls.poll(poller(kind, server));
      assertEquals(services.messages(kind), landed(kind));
      assertEquals(3, waiting.seconds().size(), waiting.seconds() + "");
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfAPageAndThen500KeepsWhatCameBefore(Kind kind) throws Exception {
    addEvents(5);
    boolean[] isDown = {true};
    AtomicInteger asked = new AtomicInteger();
    Script script =
        second(
            reply ->
                !isDown[0]
                    ? reply
                    : asked.getAndIncrement() == 0
                        ? reply.cutAfter(reply.body().length() / 2)
                        : reply(500, "oops"));
    try (TestServer server = TestServer.of(script)) {
      Poller poller = poller(kind, server);
      String message = polls.failure(poller);
      assertTrue(
          message.endsWith(" answers with status 500 after 5 attempts; try again later"), message);
      assertEquals(kind == Kind.ACCESS ? 4 : 2, landed(kind).size());

      isDown[0] = false;
      polls.poll(poller);
      assertEquals(services.messages(kind), landed(kind));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPageThatIsNoneIsToldAndWhatCameBeforeStays(Kind kind) throws Exception {
    addEvents(5);
    Map<String, String> bodies =
        Map.of(
            "<!doctype html><title>Sign in</title>",
            "answers with a page of HTML or XML instead of JSON",
            "{\"%s\": [{\"id\": 1}, {\"id".formatted(kind.array()),
            "answers with broken JSON",
            "",
            "answers with an empty body where JSON was expected",
            "{\"%s\": {\"id\": 1}}".formatted(kind.array()),
            "without a");
    for (Map.Entry<String, String> body : bodies.entrySet()) {
      polls.clear();
      boolean[] isBroken = {true};
      Script script = second(reply -> isBroken[0] ? json(body.getKey()) : reply);
      try (TestServer server = TestServer.of(script)) {
        Poller poller = poller(kind, server);
        String message = polls.failure(poller);
        assertTrue(message.startsWith("transports.t: "), message);
        assertTrue(message.contains(body.getValue()), message);
        assertFalse(message.contains("s3cret"), message);
        assertEquals(kind == Kind.ACCESS ? 4 : 2, landed(kind).size());

        isBroken[0] = false;
        polls.poll(poller);
        assertEquals(services.messages(kind), landed(kind), body.getKey());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTokenThatIsRevokedHalfWayIsToldAndTheNextPollGoesOn(Kind kind) throws Exception {
    addEvents(5);
    Reply refusal =
        switch (kind) {
          case ACCESS, AUDIT -> json("{\"ok\":false,\"error\":\"token_revoked\"}");
          default -> reply(401, "{\"error\":{\"message\":\"token revoked\"}}");
        };
    String expected =
        switch (kind) {
          case ACCESS, AUDIT -> "(token_revoked): the token was revoked, or its user was removed";
          case GOOGLE ->
              "answers with status 401: it takes no token of this account; is audit@example";
          default -> "status 401: the credentials in headers are missing, expired or revoked";
        };
    boolean[] isRevoked = {true};
    try (TestServer server = TestServer.of(second(reply -> isRevoked[0] ? refusal : reply))) {
      Poller poller = poller(kind, server);
      String message = polls.failure(poller);
      assertTrue(message.startsWith("transports.t: ") && message.contains(expected), message);
      assertFalse(message.contains("s3cret"), message);
      assertEquals(kind == Kind.ACCESS ? 4 : 2, landed(kind).size());

      isRevoked[0] = false;
      polls.poll(poller);
      assertEquals(services.messages(kind), landed(kind));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"ACCESS", "AUDIT", "GOOGLE", "CURSOR"})
  void anAnswerThatDoesNotComeIsWaitedForAsLongAsAPollMayTake(Kind kind) throws Exception {
    addEvents(3);
    Script silent =
        asked -> {
          Thread.sleep(5_000);
          return services.to(asked);
        };
    try (TestServer server = TestServer.of(silent)) {
      String message = polls.failure(poller(kind, server, "max_time: 1s"));
      assertTrue(
          message.matches(
              "transports.t: (GET|POST) http://HOST/.* fails: no (end of the )?answer within 1"
                  + " second, and the 1 second that are allowed end before another attempt"),
          message);
      assertEquals(List.of(), polls.landed());
    }
  }

  @ParameterizedTest
  @EnumSource
  void pagesThatPointToThemselvesAreLandedOnceAndTold(Kind kind) throws Exception {
    addEvents(9);
    // Whatever is asked for, the first page comes, and says that there is another.
    Script script =
        asked ->
            Services.isOfRecords(asked) ? services.to(asFirst(kind, asked)) : services.to(asked);
    try (TestServer server = TestServer.of(script)) {
      String message = polls.failure(poller(kind, server));
      assertTrue(
          message.contains("points to itself") || message.contains("are one and the same"),
          message);
      assertTrue(server.asked().size() <= 6, server.asked().size() + " requests");
      assertEquals(
          kind == Kind.ACCESS ? 4 : 2, new TreeSet<>(polls.landed("id")).size(), "of one page");
    }
  }

  private static Asked asFirst(Kind kind, Asked asked) {
    Map<String, String> query = new LinkedHashMap<>(asked.query());
    List.of("cursor", "pageToken", "after", "before").forEach(query::remove);
    if (kind == Kind.ACCESS || kind == Kind.NUMBER) {
      query.put("page", "1");
    }
    return new Asked(
        asked.number(), asked.method(), asked.path(), query, asked.headers(), asked.body());
  }

  @ParameterizedTest
  @EnumSource
  void aClockThatIsWrongHidesNothing(Kind kind) throws Exception {
    for (Duration ahead : List.of(Duration.ofHours(5), Duration.ofHours(-5))) {
      addEvents(3);
      polls.clear();
      Instant there = waiting.now();
      waiting.advance(ahead);
      boolean[] isLater = {false};
      try (TestServer server =
          TestServer.of(
              asked ->
                  services.to(asked).at(isLater[0] ? there.plus(Duration.ofHours(6)) : there))) {
        Poller poller = poller(kind, server);
        polls.poll(poller);
        // What comes in the hour after it is not hidden by a clock that was past that.
        services.add(there.plus(Duration.ofMinutes(30)));
        isLater[0] = true;
        waiting.advance(Duration.ofHours(6));
        polls.poll(poller);
        assertEquals(services.messages(kind), landed(kind), ahead + "");
        waiting.advance(ahead.negated());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"AUDIT", "GOOGLE", "WINDOW"})
  void aClockThatIsWrongIsWarnedOf(Kind kind) throws Exception {
    List<String> lines = new ArrayList<>();
    AbstractAppender appender =
        new AbstractAppender("lines", null, null, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
          }
        };
    appender.start();
    Logger logger = (Logger) LogManager.getLogger(Windows.class);
    logger.addAppender(appender);
    try (TestServer server =
        TestServer.of(asked -> services.to(asked).at(NOW.plus(Duration.ofHours(3))))) {
      polls.poll(poller(kind, server));
    } finally {
      logger.removeAppender(appender);
    }
    assertEquals(
        List.of(
            "WARN t: the clock of this machine is 180 minutes behind the service's; nothing is lost"
                + " by that, but set it right"),
        lines);
  }

  @ParameterizedTest
  @EnumSource
  void aRecordWithoutTimeIsLandedAndEndsNothing(Kind kind) throws Exception {
    addEvents(2);
    services.add(null);
    services.add(NOW.minus(Duration.ofHours(7)));
    services.add(NOW.minus(Duration.ofHours(8)));
    services.add(null);
    services.add(null);
    services.add(NOW.minus(Duration.ofHours(9)));
    try (TestServer server = TestServer.of(services)) {
      polls.poll(poller(kind, server));
      assertEquals(services.messages(kind), landed(kind));
      assertEquals(
          3,
          polls.landed().stream()
              .distinct()
              .filter(record -> !record.has("time") && !record.has("date_create"))
              .count());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"NUMBER", "LINK", "WINDOW"},
      mode = Mode.EXCLUDE)
  void aCertificateThatIsNotTrustedIsToldBeforeAnySecretIs(Kind kind) throws Exception {
    try (TestServer server = TestServer.secure(TestCertificate.context(), services)) {
      String message = polls.failure(poller(kind, server));
      assertTrue(message.contains(" fails at TLS: "), message);
      assertTrue(message.contains("add that to Java's trust store"), message);
      assertEquals(List.of(), server.asked());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAskedForHasTheTokenAsAHeaderAlone(Kind kind) throws Exception {
    addEvents(3);
    try (TestServer server = TestServer.of(services)) {
      polls.poll(poller(kind, server));
      String token = kind == Kind.GOOGLE ? "Bearer ya29.t" : "Bearer xoxp-s3cret";
      for (Asked asked : server.asked()) {
        if (!asked.path().equals("/token")) {
          assertEquals(token, asked.headers().get("authorization"));
        }
        assertFalse(asked.query().toString().contains("s3cret"));
      }
    }
  }
}
