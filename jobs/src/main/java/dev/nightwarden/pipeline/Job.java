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

  /** The name on the command line and in {@code runs}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
