package dev.nightwarden.incident;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** One origin tries many accounts: kind {@code spray}. */
record PasswordSpray() implements Kind {
  @Override
  public String name() {
    return "spray";
  }

  @Override
  public String doc() {
    return "A failed login of each of many accounts, from one origin: loud 60 accounts within"
        + " minutes, plain 20 within an hour, stealthy 8 over half a day.";
  }

  @Override
  public String hardness() {
    return "each account has one failure, as people have";
  }

  @Override
  public List<String> techniques() {
    return List.of("T1110.003");
  }

  @Override
  public Planted plant(Plot plot) throws Impossible {
    List<Recorded> failures =
        plot.accounts().stream()
            .flatMap(account -> account.messages().stream())
            .filter(PasswordSpray::isFailure)
            .toList();
    if (failures.isEmpty()) {
      throw new Impossible(
          "no record says that something failed: a value such as failure, failed or denied");
    }
    Recorded occasion = plot.occasion(plot.victim());
    Recorded origin = plot.draws().of(failures);
    List<Account> tried =
        plot.accounts().stream()
            .filter(account -> !account.actor().equals(origin.actor()))
            .sorted(Comparator.comparing(Account::actor))
            .toList();
    int number = Math.min(tried.size(), plot.strength().of(60, 20, 8));
    double gap = plot.strength().of(10e6, 150e6, 5e9);
    Map<String, Object> from = plot.shape().originOf(origin);
    List<Recorded> planted = new ArrayList<>();
    double at = plot.near(occasion.micros());
    int first = plot.draws().below(tried.size());
    for (int i = 0; i < number; i++) {
      Account account = tried.get((first + i) % tried.size());
      planted.add(
          new Disguise(plot.shape(), account, plot.draws(), true)
              .as(origin, plot.shape().moment(at, plot.draws()), from));
      at += plot.draws().logNormal(gap, .3);
    }
    return new Planted(planted, "from the origin of %s".formatted(origin.actor()));
  }

  private static boolean isFailure(Recorded message) {
    return Leaves.of(message.data()).values().stream()
        .anyMatch(
            value -> value.toString().matches("(?i)fail(ed|ure)?|denied|invalid( password)?"));
  }
}
