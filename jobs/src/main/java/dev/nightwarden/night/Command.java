package dev.nightwarden.night;

import java.util.Locale;

/** What can be asked of a night. */
public enum Command {
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

  boolean ingests() {
    return this == RUN || this == BACKFILL || this == INGEST;
  }

  boolean does(Step step) {
    return switch (step) {
      // Scores without the forests they rest on would be wrong, so collect grows what lacks.
      case TRAIN -> this == RUN || this == BACKFILL || this == TRAIN || this == COLLECT;
      case OBSERVE, SCORE -> this == RUN || this == BACKFILL || this == COLLECT;
      case INVESTIGATE -> this == RUN || this == BACKFILL || this == INVESTIGATE;
      case SHIP -> this == RUN || this == BACKFILL || this == SHIP;
      case REPORT -> this == RUN || this == BACKFILL;
    };
  }
}
