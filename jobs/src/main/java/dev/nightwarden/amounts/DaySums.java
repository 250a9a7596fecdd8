package dev.nightwarden.amounts;

import java.io.Serializable;
import java.util.List;

/**
 * What days add up to.
 *
 * @param days how many
 * @param active how many have more than 0
 * @param sum of the figures
 * @param logs the sum of ln(1 + figure) of the active ones
 * @param squares the sum of its squares
 */
record DaySums(long days, long active, double sum, double logs, double squares)
    implements Serializable {
  static final DaySums NONE = new DaySums(0, 0, 0, 0, 0);

  static DaySums of(List<Double> figures) {
    DaySums all = NONE;
    for (double figure : figures) {
      all = all.with(figure, 1);
    }
    return all;
  }

  /** With a day more, or less. */
  DaySums with(double figure, int sign) {
    double log = log(figure);
    return new DaySums(
        days + sign,
        active + (figure > 0 ? sign : 0),
        sum + sign * figure,
        logs + sign * log,
        squares + sign * log * log);
  }

  /** Without those of others that are among them. */
  DaySums without(DaySums others) {
    return new DaySums(
        days - others.days,
        active - others.active,
        Math.max(0, sum - others.sum),
        logs - others.logs,
        squares - others.squares);
  }

  static double log(double figure) {
    return Math.log1p(figure);
  }

  double mean() {
    return days <= 0 ? 0 : sum / days;
  }

  /** The mean of the logarithms of the active days. */
  double meanLog() {
    return active <= 0 ? 0 : logs / active;
  }

  /** How far the logarithms lie from their mean: the sum of squares. */
  double spread() {
    return active <= 1 ? 0 : Math.max(0, squares - logs * logs / active);
  }

  double shareActive() {
    return days <= 0 ? 1 : (double) active / days;
  }
}
