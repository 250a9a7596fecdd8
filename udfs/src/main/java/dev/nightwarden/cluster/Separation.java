package dev.nightwarden.cluster;

import java.io.Serializable;

/**
 * How far a cluster lies from the ordinary one, the largest.
 *
 * <p>Every data set can be cut in two, so a cluster counts as real only where data without clusters
 * would seldom look like it. Three things are asked, each of which the others do not see:
 *
 * <ol>
 *   <li>The mean silhouette of the records of both (P. J. Rousseeuw, 1987) is 0.5 or more: they are
 *       much nearer to their own cluster than to the other.
 *   <li>The gap, from the record of the one to that of the other that are nearest, is wider than
 *       the mean distance of two ordinary records, by {@code 1 + 30 / n} for n distinct records:
 *       with few records wide gaps are chance.
 *   <li>The gap is at least twice the step, within which nine in ten ordinary records are reached
 *       from the others (the merge heights of their single linkage tree): values that only exist in
 *       steps, such as the combinations of truth values, are no clusters.
 * </ol>
 *
 * <p>The figures are chosen by simulation, 1,000 trials each ({@code SeparationTest} repeats some):
 * of uniform and of normal data in 1, 2, 4 and 8 features, at most 1.2% are found to have clusters
 * with 20 to 300 records (and 0.5% in two features or more), 2.5% with 10. The silhouette alone
 * would find them in 95% of uniform data in one feature. One record, or five, planted 8 standard
 * deviations from normal data of 100 or 300 records in one to four features are found, and nothing
 * else, in 94% of trials or more, at 10 in 99%. Features with a long tail are a matter of taste: of
 * lognormal data in one feature the largest value stands apart in two of three, in four features in
 * one of six; give such a feature as its logarithm.
 *
 * @param silhouette mean silhouette of the records of both clusters, in [-1, 1]
 * @param gap the least distance between them, in [0, 1]
 * @param spread mean distance of two ordinary records, in [0, 1]
 * @param step nine in ten steps between ordinary records are shorter or equal, in [0, 1]
 * @param distinct how many distinct records both have
 */
public record Separation(double silhouette, double gap, double spread, double step, int distinct)
    implements Serializable {
  private static final double LEAST_SILHOUETTE = 0.5;
  private static final double SMALL_SAMPLE = 30;
  private static final double LEAST_STEPS = 2;

  /** Whether data without clusters would seldom look so. */
  public boolean isReal() {
    return gap > 0
        && silhouette >= LEAST_SILHOUETTE
        && gap >= spread * (1 + SMALL_SAMPLE / distinct)
        && gap >= step * LEAST_STEPS;
  }
}
