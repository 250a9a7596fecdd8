package dev.nightwarden.incident;

import java.util.List;

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
    Recorded other =
        plot.foreignOrigin(
            victim,
            occasion,
            plot.shape().place(),
            (message, familiarity) -> familiarity < 1,
            "nobody's address is new for " + victim.actor());
    List<List<Recorded>> before =
        victim.sessions().stream()
            .filter(one -> one.get(0).micros() < occasion.micros())
            .filter(one -> plot.isAlike(one.get(0), other))
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
            plot.shape().placeOf(other)),
        "from the address of %s".formatted(other.actor()));
  }
}
