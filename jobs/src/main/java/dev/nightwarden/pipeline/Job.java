package dev.nightwarden.pipeline;

import java.util.Locale;

/** What can be asked of a night. Which stages a job runs is said where the stages are listed. */
public enum Job {
  RUN,
  INGEST,
  TRAIN,
  COLLECT,
  INVESTIGATE,
  SHIP,
  BACKFILL;

  /** The name on the command line and in {@code runs}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
