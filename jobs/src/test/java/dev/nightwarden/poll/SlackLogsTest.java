package dev.nightwarden.poll;

import static dev.nightwarden.http.TestServer.json;
import static dev.nightwarden.http.TestServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightwarden.http.FakeWaiting;
import dev.nightwarden.http.TestServer;
import dev.nightwarden.http.TestServer.Asked;
import dev.nightwarden.http.TestServer.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slack's access and audit logs, with its documented answers and errors. */
class SlackLogsTest {
  private static final Instant NOW = Instant.parse("2025-03-14T09:00:00Z");

  @TempDir Path folder;
  private final FakeWaiting waiting = new FakeWaiting(NOW);
  private final List<Row> rows = new ArrayList<>();
  private Polls polls;

  /**
   * A row of team.accessLogs.
   *
   * @param first minutes before the test begins; so is last
   */
  private record Row(String user, String ip, long first, long last, int count) {
    long end() {
      return NOW.getEpochSecond() - last * 60;
    }

    String json() {
      return """
      {"user_id":"%s","username":"%s","date_first":%d,"date_last":%d,"count":%d,"ip":"%s",
       "user_agent":"Mozilla/5.0","isp":"BigCo ISP","country":"US","region":"CA"}"""
          .formatted(
              user,
              user.toLowerCase(Locale.ROOT),
              NOW.getEpochSecond() - first * 60,
              end(),
              count,
              ip);
    }
  }

  @BeforeEach
  void aFolder() {
    polls = new Polls(folder, waiting);
  }

  private Poller slack(TestServer server, String keys) {
    return polls.transport(
        "{type: slack, token: \"${TOKEN}\", url: \"%s/api\"%s}"
            .formatted(server.url(), keys.isEmpty() ? "" : ", " + keys));
  }

  /** Answers as Slack does, newest first, so many rows a page. */
  private Reply slack(Asked asked, int rowsOfAPage) {
    assertEquals("Bearer xoxp-s3cret", asked.headers().get("authorization"));
    if (asked.path().equals("/api/users.info")) {
      return user(asked.query().get("user"));
    }
    assertEquals("/api/team.accessLogs", asked.path());
    assertEquals("1000", asked.query().get("count"));
    int page = Integer.parseInt(asked.query().get("page"));
    if (page > 100) {
      return json("{\"ok\":false,\"error\":\"over_pagination_limit\"}");
    }
    long before =
        Long.parseLong(asked.query().getOrDefault("before", Long.toString(Long.MAX_VALUE)));
    List<Row> sorted =
        rows.stream()
            .filter(row -> row.end() <= before)
            .sorted(Comparator.comparingLong(Row::end).reversed())
            .toList();
    int pages = Math.min(100, (sorted.size() + rowsOfAPage - 1) / rowsOfAPage);
    return json(
        "{\"ok\":true,\"logins\":%s,\"paging\":{\"count\":%d,\"total\":%d,\"page\":%d,\"pages\":%d}}"
            .formatted(
                sorted.stream()
                    .skip((long) (page - 1) * rowsOfAPage)
                    .limit(rowsOfAPage)
                    .map(Row::json)
                    .collect(Collectors.joining(",", "[", "]")),
                rowsOfAPage,
                sorted.size(),
                page,
                pages));
  }

  private static Reply user(String id) {
    if (id.equals("UGONE")) {
      return json("{\"ok\":false,\"error\":\"user_not_found\"}");
    }
    return json("{\"ok\":true,\"user\":{\"id\":\"%s\",\"is_bot\":%s,\"is_app_user\":%s,\"profile\":{\"email\":\"%s@example.com\"}}}"
            .formatted(id, id.equals("UBOT"), id.equals("UAPP"), id.toLowerCase(Locale.ROOT)))
        .header("X-OAuth-Scopes", "admin,users:read,users:read.email");
  }

  private List<String> distinct() throws IOException {
    return List.copyOf(new TreeSet<>(polls.landed("id")));
  }

