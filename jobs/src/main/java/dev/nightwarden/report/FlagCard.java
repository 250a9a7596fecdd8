package dev.nightwarden.report;

import dev.nightwarden.report.Report.Flag;
import java.util.List;

/**
 * A flag with the records that it hit.
 *
 * @param name spelled as {@link Exact} does
 * @param label its name in the words of a control
 * @param hits how many records it hit, and where they are
 */
record FlagCard(
    String name,
    String label,
    Exact title,
    String severity,
    Exact description,
    Exact message,
    String hits,
    List<RecordRow> records) {

  static FlagCard of(Flag flag) {
    String name = flag.name() == null ? "a flag" : flag.name();
    return new FlagCard(
        Exact.spelled(flag.name() == null ? "flag" : flag.name()),
        name,
        Exact.of(name),
        Words.severity(flag.severity()),
        Exact.of(flag.description()),
        Exact.of(flag.message()),
        hits(flag),
        flag.records().stream().map(RecordRow::of).toList());
  }

  private static String hits(Flag flag) {
    if (flag.hits() == 0) {
      return "No hits on these dates.";
    }
    return "%s.%s"
        .formatted(
            Words.count(flag.hits(), "record"), elsewhere(flag.hits(), flag.records().size()));
  }

  /** Where the rest is of so many records of which the page has some; empty where it has all. */
  static String elsewhere(long all, int shown) {
    return all > shown
        ? " The first %,d are on this page; the table anomalies has them all.".formatted(shown)
        : "";
  }

  boolean hasRecords() {
    return !records.isEmpty();
  }
}
