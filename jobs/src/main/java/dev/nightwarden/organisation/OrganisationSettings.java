package dev.nightwarden.organisation;

import java.time.LocalDate;

/**
 * What is to be made up.
 *
 * @param people how many people at a time, from 1 on; who leaves is followed by somebody else
 * @param services how many service accounts, from 0 on
 * @param days how many event dates, from 1 on
 * @param from the first event date
 * @param seed what chance begins with
 */
public record OrganisationSettings(int people, int services, int days, LocalDate from, long seed) {
  private static final int MOST_PEOPLE = 1_000_000;
  private static final int MOST_DAYS = 3_660;

  public OrganisationSettings {
    check("people", people, 1, MOST_PEOPLE);
    check("services", services, 0, MOST_PEOPLE);
    check("days", days, 1, MOST_DAYS);
  }

  /** The last event date. */
  public LocalDate last() {
    return from.plusDays(days - 1L);
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d; it must be from %d to %d".formatted(name, value, least, most));
    }
  }
}