  private void addRows(int number) {
    for (int i = 0; i < number; i++) {
      rows.add(new Row("U" + i % 3, "198.51.100." + i, 1_000 + i, 10 + i, 5));
    }
  }

  @Test
  void bothEndsOfARowBecomeRecordsAndOneThatDidNotMoveBecomesOne() throws Exception {
    rows.add(new Row("UANN", "198.51.100.1", 90, 30, 7));
    rows.add(new Row("UBEN", "198.51.100.2", 20, 20, 1));
    try (TestServer server = TestServer.of(asked -> slack(asked, 1_000))) {
      polls.poll(slack(server, ""));

      assertEquals(
          List.of(
              "uann@example.com 1741937400",
              "uann@example.com 1741941000",
              "uben@example.com 1741941600"),
          polls.landed().stream()
              .map(r -> r.path("email").asText() + " " + r.path("time").asLong())
              .sorted()
              .toList());
      JsonNode record = polls.landed().get(0);
      assertEquals("BigCo ISP", record.path("isp").asText());
      assertFalse(record.has("count") || record.has("date_last"), "what changes with the row");
      assertEquals(3, new TreeSet<>(polls.landed("id")).size());
    }
  }

  @Test
  void aRowThatGoesOnGivesItsNewEndAndNothingTwice() throws Exception {
    rows.add(new Row("UANN", "198.51.100.1", 90, 90, 1));
    try (TestServer server = TestServer.of(asked -> slack(asked, 1_000))) {
      polls.poll(slack(server, ""));
      rows.set(0, new Row("UANN", "198.51.100.1", 90, 30, 7));
      polls.poll(slack(server, ""));

      assertEquals(2, distinct().size());
      assertEquals(2, polls.landed().stream().distinct().count(), "a known record is the same");
    }
  }

  @Test
  void botsAndUsersOfAppsAreLeftOutUnlessWanted() throws Exception {
    for (String user : List.of("UANN", "UBOT", "UAPP", "USLACKBOT", "UGONE")) {
      rows.add(new Row(user, "198.51.100.1", 30, 30, 1));
    }
    try (TestServer server = TestServer.of(asked -> slack(asked, 1_000))) {
      polls.poll(slack(server, ""));
      assertEquals(List.of("UANN", "UGONE"), polls.landed("user_id"));
      assertFalse(
          polls.landed().stream().anyMatch(r -> r.path("email").asText().startsWith("ugone")));

      polls.clear();
      polls.poll(slack(server, "bots: true, emails: false"));
      assertEquals(5, polls.landed().size());
    }
  }

  @Test
  void usersAreAskedForOnce() throws Exception {
    addRows(9);
    try (TestServer server = TestServer.of(asked -> slack(asked, 2))) {
      polls.poll(slack(server, ""));
      polls.poll(slack(server, ""));
      assertEquals(3, server.asked().stream().filter(a -> a.path().endsWith("users.info")).count());

      waiting.advance(Duration.ofDays(8));
      polls.poll(slack(server, ""));
      assertTrue(server.asked().stream().filter(a -> a.path().endsWith("users.info")).count() > 3);
    }
  }

  @Test
  void pagesAreAskedForUntilKnownRecords() throws Exception {
    addRows(10);
    try (TestServer server = TestServer.of(asked -> slack(asked, 2))) {
      Poller slack = slack(server, "emails: false, bots: true, overlap: 1m");
      polls.poll(slack);
      assertEquals(20, distinct().size());
      assertEquals(5, server.asked().size());

      rows.add(new Row("UNEW", "203.0.113.1", 1, 1, 1));
      polls.poll(slack);
      assertEquals(21, distinct().size());
      assertTrue(server.asked().size() <= 7, server.asked().size() + " requests");
    }
  }

  @Test
  void beyondAHundredPagesItGoesOnBeforeTheOldestRow() throws Exception {
    addRows(235);
    try (TestServer server = TestServer.of(asked -> slack(asked, 2))) {
      polls.poll(slack(server, "emails: false, bots: true"));
      assertEquals(470, distinct().size());
    }
  }

