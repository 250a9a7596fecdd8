package dev.nightwarden.poll;

import dev.nightwarden.enrich.Geoip;
import dev.nightwarden.enrich.Identity;
import dev.nightwarden.http.WebAddress;
import dev.nightwarden.http.WebLimits;
import dev.nightwarden.ingest.RecordKeys;
import dev.nightwarden.ingest.RecordSettings;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Any API that answers GET with pages of JSON records. */
@TypeName(value = "http_json", doc = "Records of an HTTP API that answers with pages of JSON.")
public record HttpJson(
    @Key(doc = "Where the records are: https, or http on this machine.", required = true)
        String url,
    @Key(
            doc =
                "Headers of each request, such as Authorization: \"Bearer ${TOKEN}\". They are sent"
                    + " to the origin of url alone, and not after a redirect.",
            secret = true)
        Map<String, String> headers,
    @Key(
            doc =
                "Query parameters of each request that must not be shown, such as a key of the API.",
            secret = true)
        Map<String, String> parameters,
    @Key(
            doc =
                "Path of the array of records in an answer, such as data.items. Default: the answer"
                    + " is the array.")
        String records,
    @Key(doc = "Path of the event time in a record.", required = true) String time,
    @Key(doc = "How that time is written: see time_format of files.", fallback = "auto")
        String timeFormat,
    @Key(doc = "Time zone of times that do not name theirs.", fallback = "UTC") String timeZone,
    @Key(
            doc =
                "Path of a record's own id, by which a record that is fetched twice is one message.",
            required = true)
        String id,
    @Key(doc = "How the next page is found; default: there is one page.") Paging paging,
    @Key(
            doc =
                "The times that are asked for. Default: none; records come oldest first, and a poll"
                    + " goes on at the page where the last one ended.")
        TimeWindow window,
    @Key(
            doc = "The most requests in a minute. Default: as fast as answers come.",
            min = 1,
            max = 60000)
        Integer requestsPerMinute,
    @Key(doc = "The most pages of one poll; the next goes on there.", fallback = "1000", min = 1)
        int maxPages,
    @Key(
            doc = "The longest answer, in bytes, as sent and as unpacked.",
            fallback = "33554432",
            min = 1,
            max = 268435456)
        int maxBytes,
    @Key(doc = PollKeys.MAX_TIME, fallback = "30m", min = 1) Duration maxTime,
    @Key(
            doc =
                "Whether url may lead to a private network. Link-local addresses, where clouds keep"
                    + " credentials, are never asked.",
            fallback = "false")
        boolean allowPrivate,
    @Key(doc = RecordKeys.TYPES) Map<String, String> types,
    @Key(doc = RecordKeys.RENAME) Map<String, String> rename,
    @Key(doc = RecordKeys.IDENTITY) Identity identity,
    @Key(doc = RecordKeys.GEOIP) Geoip geoip)
    implements Poller, Checked {
  /** Copies the maps. */
  public HttpJson {
    headers = copy(headers);
    parameters = copy(parameters);
    types = copy(types);
    rename = copy(rename);
  }

  private static Map<String, String> copy(Map<String, String> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  @Override
  public void check() {
    address();
    record();
    headers.forEach(
        (name, value) -> {
          try {
            HttpRequest.newBuilder().setHeader(name, value);
          } catch (IllegalArgumentException refused) {
            // The value may be in the message.
            throw new IllegalKeyException(
                "headers.\"%s\"".formatted(name),
                "is not a header that can be set: its name, or a character of its value");
          }
        });
  }

  URI address() {
    return WebAddress.of("url", url);
  }

  WebLimits limits() {
    return WebLimits.DEFAULT
        .withMaxBytes(maxBytes)
        .withTotal(maxTime)
        .withPerMinute(requestsPerMinute);
  }

  @Override
  public RecordSettings record() {
    return PollKeys.settings(time, timeFormat, timeZone, id, types, rename, identity, geoip);
  }

  @Override
  public void poll(Polling polling) throws Exception {
    new JsonPages(this, polling).poll();
  }
}
