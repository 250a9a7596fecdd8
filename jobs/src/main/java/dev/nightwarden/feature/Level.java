package dev.nightwarden.feature;

/** How urgent a flag is. */
public enum Level {
  LOW(0.3),
  MEDIUM(0.6),
  HIGH(1.0);

  private final double score;

  Level(double score) {
    this.score = score;
  }

  /** The score of a hit, in (0, 1]. */
  public double score() {
    return score;
  }
}
