package dev.nightwarden.poll;

import static dev.nightwarden.http.TestServer.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightwarden.http.TestServer;
import dev.nightwarden.http.TestServer.Asked;
import dev.nightwarden.http.TestServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All services that are polled, on one server: the same events in the pages of each, two a page, as
 * its documentation describes them.
 */
public final class Services implements TestServer.Script {
  private static final int PAGE = 2;

  /** A row of the access logs says of both its ends that somebody was there. */
  private static final Duration SESSION = Duration.ofMinutes(10);

  private final List<Event> events = Collections.synchronizedList(new ArrayList<>());

  /**
   * What happened.
   *
   * @param time null: no service says when
   */
  private record Event(int number, Instant time) {
    long seconds() {
      return time.getEpochSecond();
    }

    /** What has no time comes first, where it does the most harm. */
    long place() {
      return time == null ? Long.MAX_VALUE : seconds();
    }
  }

  /** A way to be asked. */
  public enum Kind {
    ACCESS("api/team.accessLogs"),
    AUDIT("audit/logs"),
    GOOGLE("admin/reports/v1/activity/users/all/applications/login"),
    CURSOR("cursor"),
    NUMBER("number"),
    LINK("link"),
    WINDOW("window");

    private final String path;

    Kind(String path) {
      this.path = path;
    }

    /** The name of its transport in a config. */
    public String transport() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Where the array of records is in its answers. */
    String array() {
      return switch (this) {
        case ACCESS -> "logins";
        case AUDIT -> "entries";
        default -> "items";
      };
    }

