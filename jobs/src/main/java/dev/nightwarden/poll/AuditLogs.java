package dev.nightwarden.poll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.nightwarden.http.WebException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One poll of the Audit Logs API of Enterprise Grid: its entries as they are, from a time to a
 * time, by Slack's cursors. What is kept is that of {@link Windows}.
 */
final class AuditLogs {
  private static final String SCOPE = "auditlogs:read";
  private static final String ENTRIES = "1000";

  private final SlackLogs settings;
  private final SlackApi api;
  private final Polling polling;

  AuditLogs(SlackLogs settings, SlackApi api, Polling polling) {
    this.settings = settings;
    this.api = api;
    this.polling = polling;
  }

  void poll() throws IOException, InterruptedException {
    Windows windows = new Windows(settings.overlap(), settings.lookback());
    Windows.Span window;
    do {
      window = windows.next(polling.cursor(), polling.now());
      window(window);
    } while (window.isResumed());
  }

  private void window(Windows.Span window) throws IOException, InterruptedException {
    ObjectNode cursor = polling.cursor();
    JsonNode at = window.position();
    Set<String> asked = new HashSet<>();
    Instant served = null;
    while (true) {
      asked.add(at == null ? "" : at.asText());
      SlackApi.Said said;
      try {
        said = api.call("logs", parameters(window, at), SCOPE);
      } catch (SlackApi.RefusedException refused) {
        if (at == null || !refused.error().equals("invalid_cursor")) {
          throw refused;
        }
        at = null;
        asked.clear();
        continue;
      }
      if (served == null && said.answer().date().isPresent()) {
        served = said.answer().date().get();
        Windows.warnOfSkew(polling.transport(), polling.now(), served);
      }
      JsonNode entries = said.body().path("entries");
      if (!entries.isArray()) {
        throw new WebException(
            "%s: Slack's audit logs answer without an array entries; is url right?"
                .formatted(polling.subject()));
      }
      List<JsonNode> records = new ArrayList<>();
      entries.forEach(records::add);
      String next = said.body().path("response_metadata").path("next_cursor").asText("");
      if (next.isEmpty()) {
        polling.land(records, Windows.closed(cursor, window, served));
        return;
      }
      if (asked.contains(next)) {
        polling.land(records, polling.cursor());
        throw new WebException(
            "%s: a page of Slack's audit logs points to itself, or to one before it; try again later"
                .formatted(polling.subject()));
      }
      at = TextNode.valueOf(next);
      polling.land(records, Windows.at(cursor, window, at));
    }
  }

  private static Map<String, String> parameters(Windows.Span window, JsonNode at) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("limit", ENTRIES);
    parameters.put("oldest", Long.toString(window.from().getEpochSecond()));
    parameters.put("latest", Long.toString(window.to().getEpochSecond()));
    if (at != null) {
      parameters.put("cursor", at.asText());
    }
    return parameters;
  }
}
