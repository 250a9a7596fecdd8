package dev.nightwarden.night;

import java.time.LocalDate;

/**
 * What a command asks for.
 *
 * @param command what to do
 * @param from the first event date; null: whatever is new
 * @param to the last event date; null with a {@code from}: up to the newest
 * @param notifyAnyway whether notifiers are told of what a backfill, or a new notifier, finds
 */
public record Request(Command command, LocalDate from, LocalDate to, boolean notifyAnyway) {
  public Request {
    if (from != null && to != null && from.isAfter(to)) {
      throw new IllegalArgumentException(
          "--from %s is after --to %s; give the earlier date first".formatted(from, to));
    }
    if (from == null && to != null) {
      throw new IllegalArgumentException("--to needs --from");
    }
  }

  /** Whether the command names its dates. */
  boolean hasDates() {
    return from != null;
  }

  /** Whether a date is among those asked for. */
  boolean covers(LocalDate date) {
    return from == null || (!date.isBefore(from) && (to == null || !date.isAfter(to)));
  }
}
