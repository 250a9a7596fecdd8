package dev.nightwarden.incident;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Somebody else works under the victim's name, a little each day. */
record Slow() implements Kind {
  @Override
  public String name() {
    return "slow";
  }

  @Override
  public String doc() {
    return "Messages of another actor under the victim's name, at hours at which the victim works,"
        + " over days: loud 3 on each of 4 dates, plain 1 on each of 6, stealthy 1 on every other of"
        + " 12 of who shares most with the victim.";
  }

  @Override
  public String hardness() {
    return "no date has more than a message or three, and from the second on the values are known";
  }

  @Override
  public List<String> techniques() {
    return List.of("T1078");
  }

  @Override
  public Planted plant(Plot plot) throws Impossible {
    int dates = plot.strength().of(4, 6, 6);
    int step = plot.strength().of(1, 1, 2);
    LocalDate latest = plot.to().minusDays((long) (dates - 1) * step);
    Account victim =
        plot.victim(
            account -> plot.dates(account).stream().anyMatch(date -> !date.isAfter(latest)));
    LocalDate first =
        plot.draws().of(plot.dates(victim).stream().filter(date -> !date.isAfter(latest)).toList());
    Map<String, Set<Object>> shown = victim.shownBefore(Recorded.midnight(first));
    List<Recorded> session =
        plot.byStrangeness(
            plot.foreign(victim, 2),
            one -> plot.familiarity(one.get(0), plot.shape().origin(), shown));
    List<Recorded> planted = new ArrayList<>();
    for (int i = 0; i < dates; i++) {
      LocalDate date = first.plusDays((long) i * step);
      Recorded like = plot.draws().of(victim.messages());
      planted.addAll(
          plot.moved(
              victim,
              plot.part(session, plot.strength().of(3, 1, 1)),
              plot.near(Recorded.midnight(date) + like.timeOfDay()),
              Map.of()));
    }
    return new Planted(planted, "messages of %s".formatted(session.get(0).actor()));
  }
}
