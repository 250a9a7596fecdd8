package dev.nightwarden.incident;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Somebody else works under the victim's name: a real session of another actor.
 *
 * @param isNear whether the other works from a place that the victim is known from
 */
record Swap(boolean isNear) implements Kind {
  @Override
  public String name() {
    return isNear ? "swap-near" : "swap";
  }

  @Override
  public String doc() {
    return isNear
        ? "As swap, by somebody from a place that the victim is known from."
        : "A session of another actor under the victim's name, at a time at which the victim works:"
            + " loud up to 8 messages of who shares least with the victim, plain 3 to 8 of anybody,"
            + " stealthy 2 of who shares most.";
  }

  @Override
  public String hardness() {
    return isNear
        ? "place and often the network are the victim's own; only device and work differ"
        : "the hour is the victim's, and so is the number of messages";
  }

  @Override
  public List<String> techniques() {
    return List.of("T1078");
  }

  @Override
  public Planted plant(Plot plot) throws Impossible {
    Account victim = plot.victim();
    Recorded occasion = plot.occasion(victim);
    Map<String, Set<Object>> shown = victim.shownBefore(occasion.micros());
    int messages = plot.strength().of(8, 3 + plot.draws().below(6), 2);
    List<List<Recorded>> sessions = plot.foreign(victim, Math.min(3, messages));
    if (isNear) {
      sessions = near(plot, sessions, shown);
    }
    List<Recorded> session =
        plot.byStrangeness(
            sessions, one -> plot.familiarity(one.get(0), plot.shape().origin(), shown));
    return new Planted(
        plot.moved(victim, plot.part(session, messages), plot.near(occasion.micros()), Map.of()),
        "messages of %s".formatted(session.get(0).actor()));
  }

  /** Those whose place the victim showed before, else the most familiar of all. */
  private static List<List<Recorded>> near(
      Plot plot, List<List<Recorded>> sessions, Map<String, Set<Object>> shown) {
    Set<String> place = plot.shape().whereabouts();
    Set<String> paths = place.isEmpty() ? plot.shape().origin() : place;
    double most =
        sessions.stream()
            .mapToDouble(one -> plot.familiarity(one.get(0), paths, shown))
            .max()
            .orElse(0);
    return sessions.stream()
        .filter(one -> plot.familiarity(one.get(0), paths, shown) >= Math.min(.6, most))
        .toList();
  }
}
