package dev.nightwarden.verdict;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What somebody says of one finding.
 *
 * @param about the id of an event, an alert or an investigation: 32 hexadecimal digits
 * @param scope what it covers; null: as {@link #usual} says
 * @param from the first event date that it holds for; null: that of the finding
 * @param until the last one; null: it has no end
 * @param by who says so, of at most 100 characters
 * @param note why, of at most 1,000 characters; null: nothing was said
 */
public record GivenVerdict(
    String about,
    Opinion opinion,
    Scope scope,
    LocalDate from,
    LocalDate until,
    String by,
    String note) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_NOTE = 1_000;

  /**
   * @throws IllegalArgumentException naming what is wrong
   */
  public GivenVerdict {
    about = about.strip().toLowerCase(Locale.ROOT);
    if (!ID.matcher(about).matches()) {
      throw new IllegalArgumentException(
          "an id of an event, an alert or an investigation is 32 hexadecimal digits, as page,"
              + " alerts.csv and tables have it");
    }
    scope = Objects.requireNonNullElse(scope, usual(opinion));
    if (opinion != Opinion.BENIGN && scope != Scope.EVENT) {
      throw new IllegalArgumentException(
          "scope %s goes with benign alone: %s is said of events"
              .formatted(scope.key(), opinion.key()));
    }
    if (scope == Scope.EVENT && (from != null || until != null)) {
      throw new IllegalArgumentException(
          "from and until go with the scopes value, value-for-peers and actor: an event has its date");
    }
    if (from != null && until != null && from.isAfter(until)) {
      throw new IllegalArgumentException("from (%s) is after until (%s)".formatted(from, until));
    }
    if (by.isBlank() || by.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "who gave the verdict is to be told in 1 to %d characters".formatted(LONGEST_NAME));
    }
    note = note == null || note.isBlank() ? null : note.strip();
    if (note != null && note.length() > LONGEST_NOTE) {
      throw new IllegalArgumentException(
          "the note has %d characters; at most %d".formatted(note.length(), LONGEST_NOTE));
    }
  }

  /** What a verdict covers if nobody says: benign a value, others an event. */
  private static Scope usual(Opinion opinion) {
    return opinion == Opinion.BENIGN ? Scope.VALUE : Scope.EVENT;
  }
}
