package dev.nightwarden.incident;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Somebody works under the victim's name from elsewhere while the victim works. */
record Crossing() implements Kind {
  @Override
  public String name() {
    return "crossing";
  }

  @Override
  public String doc() {
    return "What the victim did before, from another place, so soon after a message of the victim's"
        + " own that nobody travels so fast: loud 2 minutes, plain 20, stealthy 90.";
  }

  @Override
  public String hardness() {
    return "the place may be one of the victim's own; only being in two at once is odd";
  }

  @Override
  public List<String> techniques() {
    return List.of("T1078");
  }

  @Override
  public Planted plant(Plot plot) throws Impossible {
    Set<String> place = new TreeSet<>(plot.shape().place());
    plot.shape().address().ifPresent(place::remove);
    if (place.isEmpty()) {
      throw new Impossible("the records say no place of their addresses (geoip adds it)");
    }
    Account victim = plot.victim();
    Recorded occasion = plot.occasion(victim);
    Map<String, Set<Object>> shown = victim.shownBefore(occasion.micros());
    Map<String, Object> here = plot.shape().placeOf(occasion);
    List<List<Recorded>> elsewhere =
        plot.foreign(victim, 1).stream()
            .filter(one -> plot.isAlike(one.get(0), occasion))
            .filter(one -> isElsewhere(plot.shape().placeOf(one.get(0)), here, place))
            .toList();
    if (elsewhere.isEmpty()) {
      throw new Impossible("nobody works from another place than " + victim.actor());
    }
    List<Recorded> other =
        plot.byStrangeness(
            elsewhere, one -> plot.familiarity(one.get(0), plot.shape().origin(), shown));
    double start = occasion.micros() + plot.strength().of(2, 20, 90) * 60e6;
    return new Planted(
        plot.again(
            victim,
            plot.ownBefore(victim, occasion.micros() + 1, other.get(0)),
            plot.strength().of(6, 4, 3),
            start,
            60e6,
            plot.shape().originOf(other.get(0))),
        "from the origin of %s".formatted(other.get(0).actor()));
  }

  private static boolean isElsewhere(
      Map<String, Object> there, Map<String, Object> here, Set<String> place) {
    return place.stream().noneMatch(path -> Objects.equals(there.get(path), here.get(path)));
  }
}
