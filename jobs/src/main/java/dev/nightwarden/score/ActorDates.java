package dev.nightwarden.score;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.LEARNING;
import static dev.nightwarden.table.Columns.PROFILE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;

import dev.nightwarden.observe.Learning;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.peers.Known;
import dev.nightwarden.peers.Others;
import dev.nightwarden.table.Table;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** From what is known of others to the rows of {@code actor_dates}. */
public final class ActorDates {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "profile STRING, actor STRING, day INT, since INT, peers STRING, learning BOOLEAN");

  private ActorDates() {}

  /**
   * The rows of the dates of {@code others}.
   *
   * @param others null: no row
   * @param profiles those that it was made for
   */
  public static Dataset<Row> of(Others others, Collection<Profile> profiles, SparkSession spark) {
    if (others == null) {
      return spark.createDataFrame(List.of(), Table.ACTOR_DATES.schema());
    }
    Map<String, Learning> learning = new HashMap<>();
    profiles.forEach(profile -> learning.put(profile.name(), profile.learning()));
    return others
        .ofActors()
        .map(new Marked(learning, others.known()), Encoders.row(SCHEMA))
        .select(
            col(PROFILE),
            col(ACTOR),
            date_from_unix_date(col("day")).as(EVENT_DATE),
            date_from_unix_date(col("since")).as("since"),
            col("peers"),
            col(LEARNING));
  }

  private record Marked(Map<String, Learning> learning, Broadcast<Known> known)
      implements MapFunction<Row, Row>, Serializable {
    @Override
    public Row call(Row row) {
      String profile = row.getString(0);
      int day = row.getInt(2);
      int since = row.getInt(4);
      return RowFactory.create(
          profile,
          row.getString(1),
          day,
          since,
          row.getString(3),
          learning.get(profile).coversDay(known.value().datesBefore(profile, day), day - since));
    }
  }
}
