package dev.nightwarden.incident;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The victim's own work, with far more moved. */
record Exfiltration() implements Kind {
  @Override
  public String name() {
    return "exfiltration";
  }

  @Override
  public String doc() {
    return "Messages of the victim's own that move something, with amounts above the victim's"
        + " largest: loud 100 times, plain 10 times, stealthy twice the largest in each of five"
        + " messages.";
  }

  @Override
  public String hardness() {
    return "no value but the amount is new, and amounts have heavy tails";
  }

  @Override
  public List<String> techniques() {
    return List.of("T1567");
  }

  @Override
  public Planted plant(Plot plot) throws Impossible {
    List<String> amounts = plot.shape().amounts();
    if (amounts.isEmpty()) {
      throw new Impossible("the records have no amounts: numbers of many sizes, such as bytes");
    }
    String path = amounts.get(0);
    Account victim =
        plot.victim(account -> account.messages().stream().filter(m -> has(m, path)).count() >= 5);
    Recorded occasion = plot.occasion(victim);
    List<Recorded> own = victim.messages().stream().filter(m -> has(m, path)).toList();
    double largest =
        own.stream()
            .mapToDouble(m -> ((Number) Leaves.of(m.data()).get(path)).doubleValue())
            .max()
            .orElseThrow();
    double times = plot.strength().of(100.0, 10.0, 2.0);
    List<Recorded> planted = new ArrayList<>();
    double at = plot.near(occasion.micros());
    Disguise disguise = new Disguise(plot.shape(), victim, plot.draws(), true);
    for (int i = 0; i < 5; i++) {
      double amount = largest * times * plot.draws().between(.7, 1.4);
      planted.add(
          disguise.as(
              plot.draws().of(own),
              plot.shape().moment(at, plot.draws()),
              Map.of(path, number(amount, own.get(0), path))));
      at += plot.draws().logNormal(90e6, .6);
    }
    return new Planted(planted, "%s above %.0f, the largest before".formatted(path, largest));
  }

  /** As whole as the numbers of the log are. */
  private static Object number(double amount, Recorded like, String path) {
    return Leaves.of(like.data()).get(path) instanceof Long
        ? (Object) Math.round(amount)
        : BigDecimal.valueOf(amount).setScale(3, RoundingMode.HALF_UP);
  }

  private static boolean has(Recorded message, String path) {
    return Leaves.of(message.data()).get(path) instanceof Number;
  }
}
