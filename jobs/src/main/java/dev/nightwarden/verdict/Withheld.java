package dev.nightwarden.verdict;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static dev.nightwarden.table.Columns.WINDOW_END;
import static dev.nightwarden.table.Columns.WINDOW_START;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import dev.nightwarden.table.Slices;
import dev.nightwarden.table.Warehouse;
import java.time.LocalDate;
import java.util.SortedSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The messages that somebody called malicious: they are scored like others, and belong to no
 * history of later dates, so that what an intruder did does not become usual. They are those of the
 * events that were judged, and all that the actor did in the windows of an alert or an
 * investigation.
 *
 * @param entries by event_date, an array of struct of actor, transport, message_id, window_start,
 *     window_end; null where there is nothing to withhold
 */
public record Withheld(Dataset<Row> entries) {
  /** Whether a message is withheld (boolean, never null). */
  public static final String IS_WITHHELD = "is_withheld";

  private static final String ENTRIES = "withheld_entries";
  private static final String ENTRY_DATE = "withheld_date";

  /** Those of some dates, by the verdicts that are in force now. */
  public static Withheld of(Warehouse warehouse, SortedSet<LocalDate> dates) {
    return of(Verdicts.of(warehouse).malicious(), dates);
  }

  /** Those of some dates, by what these verdicts call malicious. */
  public static Withheld of(Verdicts malicious, SortedSet<LocalDate> dates) {
    return of(malicious, Slices.of(dates));
  }

  /** Those of all dates up to one. */
  public static Withheld until(Warehouse warehouse, LocalDate last) {
    return of(Verdicts.of(warehouse).malicious(), col(EVENT_DATE).leq(lit(last)));
  }

  private static Withheld of(Verdicts malicious, Column isOfDates) {
    if (malicious.isNone()) {
      return new Withheld(null);
    }
    Dataset<Row> rows = malicious.rows().where(isOfDates.and(col(MESSAGE_ID).isNotNull()));
    return new Withheld(
        rows.isEmpty()
            ? null
            : rows.groupBy(col(EVENT_DATE).as(ENTRY_DATE))
                .agg(
                    collect_set(struct(ACTOR, TRANSPORT, MESSAGE_ID, WINDOW_START, WINDOW_END))
                        .as(ENTRIES)));
  }

  /** Whether there is nothing to withhold. */
  public boolean isNone() {
    return entries == null;
  }

  /**
   * Adds {@link #IS_WITHHELD} to messages of which the actor is known: actor, transport,
   * message_id, event_time, event_date.
   */
  public Dataset<Row> marked(Dataset<Row> messages) {
    return marked(messages, ACTOR, TRANSPORT, MESSAGE_ID, EVENT_TIME, EVENT_DATE);
  }

  /** The same where the columns have other names. */
  public Dataset<Row> marked(
      Dataset<Row> messages,
      String actor,
      String transport,
      String messageId,
      String eventTime,
      String eventDate) {
    if (isNone()) {
      return messages.withColumn(IS_WITHHELD, lit(false));
    }
    Column isWithheld =
        exists(
            col(ENTRIES),
            one ->
                one.getField(TRANSPORT)
                    .equalTo(col(transport))
                    .and(one.getField(MESSAGE_ID).equalTo(col(messageId)))
                    .or(
                        one.getField(ACTOR)
                            .equalTo(col(actor))
                            .and(one.getField(WINDOW_START).leq(col(eventTime)))
                            .and(one.getField(WINDOW_END).gt(col(eventTime)))));
    return messages
        .join(broadcast(entries), col(eventDate).equalTo(col(ENTRY_DATE)), "left")
        .withColumn(IS_WITHHELD, coalesce(isWithheld, lit(false)))
        .drop(ENTRIES, ENTRY_DATE);
  }
}