    static Kind of(Asked asked) {
      return Arrays.stream(values())
          .filter(kind -> asked.path().equals("/" + kind.path))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Something that happened then; at null where nobody says. */
  public void add(Instant time) {
    synchronized (events) {
      events.add(new Event(events.size() + 1, time));
    }
  }

  /** The messages of a transport, each as its name and its second, sorted. */
  public List<String> messages(Kind kind) {
    synchronized (events) {
      return events.stream()
          .filter(event -> event.time != null)
          .flatMap(
              event ->
                  kind == Kind.ACCESS
                      ? List.of(event.time, event.time.minus(SESSION)).stream()
                      : List.of(event.time).stream())
          .map(time -> kind.transport() + " " + time.getEpochSecond())
          .sorted()
          .toList();
    }
  }

  /** Whether a request is for records, and not for a token or a user. */
  static boolean isOfRecords(Asked asked) {
    return !asked.path().equals("/token") && !asked.path().equals("/api/users.info");
  }

  @Override
  public Reply to(Asked asked) {
    return switch (asked.path()) {
      case "/token" -> json("{\"access_token\":\"ya29.t\",\"expires_in\":3599}");
      case "/api/users.info" ->
          json(
              "{\"ok\":true,\"user\":{\"is_bot\":false,\"profile\":{\"email\":\"%s@example.com\"}}}"
                  .formatted(asked.query().get("user")));
      default ->
          switch (Kind.of(asked)) {
            case ACCESS -> accessLogs(asked);
            case AUDIT -> auditLogs(asked);
            case GOOGLE -> google(asked);
            case CURSOR -> byCursor(asked);
            case NUMBER -> byNumber(asked);
            case LINK -> byLink(asked);
            case WINDOW -> byWindow(asked);
          };
    };
  }

  /** The newest first. */
  private List<Event> newest(Instant from, Instant to) {
    synchronized (events) {
      return events.stream()
          .filter(e -> e.time == null || !(e.time.isBefore(from) || e.time.isAfter(to)))
          .sorted(Comparator.comparingLong(Event::place).reversed())
          .toList();
    }
  }

  /** As they came. */
  private List<Event> inOrder() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  private static String array(List<Event> all, int offset, Function<Event, String> written) {
    return all.stream()
        .skip(offset)
        .limit(PAGE)
        .map(written)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static boolean isAfter(List<Event> all, int offset) {
    return offset + PAGE < all.size();
  }

  private Reply accessLogs(Asked asked) {
    String before = asked.query().get("before");
    Instant to = before == null ? Instant.MAX : Instant.ofEpochSecond(Long.parseLong(before));
    List<Event> all = newest(Instant.MIN, to);
    int page = Integer.parseInt(asked.query().get("page"));
    return json(
        "{\"ok\":true,\"logins\":%s,\"paging\":{\"page\":%d,\"pages\":%d}}"
            .formatted(
                array(all, (page - 1) * PAGE, Services::row),
                page,
                (all.size() + PAGE - 1) / PAGE));
  }

  private static String row(Event event) {
    String times =
        event.time == null
            ? ""
            : "\"date_first\":%d,\"date_last\":%d,"
                .formatted(event.time.minus(SESSION).getEpochSecond(), event.seconds());
    return "{\"user_id\":\"U%d\",\"username\":\"jo\",%s\"count\":3,\"ip\":\"192.0.2.%d\",\"user_agent\":\"x\"}"
        .formatted(event.number % 2, times, event.number);
  }

  private Reply auditLogs(Asked asked) {
    List<Event> all =
        newest(
            Instant.ofEpochSecond(Long.parseLong(asked.query().get("oldest"))),
            Instant.ofEpochSecond(Long.parseLong(asked.query().get("latest"))));
    int offset = Integer.parseInt(asked.query().getOrDefault("cursor", "0"));
    return json(
        "{\"entries\":%s,\"response_metadata\":{\"next_cursor\":\"%s\"}}"
            .formatted(
                array(all, offset, Services::entry), isAfter(all, offset) ? offset + PAGE : ""));
  }

  private static String entry(Event event) {
    String time = event.time == null ? "" : ",\"date_create\":" + event.seconds();
    return "{\"id\":\"e%d\"%s,\"action\":\"user_login\"}".formatted(event.number, time);
  }

  private Reply google(Asked asked) {
    List<Event> all =
        newest(
            Instant.parse(asked.query().get("startTime")),
            Instant.parse(asked.query().get("endTime")));
    int offset = Integer.parseInt(asked.query().getOrDefault("pageToken", "0"));
    String next = isAfter(all, offset) ? ",\"nextPageToken\":\"%d\"".formatted(offset + PAGE) : "";
    // Without any, Google leaves the key out.
    String items = all.isEmpty() ? "" : ",\"items\":" + array(all, offset, Services::activity);
    return json("{\"kind\":\"admin#reports#activities\"%s%s}".formatted(items, next));
  }

  private static String activity(Event event) {
    String time = event.time == null ? "" : "\"time\":\"%s\",".formatted(event.time);
    return ("{\"id\":{%s\"uniqueQualifier\":\"%d\",\"applicationName\":\"login\"},"
            + "\"actor\":{\"email\":\"jo@example.com\"},"
            + "\"events\":[{\"type\":\"login\",\"name\":\"login_success\"}]}")
        .formatted(time, event.number);
  }

  private static String record(Event event) {
    String time = event.time == null ? "" : ",\"time\":\"%s\"".formatted(event.time);
    return "{\"id\":\"r%d\"%s}".formatted(event.number, time);
  }

  private Reply byCursor(Asked asked) {
    return byCursor(asked, inOrder());
  }

  private static Reply byCursor(Asked asked, List<Event> all) {
    int offset = Integer.parseInt(asked.query().getOrDefault("cursor", "0"));
    String next = isAfter(all, offset) ? "\"%d\"".formatted(offset + PAGE) : "null";
    return json("{\"items\":%s,\"next\":%s}".formatted(array(all, offset, Services::record), next));
  }

  private Reply byNumber(Asked asked) {
    int offset = (Integer.parseInt(asked.query().get("page")) - 1) * PAGE;
    return json("{\"items\":%s}".formatted(array(inOrder(), offset, Services::record)));
  }

  private Reply byLink(Asked asked) {
    List<Event> all = inOrder();
    int offset = Integer.parseInt(asked.query().getOrDefault("after", "0"));
    Reply reply = json("{\"items\":%s}".formatted(array(all, offset, Services::record)));
    return isAfter(all, offset)
        ? reply.header("Link", "</link?after=%d>; rel=\"next\"".formatted(offset + PAGE))
        : reply;
  }

  private Reply byWindow(Asked asked) {
    return byCursor(
        asked,
        newest(
            Instant.parse(asked.query().get("since")), Instant.parse(asked.query().get("until"))));
  }

  /**
   * The transport that polls a service, as YAML in one line. The variable {@code TOKEN} is its
   * token.
   *
   * @param folder where a key file is put
   * @param overlap how far a poll reaches back
   * @param more keys
   */
  public static String section(
      Kind kind, TestServer server, Path folder, String overlap, String more) throws IOException {
    String http =
        "type: http_json, url: \"%s/%s\", headers: {Authorization: \"Bearer ${TOKEN}\"}, time: time, id: id, records: items, "
            .formatted(server.url(), kind.path);
    String cursor = "paging: {by: cursor, parameter: cursor, next: next}";
    String keys =
        switch (kind) {
          case ACCESS ->
              "type: slack, token: \"${TOKEN}\", url: \"%s/api\"".formatted(server.url());
          case AUDIT ->
              "type: slack, api: audit, token: \"${TOKEN}\", url: \"%s/audit\""
                  .formatted(server.url());
          case GOOGLE ->
              "type: gsuite, credentials_file: \"%s\", admin: audit@example.com, url: \"%s\""
                  .formatted(keyFile(server, folder), server.url());
          case CURSOR -> http + cursor;
          case NUMBER -> http + "paging: {by: page, parameter: page}";
          case LINK -> http + "paging: {by: link}";
          case WINDOW ->
              http
                  + cursor
                  + ", window: {since: since, until: until, overlap: %s}".formatted(overlap);
        };
    boolean isOwnKey = kind == Kind.ACCESS || kind == Kind.AUDIT || kind == Kind.GOOGLE;
    return "{%s%s%s}"
        .formatted(
            keys, isOwnKey ? ", overlap: " + overlap : "", more.isEmpty() ? "" : ", " + more);
  }

  /** The key file of a service account that gets its tokens here. */
  public static Path keyFile(TestServer server, Path folder) throws IOException {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(Key.PRIVATE));
    return Files.writeString(
        folder.resolve("key.json"),
        new ObjectMapper()
            .writeValueAsString(
                Map.of(
                    "client_email",
                    "poller@project.iam.gserviceaccount.com",
                    "private_key",
                    pem,
                    "token_uri",
                    server.url() + "/token")));
  }

  private static final class Key {
    private static final byte[] PRIVATE = made();

    private static byte[] made() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair().getPrivate().getEncoded();
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
