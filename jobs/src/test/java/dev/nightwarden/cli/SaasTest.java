package dev.nightwarden.cli;

import static dev.nightwarden.http.TestServer.json;
import static dev.nightwarden.http.TestServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.http.TestServer;
import dev.nightwarden.http.TestServer.Asked;
import dev.nightwarden.http.TestServer.Reply;
import dev.nightwarden.poll.Services;
import dev.nightwarden.ship.CsvText;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code configs/saas.yml}, with services on this machine in place of Slack and Google. */
class SaasTest {
  private static final int DAYS = 29;
  private static final String USUAL = "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0";
  private static final Map<String, String> EMAILS =
      Map.of("U1", "jo@example.com", "U2", "ann@example.com");

  /** A command of the walk, as the head of the config has it. */
  private static final Pattern COMMAND =
      Pattern.compile("#\\s+scripts/nightwarden (\\w+) --config (configs/saas\\.yml)(\\s+#.*)?");

  @TempDir Path folder;
  private final Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
  private final List<Session> sessions = new ArrayList<>();
  private final List<String> posts = Collections.synchronizedList(new ArrayList<>());
  private boolean hasDied;
  private int killedAt = Integer.MAX_VALUE;

  /**
   * Somebody is in Slack from a time to a time, and logs in to Google at the first.
   *
   * @param user Slack's id
   */
  private record Session(String user, Instant from, Instant to, String ip, String agent) {
    String email() {
      return EMAILS.get(user);
    }
  }

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  @BeforeEach
  void aMonthInOneCityAndOneNightInAnother() {
    addAMonth("U1", 1);
  }

  /** With a night in another city so many days ago. */
  private void addAMonth(String user, int oddDay) {
    for (int day = 1; day <= DAYS; day++) {
      Instant morning = today.minus(Duration.ofDays(day)).plus(Duration.ofHours(8));
      sessions.add(
          new Session(
              user,
              morning.plusSeconds(day),
              morning.plusSeconds(30_000),
              "192.0.2." + day,
              USUAL));
    }
    Instant night = today.minus(Duration.ofDays(oddDay)).plus(Duration.ofHours(3));
    sessions.add(new Session(user, night, night.plusSeconds(120), "192.0.2.200", "curl/8.5.0"));
    sessions.sort(Comparator.comparing(Session::to).reversed());
  }

  private Reply answer(Asked asked) {
    if (asked.number() == killedAt) {
      return reply(418, "{}");
    }
    if (asked.path().equals("/api/chat.postMessage") && !hasDied) {
      // The first post is where the night dies.
      hasDied = true;
      return reply(418, "{}");
    }
    return service(asked);
  }

  private Reply service(Asked asked) {
    return switch (asked.path()) {
      case "/api/team.accessLogs" -> slack(Integer.parseInt(asked.query().get("page")));
      case "/api/users.info" ->
          json(
              "{\"ok\":true,\"user\":{\"is_bot\":false,\"profile\":{\"email\":\"%s\"}}}"
                  .formatted(
                      asked.query().get("user").equals("U1")
                          ? "jo@home.example"
                          : "ann@example.com"));
      case "/api/chat.postMessage" -> posted(asked.body());
      case "/token" -> json("{\"access_token\":\"t\",\"expires_in\":3600}");
      default -> google(asked.query());
    };
  }

  private Reply posted(String body) {
    posts.add(body);
    return json(
        "{\"ok\":true,\"channel\":\"C0123ABCDEF\",\"ts\":\"%d.1\"}".formatted(posts.size()));
  }

  /** Eight rows a page, the newest first. */
  private Reply slack(int page) {
    return json(
        sessions.stream()
            .skip((page - 1) * 8L)
            .limit(8)
            .map(
                s ->
                    "{\"user_id\":\"%s\",\"username\":\"x\",\"date_first\":%d,\"date_last\":%d,\"count\":9,\"ip\":\"%s\",\"user_agent\":\"%s\"}"
                        .formatted(
                            s.user, s.from.getEpochSecond(), s.to.getEpochSecond(), s.ip, s.agent))
            .collect(
                Collectors.joining(
                    ",",
                    "{\"ok\":true,\"logins\":[",
                    "],\"paging\":{\"pages\":%d}}".formatted((sessions.size() + 7) / 8))));
  }

