package dev.nightwarden.tune;

import java.util.Set;

/**
 * What a candidate gives.
 *
 * @param candidate the changes
 * @param found the incidents of which a message is malicious
 * @param alerts a night, on average
 * @param isWhole whether all actors were looked at, and not a part of the innocent ones
 */
record Outcome(Candidate candidate, Set<String> found, double alerts, boolean isWhole) {
  /**
   * How good it is, within a budget: the share that is found; beyond it, less the logarithm of how
   * many times it is exceeded.
   *
   * @param budget alerts a night
   * @param incidents how many there are
   */
  double worth(double budget, int incidents) {
    double share = (double) found.size() / incidents;
    return alerts <= budget ? share : share - Math.log(alerts / budget);
  }
}
