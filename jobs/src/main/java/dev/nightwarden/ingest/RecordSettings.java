package dev.nightwarden.ingest;

import dev.nightwarden.enrich.Enricher;
import dev.nightwarden.enrich.Geoip;
import dev.nightwarden.enrich.Identity;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.value.FieldPath;
import dev.nightwarden.value.Json;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a raw record becomes a message: the keys that transports have in common.
 *
 * @param time path of the event time; null if the transport gives it
 * @param timeFormat one of {@link EventTime#NAMES}, or a pattern of {@link
 *     java.time.format.DateTimeFormatter}
 * @param timeZone of times that have none themselves
 * @param year of times that have none; null: the latest year in which the time is not after the
 *     file's time of change
 * @param id path of the record's own id; null: the id is a hash of the record
 * @param idFromFile whether the hash covers the file's name too
 * @param types path to {@code string}, {@code long}, {@code double} or {@code boolean}
 * @param rename new name to the path of the value it takes
 * @param maxFuture how far after now a message may be; null: any
 * @param maxPast how far before now a message may be; null: any
 * @param identity who the users are; null: names stay
 * @param geoip where the address is whose place and network are added; null: none
 * @param nullValues texts that are no value wherever they stand
 * @param duplicateKeys what becomes of a key that an object of the record has twice
 * @param partitionFields names of folders such as {@code dt=2024-01-01} whose values become fields
 */
public record RecordSettings(
    String time,
    String timeFormat,
    String timeZone,
    Integer year,
    String id,
    boolean idFromFile,
    Map<String, String> types,
    Map<String, String> rename,
    Duration maxFuture,
    Duration maxPast,
    Identity identity,
    Geoip geoip,
    Set<String> nullValues,
    Json.Duplicates duplicateKeys,
    List<String> partitionFields)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Checks the settings.
   *
   * @throws IllegalKeyException for the first that cannot be
   */
  public RecordSettings {
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    rename = Collections.unmodifiableMap(new LinkedHashMap<>(rename));
    nullValues = Set.copyOf(nullValues);
    partitionFields = List.copyOf(partitionFields);
    checkPath("time", time);
    checkPath("id", id);
    if (id != null && idFromFile) {
      throw new IllegalKeyException("id_from", "says nothing where id names the record's own id");
    }
    types.forEach(
        (path, type) -> {
          checkPath("types", path);
          if (type == null || CellType.named(type) == null) {
            throw new IllegalKeyException(
                "types." + path, "is %s; allowed: %s".formatted(type, CellType.names()));
          }
        });
    rename.forEach(
        (name, path) -> {
          checkPath("rename", name);
          checkPath("rename." + name, path == null ? "" : path);
        });
    EventTime reader = eventTime(timeFormat, zone(timeZone), year);
    if (year != null && !reader.canLackYear()) {
      throw new IllegalKeyException(
          "year", "goes with a time_format without a year, such as syslog");
    }
  }

  /** For a transport that knows the id and the time of its records. */
  public static RecordSettings asGiven() {
    return new RecordSettings(
        null,
        EventTime.AUTO,
        "UTC",
        null,
        null,
        false,
        Map.of(),
        Map.of(),
        null,
        null,
        null,
        null,
        Set.of(),
        Json.Duplicates.REFUSE,
        List.of());
  }

  /** The declared types by path, those of what enrichment adds among them. */
  public Map<String, String> fieldTypes() {
    Map<String, String> all = new LinkedHashMap<>(geoip == null ? Map.of() : Enricher.TYPES);
    all.putAll(types);
    return all;
  }

  EventTime eventTime() {
    return eventTime(timeFormat, zone(timeZone), year);
  }

  private static EventTime eventTime(String format, ZoneId zone, Integer year) {
    try {
      return new EventTime(format, zone, year);
    } catch (IllegalArgumentException noPattern) {
      throw new IllegalKeyException(
          "time_format",
          "is %s: neither one of %s, nor a pattern such as dd/MMM/yyyy:HH:mm:ss Z (%s)"
              .formatted(format, String.join(", ", EventTime.NAMES), noPattern.getMessage()));
    }
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException none) {
      throw new IllegalKeyException(
          "time_zone", "is %s: no time zone such as UTC or Europe/Rome".formatted(name));
    }
  }

  private static void checkPath(String key, String path) {
    if (path != null && path.isEmpty()) {
      throw new IllegalKeyException(key, "names no path, such as actor.email");
    }
  }

  static FieldPath path(String text) {
    return text == null ? null : FieldPath.of(text);
  }
}
