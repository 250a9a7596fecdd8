package dev.nightwarden.peers;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.POINTS;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.unix_date;

import dev.nightwarden.observe.Profile;
import dev.nightwarden.plugin.IllegalKeyException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * How much an actor's points count: the column {@code criticality} of a directory, a number from 0
 * to 10, by date where the directory is. Who has none, or stands in no directory, has 1; of several
 * the greatest counts.
 */
public final class Criticality {
  /** The column of a directory. */
  public static final String COLUMN = "criticality";

  private static final double MOST = 10;
  private static final String OF_ACTOR = "critical_actor";
  private static final String ENTRY = "entry";

  private Criticality() {}

  /**
   * Multiplies {@code points} by what directories of the profiles say of {@code actor} on {@code
   * event_date}.
   */
  public static Dataset<Row> times(Dataset<Row> points, Collection<Profile> profiles) {
    SparkSession spark = points.sparkSession();
    Optional<Dataset<Row>> said =
        directories(spark, profiles)
            .map(directory -> entries(spark, directory))
            .reduce(Dataset::unionByName);
    if (said.isEmpty()) {
      return points;
    }
    Column day = unix_date(col(EVENT_DATE));
    Dataset<Row> ofDates =
        points
            .select(ACTOR, EVENT_DATE)
            .distinct()
            .join(
                broadcast(said.get()),
                col(ACTOR)
                    .equalTo(col(OF_ACTOR))
                    .and(day.geq(col(ENTRY).getField("first")))
                    .and(day.leq(col(ENTRY).getField("last"))))
            .groupBy(ACTOR, EVENT_DATE)
            .agg(max(COLUMN).as(COLUMN));
    return points
        .join(ofDates, new String[] {ACTOR, EVENT_DATE}, "left")
        .withColumn(POINTS, col(POINTS).multiply(coalesce(col(COLUMN), lit(1.0))))
        .drop(COLUMN);
  }

  /**
   * Checks what directories say.
   *
   * @throws IllegalKeyException if one has a criticality that is no number from 0 to 10
   */
  static void check(SparkSession spark, Map<String, Directory> directories, String key) {
    for (Directory directory : directories.values()) {
      if (!directory.columns().contains(COLUMN)) {
        continue;
      }
      Column number = value(directory).try_cast("double");
      List<Row> wrong =
          directory
              .actors(spark)
              .select(col(ACTOR), explode(col(Directory.ENTRIES)).as(ENTRY))
              .where(
                  value(directory)
                      .isNotNull()
                      .and(coalesce(number.between(0, MOST), lit(false)).equalTo(false)))
              .limit(1)
              .collectAsList();
      if (!wrong.isEmpty()) {
        throw new IllegalKeyException(
            key,
            "is %s, where the criticality of %s is no number from 0 to 10"
                .formatted(directory.file(), wrong.get(0).getString(0)));
      }
    }
  }

  private static Stream<Directory> directories(SparkSession spark, Collection<Profile> profiles) {
    return Others.directories(spark, List.copyOf(profiles)).values().stream()
        .filter(directory -> directory.columns().contains(COLUMN));
  }

  private static Dataset<Row> entries(SparkSession spark, Directory directory) {
    return directory
        .actors(spark)
        .select(col(ACTOR).as(OF_ACTOR), explode(col(Directory.ENTRIES)).as(ENTRY))
        .withColumn(COLUMN, value(directory).try_cast("double"))
        .where(col(COLUMN).isNotNull());
  }

  private static Column value(Directory directory) {
    return col(ENTRY).getField("values").getItem(directory.columns().indexOf(COLUMN));
  }
}
