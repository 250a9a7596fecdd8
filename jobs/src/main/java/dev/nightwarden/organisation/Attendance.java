package dev.nightwarden.organisation;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where people are on a day, and whether they work. A day is told from the seed and the person
 * alone, without the days before it.
 */
final class Attendance {
  /** A Monday from which weeks are counted. */
  private static final LocalDate MONDAY = LocalDate.of(2020, 1, 6);

  private static final List<MonthDay> EVERYWHERE =
      List.of(MonthDay.of(1, 1), MonthDay.of(12, 25), MonthDay.of(12, 26));

  private static final Map<String, List<MonthDay>> HOLIDAYS =
      Map.ofEntries(
          Map.entry("US", List.of(MonthDay.of(7, 4), MonthDay.of(11, 11), MonthDay.of(1, 20))),
          Map.entry("DE", List.of(MonthDay.of(5, 1), MonthDay.of(10, 3))),
          Map.entry("FR", List.of(MonthDay.of(5, 1), MonthDay.of(7, 14), MonthDay.of(11, 11))),
          Map.entry("ES", List.of(MonthDay.of(1, 6), MonthDay.of(5, 1), MonthDay.of(10, 12))),
          Map.entry("PL", List.of(MonthDay.of(1, 6), MonthDay.of(5, 1), MonthDay.of(5, 3))),
          Map.entry("SE", List.of(MonthDay.of(1, 6), MonthDay.of(5, 1), MonthDay.of(6, 6))),
          Map.entry("IE", List.of(MonthDay.of(2, 3), MonthDay.of(3, 17))),
          Map.entry("GB", List.of(MonthDay.of(5, 5), MonthDay.of(8, 25))),
          Map.entry("IN", List.of(MonthDay.of(1, 26), MonthDay.of(8, 15), MonthDay.of(10, 2))),
          Map.entry("JP", List.of(MonthDay.of(2, 11), MonthDay.of(5, 3), MonthDay.of(5, 5))),
          Map.entry("BR", List.of(MonthDay.of(4, 21), MonthDay.of(5, 1), MonthDay.of(9, 7))),
          Map.entry("AU", List.of(MonthDay.of(1, 26), MonthDay.of(4, 25))),
          Map.entry("SG", List.of(MonthDay.of(5, 1), MonthDay.of(8, 9))),
          Map.entry("KE", List.of(MonthDay.of(5, 1), MonthDay.of(6, 1), MonthDay.of(12, 12))),
          Map.entry("CA", List.of(MonthDay.of(7, 1), MonthDay.of(9, 1))));

  /** How much a day of leave, of illness or a holiday has of a working day. */
  private static final double AWAY = .03;

  private final long seed;
  private final Organisation organisation;

  Attendance(long seed, Organisation organisation) {
    this.seed = seed;
    this.organisation = organisation;
  }

  /**
   * A journey.
   *
   * @param purpose {@code business} or {@code leave}
   * @param city where to
   * @param from the first day
   * @param to the last day
   */
  record Journey(String purpose, City city, LocalDate from, LocalDate to) {
    boolean covers(LocalDate date) {
      return !date.isBefore(from) && !date.isAfter(to);
    }
  }

  /**
   * A day of a person.
   *
   * @param work how much of a working day it has
   * @param journey where they are, if away from home
   * @param isCalled whether they are called at night
   * @param begins hours after midnight at which its work begins
   */
  record Duty(double work, Optional<Journey> journey, boolean isCalled, double begins) {}

  Duty of(Member member, LocalDate date) {
    Optional<Journey> journey = journey(member, date);
    Draws draws = Draws.of(seed, "day", member.rank(), date);
    double work = 1;
    double begins = member.begins();
    if (journey.filter(trip -> trip.purpose().equals("leave")).isPresent()) {
      work = AWAY;
    } else if (member.shifts()) {
      work = isShiftFree(member, date) ? 0 : 1;
      begins = List.of(6.0, 14.0, 22.0).get(Math.floorMod(week(date) + member.rank(), 3));
    } else if (isWeekend(date)) {
      work = member.weekend();
    } else if (isHoliday(member.office().city().code(), date)) {
      work = AWAY;
    }
    if (draws.chance(.012)) {
      work = Math.min(work, AWAY);
    }
    return new Duty(work, journey, isOnCall(member, date) && draws.chance(.35), begins);
  }

  /** Five days of seven, not the same for all. */
  private static boolean isShiftFree(Member member, LocalDate date) {
    return Math.floorMod(ChronoUnit.DAYS.between(MONDAY, date) + member.rank() * 3L, 7) >= 5;
  }

  private boolean isOnCall(Member member, LocalDate date) {
    List<Member> rota = organisation.onCall(member.department());
    return !rota.isEmpty()
        && rota.get(Math.floorMod(week(date), rota.size())).rank() == member.rank();
  }

  static boolean isWeekend(LocalDate date) {
    return date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
  }

  private static boolean isHoliday(String country, LocalDate date) {
    MonthDay day = MonthDay.from(date);
    return EVERYWHERE.contains(day) || HOLIDAYS.getOrDefault(country, List.of()).contains(day);
  }

  private static int week(LocalDate date) {
    return (int) Math.floorDiv(ChronoUnit.DAYS.between(MONDAY, date), 7L);
  }

  /** The journey of a day: one that began in this week or in one of the three before it. */
  Optional<Journey> journey(Member member, LocalDate date) {
    int week = week(date);
    for (int began = week; began > week - 4; began--) {
      Optional<Journey> journey =
          of(member, began).filter(each -> member.isThere(each.from()) && each.covers(date));
      if (journey.isPresent()) {
        return journey;
      }
    }
    return Optional.empty();
  }

  /** The journey that a person begins in a week, by its number. */
  private Optional<Journey> of(Member member, int week) {
    Draws draws = Draws.of(seed, "journey", member.rank(), week);
    LocalDate monday = MONDAY.plusWeeks(week);
    double travel = organisation.department(member.department()).travel();
    if (draws.chance(7 / travel)) {
      LocalDate from = monday.plusDays(draws.below(3));
      City to =
          draws.chance(.6)
              ? draws.of(organisation.offices()).city()
              : draws.of(organisation.cities());
      return to.name().equals(member.office().city().name())
          ? Optional.empty()
          : Optional.of(new Journey("business", to, from, from.plusDays(1 + draws.below(4))));
    }
    // Some five weeks a year.
    if (draws.chance(.06)) {
      LocalDate from = monday.plusDays(draws.below(5));
      City to = draws.chance(.5) ? member.home() : draws.of(organisation.cities());
      return Optional.of(new Journey("leave", to, from, from.plusDays(3 + draws.below(14))));
    }
    return Optional.empty();
  }
}
