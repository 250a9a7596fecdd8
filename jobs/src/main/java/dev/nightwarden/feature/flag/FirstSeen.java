package dev.nightwarden.feature.flag;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import dev.nightwarden.feature.AggregationFlag;
import dev.nightwarden.feature.Records;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import dev.nightwarden.table.Columns;
import dev.nightwarden.value.Shortened;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.VariantVal;

/**
 * Finds a value that nobody in the organisation ever had before: a program, a country, a domain.
 * The first record of a value, by time and id, stands for it.
 */
@TypeName(
    value = "first_seen",
    doc = "A value is seen for the first time by anybody in the organisation.")
public record FirstSeen(
    @Key(doc = "The path of the value.", required = true) String path,
    @Key(
            doc =
                "How many dates, the first of all that have records, pass before anything is new; on"
                    + " a new warehouse everything would be. Dates without records do not count.",
            fallback = "7",
            min = 0,
            max = 3_650)
        int graceDays)
    implements AggregationFlag {
  @Override
  public String message() {
    return "{value} was never seen before, by anybody; {actor} is the first";
  }

  @Override
  public Set<String> figures() {
    return Set.of("value");
  }

  @Override
  public List<String> paths() {
    return List.of(path);
  }

  @Override
  public int lookbackDays() {
    return 0;
  }

  @Override
  public String keeps() {
    return path;
  }

  @Override
  public Dataset<Row> suspects(Records records) {
    Column value =
        functions
            .udf(
                (UDF1<VariantVal, String>) data -> Shortened.valueAt(data, path),
                DataTypes.StringType)
            .withName("value_at")
            .apply(col(Columns.DATA));
    Dataset<Row> firsts =
        records
            .wanted()
            .select(
                value.as("value"),
                Suspects.day().as("day"),
                records.inputs().shortText(path).as("text"),
                Suspects.mark().as("mark"))
            .where(col("value").isNotNull())
            .groupBy("value", "day")
            .agg(min("mark").as("anchor"), min("text").as("text"));
    Dataset<Row> known =
        records.firstDates().select(col(Columns.VALUE).as("known"), col("first_date"));
    Dataset<Row> grace =
        records
            .firstKeptDates(graceDays)
            .agg(count(lit(1)).as("passed"), max(Columns.EVENT_DATE).as("last_of_grace"));
    Column isAfterGrace =
        col("passed")
            .equalTo(graceDays)
            .and(coalesce(col("first_date").gt(col("last_of_grace")), lit(graceDays == 0)));
    Dataset<Row> found =
        firsts
            .join(
                known,
                col("value")
                    .equalTo(col("known"))
                    .and(col("day").equalTo(functions.unix_date(col("first_date")))))
            .join(broadcast(grace), isAfterGrace);
    return Suspects.of(
        found,
        col("anchor"),
        functions.lit(null).cast(DataTypes.StringType),
        Map.of("value", Figures.text(col("text"))));
  }
}