  @Test
  void rowsOlderThanTheFirstPollReachesAreLeftOut() throws Exception {
    rows.add(new Row("UANN", "198.51.100.1", 5_000, 30, 9));
    rows.add(new Row("UBEN", "198.51.100.2", 5_000, 4_000, 9));
    try (TestServer server = TestServer.of(asked -> slack(asked, 1_000))) {
      polls.poll(slack(server, "lookback: 1d"));
      assertEquals(List.of("1741941000"), polls.landed("time"));
    }
  }

  @Test
  void killedBetweenAnyTwoRequestsNothingIsLostOrDoubled() throws Exception {
    addRows(9);
    for (int kill = 1; kill <= 8; kill++) {
      polls.clear();
      int last = kill;
      try (TestServer server =
          TestServer.of(asked -> asked.number() == last ? reply(418, "{}") : slack(asked, 2))) {
        Poller slack = slack(server, "overlap: 0s");
        polls.failure(slack);
        // New rows push the others onwards.
        rows.add(new Row("UNEW", "203.0.113." + kill, 5, 5, 1));
        polls.poll(slack);
        assertEquals(18 + kill, distinct().size(), "killed at " + kill);

        polls.forgetLastCursor();
        polls.poll(slack);
        assertEquals(18 + kill, distinct().size());
      }
    }
  }

  @Test
  void aRateLimitIsWaitedForAlsoWhereItComesWithStatus200() throws Exception {
    rows.add(new Row("UANN", "198.51.100.1", 30, 30, 1));
    try (TestServer server =
        TestServer.of(
            asked ->
                switch (asked.number()) {
                  case 1 ->
                      reply(429, "{\"ok\":false,\"error\":\"ratelimited\"}")
                          .header("Retry-After", "30");
                  case 2 ->
                      json("{\"ok\":false,\"error\":\"ratelimited\"}").header("Retry-After", "10");
                  case 3 -> reply(500, "<html>");
                  case 4 -> json("{\"ok\":false,\"error\":\"internal_error\"}");
                  default -> slack(asked, 1_000);
                })) {
      polls.poll(slack(server, ""));
      assertEquals(1, polls.landed().size());
      assertTrue(waiting.seconds().get(0) >= 30 && waiting.seconds().get(1) >= 10);
    }
  }

