package dev.nightwarden.amounts;

import java.util.List;
import org.apache.commons.math3.special.Beta;

/**
 * How unlikely a day's figure is, going by the actor's own days of the kind, its peers' and
 * everybody's.
 *
 * <p>A figure's <em>surprise</em> says how far it is from what is usual for the actor. Of counts it
 * is -ln of the probability that a negative binomial distribution reaches it, whose mean is that of
 * the actor's days and of {@link #STRENGTH} days as its peers have them. Of sums and greatest
 * numbers it is the distance of ln(1 + figure) from the mean of the active days' logarithms, in
 * standard deviations, both with the peers' as before. Of silence it is ln(1 + days).
 *
 * <p>How often all actors were surprised so much makes it a tail, B. With K of n own days that
 * reached the figure, A the share of active days, and Q of M days of peers (E of everybody's):
 *
 * <pre>
 * tail = (n max(A B, K / (n + 1)) + s T) / (n + s),  T = (Q + s E) / (M + s)
 * </pre>
 */
final class AmountTail {
  /** s: how many own days the days of peers are worth, and of these those of everybody. */
  static final int STRENGTH = 5;

  private static final double LEAST_VARIANCE = 0.0025;

  private final AmountKind kind;
  private final AmountFit fit;
  private final AmountLevel peers;
  private final List<Double> own;
  private final DaySums sums;

  /**
   * @param peers without the actor
   * @param own the actor's earlier figures of the kind
   */
  AmountTail(AmountKind kind, AmountFit fit, AmountLevel peers, List<Double> own) {
    this(kind, fit, peers, own, DaySums.of(own));
  }

  private AmountTail(
      AmountKind kind, AmountFit fit, AmountLevel peers, List<Double> own, DaySums sums) {
    this.kind = kind;
    this.fit = fit;
    this.peers = peers;
    this.own = own;
    this.sums = sums;
  }

  /** The same where one of the own days is what is to be judged. */
  AmountTail without(double figure) {
    return new AmountTail(kind, fit, peers, own, sums.with(figure, -1));
  }

  /** How far a figure above 0 is from what is usual: greater is rarer. */
  double surprise(double figure) {
    return switch (kind) {
      case COUNT, DISTINCT -> ofCount(figure);
      case SUM, MAX -> ofSum(figure);
      case SILENCE -> DaySums.log(figure);
    };
  }

  private double ofCount(double figure) {
    double mean =
        Math.max(
            1e-6,
            (sums.sum() + STRENGTH * peers.sums().mean()) / Math.max(1, sums.days() + STRENGTH));
    double spread = fit.dispersion() * mean;
    double reached = Beta.regularizedBeta(spread / (1 + spread), figure, 1 / fit.dispersion());
    return -Math.log(Math.max(Double.MIN_NORMAL, reached));
  }

  private double ofSum(double figure) {
    double weight = sums.active() + STRENGTH;
    boolean hasPeers = peers.sums().active() > 0;
    double usual =
        hasPeers || sums.active() == 0
            ? (sums.logs() + STRENGTH * peers.sums().meanLog()) / weight
            : sums.meanLog();
    double variance =
        Math.max(LEAST_VARIANCE, (sums.spread() + STRENGTH * fit.variance()) / weight);
    return (DaySums.log(figure) - usual) / Math.sqrt(variance);
  }

  /** The tail of a figure above 0: in (0, 1]. */
  double of(double figure) {
    double days = own.size();
    long reached = own.stream().filter(earlier -> earlier >= figure).count();
    double active = (sums.active() + STRENGTH * peers.sums().shareActive()) / (days + STRENGTH);
    double ofOwn = Math.max(active * fit.surprises().share(surprise(figure)), reached / (days + 1));
    double ofPeers =
        (peers.reached(figure) + STRENGTH * fit.figures().share(DaySums.log(figure)))
            / (peers.sums().days() + STRENGTH);
    return Math.min(1, (days * ofOwn + STRENGTH * ofPeers) / (days + STRENGTH));
  }
}
