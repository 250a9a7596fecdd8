package dev.nightwarden.observe;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.reporter.Mandatory;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureTotalsTest {
  private static final SparkSession spark = SharedSpark.session();

  /** A Thursday; the days since 1970 of Thursdays divide by seven. */
  private static final LocalDate THURSDAY = LocalDate.parse("2025-03-06");

  @TempDir private Path folder;

  @Test
  void standForTheDaysBeforeThemUntilOneOfThoseChanges() {
    Warehouse warehouse = new Warehouse(spark, folder.toString());
    FeatureTotals totals =
        new FeatureTotals(
            warehouse,
            List.of(profile("all", OptionalInt.empty()), profile("two", OptionalInt.of(2))));
    LocalDate first = THURSDAY.minusDays(8);
    LocalDate next = THURSDAY.plusDays(7);
    warehouse.append(Table.FEATURE_COUNTS, counts(first, next));

    assertEquals(known(first, 5, -3), carriedIn(totals.counts(THURSDAY.minusDays(3)), -3));
    assertEquals(Set.of(), warehouse.dates(Table.FEATURE_TOTALS), "not made for a few days");

    assertEquals(
        known(THURSDAY.minusDays(1), 10, 2), carriedIn(totals.counts(THURSDAY.plusDays(2)), 2));
    assertEquals(Set.of(THURSDAY), warehouse.dates(Table.FEATURE_TOTALS));

    assertEquals(known(next.minusDays(1), 15, 7), carriedIn(totals.counts(next), 7));
    assertEquals(Set.of(THURSDAY, next), warehouse.dates(Table.FEATURE_TOTALS), "from the last");

    totals.forget(THURSDAY);
    assertEquals(Set.of(THURSDAY), warehouse.dates(Table.FEATURE_TOTALS));
    totals.forget(THURSDAY.minusDays(1));
    assertEquals(Set.of(), warehouse.dates(Table.FEATURE_TOTALS));
  }

  private static List<String> known(LocalDate first, int days, int from) {
    LocalDate firstOfTwo = THURSDAY.plusDays(from - 2L);
    return List.of(
        "all|null|%d|%s".formatted(days, first),
        "all|\"x\"|%d|%s".formatted(2 * days, first),
        "two|null|2|" + firstOfTwo,
        "two|\"x\"|4|" + firstOfTwo);
  }

  /** profile, value, count, first date; of profile two only what two days before see. */
  private static List<String> carriedIn(Dataset<Row> counts, int days) {
    LocalDate from = THURSDAY.plusDays(days);
    return counts
        .where(col("event_date").lt(from))
        .where(col("profile").equalTo("all").or(col("event_date").geq(from.minusDays(2))))
        .groupBy("profile", "value")
        .agg(sum("count").as("n"), min("event_date").as("first"))
        .orderBy("profile", "value")
        .selectExpr("concat_ws('|', profile, coalesce(value, 'null'), n, first)")
        .as(Encoders.STRING())
        .collectAsList();
  }

  /** Each day each profile's actor shows "x" twice and nothing once. */
  private static Dataset<Row> counts(LocalDate from, LocalDate before) {
    return spark
        .range(from.toEpochDay(), before.toEpochDay(), 1, 1)
        .selectExpr(
            "date_from_unix_date(cast(id AS INT)) AS event_date",
            "inline(array(('all', '\"x\"', 2L), ('all', null, 1L), ('two', '\"x\"', 2L), ('two',"
                + " null, 1L))) AS (profile, value, count)")
        .selectExpr(
            "*",
            "'f' AS field",
            "'a' AS actor",
            "timestamp(event_date) AS first_seen",
            "timestamp(event_date) AS last_seen");
  }

  private static Profile profile(String name, OptionalInt history) {
    return new Profile(
        name,
        List.of(),
        null,
        "actor",
        null,
        history,
        Map.of("f", new Field.Single(null, new Mandatory(1.0))),
        Map.of());
  }
}
