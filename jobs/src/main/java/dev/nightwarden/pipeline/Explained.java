package dev.nightwarden.pipeline;

import static org.apache.spark.sql.functions.col;

import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Printable;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * An event to explain.
 *
 * @param eventId its id, 32 hexadecimal digits
 * @param profile the profile it is an event of
 * @param actor whose it is
 * @param transport the transport of its message
 * @param messageId the id of its message
 * @param date its event date
 * @param warehouse the tables
 */
public record Explained(
    String eventId,
    String profile,
    String actor,
    String transport,
    String messageId,
    LocalDate date,
    Warehouse warehouse) {
  private static final int LONGEST_NAME = 120;

  /** The event's message: at most one row of {@code messages}. */
  public Dataset<Row> message() {
    return warehouse
        .read(Table.MESSAGES)
        .where(col(Columns.EVENT_DATE).equalTo(date))
        .where(col(Columns.TRANSPORT).equalTo(transport))
        .where(col(Columns.MESSAGE_ID).equalTo(messageId));
  }

  /** A name or value of the logs, as it can be shown on a terminal. */
  public static String shown(String text) {
    return Printable.printable(text, LONGEST_NAME);
  }
}
