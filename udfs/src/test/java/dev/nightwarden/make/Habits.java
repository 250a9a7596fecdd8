package dev.nightwarden.make;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What people do on an ordinary day. */
final class Habits {
  private static final String FORMULA = "=cmd|' /C calc'!A0";
  private static final List<String> EVERYBODY = List.of("mail", "chat", "calendar");

  /** Nobody logs in twice within this time but for typos and intruders. */
  private static final int MIN_GAP_SECONDS = 100;

  private final Logins logins;

  Habits(Logins logins) {
    this.logins = logins;
  }

  void live(Person p) {
    for (LocalDate date = p.joins; date.isBefore(p.leaves); date = date.plusDays(1)) {
      LocalDate today = date;
      Trip trip =
          p.trips.stream()
              .filter(t -> !today.isBefore(t.from()) && !today.isAfter(t.to()))
              .findFirst()
              .orElse(null);
      if (p.days.contains(date.getDayOfWeek())) {
        work(p, date, trip);
      } else if (p.random.nextDouble() < p.onWeekends) {
        int minute = 10 * 60 + p.random.nextInt(9 * 60);
        logins.add(p, date, minute * 60 + p.random.nextInt(60), p.home(date), p.desk(date), "mail");
      }
    }
  }

  private void work(Person p, LocalDate date, Trip trip) {
    int count = 5 + Math.min(10, (int) (-p.busy * StrictMath.log(1 - p.random.nextDouble())));
    boolean abroad = p.user.equals("freja.lindqvist") && isLondonDay(date);
    boolean office = p.random.nextDouble() < p.inOffice;
    String network =
        abroad ? "office-london" : trip != null ? trip.hotel() : office ? p.office : p.home(date);
    Device desk = abroad ? Device.IPAD : p.desk(date);

    List<Integer> seconds = new ArrayList<>();
    int start = p.starts * 3600;
    seconds.add(start + (int) (p.random.nextGaussian() * 600));
    for (int tries = 0; seconds.size() < count && tries < 200; tries++) {
      int second = start + 300 + p.random.nextInt(p.hours * 3600);
      if (seconds.stream().allMatch(s -> Math.abs(s - second) >= MIN_GAP_SECONDS)) {
        seconds.add(second);
      }
    }
    seconds.sort(Comparator.naturalOrder());

    for (int i = 0; i < seconds.size(); i++) {
      boolean phone = p.phone != null && trip == null && i > 0 && p.random.nextDouble() < p.onPhone;
      String application =
          phone
              ? EVERYBODY.get(p.random.nextInt(EVERYBODY.size()))
              : weighted(p.applications, p.random);
      // A trip announces itself at the travel desk, three and four days before.
      if (i == 2
          && p.trips.stream()
              .anyMatch(
                  t -> date.equals(t.from().minusDays(3)) || date.equals(t.from().minusDays(4)))) {
        application = "travel-desk";
      }
      String from = phone ? p.mobile : network;
      Login login = logins.add(p, date, seconds.get(i), from, phone ? p.phone : desk, application);
      if (p.random.nextDouble() < (i == 0 ? 0.5 : 0.07)) {
        login.mfa = p.mfa;
      }
      if (p.random.nextDouble() < 0.03) {
        Login typo = login.copy();
        typo.time = login.time.minusMillis(9_000 + p.random.nextInt(40_000));
        typo.outcome = "failure";
        typo.mfa = null;
        logins.keep(typo);
      }
    }
  }

  private static boolean isLondonDay(LocalDate date) {
    return switch (date.getDayOfWeek()) {
      case THURSDAY, FRIDAY -> true;
      case WEDNESDAY -> date.getDayOfMonth() % 2 == 0;
      default -> false;
    };
  }

  /** The shared service account: a script every night, never a person, never a browser. */
  void backUp(Staff staff) {
    Person backup = staff.service("@nightly-backup");
    for (LocalDate date = MakeDemo.FIRST; !date.isAfter(MakeDemo.LAST); date = date.plusDays(1)) {
      int second = 3600 + backup.random.nextInt(120);
      for (String application :
          List.of("backup-vault", "source-control", "ledger", "crm", "backup-vault")) {
        logins.add(backup, date, second, "datacentre", Device.SCRIPT, application);
        second += 240 + backup.random.nextInt(200);
      }
    }
  }

  /** Text that looks like an attack and is none, so that escaping shows wherever it lands. */
  void writeOddly(Staff staff) {
    Person callum = staff.person("callum.reid");
    logins.add(
        callum, MakeDemo.day(11), 12 * 3600 + 605, callum.office, callum.desk, MakeDemo.SCRIPT);
    Person hugo = staff.person("hugo.marsh");
    logins.add(hugo, MakeDemo.day(14), 12 * 3600 + 1207, hugo.office, hugo.desk, "chat").userAgent =
        FORMULA;
    Person zoe = staff.person("zo\u00EB.\u00E5ngstr\u00F6m");
    logins.add(
        zoe,
        MakeDemo.day(17),
        12 * 3600 + 1930,
        zoe.office,
        zoe.desk,
        "wiki \"Q1\", \u202Efinal\u202C \uD83C\uDF89");
  }

  private static String weighted(Map<String, Integer> weights, Random random) {
    int left = random.nextInt(weights.values().stream().mapToInt(Integer::intValue).sum());
    for (Map.Entry<String, Integer> entry : weights.entrySet()) {
      left -= entry.getValue();
      if (left < 0) {
        return entry.getKey();
      }
    }
    throw new AssertionError("weights do not add up");
  }
}
