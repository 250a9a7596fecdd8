package dev.nightwarden.incident;

import java.util.List;
import java.util.Map;

/** One thing that the victim does, done again and again by a program: kind {@code burst}. */
record Flurry() implements Kind {
  @Override
  public String name() {
    return "burst";
  }

  @Override
  public String doc() {
    return "One message of the victim's own, with its origin, repeated at a program's pace: loud 400"
        + " times, plain 100, stealthy 25.";
  }

  @Override
  public String hardness() {
    return "no value is new; only how much";
  }

  @Override
  public List<String> techniques() {
    return List.of("T1119");
  }

  @Override
  public Planted plant(Plot plot) throws Impossible {
    Account victim = plot.victim();
    Recorded occasion = plot.occasion(victim);
    return new Planted(
        plot.again(
            victim,
            List.of(occasion),
            plot.strength().of(400, 100, 25),
            plot.near(occasion.micros()),
            plot.strength().of(300_000.0, 1_000_000.0, 4_000_000.0),
            Map.of()),
        "repeats one message");
  }
}
