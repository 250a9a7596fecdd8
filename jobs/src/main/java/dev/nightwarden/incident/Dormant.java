package dev.nightwarden.incident;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** An account that nobody used any more is used again. */
record Dormant() implements Kind {
  @Override
  public String name() {
    return "dormant";
  }

  @Override
  public String doc() {
    return "An account that was silent for 14 days is used again: loud up to 8 messages of another actor,"
        + " plain up to 4, stealthy 3 of its own from before.";
  }

  @Override
  public String hardness() {
    return "people come back from long leave; a stealthy one has nothing new but the silence";
  }

  @Override
  public List<String> techniques() {
    return List.of("T1078");
  }

  @Override
  public Planted plant(Plot plot) throws Impossible {
    for (Account victim : plot.free()) {
      LocalDate last = victim.messages().get(victim.messages().size() - 1).date();
      LocalDate earliest = last.plusDays(14);
      if (earliest.isBefore(plot.from())) {
        earliest = plot.from();
      }
      if (!earliest.isAfter(plot.to()) && victim.byDate().size() >= 3) {
        return planted(plot, victim, earliest);
      }
    }
    throw new Impossible("no account was silent for 14 days before %s".formatted(plot.to()));
  }

  private static Planted planted(Plot plot, Account victim, LocalDate earliest) throws Impossible {
    long days = plot.to().toEpochDay() - earliest.toEpochDay();
    LocalDate date = earliest.plusDays(plot.draws().below((int) Math.min(days, 365) + 1));
    Recorded like = plot.draws().of(victim.messages());
    double start = plot.near(Recorded.midnight(date) + like.timeOfDay());
    if (plot.strength() == Strength.STEALTHY) {
      return new Planted(
          plot.again(victim, victim.messages(), 3, start, 120e6, Map.of()),
          "its own messages of before");
    }
    int messages = plot.strength() == Strength.LOUD ? 8 : 4;
    List<Recorded> session = plot.draws().of(plot.foreign(victim, Math.min(3, messages)));
    return new Planted(
        plot.moved(victim, plot.part(session, messages), start, Map.of()),
        "messages of %s".formatted(session.get(0).actor()));
  }
}
