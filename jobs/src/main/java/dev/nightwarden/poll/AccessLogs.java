package dev.nightwarden.poll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.http.WebException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;

/**
 * One poll of {@code team.accessLogs}. Its rows are aggregates: a user, an address and an agent,
 * from {@code date_first} to {@code date_last}, in which {@code count} accesses were. What is known
 * for sure is that the user was there at both ends, so both become records; those between are known
 * by their number alone, and become none. A row whose end moved by the next poll gives one more. A
 * record says nothing that changes with its row, so that it is the same whenever it is seen.
 *
 * <p>Rows come newest first, by {@code date_last}. A sweep goes from the newest to those that an
 * earlier sweep had: by pages 1 to 100, which new rows push onwards, so that none is passed over;
 * then by {@code before}, the time of the last row seen. The cursor is {@code {"floor", "since",
 * "sweep": {"top", "before", "page"}}}: no record is older than floor, what ended before since is
 * known, and a sweep that was not finished goes on at its page.
 */
final class AccessLogs {
  static final String TIME = "time";

  private static final String METHOD = "team.accessLogs";
  private static final String SCOPE = "admin";
  private static final int ROWS = 1_000;
  private static final int MOST_PAGES = 100;

  /** New rows may push a page onwards once, and all of it is there again; hardly twice. */
  private static final int MOST_REPEATED = 2;

  private static final String FLOOR = "floor";
  private static final String SINCE = "since";
  private static final String SWEEP = "sweep";
  private static final List<String> KEPT =
      List.of("user_id", "username", "ip", "user_agent", "isp", "country", "region");

  private final SlackLogs settings;
  private final SlackApi api;
  private final Polling polling;
  private final SlackUsers users;

  AccessLogs(SlackLogs settings, SlackApi api, Polling polling) throws IOException {
    this.settings = settings;
    this.api = api;
    this.polling = polling;
    this.users = new SlackUsers(api, polling, settings.takesEmails());
  }

  void poll() throws IOException, InterruptedException {
    boolean isResumed;
    do {
      ObjectNode cursor = polling.cursor();
      if (!cursor.has(FLOOR)) {
        Instant floor = polling.now().minus(settings.lookback());
        cursor.put(FLOOR, floor.getEpochSecond());
        cursor.put(SINCE, floor.getEpochSecond());
      }
      isResumed = cursor.has(SWEEP);
      sweep(cursor);
    } while (isResumed);
  }

  /**
   * Where a sweep is.
   *
   * @param top the newest row's end on its first page; what the next sweep begins to know
   * @param before 0: not given
   */
  private record Place(long top, long before, int page) {
    static Place of(JsonNode sweep) {
      return new Place(
          sweep.path("top").asLong(), sweep.path("before").asLong(), sweep.path("page").asInt(1));
    }

    /** The page after one whose oldest row ends then. */
    Place next(long oldest) {
      if (before == 0 && page < MOST_PAGES) {
        return new Place(top, 0, page + 1);
      }
      return before == 0 || oldest < before
          ? new Place(top, oldest, 1)
          : new Place(top, before, page + 1);
    }
  }

