package dev.nightwarden.pipeline;

import java.util.Map;

/** How a detector's anomalies become malicious events. */
public sealed interface Decision {
  /** Malicious as they stand, from a score on. */
  record Alone(double leastScore) implements Decision {}

  /**
   * Judged together by profile.
   *
   * @param judges by profile; anomalies of profiles without one are never malicious
   */
  record Judged(Map<String, Judge> judges) implements Decision {
    public Judged {
      judges = Map.copyOf(judges);
    }
  }

  /**
   * Malicious as they stand, from a score on that each profile has.
   *
   * @param leastScores by profile; anomalies of other profiles are never malicious
   */
  record ByProfile(Map<String, Double> leastScores) implements Decision {
    public ByProfile {
      leastScores = Map.copyOf(leastScores);
    }
  }

  /** Every anomaly is malicious. */
  static Decision alone() {
    return new Alone(0);
  }
}
