package dev.nightwarden.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Looks for the best candidate: one change at a time for as long as one makes it better; then
 * profile by profile all ways of judging, by successive halving (all on a quarter of the innocent
 * actors, the best third on half of them, the best third of these on all); and again, until neither
 * finds anything better. At the end changes are taken back that make nothing better.
 *
 * @param budget alerts a night
 * @param incidents how many are to be found
 * @param most how many settings are tried at most
 * @param tell is told of progress
 */
record TuningSearch(
    Trials trials, Space space, double budget, int incidents, int most, Consumer<String> tell) {
  /** A rung keeps one of so many, and at least so many. */
  private static final int KEPT = 3;

  /** Equally good, unless it spares one of so many alerts. */
  private static final double SPARES = .05;

  /**
   * What was found.
   *
   * @param present what the config gives as it is
   * @param best what the best candidate gives
   * @param reasons by changed key, what would be without the change
   * @param tried all that were judged on all actors
   */
  record Result(Outcome present, Outcome best, Map<String, Outcome> reasons, List<Outcome> tried) {}

  private static final class Log {
    private final List<Outcome> whole = new ArrayList<>();
    private final long started = System.nanoTime();
    private int judged;
  }

  Result run() {
    Log log = new Log();
    Outcome present = judged(List.of(Candidate.NOTHING), 1, log).get(0);
    Outcome best = present;
    Outcome before = null;
    while (!best.equals(before) && log.judged < most) {
      before = best;
      best = climbed(best, log);
      for (String profile : space.config().profiles().keySet()) {
        best = better(best, halved(space.judges(profile, best.candidate()), log));
      }
    }
    Map<String, Outcome> reasons = new LinkedHashMap<>();
    boolean isWorthIt = false;
    while (!isWorthIt) {
      isWorthIt = true;
      reasons.clear();
      for (String key : best.candidate().changes().keySet()) {
        Outcome without = judged(List.of(best.candidate().without(key)), 1, log).get(0);
        if (better(best, without).equals(without) || isAsGood(without, best)) {
          best = without;
          isWorthIt = false;
          break;
        }
        reasons.put(key, without);
      }
    }
    return new Result(present, best, reasons, log.whole);
  }

  /** One change after the other, the best first. */
  private Outcome climbed(Outcome from, Log log) {
    Outcome best = from;
    Outcome before = null;
    while (!best.equals(before) && log.judged < most) {
      before = best;
      best = better(best, first(judged(capped(space.steps(best.candidate()), log), 1, log)));
    }
    return best;
  }

  private List<Candidate> capped(List<Candidate> candidates, Log log) {
    return candidates.subList(0, Math.min(candidates.size(), Math.max(1, most - log.judged)));
  }

  /** The best of them; null where there is none. */
  private Outcome halved(List<Candidate> candidates, Log log) {
    List<Candidate> left = capped(candidates, log);
    for (int share : List.of(4, 2)) {
      if (left.size() > KEPT) {
        left =
            sorted(judged(left, share, log)).stream()
                .limit(Math.max(KEPT, left.size() / KEPT))
                .map(Outcome::candidate)
                .toList();
      }
    }
    return first(judged(left, 1, log));
  }

  private List<Outcome> judged(List<Candidate> candidates, int share, Log log) {
    List<Outcome> outcomes = trials.of(candidates, share);
    log.judged += candidates.size();
    outcomes.stream().filter(Outcome::isWhole).forEach(log.whole::add);
    double seconds = (System.nanoTime() - log.started) / 1e9;
    tell.accept(
        "tune: %d of about %d settings judged, in %.0f seconds; at most %.0f left"
            .formatted(
                log.judged,
                most,
                seconds,
                Math.max(0, seconds / log.judged * (most - log.judged))));
    return outcomes;
  }

  private List<Outcome> sorted(List<Outcome> outcomes) {
    List<Outcome> sorted = new ArrayList<>(outcomes);
    sorted.sort(
        Comparator.comparingDouble((Outcome one) -> -one.worth(budget, incidents))
            .thenComparingDouble(Outcome::alerts));
    return sorted;
  }

  private Outcome first(List<Outcome> outcomes) {
    return outcomes.isEmpty() ? null : sorted(outcomes).get(0);
  }

  private Outcome better(Outcome best, Outcome other) {
    if (other == null) {
      return best;
    }
    double gain = other.worth(budget, incidents) - best.worth(budget, incidents);
    boolean isSparing = other.alerts() < best.alerts() * (1 - SPARES);
    return gain > 1e-9 || (gain > -1e-9 && isSparing) ? other : best;
  }

  private boolean isAsGood(Outcome one, Outcome other) {
    double gain = one.worth(budget, incidents) - other.worth(budget, incidents);
    return gain > -1e-9 && one.alerts() <= other.alerts() * (1 + SPARES) + 1e-9;
  }
}
