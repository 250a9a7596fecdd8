package dev.nightwarden.poll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.nightwarden.http.WebAnswer;
import dev.nightwarden.http.WebClient;
import dev.nightwarden.http.WebClient.Passing;
import dev.nightwarden.http.WebException;
import dev.nightwarden.http.WebLimits;
import dev.nightwarden.http.WebRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One poll of Google's Reports API: for each application the activities from a time to a time. The
 * cursor has what {@link Windows} keeps, under the application's name.
 */
final class ReportsApi {
  private static final Logger log = LoggerFactory.getLogger(ReportsApi.class);

  private static final String SCOPE =
      "https://www.googleapis.com/auth/admin.reports.audit.readonly";
  private static final String ACTIVITIES = "1000";

  /** Reasons of a 403 that passes. */
  private static final Set<String> PASSING =
      Set.of("rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "RATE_LIMIT_EXCEEDED");

  private final GoogleWorkspace settings;
  private final Polling polling;
  private final WebClient client;
  private final ServiceAccount account;

  ReportsApi(GoogleWorkspace settings, Polling polling) throws IOException {
    this.settings = settings;
    this.polling = polling;
    this.client =
        polling
            .client()
            .limits(WebLimits.DEFAULT.withTotal(settings.maxTime()))
            // Only a url of one's own can be private.
            .allowPrivate(true)
            .passing(ReportsApi::passing)
            .build();
    this.account =
        new ServiceAccount(polling.subject(), settings.credentialsFile(), settings.admin(), SCOPE);
  }

  private static Optional<Passing> passing(WebAnswer answer) {
    String reason = answer.status() == 403 ? reason(answer) : "";
    return PASSING.contains(reason) ? Optional.of(new Passing(reason, true)) : Optional.empty();
  }

  void poll() throws IOException, InterruptedException {
    Windows windows = new Windows(settings.overlap(), settings.lookback());
    for (String application : settings.applications()) {
      Windows.Span window;
      do {
        window = windows.next(cursor(application), polling.now());
        window(application, window);
      } while (window.isResumed());
    }
  }

  private ObjectNode cursor(String application) {
    return polling.cursor().get(application) instanceof ObjectNode own
        ? own
        : JsonRecords.MAPPER.createObjectNode();
  }

  /** All pages of one window, the newest activities first. */
  private void window(String application, Windows.Span window)
      throws IOException, InterruptedException {
    ObjectNode cursor = cursor(application);
    JsonNode at = window.position();
    Set<String> asked = new HashSet<>();
    Instant served = null;
    while (true) {
      asked.add(at == null ? "" : at.asText());
      WebAnswer answer = answer(application, window, at);
      if (answer.status() == 400 && at != null && window.isResumed()) {
        log.warn(
            "{}: Google no longer knows the page where the last poll ended; its window begins anew",
            polling.transport());
        at = null;
        asked.clear();
        continue;
      }
      JsonNode body = body(application, answer);
      if (served == null && answer.date().isPresent()) {
        served = answer.date().get();
        Windows.warnOfSkew(polling.transport(), polling.now(), served);
      }
      List<JsonNode> records = new ArrayList<>();
      for (JsonNode activity : body.path("items")) {
        Activities.addEvents(activity, settings.excludeEvents(), records);
      }
      JsonNode next = body.get("nextPageToken");
      if (next == null || next.asText("").isEmpty()) {
        land(application, records, Windows.closed(cursor, window, served));
        return;
      }
      if (asked.contains(next.asText())) {
        land(application, records, cursor(application));
        throw new WebException(
            "%s: a page of %s activities points to itself, or to one before it; try again later"
                .formatted(polling.subject(), application));
      }
      at = TextNode.valueOf(next.asText());
      land(application, records, Windows.at(cursor, window, at));
    }
  }

  private void land(String application, List<JsonNode> records, ObjectNode own) throws IOException {
    ObjectNode all = polling.cursor();
    all.set(application, own);
    polling.land(records, all);
  }

  /** Asks once more with a new token where the old one is no longer taken. */
  private WebAnswer answer(String application, Windows.Span window, JsonNode at)
      throws IOException, InterruptedException {
    WebAnswer answer = asked(application, window, at);
    if (answer.status() == 401) {
      account.forget();
      return asked(application, window, at);
    }
    return answer;
  }

  private WebAnswer asked(String application, Windows.Span window, JsonNode at)
      throws IOException, InterruptedException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("startTime", window.from().toString());
    parameters.put("endTime", window.to().toString());
    parameters.put("maxResults", ACTIVITIES);
    if (at != null) {
      parameters.put("pageToken", at.asText());
    }
    URI address =
        URI.create(
            settings.base().toString().replaceFirst("/$", "")
                + "/admin/reports/v1/activity/users/all/applications/"
                + application);
    String token = account.token(client, polling.now());
    return client.send(
        WebRequest.get(UriQuery.with(address, parameters))
            .header("Accept", "application/json")
            .credential("Authorization", "Bearer " + token));
  }

  private JsonNode body(String application, WebAnswer answer) throws WebException {
    String subject = "%s: Google's Reports API for %s".formatted(polling.subject(), application);
    if (!answer.isSuccess()) {
      throw WebException.of(
          answer.status(),
          "%s answers with status %d: %s%s"
              .formatted(subject, answer.status(), advice(answer), JsonRecords.words(answer)));
    }
    JsonNode body = JsonRecords.of(subject, answer);
    if (!body.isObject() || (body.has("items") && !body.get("items").isArray())) {
      throw new WebException(subject + " answers without activities; is url right?");
    }
    return body;
  }

  private String advice(WebAnswer answer) {
    String reason = reason(answer);
    return switch (answer.status()) {
      case 401 ->
          "it takes no token of this account; is %s a user of the domain, and has the service account the scope %s?"
              .formatted(settings.admin(), SCOPE);
      case 403 ->
          reason.equals("accessNotConfigured") || reason.equals("SERVICE_DISABLED")
              ? "turn on the Admin SDK API in the service account's project"
              : "%s may not read reports, or the domain-wide delegation lacks the scope %s"
                  .formatted(settings.admin(), SCOPE);
      case 400 -> "it does not take the request; is there such an application?";
      default -> "it does not take the request";
    };
  }

  /** Why a request was refused, in Google's word; empty where it does not say. */
  private static String reason(WebAnswer answer) {
    JsonNode error = JsonRecords.objectOrEmpty(answer).path("error");
    for (JsonNode detail : error.path("details")) {
      if (detail.has("reason")) {
        return detail.path("reason").asText();
      }
    }
    return error.path("errors").path(0).path("reason").asText("");
  }
}
