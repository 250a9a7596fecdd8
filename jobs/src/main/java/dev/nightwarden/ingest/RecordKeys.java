package dev.nightwarden.ingest;

import dev.nightwarden.enrich.Geoip;
import dev.nightwarden.enrich.Identity;
import dev.nightwarden.value.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Keys that transports have in common, and what the config says of them. */
public final class RecordKeys {
  public static final String TYPES =
      "Path to string, long, double or boolean: the type that a value gets.";
  public static final String RENAME =
      "New name to path: the value has that name too, so that transports agree.";
  public static final String IDENTITY =
      "Who the users of the log are; default: as the log names them.";
  public static final String GEOIP =
      "Adds the place and the network of an IP address, as geo and network.";
  public static final String NULL_VALUES =
      "Texts that stand for no value wherever they are, such as - or N/A.";
  public static final String DUPLICATE_KEYS =
      "Which value a key has that a JSON object has twice with different values; refuse: the record"
          + " is refused. Default: refuse.";
  public static final String MAX_FUTURE =
      "How far in the future a message may lie; further ones are refused.";
  public static final String MAX_PAST =
      "How far in the past a message may lie; older ones are refused.";

  public static final String FIRST = "first";
  public static final String LAST = "last";
  public static final String REFUSE = "refuse";

  private RecordKeys() {}

  /**
   * How records become messages that are not in files of their own.
   *
   * @param nullValues null: none
   * @param duplicateKeys see {@link #duplicates}
   */
  public static RecordSettings settings(
      String time,
      String timeFormat,
      String timeZone,
      String id,
      Map<String, String> types,
      Map<String, String> rename,
      Duration maxFuture,
      Duration maxPast,
      Identity identity,
      Geoip geoip,
      List<String> nullValues,
      String duplicateKeys) {
    return new RecordSettings(
        time,
        timeFormat,
        timeZone,
        null,
        id,
        false,
        types,
        rename,
        maxFuture,
        maxPast,
        identity,
        geoip,
        nullValues(nullValues),
        duplicates(duplicateKeys),
        List.of());
  }

  static Set<String> nullValues(List<String> texts) {
    return texts == null ? Set.of() : Set.copyOf(texts);
  }

  /** What {@code first}, {@code last} and {@code refuse} stand for; null for refuse. */
  static Json.Duplicates duplicates(String name) {
    return name == null
        ? Json.Duplicates.REFUSE
        : Json.Duplicates.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
