package dev.nightwarden.incident;

import java.time.LocalDate;
import java.util.Map;

/**
 * A message of the log.
 *
 * @param micros its event time, in microseconds since the epoch
 * @param actor who it is of
 * @param data the record as maps, lists and what {@link dev.nightwarden.value.Json#read} makes of
 *     values
 * @param sourceFile the file it was read from; null for none
 * @param ingested when it was taken in, in microseconds since the epoch
 */
record Recorded(
    String transport,
    String id,
    long micros,
    String actor,
    Map<String, Object> data,
    String sourceFile,
    long ingested) {
  private static final long DAY = 86_400_000_000L;

  /** The same under another id, with other data. */
  Recorded with(String otherId, Map<String, Object> otherData) {
    return new Recorded(transport, otherId, micros, actor, otherData, sourceFile, ingested);
  }

  /** Its event date. */
  LocalDate date() {
    return LocalDate.ofEpochDay(Math.floorDiv(micros, DAY));
  }

  /** Microseconds since the midnight before it. */
  long timeOfDay() {
    return Math.floorMod(micros, DAY);
  }

  /** The first microsecond of a date. */
  static long midnight(LocalDate date) {
    return date.toEpochDay() * DAY;
  }
}