  private void sweep(ObjectNode cursor) throws IOException, InterruptedException {
    long known = cursor.path(SINCE).asLong() - settings.overlap().toSeconds();
    long floor = cursor.path(FLOOR).asLong();
    Place place = Place.of(cursor.path(SWEEP));
    long oldest = place.before;
    List<JsonNode> earlier = List.of();
    int repeated = 0;
    while (true) {
      JsonNode body = rows(place);
      List<JsonNode> rows = new ArrayList<>();
      body.path("logins").forEach(rows::add);
      repeated = !rows.isEmpty() && rows.equals(earlier) ? repeated + 1 : 0;
      if (repeated == MOST_REPEATED) {
        throw new WebException(
            "%s: the pages of Slack's %s are one and the same; try again later"
                .formatted(polling.subject(), METHOD));
      }
      earlier = rows;
      // A row without a time says nothing of how far the sweep is.
      LongSummaryStatistics ends =
          rows.stream().mapToLong(AccessLogs::end).filter(end -> end > 0).summaryStatistics();
      oldest = ends.getCount() > 0 ? ends.getMin() : oldest;
      long newest = Math.max(ends.getMax(), 0);
      Place at = place.top == 0 ? new Place(newest, place.before, place.page) : place;
      List<JsonNode> records = records(rows, floor);
      boolean isKnown = ends.getCount() > 0 && oldest < Math.max(known, floor);
      boolean isLast = rows.isEmpty() || isKnown || isEnd(body, at);
      ObjectNode next = cursor.deepCopy();
      next.remove(SWEEP);
      if (isLast) {
        next.put(SINCE, Math.max(at.top, cursor.path(SINCE).asLong()));
      } else {
        place = at.next(oldest);
        if (place.page > MOST_PAGES) {
          throw new WebException(
              "%s: more than %d rows of Slack's %s end in one second; nothing can be asked for beyond them"
                  .formatted(polling.subject(), ROWS * MOST_PAGES, METHOD));
        }
        next.putObject(SWEEP)
            .put("top", place.top)
            .put("before", place.before)
            .put("page", place.page);
      }
      users.keep();
      polling.land(records, next);
      if (isLast) {
        return;
      }
    }
  }

  private JsonNode rows(Place place) throws IOException, InterruptedException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("count", ROWS + "");
    parameters.put("page", place.page + "");
    if (place.before != 0) {
      parameters.put("before", place.before + "");
    }
    JsonNode body = api.call(METHOD, parameters, SCOPE).body();
    if (!body.path("logins").isArray()) {
      throw new WebException(
          "%s: Slack's %s answers without an array logins; is url right?"
              .formatted(polling.subject(), METHOD));
    }
    return body;
  }

  /** Whether Slack says that there are no more pages, also none that before would reach. */
  private static boolean isEnd(JsonNode body, Place at) {
    int pages = body.path("paging").path("pages").asInt(Integer.MAX_VALUE);
    return at.page >= pages && pages < MOST_PAGES;
  }

  /** When a row ends; 0 where it does not say. */
  private static long end(JsonNode row) {
    return row.path("date_last").asLong(row.path("date_first").asLong());
  }

  private List<JsonNode> records(List<JsonNode> rows, long floor)
      throws IOException, InterruptedException {
    List<JsonNode> records = new ArrayList<>();
    for (JsonNode row : rows) {
      String user = row.path("user_id").asText("");
      if (!settings.takesBots() && !user.isEmpty() && users.isBot(user)) {
        continue;
      }
      String email = settings.takesEmails() && !user.isEmpty() ? users.email(user) : null;
      JsonNode first = row.path("date_first");
      JsonNode last = row.path("date_last");
      if (!first.isNumber() && !last.isNumber()) {
        // Without a time it is refused where it is read, and counted there.
        records.add(record(row, email, null));
        continue;
      }
      if (first.isNumber() && first.asLong() >= floor && first.asLong() != last.asLong(-1)) {
        records.add(record(row, email, first));
      }
      if (last.isNumber() && last.asLong() >= floor) {
        records.add(record(row, email, last));
      }
    }
    return records;
  }

  /** What is true of a row at one of its ends. */
  private static ObjectNode record(JsonNode row, String email, JsonNode time) {
    ObjectNode record = JsonRecords.MAPPER.createObjectNode();
    record.put(
        "id",
        LandingFolder.hash(
            row.path("user_id").asText(),
            row.path("ip").asText(),
            row.path("user_agent").asText(),
            String.valueOf(time)));
    if (time != null) {
      record.set(TIME, time);
    }
    for (String key : KEPT) {
      if (row.has(key)) {
        record.set(key, row.get(key));
      }
    }
    if (email != null) {
      record.put("email", email);
    }
    return record;
  }
}
