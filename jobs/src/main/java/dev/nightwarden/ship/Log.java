package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import dev.nightwarden.table.Columns;
import dev.nightwarden.value.Amount;
import java.time.LocalDate;
import java.util.Locale;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Shows the malicious events of a run's dates in the program's own log: how many, then one line
 * each, up to {@link #MAX_LINES}. It holds nothing, so a date that runs again is shown again.
 */
@TypeName(value = "log", doc = "Shows malicious events in the log; a run without shippers does it.")
public record Log(
    @Key(
            doc = "The level of the log lines.",
            fallback = "info",
            oneOf = {"debug", "info", "warn", "error"})
        String level,
    @Key(doc = "Whether to show only how many there are.", fallback = "false") boolean onlyCounts)
    implements Store {
  /** More events than this are counted, not shown. */
  static final int MAX_LINES = 100;

  private static final Logger log = LoggerFactory.getLogger(Log.class);

  @Override
  public long replace(Slice slice) {
    StoredTable table = slice.maliciousEvents();
    Row counts =
        table
            .found()
            .agg(count_distinct(col(Columns.EVENT_ID)).as("events"), count(lit(1)).as("anomalies"))
            .head();
    long events = counts.getLong(0);
    long anomalies = counts.getLong(1);
    say(
        "%s%s, %s"
            .formatted(
                number(events, "malicious event"),
                between(table.dates()),
                number(anomalies, "anomaly")));
    if (onlyCounts || events == 0) {
      return anomalies;
    }
    EventRows shown = EventRows.byTime(table.found());
    for (int i = 0; i < MAX_LINES && shown.hasNext(); i++) {
      say(line(shown.next()));
    }
    if (events > MAX_LINES) {
      say("and %d more".formatted(events - MAX_LINES));
    }
    return anomalies;
  }

  /** One event in one line: when, who, why, how odd. */
  static String line(Event event) {
    String reasons =
        event.anomalies().stream()
            .map(Event.Anomaly::reason)
            .map(reason -> EscapedText.text(reason, EventWords.MAX_REASON))
            .collect(Collectors.joining("; "));
    return "%s %s %s: %s (%s)"
        .formatted(
            event.eventTime(),
            EscapedText.text(event.profile(), 100),
            EscapedText.text(event.actor(), 100),
            EscapedText.text(reasons, 4 * EventWords.MAX_REASON),
            EventWords.strength(event.score(), event.severity()));
  }

  private void say(String line) {
    log.atLevel(Level.valueOf(level.toUpperCase(Locale.ROOT))).log("{}", line);
  }

  private static String number(long count, String what) {
    String many = what.endsWith("y") ? what.substring(0, what.length() - 1) + "ies" : what + "s";
    return Amount.of(count, what, many);
  }

  private static String between(SortedSet<LocalDate> dates) {
    if (dates.isEmpty()) {
      return "";
    }
    return dates.size() == 1
        ? " on " + dates.first()
        : " between %s and %s".formatted(dates.first(), dates.last());
  }
}
