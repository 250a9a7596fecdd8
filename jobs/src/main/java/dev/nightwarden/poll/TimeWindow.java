package dev.nightwarden.poll;

import dev.nightwarden.plugin.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** How an API of JSON is asked for what happened from one time to another. */
public record TimeWindow(
    @Key(doc = "The query parameter for the earliest time, such as since.", required = true)
        String since,
    @Key(
            doc =
                "The query parameter for the latest time, such as until. Default: none is sent; the"
                    + " service answers up to now.")
        String until,
    @Key(
            doc = "How times are written: iso8601 (2025-03-14T09:26:53Z), or a number since 1970.",
            fallback = TimeWindow.ISO8601,
            oneOf = {TimeWindow.ISO8601, TimeWindow.SECONDS, TimeWindow.MILLIS})
        String format,
    @Key(
            doc =
                "How far each poll reaches back before the last one, for records that the service"
                    + " shows late. What comes again adds nothing.",
            fallback = "1h",
            min = 0)
        Duration overlap,
    @Key(doc = "How far back the first poll reaches.", fallback = "30d", min = 1)
        Duration lookback) {
  static final String ISO8601 = "iso8601";
  static final String SECONDS = "epoch_seconds";
  static final String MILLIS = "epoch_millis";

  Windows windows() {
    return new Windows(overlap, lookback);
  }

  Map<String, String> parameters(Windows.Span window) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put(since, written(window.from()));
    if (until != null) {
      parameters.put(until, written(window.to()));
    }
    return parameters;
  }

  private String written(Instant time) {
    return switch (format) {
      case SECONDS -> Long.toString(time.getEpochSecond());
      case MILLIS -> Long.toString(time.toEpochMilli());
      default -> time.toString();
    };
  }
}
