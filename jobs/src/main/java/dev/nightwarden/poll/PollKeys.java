package dev.nightwarden.poll;

import dev.nightwarden.enrich.Geoip;
import dev.nightwarden.enrich.Identity;
import dev.nightwarden.ingest.RecordKeys;
import dev.nightwarden.ingest.RecordSettings;
import java.time.Duration;
import java.util.Map;

/** What all pollers have among their keys, and what the config says of it. */
final class PollKeys {
  static final String OVERLAP =
      "How far each poll reaches back before the last one, for records that the service shows late."
          + " What comes again adds nothing.";
  static final String LOOKBACK = "How far back the first poll reaches.";
  static final String MAX_TIME =
      "The longest that one poll may take, pauses included; the next goes on there.";
  static final String URL =
      "Where the service is, if not at its own address: a proxy of yours, or a test.";

  private PollKeys() {}

  /** Nothing in a log is further in the future, or further back, than this. */
  static RecordSettings settings(
      String time,
      String timeFormat,
      String timeZone,
      String id,
      Map<String, String> types,
      Map<String, String> rename,
      Identity identity,
      Geoip geoip) {
    return RecordKeys.settings(
        time,
        timeFormat,
        timeZone,
        id,
        types == null ? Map.of() : types,
        rename == null ? Map.of() : rename,
        Duration.ofDays(1),
        Duration.ofDays(14_610),
        identity,
        geoip,
        null,
        RecordKeys.LAST);
  }
}
