package dev.nightwarden.evaluate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Two configs on the same incidents and nights.
 *
 * @param first the name of one
 * @param second of the other
 * @param onlyFirst incidents that only the first found
 * @param onlySecond incidents that only the second found
 * @param foundP how likely equally good configs differ so much in what they find (McNemar)
 * @param onlyFirst10 incidents that only the first has among the first ten of a night
 * @param onlySecond10 likewise
 * @param within10P likewise
 * @param wrong the second's actors falsely flagged a night less the first's
 * @param wrongP how likely equally good configs differ so much there
 */
public record Comparison(
    String first,
    String second,
    List<String> onlyFirst,
    List<String> onlySecond,
    double foundP,
    List<String> onlyFirst10,
    List<String> onlySecond10,
    double within10P,
    Interval wrong,
    double wrongP) {

  static Comparison of(Scorecard first, Scorecard second) {
    List<String> onlyFirst = only(first, second, Integer.MAX_VALUE);
    List<String> onlySecond = only(second, first, Integer.MAX_VALUE);
    List<String> onlyFirst10 = only(first, second, 10);
    List<String> onlySecond10 = only(second, first, 10);
    double[] differences = differences(first.wrongByNight(), second.wrongByNight());
    return new Comparison(
        first.config(),
        second.config(),
        onlyFirst,
        onlySecond,
        Resampling.mcnemar(onlyFirst.size(), onlySecond.size()),
        onlyFirst10,
        onlySecond10,
        Resampling.mcnemar(onlyFirst10.size(), onlySecond10.size()),
        Resampling.mean(differences),
        Resampling.signFlips(differences));
  }

  private static List<String> only(Scorecard one, Scorecard other, int look) {
    Set<String> only = new TreeSet<>();
    one.places()
        .forEach(
            (incident, place) -> {
              Integer there = other.places().get(incident);
              if (place <= look && (there == null || there > look)) {
                only.add(incident);
              }
            });
    return new ArrayList<>(only);
  }

  private static double[] differences(Map<LocalDate, Long> first, Map<LocalDate, Long> second) {
    return first.entrySet().stream()
        .mapToDouble(night -> second.get(night.getKey()) - night.getValue())
        .toArray();
  }

  /** Whether both found the same, as early, and flagged as many falsely on each night. */
  boolean isEqual() {
    boolean isSameEachNight = wrong.low() == 0 && wrong.value() == 0 && wrong.high() == 0;
    return onlyFirst.isEmpty()
        && onlySecond.isEmpty()
        && onlyFirst10.isEmpty()
        && onlySecond10.isEmpty()
        && (isSameEachNight || Double.isNaN(wrong.value()));
  }
}
