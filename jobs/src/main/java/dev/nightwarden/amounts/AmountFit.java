package dev.nightwarden.amounts;

import java.io.Serializable;
import java.util.Map;

/**
 * How the days of one kind are distributed around what is usual for their actor, fitted to the 28
 * days before a Monday.
 *
 * @param dispersion of counts: their variance is {@code mean + dispersion mean^2}
 * @param variance of the logarithms of figures around their actor's mean
 * @param surprises how often {@link AmountTail#surprise} reaches what
 * @param figures how often ln(1 + figure) of anybody does
 */
record AmountFit(double dispersion, double variance, TailFit surprises, TailFit figures)
    implements Serializable {
  /** Where too little was seen. */
  static final AmountFit UNKNOWN = of(1, 1);

  static AmountFit of(double dispersion, double variance) {
    TailFit none = TailFit.of(Map.of(), 0);
    return new AmountFit(dispersion, variance, none, none);
  }
}
