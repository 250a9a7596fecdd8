package dev.nightwarden.poll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.http.WebAddress;
import dev.nightwarden.http.WebAnswer;
import dev.nightwarden.http.WebClient;
import dev.nightwarden.http.WebException;
import dev.nightwarden.http.WebRequest;
import dev.nightwarden.plugin.Quoting;
import dev.nightwarden.value.Amount;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One poll of an API of JSON. Its cursor has, beside what {@link Windows} keeps, {@code source}: a
 * hash of where and how it asks, with which it begins anew; and, without windows, {@code position}:
 * the page to ask for first.
 */
final class JsonPages {
  private static final Logger log = LoggerFactory.getLogger(JsonPages.class);

  private static final String SOURCE = "source";
  private static final String POSITION = "position";

  private final HttpJson api;
  private final Polling polling;
  private final WebClient client;
  private final URI base;
  private Instant served;
  private Got earlier;

  JsonPages(HttpJson api, Polling polling) {
    this.api = api;
    this.polling = polling;
    this.base = api.address();
    this.client = polling.client().limits(api.limits()).allowPrivate(api.allowPrivate()).build();
  }

  void poll() throws IOException, InterruptedException {
    ObjectNode cursor = cursor();
    if (api.window() == null) {
      stream(cursor);
      return;
    }
    Windows windows = api.window().windows();
    Windows.Span window;
    do {
      window = windows.next(cursor, polling.now());
      window(window, cursor);
      cursor = polling.cursor();
    } while (window.isResumed());
  }

  /** The cursor of the last poll; a new one where that asked elsewhere, or in another way. */
  private ObjectNode cursor() {
    String source =
        LandingFolder.hash(
            base.toString(),
            String.valueOf(api.records()),
            String.valueOf(api.paging()),
            api.window() == null ? "" : api.window().since());
    ObjectNode cursor = polling.cursor();
    if (cursor.path(SOURCE).asText().equals(source)) {
      return cursor;
    }
    if (!cursor.isEmpty()) {
      log.warn("{}: url or paging changed; polling begins anew", polling.transport());
    }
    cursor.removeAll();
    cursor.put(SOURCE, source);
    return cursor;
  }

  /** What an answer holds. */
  private record Got(List<JsonNode> records, JsonNode next) {
    /** Whether a service that takes no notice of the page's number may have given both. */
    boolean isAs(Got other) {
      return other != null && records.equals(other.records);
    }
  }

  /** All pages from one on; without windows the last page is asked for again by the next poll. */
  private void stream(ObjectNode cursor) throws IOException, InterruptedException {
    JsonNode at = At.path(cursor, POSITION);
    Set<String> asked = new HashSet<>();
    JsonNode lastWithRecords = at;
    while (true) {
      asked.add(String.valueOf(at));
      Got got = got(base, at);
      if (!got.records.isEmpty()) {
        lastWithRecords = at;
      }
      boolean isLast = got.next == null || got.records.isEmpty();
      checkNew(asked, got);
      // A cursor or link that comes with no records is where new ones will be.
      JsonNode kept = isLast ? (got.next == null ? lastWithRecords : got.next) : got.next;
      ObjectNode next = cursor.deepCopy();
      next.set(POSITION, kept);
      polling.land(got.records, next);
      if (isLast) {
        return;
      }
      checkPages();
      at = got.next;
    }
  }

  /** All pages of one window. */
  private void window(Windows.Span window, ObjectNode cursor)
      throws IOException, InterruptedException {
    URI address = UriQuery.with(base, api.window().parameters(window));
    JsonNode at = window.position();
    Set<String> asked = new HashSet<>();
    served = null;
    earlier = null;
    while (true) {
      asked.add(String.valueOf(at));
      Got got;
      try {
        got = got(address, at);
      } catch (WebException refused) {
        if (at == null || !window.isResumed() || asked.size() > 1 || refused.status() != 400) {
          throw refused;
        }
        log.warn(
            "{}: the last poll's page is no longer known; its window begins anew",
            polling.transport());
        asked.clear();
        at = null;
        continue;
      }
      checkNew(asked, got);
      boolean isLast = got.next == null || asked.contains(got.next.toString());
      polling.land(
          got.records,
          isLast ? Windows.closed(cursor, window, served) : Windows.at(cursor, window, got.next));
      if (isLast) {
        return;
      }
      checkPages();
      at = got.next;
    }
  }

