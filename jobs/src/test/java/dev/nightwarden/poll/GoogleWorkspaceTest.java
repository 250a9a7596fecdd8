package dev.nightwarden.poll;

import static dev.nightwarden.http.TestServer.json;
import static dev.nightwarden.http.TestServer.reply;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightwarden.http.FakeWaiting;
import dev.nightwarden.http.TestServer;
import dev.nightwarden.http.TestServer.Asked;
import dev.nightwarden.http.TestServer.Reply;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Google's Reports API and its tokens, with the documented answers and errors. */
class GoogleWorkspaceTest {
  private static final Instant NOW = Instant.parse("2025-03-14T09:00:00Z");
  private static final int PAGE = 2;
  private static final KeyPair KEY = key();

  @TempDir Path folder;
  private final FakeWaiting waiting = new FakeWaiting(NOW);
  private final List<Integer> minutes = new ArrayList<>();
  private int tokens;
  private Polls polls;

  private static KeyPair key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void fiveLoginsAreThere() {
    polls = new Polls(folder, waiting);
    minutes.addAll(List.of(1, 2, 3, 4, 5));
  }

  private String keyFile(TestServer server) throws IOException {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(KEY.getPrivate().getEncoded()));
    Map<String, String> file =
        Map.of(
            "type", "service_account",
            "client_email", "poller@project.iam.gserviceaccount.com",
            "private_key_id", "k1",
            "private_key", pem,
            "token_uri", server.url() + "/token");
    return Files.writeString(
            folder.resolve("key.json"), new ObjectMapper().writeValueAsString(file))
        .toString();
  }

  private Poller google(TestServer server, String keys) throws IOException {
    return polls.transport(
        "{type: gsuite, credentials_file: \"%s\", admin: audit@example.com, url: \"%s\"%s}"
            .formatted(keyFile(server), server.url(), keys.isEmpty() ? "" : ", " + keys));
  }

  private Reply token(Asked asked) throws Exception {
    Map<String, String> form = new LinkedHashMap<>();
    for (String part : asked.body().split("&", -1)) {
      String[] both = part.split("=", 2);
      form.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
    }
    assertEquals("urn:ietf:params:oauth:grant-type:jwt-bearer", form.get("grant_type"));
    String[] parts = form.get("assertion").split("\\.", -1);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(KEY.getPublic());
    signature.update((parts[0] + "." + parts[1]).getBytes(US_ASCII));
    assertTrue(signature.verify(Base64.getUrlDecoder().decode(parts[2])), "signature");
    JsonNode header = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[0]));
    assertEquals("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}", header.toString());
    JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
    assertEquals("audit@example.com", claims.path("sub").asText());
    assertEquals(3600, claims.path("exp").asLong() - claims.path("iat").asLong());
    assertEquals(
        "https://www.googleapis.com/auth/admin.reports.audit.readonly",
        claims.path("scope").asText());
    assertTrue(claims.path("aud").asText().endsWith("/token"));
    tokens++;
    return json(
        "{\"access_token\":\"ya29.t%d\",\"expires_in\":3599,\"token_type\":\"Bearer\"}"
            .formatted(tokens));
  }

  private static Instant time(int minute) {
    return NOW.minus(Duration.ofMinutes(minute));
  }

  private static String activity(int minute, String application) {
    return """
    {"kind":"admin#reports#activity","id":{"time":"%s","uniqueQualifier":"-%d","applicationName":"%s",
      "customerId":"C03az79cb"},"etag":"x","actor":{"email":"ann@example.com","profileId":"1"},
     "ipAddress":"198.51.100.%d","events":[{"type":"login","name":"login_success","parameters":[
       {"name":"login_type","value":"google_password"},{"name":"is_suspicious","boolValue":false},
       {"name":"count","intValue":"9007199254740993"},
       {"name":"login_challenge_method","multiValue":["password","none"]},
       {"name":"device","messageValue":{"parameter":[{"name":"id","value":"d1"}]}}]},
      {"type":"login","name":"login_failure"}]}"""
        .formatted(time(minute), 1000 + minute, application, minute);
  }

  /** Answers as Google does, the newest first. */
  private Reply google(Asked asked) throws Exception {
    if (asked.path().equals("/token")) {
      return token(asked);
    }
    assertTrue(asked.path().startsWith("/admin/reports/v1/activity/users/all/applications/"));
    if (!asked.headers().get("authorization").equals("Bearer ya29.t" + tokens)) {
      return reply(401, "{\"error\":{\"code\":401,\"message\":\"Invalid Credentials\"}}");
    }
    String application = asked.path().substring(asked.path().lastIndexOf('/') + 1);
    Instant from = Instant.parse(asked.query().get("startTime"));
    Instant to = Instant.parse(asked.query().get("endTime"));
    List<Integer> inside =
        minutes.stream()
            .filter(m -> !time(m).isBefore(from) && !time(m).isAfter(to))
            .sorted(Comparator.naturalOrder())
            .toList();
    int offset = Integer.parseInt(asked.query().getOrDefault("pageToken", "p0").substring(1));
    String items =
        inside.stream()
            .skip(offset)
            .limit(PAGE)
            .map(minute -> activity(minute, application))
            .collect(Collectors.joining(","));
    String next =
        offset + PAGE < inside.size() ? ",\"nextPageToken\":\"p%d\"".formatted(offset + PAGE) : "";
    // Without any, Google leaves the key out.
    return json(
        "{\"kind\":\"admin#reports#activities\",\"etag\":\"y\"%s%s}"
            .formatted(items.isEmpty() ? "" : ",\"items\":[" + items + "]", next));
  }

  private List<String> distinct() throws IOException {
    return List.copyOf(new TreeSet<>(polls.landed("id")));
  }

  @Test
  void eachEventIsARecordWithItsParametersAtDottedPaths() throws Exception {
    minutes.clear();
    minutes.add(3);
    try (TestServer server = TestServer.of(this::google)) {
      polls.poll(google(server, ""));

      assertEquals(
          new ObjectMapper()
              .readTree(
                  """
                  {"id":"login/2025-03-14T08:57:00Z/-1003/0","time":"2025-03-14T08:57:00Z",
                   "application":"login","customer_id":"C03az79cb",
                   "actor":{"email":"ann@example.com","profileId":"1"},"ipAddress":"198.51.100.3",
                   "event":{"type":"login","name":"login_success"},
                   "parameters":{"login_type":"google_password","is_suspicious":false,
                     "count":9007199254740993,"login_challenge_method":["password","none"],
                     "device":{"id":"d1"}}}"""),
          polls.landed().get(0));
      assertEquals(1, polls.landed().size(), "login_failure is left out");

      polls.clear();
      polls.poll(google(server, "exclude_events: []"));
      assertEquals(List.of("login_failure", "login_success"), polls.landed("event.name"));
      polls.clear();
      polls.poll(google(server, "exclude_events: [login_success, login_failure]"));
      assertEquals(List.of(), polls.landed());
    }
  }

  @Test
  void allPagesOfAllApplicationsAreLandedAndThenWhatIsNewOrLate() throws Exception {
    try (TestServer server = TestServer.of(this::google)) {
      Poller google = google(server, "applications: [login, token]");
      polls.poll(google);
      assertEquals(10, distinct().size());
      assertEquals(10, polls.landed().size());

      waiting.advance(Duration.ofHours(2));
      minutes.addAll(List.of(-60, 30));
      polls.poll(google);
      assertEquals(14, distinct().size(), "one that is new and one that came late, of two");
      assertEquals(
          "2025-03-13T09:00:00Z",
          server.asked().get(server.asked().size() - 1).query().get("startTime"));
      assertEquals(2, tokens);
    }
  }

  @Test
  void noActivitiesAreAnAnswerToo() throws Exception {
    minutes.clear();
    try (TestServer server = TestServer.of(this::google)) {
      polls.poll(google(server, ""));
      assertEquals(List.of(), polls.landed());
      assertEquals(1, polls.cursors().size());
    }
  }

  @Test
  void killedBetweenAnyTwoRequestsNothingIsLostOrDoubled() throws Exception {
    for (int kill = 1; kill <= 7; kill++) {
      polls.clear();
      int last = kill;
      try (TestServer server =
          TestServer.of(asked -> asked.number() == last ? reply(418, "{}") : google(asked))) {
        Poller google = google(server, "applications: [login, token], overlap: 0s");
        polls.failure(google);
        polls.poll(google);
        assertEquals(10, distinct().size(), "killed at " + kill);
        polls.forgetLastCursor();
        polls.poll(google);
        assertEquals(10, distinct().size(), "killed at " + kill);
      }
    }
  }

  @Test
  void aTokenThatExpiresIsTakenAnew() throws Exception {
    try (TestServer server =
        TestServer.of(
            asked -> {
              if (asked.number() == 3) {
                tokens++;
              }
              return google(asked);
            })) {
      polls.poll(google(server, ""));
      assertEquals(5, distinct().size());
      assertEquals(3, tokens);
    }
  }

  @Test
  void aQuotaIsWaitedForAlsoWhereItComesWithStatus403() throws Exception {
    try (TestServer server =
        TestServer.of(
            asked ->
                switch (asked.number()) {
                  case 2 ->
                      reply(
                          403,
                          "{\"error\":{\"code\":403,\"errors\":[{\"reason\":\"rateLimitExceeded\"}]}}");
                  case 3 -> reply(429, "");
                  case 4 -> reply(503, "");
                  default -> google(asked);
                })) {
      polls.poll(google(server, ""));
      assertEquals(5, distinct().size());
      assertEquals(3, waiting.seconds().size());
    }
  }

  @Test
  void aPageTokenThatIsNoLongerKnownBeginsTheWindowAnew() throws Exception {
    try (TestServer server =
        TestServer.of(
            asked ->
                switch (asked.number()) {
                  case 3 -> reply(418, "{}");
                  case 5 -> reply(400, "{\"error\":{\"message\":\"Invalid pageToken\"}}");
                  default -> google(asked);
                })) {
      Poller google = google(server, "");
      polls.failure(google);
      polls.poll(google);
      assertEquals(5, distinct().size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | unauthorized_client | Client is unauthorized to retrieve access tokens | grant the client"
            + " id of the service account domain-wide delegation for the scope"
            + " https://www.googleapis.com/auth/admin.reports.audit.readonly",
        "400 | invalid_grant | Invalid email or User ID | is admin (audit@example.com) a user of the"
            + " domain",
        "400 | invalid_grant | Invalid JWT Signature. | the key was deleted; make a new one",
        "401 | invalid_client | The OAuth client was not found. | the service account, or its key, was"
            + " deleted or disabled"
      })
  void aRefusedTokenSaysWhatToDo(int status, String error, String words, String advice) {
    try (TestServer server =
        TestServer.of(
            asked ->
                reply(
                        status,
                        "{\"error\":\"%s\",\"error_description\":\"%s\"}".formatted(error, words))
                    .at(NOW))) {
      String message = polls.failure(google(server, ""));
      assertTrue(
          message.startsWith(
              "transports.t: Google gives poller@project.iam.gserviceaccount.com no token (%s, %s): %s"
                  .formatted(error, words, advice)),
          message);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aClockThatIsWrongIsTold() throws Exception {
    try (TestServer server =
        TestServer.of(
            asked ->
                reply(400, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT\"}")
                    .at(NOW.plus(Duration.ofHours(3))))) {
      String message = polls.failure(google(server, ""));
      assertTrue(
          message.endsWith(
              "the clock of this machine is 180 minutes behind Google's; set it right"),
          message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | authError | it takes no token of this account; is audit@example.com a user of the domain,"
            + " and has the service account the scope",
        "403 | forbidden | audit@example.com may not read reports, or the domain-wide delegation lacks"
            + " the scope https://www.googleapis.com/auth/admin.reports.audit.readonly",
        "403 | accessNotConfigured | turn on the Admin SDK API in the service account's project",
        "400 | invalid | it does not take the request; is there such an application?"
      })
  void aRefusedRequestSaysWhatToDo(int status, String reason, String advice) throws Exception {
    try (TestServer server =
        TestServer.of(
            asked ->
                asked.path().equals("/token")
                    ? token(asked)
                    : reply(
                        status,
                        "{\"error\":{\"message\":\"No.\",\"errors\":[{\"reason\":\"%s\"}]}}"
                            .formatted(reason)))) {
      String message = polls.failure(google(server, ""));
      assertTrue(
          message.startsWith(
              "transports.t: Google's Reports API for login answers with status %d: %s"
                  .formatted(status, advice)),
          message);
      assertTrue(message.endsWith("; it says: No."), message);
      assertFalse(message.contains("ya29"), message);
    }
  }

  @Test
  void aKeyFileThatIsNoneIsToldWithoutItsContent() throws Exception {
    try (TestServer server = TestServer.of(this::google)) {
      Poller google = google(server, "");
      Path file = folder.resolve("key.json");
      Map.of(
              "s3cret", "it is not JSON",
              "{\"client_email\":\"a\"}", "it has no private_key",
              "{\"client_email\":\"a\",\"private_key\":\"s3cret\"}",
                  "its private_key is not an RSA key in PKCS #8")
          .forEach(
              (content, problem) -> {
                try {
                  Files.writeString(file, content);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
                String message = polls.failure(google);
                assertTrue(message.contains("key.json: " + problem), message);
                assertFalse(message.contains("s3cret"), message);
              });
      Files.delete(file);
      assertTrue(polls.failure(google).contains("it cannot be read: NoSuchFileException"));
      assertEquals(List.of(), server.asked());
    }
  }

  @Test
  void aPageThatPointsToItselfIsLandedAndTold() throws Exception {
    try (TestServer server =
        TestServer.of(
            asked ->
                asked.path().equals("/token")
                    ? token(asked)
                    : json(
                        "{\"items\":[%s],\"nextPageToken\":\"p\"}"
                            .formatted(activity(1, "login"))))) {
      assertEquals(
          "transports.t: a page of login activities points to itself, or to one before it; try again"
              + " later",
          polls.failure(google(server, "")));
      assertEquals(1, distinct().size());
    }
  }
}
