package dev.nightwarden.cli;

import static dev.nightwarden.http.TestServer.json;
import static dev.nightwarden.http.TestServer.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.http.TestServer;
import dev.nightwarden.http.TestServer.Asked;
import dev.nightwarden.http.TestServer.Reply;
import dev.nightwarden.ship.CsvText;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code configs/saas.yml}, with services on this machine in place of Slack and Google. */
class SaasTest {
  private static final int DAYS = 29;
  private static final String USUAL = "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0";

  @TempDir Path folder;
  private final Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
  private final List<Session> sessions = new ArrayList<>();
  private int killedAt = Integer.MAX_VALUE;

  /** Somebody is in Slack from a time to a time, and logs in to Google at the first. */
  private record Session(Instant from, Instant to, String ip, String agent) {}

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  @BeforeEach
  void aMonthInOneCityAndOneNightInAnother() {
    for (int day = 1; day <= DAYS; day++) {
      Instant morning = today.minus(Duration.ofDays(day)).plus(Duration.ofHours(8));
      sessions.add(
          new Session(
              morning.plusSeconds(day), morning.plusSeconds(30_000), "192.0.2." + day, USUAL));
    }
    Instant night = today.minus(Duration.ofDays(1)).plus(Duration.ofHours(3));
    sessions.add(new Session(night, night.plusSeconds(120), "192.0.2.200", "curl/8.5.0"));
    sessions.sort(Comparator.comparing(Session::to).reversed());
  }

  private Reply answer(Asked asked) {
    if (asked.number() == killedAt) {
      return reply(418, "{}");
    }
    return switch (asked.path()) {
      case "/api/team.accessLogs" -> slack(Integer.parseInt(asked.query().get("page")));
      case "/api/users.info" ->
          json(
              "{\"ok\":true,\"user\":{\"is_bot\":false,\"profile\":{\"email\":\"jo@home.example\"}}}");
      case "/token" -> json("{\"access_token\":\"t\",\"expires_in\":3600}");
      default -> google(asked.query());
    };
  }

  /** Eight rows a page, the newest first. */
  private Reply slack(int page) {
    return json(
        sessions.stream()
            .skip((page - 1) * 8L)
            .limit(8)
            .map(
                s ->
                    "{\"user_id\":\"U1\",\"username\":\"jo\",\"date_first\":%d,\"date_last\":%d,\"count\":9,\"ip\":\"%s\",\"user_agent\":\"%s\"}"
                        .formatted(s.from.getEpochSecond(), s.to.getEpochSecond(), s.ip, s.agent))
            .collect(
                Collectors.joining(
                    ",", "{\"ok\":true,\"logins\":[", "],\"paging\":{\"pages\":4}}")));
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
                    ("{\"id\":{\"time\":\"%s\",\"uniqueQualifier\":\"1\",\"applicationName\":\"login\"},"
                            + "\"actor\":{\"email\":\"jo@example.com\"},\"ipAddress\":\"%s\","
                            + "\"events\":[{\"type\":\"login\",\"name\":\"login_success\"}]}")
                        .formatted(s.from, s.ip))
            .collect(Collectors.joining(",", "{\"items\":[", "]" + next + "}")));
  }

  private List<String> options(TestServer server) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    String pem =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----"
            .formatted(
                Base64.getMimeEncoder()
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded()));
    Path key =
        Files.writeString(
            folder.resolve("key.json"),
            new ObjectMapper()
                .writeValueAsString(
                    Map.of(
                        "client_email",
                        "a@b.example",
                        "private_key",
                        pem,
                        "token_uri",
                        server.url() + "/token")));
    List<String> options = new ArrayList<>(List.of("--config", "../configs/saas.yml"));
    Map.of(
            "warehouse",
            folder + "/warehouse",
            "transports.slack.token",
            "xoxp-s3cret",
            "transports.slack.url",
            server.url() + "/api",
            "transports.google.credentials_file",
            key.toString(),
            "transports.google.url",
            server.url(),
            "geoip.city_db",
            "../test-data/geoip/city.mmdb",
            "geoip.asn_db",
            "../test-data/geoip/asn.mmdb",
            "shippers.csv.filename",
            folder + "/alerts.csv",
            "report",
            "null")
        .forEach((name, value) -> options.addAll(List.of("--set", name + "=" + value)));
    return options;
  }

  private static String[] with(String command, List<String> options) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(options);
    return all.toArray(String[]::new);
  }

  @Test
  void aMonthIsPolledDiesAtEachRequestAndTheOddNightIsFound() throws Exception {
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

      Ended night = Commands.runJob(folder, "run", options.toArray(String[]::new));
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

      night = Commands.runJob(folder, "ingest", options.toArray(String[]::new));
      assertEquals(0, night.code(), night.errors());
      assertEquals(messages(), ids(), "what is fetched again adds nothing");
    }
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
        expected.add("[slack,%d,jo@example.com]".formatted(end.getEpochSecond()));
      }
      expected.add("[google,%d,jo@example.com]".formatted(session.from.getEpochSecond()));
    }
    return List.copyOf(expected);
  }
}