  /**
   * A page that was asked for in this poll already, or is the one before it under another number,
   * would be asked for forever; without records it is the last.
   */
  private void checkNew(Set<String> asked, Got got) throws IOException {
    boolean isEarlier = got.next != null && asked.contains(got.next.toString());
    boolean isSame = api.paging() != null && api.paging().isNumbered() && got.isAs(earlier);
    earlier = got;
    if (!got.records.isEmpty() && (isEarlier || isSame)) {
      polling.land(got.records, polling.cursor());
      throw new WebException(
          "%s: a page of %s points to itself, or to one before it; is paging right?"
              .formatted(polling.subject(), WebAddress.shown(base)));
    }
  }

  private void checkPages() throws WebException {
    if (polling.pages() >= api.maxPages()) {
      throw new WebException(
          "%s.max_pages: %s landed, and there are more; the next poll goes on there"
              .formatted(polling.subject(), Amount.of(api.maxPages(), "page has", "pages have")));
    }
  }

  private Got got(URI address, JsonNode at) throws IOException, InterruptedException {
    URI page = api.paging() == null ? address : api.paging().address(address, at);
    if (!WebAddress.isSameOrigin(base, page)) {
      throw new WebException(
          "%s: the last poll's page is on another origin than url; delete its cursor"
              .formatted(polling.subject()));
    }
    WebAnswer answer =
        client.send(
            WebRequest.get(UriQuery.with(page, api.parameters()))
                .header("Accept", "application/json")
                .credentials(api.headers()));
    String subject = "%s: %s".formatted(polling.subject(), WebAddress.shown(page));
    if (!answer.isSuccess()) {
      throw refused(subject, answer);
    }
    note(answer);
    if (answer.status() == 204) {
      return new Got(List.of(), null);
    }
    JsonNode body = JsonRecords.of(subject, answer);
    List<JsonNode> records = records(subject, body);
    JsonNode next =
        api.paging() == null
            ? null
            : api.paging()
                .after(polling.subject(), page, answer, body, at, records.size(), api.parameters());
    return new Got(records, next);
  }

  /** The service's clock when a window was first asked for. */
  private void note(WebAnswer answer) {
    if (served == null && answer.date().isPresent()) {
      served = answer.date().get();
      Windows.warnOfSkew(polling.transport(), polling.now(), served);
    }
  }

  private List<JsonNode> records(String subject, JsonNode body) throws WebException {
    JsonNode found = api.records() == null ? body : At.path(body, api.records());
    if (found == null || !found.isArray()) {
      List<String> keys = new ArrayList<>();
      body.fieldNames().forEachRemaining(keys::add);
      throw new WebException(
          "%s answers without an array of records at %s; keys there: %s"
              .formatted(
                  subject,
                  api.records() == null ? "the top (is the key records missing?)" : api.records(),
                  Quoting.list(keys)));
    }
    List<JsonNode> records = new ArrayList<>();
    found.forEach(records::add);
    return records;
  }

  private WebException refused(String subject, WebAnswer answer) {
    String what =
        switch (answer.status()) {
          case 401 -> "the credentials in headers are missing, expired or revoked";
          case 403 ->
              "the credentials in headers are not allowed to read this; which scope do they lack?";
          case 404 -> "there is nothing at this address; is url right?";
          default -> "it does not take the request";
        };
    return WebException.of(
        answer.status(),
        "%s answers with status %d: %s%s"
            .formatted(subject, answer.status(), what, JsonRecords.words(answer)));
  }
}
