package dev.nightwarden.organisation;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A computer or a phone that one person has for some time.
 *
 * @param system its operating system
 * @param browser the browser used on it
 * @param from its first day
 */
record Machine(String system, String browser, LocalDate from) {
  private static final LocalDate RELEASES = LocalDate.of(2024, 1, 2);
  private static final int FIRST_VERSION = 120;

  /** Days between two versions of a browser. */
  private static final int RELEASE_DAYS = 28;

  private static final List<String> PHONES = List.of("iOS 18", "Android 15", "Android 14");

  /** The computers of a person, one after the other, until some day. */
  static List<Machine> computers(Draws draws, String department, LocalDate first, LocalDate until) {
    List<Machine> all = new ArrayList<>();
    LocalDate from = first.minusDays((long) draws.between(0, 900));
    while (!from.isAfter(until)) {
      double apple = department.equals("engineering") || department.equals("marketing") ? .6 : .25;
      double linux = department.equals("engineering") || department.equals("it") ? .15 : .01;
      String system =
          draws.chance(apple)
              ? "macOS 15"
              : draws.chance(linux)
                  ? "Ubuntu 24.04"
                  : draws.chance(.1) ? "Windows 10" : "Windows 11";
      String browser =
          switch (system) {
            case "macOS 15" -> draws.chance(.45) ? "Safari" : "Chrome";
            case "Ubuntu 24.04" -> draws.chance(.5) ? "Firefox" : "Chrome";
            default -> draws.chance(.4) ? "Edge" : draws.chance(.15) ? "Firefox" : "Chrome";
          };
      all.add(new Machine(system, browser, from));
      from = from.plusDays(60 + (long) draws.exponential(900));
    }
    return all;
  }

  /** The phones of a person. */
  static List<Machine> phones(Draws draws, LocalDate first, LocalDate until) {
    List<Machine> all = new ArrayList<>();
    LocalDate from = first.minusDays((long) draws.between(0, 600));
    String system = draws.of(PHONES);
    while (!from.isAfter(until)) {
      all.add(
          new Machine(system, system.startsWith("iOS") ? "Mobile Safari" : "Chrome Mobile", from));
      from = from.plusDays(60 + (long) draws.exponential(500));
      system = draws.chance(.8) ? newer(system) : draws.of(PHONES);
    }
    return all;
  }

  private static String newer(String system) {
    return system.equals("Android 14") ? "Android 15" : system;
  }

  /** The one of some that was in use on a day. */
  static Machine of(List<Machine> machines, LocalDate date) {
    Machine current = machines.get(0);
    for (Machine machine : machines) {
      if (!machine.from.isAfter(date)) {
        current = machine;
      }
    }
    return current;
  }

  /** The browser's version on a day, taken some days after it came out. */
  int version(LocalDate date, int lag) {
    long days = ChronoUnit.DAYS.between(RELEASES, date) - lag;
    // The makers do not bring them out on one day.
    long apart = Math.floorMod(browser.hashCode(), RELEASE_DAYS);
    return FIRST_VERSION + (int) Math.floorDiv(days + apart, (long) RELEASE_DAYS);
  }

  /** What it says of itself. */
  String userAgent(int version) {
    String platform =
        switch (system) {
          case "macOS 15" -> "Macintosh; Intel Mac OS X 10_15_7";
          case "Ubuntu 24.04" -> "X11; Ubuntu; Linux x86_64";
          case "iOS 18" -> "iPhone; CPU iPhone OS 18_1 like Mac OS X";
          case "Android 14" -> "Linux; Android 14; Pixel 7";
          case "Android 15" -> "Linux; Android 15; Pixel 9";
          default -> "Windows NT 10.0; Win64; x64";
        };
    return switch (browser) {
      case "Firefox" ->
          "Mozilla/5.0 (%s; rv:%d.0) Gecko/20100101 Firefox/%d.0"
              .formatted(platform, version, version);
      case "Safari", "Mobile Safari" ->
          "Mozilla/5.0 (%s) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.%d %sSafari/605.1.15"
              .formatted(platform, version % 10, browser.equals("Safari") ? "" : "Mobile/15E148 ");
      case "Edge" ->
          "Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36 Edg/%d.0.0.0"
              .formatted(platform, version, version);
      default ->
          "Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 %sSafari/537.36"
              .formatted(platform, version, browser.equals("Chrome") ? "" : "Mobile ");
    };
  }
}
