package dev.nightwarden.pipeline;

import java.util.Locale;

/**
 * The jobs that a command can start. Which stages a job runs is defined where the stages are
 * listed.
 */
public enum Job {
  RUN,
  INGEST,
  TRAIN,
  COLLECT,
  INVESTIGATE,
  SHIP,
  WATCH,
  BACKFILL,
  MAINTAIN,
  FORGET;

  /**
   * Whether it can work between the parts of a backfill, whose dates it leaves alone. What rewrites
   * the rows of all dates cannot, nor a second backfill.
   */
  public boolean goesBesideBackfill() {
    return this != BACKFILL && this != MAINTAIN && this != FORGET;
  }

  /** The name on the command line and in {@code runs}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
