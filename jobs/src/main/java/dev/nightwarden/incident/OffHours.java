package dev.nightwarden.incident;

import java.util.List;
import java.util.Map;

/** The victim's own work at hours at which the victim does not work. */
record OffHours() implements Kind {
  private static final double HOUR = 3.6e9;

  /** Hours that are looked at together. */
  private static final int WIDE = 4;

  @Override
  public String name() {
    return "off-hours";
  }

  @Override
  public String doc() {
    return "Sessions of the victim's own in the hours of the day in which the victim does least:"
        + " loud 10 messages, plain 4, stealthy 2 and at the edge of those hours.";
  }

  @Override
  public String hardness() {
    return "nothing but the hour is new";
  }

  @Override
  public List<String> techniques() {
    return List.of("T1078");
  }

  @Override
  public Planted plant(Plot plot) throws Impossible {
    Account victim = plot.victim(account -> share(account.hours(), quietest(account)) <= .02);
    Recorded occasion = plot.occasion(victim);
    int quietest = quietest(victim);
    double into = plot.strength().of(1.5, plot.draws().between(1, 3), .2);
    double start = Recorded.midnight(occasion.date()) + ((quietest + into) % 24) * HOUR;
    List<Recorded> own =
        victim.sessions().stream()
            .filter(one -> one.get(0).micros() < occasion.micros())
            .reduce((a, b) -> plot.draws().chance(.3) ? b : a)
            .orElseThrow(() -> new Impossible("nobody has a past"));
    int messages = plot.strength().of(10, 4, 2);
    List<Recorded> planted =
        own.size() >= messages
            ? plot.moved(victim, plot.part(own, messages), start, Map.of())
            : plot.again(victim, own, messages, start, 60e6, Map.of());
    return new Planted(
        planted, "%02d:00 to %02d:00 UTC is quiet".formatted(quietest, (quietest + WIDE) % 24));
  }

  /** The first of the hours in which least is done. */
  private static int quietest(Account account) {
    int[] hours = account.hours();
    int best = 0;
    for (int hour = 1; hour < hours.length; hour++) {
      if (share(hours, hour) < share(hours, best)) {
        best = hour;
      }
    }
    return best;
  }

  private static double share(int[] hours, int from) {
    int inside = 0;
    int all = 0;
    for (int hour = 0; hour < hours.length; hour++) {
      all += hours[hour];
      inside += Math.floorMod(hour - from, hours.length) < WIDE ? hours[hour] : 0;
    }
    return (double) inside / all;
  }
}
