package dev.nightwarden.poll;

import dev.nightwarden.enrich.Geoip;
import dev.nightwarden.enrich.Identity;
import dev.nightwarden.ingest.RecordSettings;
import dev.nightwarden.value.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of records that all pollers have, and what the config says of them. */
final class RecordKeys {
  static final String TYPES =
      "Path to string, long, double or boolean: the type that a value gets.";
  static final String RENAME =
      "New name to path: the value has that name too, so that transports agree.";
  static final String IDENTITY = "Who the users of the log are; default: as the log names them.";
  static final String GEOIP =
      "Adds the place and the network of an IP address, as geo and network.";
  static final String OVERLAP =
      "How far each poll reaches back before the last one, for records that the service shows late."
          + " What comes again adds nothing.";
  static final String LOOKBACK = "How far back the first poll reaches.";
  static final String MAX_TIME =
      "The longest that one poll may take, pauses included; the next goes on there.";
  static final String URL =
      "Where the service is, if not at its own address: a proxy of yours, or a test.";

  private RecordKeys() {}

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
    return new RecordSettings(
        time,
        timeFormat,
        timeZone,
        null,
        id,
        false,
        types == null ? Map.of() : types,
        rename == null ? Map.of() : rename,
        Duration.ofDays(1),
        Duration.ofDays(14_610),
        identity,
        geoip,
        Set.of(),
        Json.Duplicates.LAST,
        List.of());
  }
}
