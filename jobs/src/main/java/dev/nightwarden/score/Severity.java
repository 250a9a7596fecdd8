package dev.nightwarden.score;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/**
 * How urgent an anomaly is: low, medium or high.
 *
 * <p>Flags have scores of 0.3, 0.6 and 1.0 for the three; a score between them has the severity of
 * the nearest.
 */
public final class Severity {
  private static final double MEDIUM_FROM = 0.45;
  private static final double HIGH_FROM = 0.8;

  private Severity() {}

  /** {@code low}, {@code medium} or {@code high} for a score in (0, 1]. */
  public static Column ofScore(Column score) {
    return when(score.geq(HIGH_FROM), lit("high"))
        .when(score.geq(MEDIUM_FROM), lit("medium"))
        .otherwise(lit("low"));
  }
}