  private Reply google(Map<String, String> query) {
    int offset = Integer.parseInt(query.getOrDefault("pageToken", "0"));
    Instant since = Instant.parse(query.get("startTime"));
    List<Session> inside = sessions.stream().filter(s -> !s.from.isBefore(since)).toList();
    String next =
        offset + 16 < inside.size() ? ",\"nextPageToken\":\"%d\"".formatted(offset + 16) : "";
    return json(
        inside.stream()
            .skip(offset)
            .limit(16)
            .map(
                s ->
                    ("{\"id\":{\"time\":\"%s\",\"uniqueQualifier\":\"%s\",\"applicationName\":\"login\"},"
                            + "\"actor\":{\"email\":\"%s\"},\"ipAddress\":\"%s\","
                            + "\"events\":[{\"type\":\"login\",\"name\":\"login_success\"}]}")
                        .formatted(s.from, s.user, s.email(), s.ip))
            .collect(Collectors.joining(",", "{\"items\":[", "]" + next + "}")));
  }

  /** What is different here from the config as it stands. */
  private List<String> changes(TestServer server) {
    List<String> changes = new ArrayList<>();
    Map.of(
            "warehouse",
            folder + "/warehouse",
            "transports.slack.url",
            server.url() + "/api",
            "transports.google.url",
            server.url(),
            "geoip.city_db",
            "../test-data/geoip/city.mmdb",
            "geoip.asn_db",
            "../test-data/geoip/asn.mmdb",
            "shippers.csv.filename",
            folder + "/alerts.csv",
            "shippers.alerts.url",
            server.url() + "/api",
            "report",
            "null")
        .forEach((name, value) -> changes.addAll(List.of("--set", name + "=" + value)));
    return changes;
  }

  private List<String> options(TestServer server) throws IOException {
    List<String> options = new ArrayList<>(List.of("--config", "../configs/saas.yml"));
    options.addAll(changes(server));
    Map.of(
            "transports.slack.token",
            "xoxp-s3cret",
            "transports.google.credentials_file",
            Services.keyFile(server, folder).toString(),
            "shippers.alerts.token",
            "xoxb-s3cret")
        .forEach((name, value) -> options.addAll(List.of("--set", name + "=" + value)));
    return options;
  }

