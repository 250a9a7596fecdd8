package dev.nightwarden.ingest;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** One way in which times are written, as {@code time_format} names it; local times are in UTC. */
public final class TimeForm {
  private final String name;
  private final EventTime reader;

  /**
   * @throws IllegalArgumentException if it is no form
   */
  public TimeForm(String name) {
    this.name = name;
    this.reader = new EventTime(name, ZoneOffset.UTC, null);
  }

  /** What {@code time_format} calls it. */
  public String name() {
    return name;
  }

  /**
   * The time that a value says.
   *
   * @param value a text or a number, as {@link dev.nightwarden.value.Json} reads it
   * @param asOf when its file was changed: forms without a year take the latest that is not after
   *     it
   * @return empty where the value is of another form
   */
  public Optional<Instant> read(Object value, Instant asOf) {
    try {
      long micros = reader.micros(value, asOf.toEpochMilli());
      return Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    } catch (Refusal otherForm) {
      return Optional.empty();
    }
  }
}
