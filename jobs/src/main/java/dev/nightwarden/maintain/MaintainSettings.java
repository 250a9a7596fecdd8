package dev.nightwarden.maintain;

import dev.nightwarden.plugin.Key;
import java.time.LocalDate;
import java.util.Optional;

/** How tables are kept fit. */
public record MaintainSettings(
    @Key(
            doc =
                "After so many nights that succeeded, run does at its end what maintain does."
                    + " Default: only the command maintain does it.",
            min = 1,
            max = 1000)
        Integer everyNights,
    @Key(
            doc =
                "Files of old versions of tables are kept for so many days, for readers that are at"
                    + " work and for time travel.",
            fallback = "7",
            min = 1,
            max = 3660)
        int vacuumDays,
    @Key(doc = "Rows older than so many days are removed, by table. Default: none are.")
        RetentionDays retentionDays) {
  private static final int WEEK = 7;

  /** Where the config says nothing. */
  public static final MaintainSettings DEFAULT = new MaintainSettings(null, WEEK, null);

  /** How long each table keeps its rows. */
  RetentionDays kept() {
    return retentionDays == null ? RetentionDays.ALL : retentionDays;
  }

  /** The first event date of messages that are kept; empty: they all are. */
  public Optional<LocalDate> firstMessages(LocalDate today) {
    return Optional.ofNullable(kept().messages()).map(today::minusDays);
  }
}
