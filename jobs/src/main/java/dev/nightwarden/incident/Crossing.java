package dev.nightwarden.incident;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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
    Set<String> place = plot.shape().whereabouts();
    if (place.isEmpty()) {
      throw new Impossible("the records say no place of their addresses (geoip adds it)");
    }
    Account victim = plot.victim();
    Recorded occasion = plot.occasion(victim);
    Map<String, Object> here = plot.shape().placeOf(occasion);
    Recorded other =
        plot.foreignOrigin(
            victim,
            occasion,
            plot.shape().origin(),
            (message, familiarity) -> isElsewhere(plot.shape().placeOf(message), here, place),
            "nobody works from another place than " + victim.actor());
    double start = occasion.micros() + plot.strength().of(2, 20, 90) * 60e6;
    return new Planted(
        plot.again(
            victim,
            plot.ownBefore(victim, occasion.micros() + 1, other),
            plot.strength().of(6, 4, 3),
            start,
            60e6,
            plot.shape().originOf(other)),
        "from the origin of %s".formatted(other.actor()));
  }

  private static boolean isElsewhere(
      Map<String, Object> there, Map<String, Object> here, Set<String> place) {
    return place.stream().noneMatch(path -> Objects.equals(there.get(path), here.get(path)));
  }
}
