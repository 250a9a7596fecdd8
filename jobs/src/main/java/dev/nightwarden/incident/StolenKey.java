package dev.nightwarden.incident;

import java.util.List;

/** A program uses what the victim is allowed to do, from somewhere else. */
record StolenKey() implements Kind {
  @Override
  public String name() {
    return "stolen-key";
  }

  @Override
  public String doc() {
    return "What the victim did before, done again from another actor's origin, at a program's"
        + " pace: loud 40 messages, plain 12, stealthy 4 at a person's pace.";
  }

  @Override
  public String hardness() {
    return "every action and resource is the victim's own; only the origin and the pace differ";
  }

  @Override
  public List<String> techniques() {
    return List.of("T1552", "T1078.004");
  }

  @Override
  public Planted plant(Plot plot) throws Impossible {
    if (plot.shape().origin().isEmpty()) {
      throw new Impossible("the records do not say from where, or with what, somebody works");
    }
    Account victim = plot.victim();
    Recorded occasion = plot.occasion(victim);
    Recorded origin =
        plot.foreignOrigin(
            victim,
            occasion,
            plot.shape().origin(),
            (message, familiarity) -> familiarity < 1,
            "nobody's origin is new for " + victim.actor());
    List<Recorded> planted =
        plot.again(
            victim,
            plot.ownBefore(victim, occasion.micros(), origin),
            plot.strength().of(40, 12, 4),
            plot.near(occasion.micros()),
            plot.strength().of(400_000.0, 2_000_000.0, 90_000_000.0),
            plot.shape().originOf(origin));
    return new Planted(planted, "from the origin of %s".formatted(origin.actor()));
  }
}
