package dev.nightwarden.organisation;

import java.time.LocalDate;

/**
 * A place where people of the organisation work side by side.
 *
 * @param city where it is
 * @param network whose line it has
 * @param address what all its people are seen as
 * @param opened its first day; before, its people work at home
 */
record Office(City city, AccessNetwork network, String address, LocalDate opened) {
  boolean isOpen(LocalDate date) {
    return !date.isBefore(opened);
  }
}
