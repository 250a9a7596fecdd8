package dev.nightwarden.maintain;

import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.table.Table;
import java.util.EnumMap;
import java.util.Map;

/**
 * For how many days back from today (UTC) tables keep their rows; null: for good. Rows count by
 * their event date, those of {@code rejects} by when they were taken in, those of {@code runs} by
 * when they started.
 */
public record RetentionDays(
    @Key(
            doc =
                "Messages. Older ones are not taken in either. At least what forests, flags and"
                    + " clusters look back, and late_days + 1.",
            min = 1,
            max = 36_600)
        Integer messages,
    @Key(doc = "Refused records, by when they were taken in.", min = 1, max = 36_600)
        Integer rejects,
    @Key(
            doc =
                "Counts of values, and amounts. At least messages and the longest history together; not where a"
                    + " history has no end.",
            min = 1,
            max = 36_600)
        Integer featureCounts,
    @Key(
            doc =
                "Anomalies, the dates of actors, and risks; the analyzer evidence and risks compare with those of 28"
                    + " days.",
            min = 1,
            max = 36_600)
        Integer anomalies,
    @Key(doc = "Investigations.", min = 1, max = 36_600) Integer investigations,
    @Key(doc = "Malicious events, and alerts; stores give them up too.", min = 1, max = 36_600)
        Integer maliciousEvents,
    @Key(doc = "What notifiers have sent. At least malicious_events.", min = 1, max = 36_600)
        Integer deliveries,
    @Key(doc = "Runs, but for the last one.", min = 1, max = 36_600) Integer runs)
    implements Checked {
  /** Everything is kept. */
  static final RetentionDays ALL =
      new RetentionDays(null, null, null, null, null, null, null, null);

  @Override
  public void check() {
    if (featureCounts != null && messages == null) {
      throw new IllegalKeyException(
          "feature_counts",
          "needs messages beside it: a date whose messages are kept may be scored again, and then"
              + " needs the counts before it");
    }
    if (deliveries != null && (maliciousEvents == null || deliveries < maliciousEvents)) {
      throw new IllegalKeyException(
          "deliveries",
          "is less than malicious_events: an event whose delivery is forgotten may be told again;"
              + " keep deliveries for as long");
    }
  }

  /** The days of each table that has some, by event date. */
  Map<Table, Integer> dated() {
    Map<Table, Integer> days = new EnumMap<>(Table.class);
    put(days, Table.MESSAGES, messages);
    put(days, Table.FEATURE_COUNTS, featureCounts);
    put(days, Table.AMOUNTS, featureCounts);
    put(days, Table.ANOMALIES, anomalies);
    put(days, Table.ACTOR_DATES, anomalies);
    put(days, Table.EXCUSED, anomalies);
    put(days, Table.APPLIED_VERDICTS, anomalies);
    put(days, Table.RISKS, anomalies);
    put(days, Table.INVESTIGATIONS, investigations);
    put(days, Table.MALICIOUS_EVENTS, maliciousEvents);
    put(days, Table.ALERTS, maliciousEvents);
    put(days, Table.DELIVERIES, deliveries);
    return days;
  }

  private static void put(Map<Table, Integer> days, Table table, Integer number) {
    if (number != null) {
      days.put(table, number);
    }
  }
}
