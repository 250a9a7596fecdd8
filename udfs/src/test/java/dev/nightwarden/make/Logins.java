package dev.nightwarden.make;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The logins of the month; others fall out. */
final class Logins {
  private final List<Login> all = new ArrayList<>();

  List<Login> all() {
    return all;
  }

  Login add(
      Person p, LocalDate date, int second, String network, Device device, String application) {
    Login login = new Login();
    login.person = p;
    login.time =
        date.atStartOfDay()
            .plusSeconds(second)
            .atZone(p.zone)
            .toInstant()
            .plusMillis(p.random.nextInt(1000));
    login.application = application;
    login.device = device;
    login.userAgent = device.userAgent(date.getDayOfMonth() >= p.upgrades);
    login.from(network);
    keep(login);
    return login;
  }

  void keep(Login login) {
    LocalDate date = login.date();
    if (!date.isBefore(MakeDemo.FIRST) && !date.isAfter(MakeDemo.LAST)) {
      all.add(login);
    }
  }

  /** Sorts them by time and gives each its id. */
  void number() {
    all.sort(Comparator.comparing((Login l) -> l.time).thenComparing(l -> l.person.number));
    Map<LocalDate, Integer> counts = new HashMap<>();
    for (Login login : all) {
      LocalDate date = login.date();
      int count = counts.merge(date, 1, Integer::sum);
      login.id = "login-%02d%02d-%04d".formatted(date.getMonthValue(), date.getDayOfMonth(), count);
    }
  }
}
