package dev.nightwarden.poll;

import static dev.nightwarden.http.TestServer.json;
import static dev.nightwarden.http.TestServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.config.ConfigException;
import dev.nightwarden.http.FakeWaiting;
import dev.nightwarden.http.TestServer;
import dev.nightwarden.http.TestServer.Asked;
import dev.nightwarden.http.TestServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paged APIs of JSON, as they are and as they fail. */
class HttpJsonTest {
  private static final int PAGE = 2;

  @TempDir Path folder;
  private final FakeWaiting waiting = new FakeWaiting("2025-03-14T08:07:30Z");
  private final List<Integer> there = new ArrayList<>();
  private Polls polls;

  @BeforeEach
  void someRecordsAreThere() {
    polls = new Polls(folder, waiting);
    add(1, 7);
  }

  private void add(int first, int last) {
    IntStream.rangeClosed(first, last).forEach(there::add);
  }

  private Poller api(TestServer server, String keys) {
    return polls.transport(
        "{type: http_json, url: \"%s/logs\", headers: {Authorization: \"Bearer ${TOKEN}\"}, time: time, id: id%s}"
            .formatted(server.url(), keys.isEmpty() ? "" : ", " + keys));
  }

  private static String record(int id) {
    return "{\"id\":\"r%02d\",\"time\":\"2025-03-14T08:%02d:00Z\"}".formatted(id, id);
  }

  private static String records(List<Integer> ids) {
    return ids.stream().map(HttpJsonTest::record).collect(Collectors.joining(",", "[", "]"));
  }

  /** The oldest first, two a page, from an offset on. */
  private List<Integer> page(int offset) {
    return there.stream().skip(offset).limit(PAGE).toList();
  }

  private boolean isAfter(int offset) {
    return offset + PAGE < there.size();
  }

  private Reply byCursor(Asked asked) {
    int offset = Integer.parseInt(asked.query().getOrDefault("cursor", "0"));
    return json(
        "{\"data\":{\"items\":%s},\"meta\":{\"next\":%s}}"
            .formatted(
                records(page(offset)), isAfter(offset) ? "\"" + (offset + PAGE) + "\"" : "null"));
  }

  private Reply byPage(Asked asked) {
    return json(records(page((Integer.parseInt(asked.query().get("page")) - 1) * PAGE)));
  }

  private Reply byLink(Asked asked) {
    int offset = Integer.parseInt(asked.query().getOrDefault("after", "0"));
    Reply reply = json(records(page(offset)));
    return isAfter(offset)
        ? reply.header(
            "Link",
            "</logs?after=0>; rel=\"first\", </logs?after=%d&api_key=xoxp-s3cret>; rel=\"next\""
                .formatted(offset + PAGE))
        : reply;
  }

  /** Those in a window, by cursor. */
  private Reply byWindow(Asked asked) {
    Instant since = Instant.parse(asked.query().get("since"));
    Instant until = Instant.parse(asked.query().get("until"));
    List<Integer> inside =
        there.stream()
            .filter(
                id -> {
                  Instant time = Instant.parse("2025-03-14T08:%02d:00Z".formatted(id));
                  return !time.isBefore(since) && !time.isAfter(until);
                })
            .toList();
    int offset = Integer.parseInt(asked.query().getOrDefault("cursor", "0"));
    String next = offset + PAGE < inside.size() ? ",\"next\":\"%d\"".formatted(offset + PAGE) : "";
    return json(
        "{\"items\":%s%s}"
            .formatted(records(inside.stream().skip(offset).limit(PAGE).toList()), next));
  }

  private Reply by(String paging, Asked asked) {
    return switch (paging) {
      case "cursor" -> byCursor(asked);
      case "page" -> byPage(asked);
      case "link" -> byLink(asked);
      default -> byWindow(asked);
    };
  }

  private static String keys(String paging) {
    return switch (paging) {
      case "cursor" ->
          "records: data.items, paging: {by: cursor, parameter: cursor, next: meta.next}";
      case "page" -> "paging: {by: page, parameter: page}";
      case "link" -> "paging: {by: link}, parameters: {api_key: \"${TOKEN}\"}";
      default ->
          "records: items, paging: {by: cursor, parameter: cursor, next: next},"
              + " window: {since: since, until: until, overlap: 2m, lookback: 2h}";
    };
  }