  private static String[] with(String command, List<String> options) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(options);
    return all.toArray(String[]::new);
  }

  @Test
  void aMonthIsPolledDiesAtEachRequestAndTheOddNightIsFoundAndPosted() throws Exception {
    try (TestServer server = TestServer.of(this::answer)) {
      List<String> options = options(server);
      int deaths = 0;
      Ended poll;
      do {
        // Each poll comes one request further than the one before, then dies.
        deaths++;
        killedAt = server.asked().size() + deaths;
        poll = Commands.run(with("poll", options));
      } while (poll.code() == 1 && deaths < 30);
      assertEquals(0, poll.code(), poll.errors());
      assertTrue(deaths > 3, deaths + " deaths");
      killedAt = Integer.MAX_VALUE;

      List<String> notifying = new ArrayList<>(options);
      notifying.add("--notify");
      Ended night = Commands.runJob(folder, "run", notifying.toArray(String[]::new));
      assertEquals(1, night.code(), "died at its first post");
      night = Commands.runJob(folder, "ship", notifying.toArray(String[]::new));
      assertEquals(0, night.code(), night.errors());
      assertEquals(messages(), ids());
      assertEquals(0, warehouse().read(Table.REJECTS).count());

      List<List<String>> alerts = CsvText.parse(Files.readString(folder.resolve("alerts.csv")));
      int actor = alerts.get(0).indexOf("actor");
      int reason = alerts.get(0).indexOf("reason");
      assertTrue(
          alerts.stream()
              .anyMatch(
                  row ->
                      row.get(actor).equals("jo@example.com")
                          && row.get(reason).startsWith("city \"Singapore\" never seen")),
          alerts.toString());
      assertTrue(posts.stream().anyMatch(post -> post.contains("Singapore")), posts + "");
      assertEquals(posts.size(), Set.copyOf(posts).size(), "nothing is posted twice");

      night = Commands.runJob(folder, "ingest", options.toArray(String[]::new));
      assertEquals(0, night.code(), night.errors());
      assertEquals(messages(), ids(), "what is fetched again adds nothing");
    }
  }

  @Test
  @Tag("long")
  void theWalkOfTheDocsIsKilledAtEachRequestAndPostsEachOddNight() throws Exception {
    addAMonth("U2", 3);
    Deaths deaths = new Deaths(folder, this::service, SaasTest::name, number -> {});
    try (TestServer server = TestServer.of(deaths)) {
      Map<String, String> environment =
          Map.of(
              "SLACK_TOKEN",
              "xoxp-s3cret",
              "GOOGLE_KEY_FILE",
              Services.keyFile(server, folder).toString(),
              "SLACK_BOT_TOKEN",
              "xoxb-s3cret");
      List<String> ran = new ArrayList<>();
      for (String line : Files.readAllLines(Path.of("../configs/saas.yml"))) {
        Matcher command = COMMAND.matcher(line);
        if (command.matches()) {
          ran.add(command.group(1));
          List<String> words =
              new ArrayList<>(List.of(command.group(1), "--config", "../" + command.group(2)));
          words.addAll(changes(server));
          if (command.group(1).equals("run")) {
            words.add("--notify");
          }
          deaths.run(environment, words);
        }
      }
      assertEquals(List.of("poll", "validate", "run"), ran);
      assertEquals(messages(), ids());

      // A post that was in flight at a death may be there again, and right after itself.
      List<String> once = new ArrayList<>();
      for (String post : posts) {
        if (once.isEmpty() || !once.get(once.size() - 1).equals(post)) {
          once.add(post);
        }
      }
      assertEquals(2, once.size(), once + "");
      assertTrue(once.stream().anyMatch(post -> post.contains("of jo@example.com")), once + "");
      assertTrue(once.stream().anyMatch(post -> post.contains("of ann@example.com")), once + "");
      assertTrue(posts.size() <= once.size() + 4, "two deaths at each: " + posts.size());

      int posted = posts.size();
      List<String> again = options(server);
      again.add("--notify");
      Ended ship = Commands.runJob(folder, "ship", again.toArray(String[]::new));
      assertEquals(0, ship.code(), ship.errors());
      assertEquals(posted, posts.size(), "what was posted is remembered");
    }
  }

  /** What a request is for, whenever it is made. */
  private static String name(Asked asked) {
    Map<String, String> query = asked.query();
    return switch (asked.path()) {
      case "/api/chat.postMessage" -> asked.body();
      case "/api/users.info" -> "user " + query.get("user");
      default -> asked.path() + query.get("page") + query.get("pageToken");
    };
  }

  private Warehouse warehouse() {
    return new Warehouse(SharedSpark.session(), folder + "/warehouse");
  }

  /** Of each message its transport and time. */
  private List<String> ids() {
    return warehouse()
        .read(Table.MESSAGES)
        .selectExpr(
            "transport", "unix_seconds(event_time)", "variant_get(data, '$.user', 'string')")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }

  /** Both ends of each session in Slack, one login to Google; all of one person. */
  private List<String> messages() throws IOException {
    Set<String> expected = new TreeSet<>();
    for (Session session : sessions) {
      for (Instant end : List.of(session.from, session.to)) {
        expected.add("[slack,%d,%s]".formatted(end.getEpochSecond(), session.email()));
      }
      expected.add("[google,%d,%s]".formatted(session.from.getEpochSecond(), session.email()));
    }
    return List.copyOf(expected);
  }
}
