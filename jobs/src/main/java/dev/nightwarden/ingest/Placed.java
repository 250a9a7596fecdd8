package dev.nightwarden.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.udf;

import dev.nightwarden.geo.Status;
import dev.nightwarden.table.Columns;
import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Printable;
import dev.nightwarden.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.VariantVal;

/** How many messages of a sample have a place or network, and why others have none. */
final class Placed {
  private static final int SHOWN_LENGTH = 60;

  private Placed() {}

  /**
   * A sentence for people, with an example of each reason.
   *
   * @param parsed rows of {@link Batch#PARSED} of one transport
   * @return empty where all have a place or network, or where the transport asks for none
   */
  static Optional<String> words(Dataset<Row> parsed, Transport transport) {
    if (transport.record().geoip() == null) {
      return Optional.empty();
    }
    Column address = coalesce(col(Batch.PLACE), col(Batch.NETWORK));
    String ip = transport.record().geoip().ip();
    List<String> reasons = new ArrayList<>();
    long messages = 0;
    long found = 0;
    for (Row row :
        parsed
            .where(address.isNotNull())
            .groupBy(address)
            .agg(count(lit(1)), min(at(ip)))
            .orderBy(address)
            .collectAsList()) {
      Status status = Status.valueOf(row.getString(0).toUpperCase(Locale.ROOT));
      messages += row.getLong(1);
      switch (status) {
        case FOUND -> found = row.getLong(1);
        case NONE -> reasons.add("%d have no address".formatted(row.getLong(1)));
        case PRIVATE -> reasons.add(because(row, "are private"));
        case UNKNOWN -> reasons.add(because(row, "are not in the database"));
        case MALFORMED -> reasons.add(because(row, "are no address"));
      }
    }
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s has a place or network in %d of %s; %s"
                .formatted(ip, found, Amount.of(messages, "message"), String.join(", ", reasons)));
  }

  private static Column at(String path) {
    return udf(
            (UDF1<VariantVal, String>) data -> data == null ? null : Values.textAt(data, path),
            DataTypes.StringType)
        .withName("text_at")
        .apply(col(Columns.DATA));
  }

  private static String because(Row row, String why) {
    return "%d %s, such as %s"
        .formatted(row.getLong(1), why, Printable.printable(row.getString(2), SHOWN_LENGTH));
  }
}