  private static List<String> ids(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj("r%02d"::formatted).toList();
  }

  private List<String> distinct() throws IOException {
    return List.copyOf(new TreeSet<>(polls.landed("id")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cursor", "page", "link", "window"})
  void landsAllPagesAndThenWhatIsNew(String paging) throws Exception {
    try (TestServer server = TestServer.of(asked -> by(paging, asked))) {
      Poller api = api(server, keys(paging));
      polls.poll(api);
      assertEquals(ids(1, 7), polls.landed("id"));

      int before = server.asked().size();
      polls.poll(api);
      assertEquals(ids(1, 7), distinct());
      assertTrue(server.asked().size() - before <= 3, "a poll of nothing new asks for little");

      add(8, 11);
      waiting.advance(Duration.ofMinutes(10));
      polls.poll(api);
      assertEquals(ids(1, 11), distinct());
      server
          .asked()
          .forEach(a -> assertEquals("Bearer xoxp-s3cret", a.headers().get("authorization")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cursor", "page", "link", "window"})
  void killedBetweenAnyTwoRequestsItGoesOnThere(String paging) throws Exception {
    for (int kill = 1; kill <= 4; kill++) {
      int last = kill;
      polls.clear();
      try (TestServer server =
          TestServer.of(asked -> asked.number() == last ? reply(410, "{}") : by(paging, asked))) {
        Poller api = api(server, keys(paging));
        polls.failure(api);
        assertEquals(
            ids(1, Math.min(7, (kill - 1) * PAGE)), polls.landed("id"), "killed at " + kill);
        polls.poll(api);
        assertEquals(
            ids(1, 7),
            paging.equals("window") ? distinct() : polls.landed("id"),
            "killed at " + kill);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cursor", "page", "link", "window"})
  void killedBetweenAPageAndItsCursorItLandsThePageAgainInTheSameFile(String paging)
      throws Exception {
    try (TestServer server = TestServer.of(asked -> by(paging, asked))) {
      Poller api = api(server, keys(paging));
      polls.poll(api);
      polls.forgetLastCursor();
      polls.poll(api);

      assertEquals(ids(1, 7), distinct());
    }
  }

  @Test
  void noSecretIsKeptInACursor() throws Exception {
    try (TestServer server =
        TestServer.of(asked -> asked.number() == 3 ? reply(410, "") : byLink(asked))) {
      Poller api = api(server, keys("link"));
      polls.failure(api);
      for (Path cursor : polls.cursors()) {
        assertFalse(Files.readString(cursor).contains("s3cret"), Files.readString(cursor));
      }
      polls.poll(api);
      assertEquals(ids(1, 7), polls.landed("id"));
      server.asked().forEach(asked -> assertEquals("xoxp-s3cret", asked.query().get("api_key")));
    }
  }

  @Test
  void anEmptyAnswerLandsNothing() throws Exception {
    there.clear();
    for (String paging : List.of("cursor", "page", "link", "window")) {
      try (TestServer server = TestServer.of(asked -> by(paging, asked))) {
        polls.poll(api(server, keys(paging)));
        assertEquals(1, server.asked().size(), paging);
      }
    }
    try (TestServer server = TestServer.of(asked -> reply(204, ""))) {
      polls.poll(api(server, ""));
    }
    assertEquals(List.of(), polls.landed());
  }

  @Test
  void withoutPagingThereIsOnePage() throws Exception {
    try (TestServer server = TestServer.of(asked -> json(records(there)))) {
      polls.poll(api(server, ""));
      polls.poll(api(server, ""));
      assertEquals(ids(1, 7), polls.landed("id"), "the same page is the same file");
    }
  }

  @Test
  void recordsAreLandedAsTheyAre() throws Exception {
    String odd =
        "{\"id\":12345678901234567890,\"n\":0.10,\"e\":1e400,\"s\":\"a\\u0000\\n\\ud83d\",\"x\":{\"y\":[null,true]}}";
    try (TestServer server = TestServer.of(asked -> json("[" + odd + ",7,null]"))) {
      polls.poll(api(server, ""));
      assertEquals(3, polls.landed().size());
      String text = polls.landed().get(0).toString();
      assertTrue(text.startsWith("{\"id\":12345678901234567890,\"n\":0.1"), text);
    }
  }

  @Test
  void halfOfTheRecordsAndThen500KeepsTheHalf() throws Exception {
    boolean[] isDown = {true};
    try (TestServer server =
        TestServer.of(
            asked ->
                asked.query().containsKey("cursor") && isDown[0]
                    ? reply(500, "oops")
                    : byCursor(asked))) {
      Poller api = api(server, keys("cursor"));
      assertEquals(
          "transports.t: GET http://HOST/logs answers with status 500 after 5 attempts; try again"
              + " later",
          polls.failure(api));
      assertEquals(ids(1, 2), polls.landed("id"));
      isDown[0] = false;
      polls.poll(api);
      assertEquals(ids(1, 7), polls.landed("id"));
    }
  }

  @Test
  void aRateLimitIsWaitedFor() throws Exception {
    try (TestServer server =
        TestServer.of(
            asked ->
                switch (asked.number()) {
                  case 1 -> reply(429, "").header("Retry-After", "20");
                  case 3 -> reply(429, "");
                  default -> byPage(asked);
                })) {
      polls.poll(api(server, keys("page") + ", requests_per_minute: 600"));
      assertEquals(ids(1, 7), polls.landed("id"));
      assertEquals(20, waiting.seconds().stream().filter(s -> s >= 15).findFirst().orElseThrow());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<html><body>Sign in</body></html> | answers with a page of HTML or XML instead of JSON",
        "'' | answers with an empty body where JSON was expected",
        "[{\"id\": 1}, {\"id | answers with broken JSON",
        "{\"data\": []} {} | answers with broken JSON",
        "{\"items\": {}} | answers without an array of records at data.items; keys there: [items]",
        "\"no\" | answers without an array of records at data.items; keys there: []"
      })
  void aBodyThatIsNotWhatItShouldBeIsTold(String body, String expected) throws Exception {
    try (TestServer server = TestServer.of(asked -> json(body))) {
      String message = polls.failure(api(server, keys("cursor")));
      assertTrue(message.startsWith("transports.t: http://HOST/logs " + expected), message);
      assertEquals(List.of(), polls.landed());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | the credentials in headers are missing, expired or revoked; it says: token expired",
        "403 | the credentials in headers are not allowed to read this; which scope do they lack?;"
            + " it says: Bearer error=\"insufficient_scope\", scope=\"logs:read\", token expired",
        "404 | there is nothing at this address; is url right?; it says: token expired"
      })
  void aRefusalIsToldInTheServicesWords(int status, String expected) {
    try (TestServer server =
        TestServer.of(
            asked -> {
              Reply reply = reply(status, "{\"error\":{\"message\":\"token expired\"}}");
              return status == 403
                  ? reply.header(
                      "WWW-Authenticate",
                      "Bearer error=\"insufficient_scope\", scope=\"logs:read\"")
                  : reply;
            })) {
      assertEquals(
          "transports.t: http://HOST/logs answers with status %d: %s".formatted(status, expected),
          polls.failure(api(server, "")));
    }
  }

  @Test
  void aPageThatPointsToItselfIsLandedAndTold() throws Exception {
    try (TestServer server =
        TestServer.of(
            asked ->
                json(
                    "{\"data\":{\"items\":%s},\"meta\":{\"next\":\"a\"}}"
                        .formatted(records(page(0)))))) {
      assertEquals(
          "transports.t: a page of http://HOST/logs points to itself, or to one before it; is paging"
              + " right?",
          polls.failure(api(server, keys("cursor"))));
      assertEquals(2, server.asked().size());
      assertEquals(ids(1, 2), polls.landed("id"));
    }
  }

  @Test
  void aLinkToAnotherOriginIsNotFollowed() {
    try (TestServer server =
        TestServer.of(
            asked ->
                json(records(page(0)))
                    .header("Link", "<https://evil.example/logs?x=xoxp-s3cret>; rel=next"))) {
      String message = polls.failure(api(server, "paging: {by: link}"));
      assertEquals(
          "transports.t: the next page of http://HOST/logs is at https://evil.example/logs, another"
              + " origin, which is not followed; is paging right?",
          message);
    }
  }

  @Test
  void moreThanTheMostPagesIsLeftToTheNextPoll() throws Exception {
    try (TestServer server = TestServer.of(this::byPage)) {
      Poller api = api(server, keys("page") + ", max_pages: 2");
      assertEquals(
          "transports.t.max_pages: 2 pages have landed, and there are more; the next poll goes on"
              + " there",
          polls.failure(api));
      assertEquals(ids(1, 4), polls.landed("id"));
      polls.poll(api(server, keys("page")));
      assertEquals(ids(1, 7), polls.landed("id"));
    }
  }

  @Test
  void aClockThatIsAheadHidesNothing() throws Exception {
    waiting.advance(Duration.ofHours(5));
    try (TestServer server =
        TestServer.of(asked -> byWindow(asked).at(Instant.parse("2025-03-14T08:07:00Z")))) {
      polls.poll(api(server, keys("window").replace("2h", "1d")));
      assertEquals(ids(1, 7), polls.landed("id"));
      add(8, 9);
      polls.poll(api(server, keys("window").replace("2h", "1d")));
      assertEquals(ids(1, 9), distinct());
      assertEquals("2025-03-14T08:05:00Z", server.asked().get(4).query().get("since"));
    }
  }

  @Test
  void aWindowWhosePageIsNoLongerKnownBeginsAnew() throws Exception {
    boolean[] isRestarted = {false};
    try (TestServer server =
        TestServer.of(
            asked -> {
              boolean isStale = asked.query().containsKey("cursor") && !isRestarted[0];
              if (asked.number() == 3) {
                isRestarted[0] = true;
                return reply(400, "{\"error\":\"cursor expired\"}");
              }
              return isStale ? reply(410, "") : byWindow(asked);
            })) {
      Poller api = api(server, keys("window"));
      polls.failure(api);
      polls.poll(api);
      assertEquals(ids(1, 7), distinct());
      assertNull(server.asked().get(3).query().get("cursor"));
    }
  }

  @Test
  void anotherUrlBeginsAnew() throws Exception {
    try (TestServer server = TestServer.of(this::byPage)) {
      polls.poll(api(server, keys("page")));
      polls.poll(api(server, keys("page").replace("page}", "page, first: 1}")));
      int before = server.asked().size();
      polls.poll(
          polls.transport(
              "{type: http_json, url: \"%s/other\", time: time, id: id, %s}"
                  .formatted(server.url(), keys("page"))));
      assertEquals(5, server.asked().size() - before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url: http://example.com/a, time: t, id: i | url is http://example.com, which everybody on the"
            + " way can read and change; write https",
        "url: https://a.example/, time: t, id: i, paging: {by: cursor, parameter: c} | paging.next is"
            + " missing; name the path of the next cursor",
        "url: https://a.example/, time: t, id: i, paging: {by: page} | paging.parameter is missing;"
            + " name the query parameter that takes the page",
        "url: https://a.example/, time: t | id is missing; wanted: a text",
        "url: https://a.example/, time: t, id: i, headers: {Host: xoxp-s3cret} | headers.Host is not a"
            + " header that can be set: its name, or a character of its value"
      })
  void aConfigThatCannotBeIsRefused(String keys, String expected) {
    String message =
        assertThrows(
                ConfigException.class,
                () -> polls.transport("{type: http_json, %s}".formatted(keys)))
            .getMessage();
    assertTrue(message.endsWith("transports.t." + expected), message);
    assertFalse(message.contains("s3cret"), message);
  }

  @Test
  void headersAreNotShown() {
    Poller api =
        polls.transport(
            "{type: http_json, url: \"https://a.example/\", time: t, id: i, headers: {X-Key: \"${TOKEN}\"}}");
    assertEquals(Map.of("X-Key", "xoxp-s3cret"), ((HttpJson) api).headers());
  }
}
