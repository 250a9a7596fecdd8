package dev.nightwarden.organisation;

import java.util.List;

/**
 * A department.
 *
 * @param name its name
 * @param share how many of all people, against others
 * @param travel days between two journeys of one person, in the mean
 * @param shifts the share of its people who work in shifts
 * @param isOnCall whether its people take turns at being called at night
 */
record Department(String name, double share, double travel, double shifts, boolean isOnCall) {
  static final List<Department> ALL =
      List.of(
          new Department("engineering", 28, 120, 0, true),
          new Department("sales", 18, 25, 0, false),
          new Department("support", 16, 300, .45, false),
          new Department("operations", 11, 150, .3, false),
          new Department("finance", 8, 150, 0, false),
          new Department("marketing", 8, 60, 0, false),
          new Department("it", 5, 150, 0, true),
          new Department("people", 4, 120, 0, false),
          new Department("legal", 2, 100, 0, false));
}