  @Test
  void arowWithoutTimeIsLandedForTheRejects() throws Exception {
    try (TestServer server =
        TestServer.of(
            asked ->
                json(
                    "{\"ok\":true,\"logins\":[{\"user_id\":\"USLACKBOTX\"}],\"paging\":{\"pages\":1}}"))) {
      polls.poll(slack(server, "emails: false, bots: true"));
      assertEquals(1, polls.landed().size());
      assertFalse(polls.landed().get(0).has("time"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"admin\",\"provided\":\"users:read\"} |"
            + " (missing_scope): the token lacks the scope admin (it has: users:read); add it",
        "{\"ok\":false,\"error\":\"token_revoked\"} | (token_revoked): the token was revoked",
        "{\"ok\":false,\"error\":\"token_expired\"} | (token_expired): the token has expired",
        "{\"ok\":false,\"error\":\"invalid_auth\"} | (invalid_auth): the token is none that Slack knows",
        "{\"ok\":false,\"error\":\"not_allowed_token_type\"} | (not_allowed_token_type): this needs a"
            + " user token (xoxp-...), with the scope admin",
        "{\"ok\":false,\"error\":\"paid_only\"} | (paid_only): access logs are part of Slack's paid",
        "{\"ok\":false,\"error\":\"brand_new\"} | (brand_new): see this error in Slack's"
      })
  void aRefusalSaysWhatToDo(String body, String expected) {
    try (TestServer server = TestServer.of(asked -> json(body))) {
      String message = polls.failure(slack(server, ""));
      assertTrue(
          message.startsWith("transports.t: Slack refuses team.accessLogs " + expected), message);
      assertFalse(message.contains("s3cret"), message);
      assertEquals(1, server.asked().size());
    }
  }

  @Test
  void aTokenThatMayNotSeeEmailAddressesIsToldByItsScope() throws Exception {
    rows.add(new Row("UANN", "198.51.100.1", 30, 30, 1));
    try (TestServer server =
        TestServer.of(
            asked ->
                asked.path().endsWith("users.info")
                    ? json("{\"ok\":true,\"user\":{\"is_bot\":false,\"profile\":{}}}")
                        .header("X-OAuth-Scopes", "admin,users:read")
                    : slack(asked, 1_000))) {
      assertEquals(
          "transports.t: the token lacks the scope users:read.email, so that Slack gives no e-mail"
              + " addresses; add it to the app and install it again, or set emails: false",
          polls.failure(slack(server, "")));
      assertEquals(List.of(), polls.landed());
      polls.poll(slack(server, "emails: false"));
      assertEquals(1, polls.landed().size());
    }
  }

  @Test
  void aPageOfHtmlIsTold() {
    try (TestServer server = TestServer.of(asked -> json("<!doctype html><title>Slack</title>"))) {
      String message = polls.failure(slack(server, ""));
      assertTrue(
          message.startsWith(
              "transports.t: Slack's team.accessLogs answers with a page of HTML or XML"),
          message);
    }
  }

  private static Reply audit(Asked asked, int entries) {
    assertEquals("/api/logs", asked.path());
    long oldest = Long.parseLong(asked.query().get("oldest"));
    long latest = Long.parseLong(asked.query().get("latest"));
    int offset = Integer.parseInt(asked.query().getOrDefault("cursor", "0"));
    List<String> inside = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      long time = NOW.getEpochSecond() - 60L * i;
      if (time >= oldest && time <= latest) {
        inside.add(
            """
            {"id":"e%d","date_create":%d,"action":"user_login","actor":{"type":"user",
             "user":{"email":"ann@example.com"}},"context":{"ip_address":"198.51.100.1"}}"""
                .formatted(i, time));
      }
    }
    String next = offset + 2 < inside.size() ? "" + (offset + 2) : "";
    return json(
        "{\"entries\":%s,\"response_metadata\":{\"next_cursor\":\"%s\"}}"
            .formatted(
                inside.stream().skip(offset).limit(2).collect(Collectors.joining(",", "[", "]")),
                next));
  }

  @Test
  void auditLogsOfAnEnterpriseGridAreLandedAsTheyAre() throws Exception {
    for (int kill = 1; kill <= 4; kill++) {
      polls.clear();
      int last = kill;
      try (TestServer server =
          TestServer.of(asked -> asked.number() == last ? reply(418, "{}") : audit(asked, 5))) {
        Poller slack = slack(server, "api: audit");
        if (kill < 4) {
          polls.failure(slack);
        }
        polls.poll(slack);
        assertEquals(List.of("e0", "e1", "e2", "e3", "e4"), distinct());
        assertEquals("ann@example.com", polls.landed().get(0).at("/actor/user/email").asText());
      }
    }
  }

  @Test
  void anAuditCursorThatIsNoLongerKnownBeginsTheWindowAnew() throws Exception {
    try (TestServer server =
        TestServer.of(
            asked ->
                switch (asked.number()) {
                  case 2 -> reply(418, "{}");
                  case 3 -> json("{\"ok\":false,\"error\":\"invalid_cursor\"}");
                  default -> audit(asked, 5);
                })) {
      Poller slack = slack(server, "api: audit");
      polls.failure(slack);
      polls.poll(slack);
      assertEquals(List.of("e0", "e1", "e2", "e3", "e4"), distinct());
    }
  }

  @Test
  void anAuditTokenOfAWorkspaceIsTold() {
    try (TestServer server =
        TestServer.of(asked -> reply(403, "{\"ok\":false,\"error\":\"feature_not_enabled\"}"))) {
      assertEquals(
          "transports.t: Slack refuses logs (feature_not_enabled): audit logs are part of Enterprise"
              + " Grid, and the token must be of the organization, with the scope auditlogs:read",
          polls.failure(slack(server, "api: audit")));
    }
  }
}
