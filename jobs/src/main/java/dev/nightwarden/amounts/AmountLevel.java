package dev.nightwarden.amounts;

import java.io.Serializable;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a group, or everybody, did on the days of one kind of the 28 before a Monday.
 *
 * @param actors how many there are
 * @param sums of their days
 * @param above by {@link TailFit#bin} of ln(1 + figure), how many active days are in it or above
 * @param most the greatest figure
 * @param mostOf whose it is
 * @param second the greatest figure of anybody else
 */
record AmountLevel(
    long actors,
    DaySums sums,
    NavigableMap<Integer, Long> above,
    double most,
    String mostOf,
    double second)
    implements Serializable {
  static final AmountLevel NONE = new AmountLevel(0, DaySums.NONE, new TreeMap<>(), 0, "", 0);

  AmountLevel {
    above = new TreeMap<>(above);
  }

  /** The same without one of its actors. */
  AmountLevel without(String actor, List<Double> figures) {
    if (figures.isEmpty() || actors == 0) {
      return this;
    }
    NavigableMap<Integer, Long> others = new TreeMap<>(above);
    for (double figure : figures) {
      if (figure > 0) {
        others
            .headMap(TailFit.bin(DaySums.log(figure)), true)
            .replaceAll((bin, count) -> count - 1);
      }
    }
    return new AmountLevel(
        actors - 1,
        sums.without(DaySums.of(figures)),
        others,
        mostOf.equals(actor) ? second : most,
        "",
        second);
  }

  /** How many days have at least this figure, or nearly. */
  long reached(double figure) {
    return TailFit.reached(above, DaySums.log(figure));
  }
}
