package dev.nightwarden.incident;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The victim's device and work, from a network that was never the victim's. */
record NewNetwork() implements Kind {
  @Override
  public String name() {
    return "new-network";
  }

  @Override
  public String doc() {
    return "A session of the victim's own, from an address of somebody else, with what the log says"
        + " of that address: loud from the strangest place, plain from any, stealthy from one that"
        + " shares most with the victim's.";
  }

  @Override
  public String hardness() {
    return "the device and all that is done are the victim's; people travel";
  }

  @Override
  public List<String> techniques() {
    return List.of("T1078");
  }

  @Override
  public Planted plant(Plot plot) throws Impossible {
    if (plot.shape().address().isEmpty()) {
      throw new Impossible("the records have no addresses");
    }
    Account victim = plot.victim();
    Recorded occasion = plot.occasion(victim);
    Map<String, Set<Object>> shown = victim.shownBefore(occasion.micros());
    Set<String> place = plot.shape().place();
    List<List<Recorded>> sessions =
        plot.foreign(victim, 1).stream()
            .filter(one -> plot.isAlike(one.get(0), occasion))
            .filter(one -> plot.familiarity(one.get(0), place, shown) < 1)
            .toList();
    if (sessions.isEmpty()) {
      throw new Impossible("nobody's address is new for " + victim.actor());
    }
    List<Recorded> other =
        plot.byStrangeness(sessions, one -> plot.familiarity(one.get(0), place, shown));
    List<List<Recorded>> before =
        victim.sessions().stream()
            .filter(one -> one.get(0).micros() < occasion.micros())
            .filter(one -> plot.isAlike(one.get(0), other.get(0)))
            .toList();
    if (before.isEmpty()) {
      throw new Impossible(
          "nothing that %s did before can be done again".formatted(victim.actor()));
    }
    List<Recorded> own = plot.draws().of(before);
    return new Planted(
        plot.moved(
            victim,
            plot.part(own, plot.strength().of(8, 5, 2)),
            plot.near(occasion.micros()),
            plot.shape().placeOf(other.get(0))),
        "from the address of %s".formatted(other.get(0).actor()));
  }
}
