package dev.nightwarden.assess;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.ALERT_ID;
import static dev.nightwarden.table.Columns.ATTACK;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_ID;
import static dev.nightwarden.table.Columns.LAST_DATE;
import static dev.nightwarden.table.Columns.POINTS;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.REASON;
import static dev.nightwarden.table.Columns.RISK;
import static dev.nightwarden.table.Columns.STATE;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.investigate.Investigate;
import dev.nightwarden.table.Ids;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * The few that are told: at most so many actors a date, those with the most points first, then by
 * risk, then by name. One stays a single alert while it goes on.
 */
final class Alerts {
  /** When the spell of an actor's date began. */
  static final String FIRST_DATE = "first_date";

  private static final StructType PLACED =
      StructType.fromDDL("apart INT, actor STRING, event_date DATE, first_date DATE");

  private static final int MOST_EVENTS = 50;
  private static final String SAID = "said";

  private Alerts() {}

  /**
   * Adds {@link #FIRST_DATE} to what {@link Risks#of} gives; null where the date is not alerted.
   *
   * @param spells new ones, which know those that earlier dates left open
   */
  static Dataset<Row> place(Dataset<Row> risks, Supplier<Spells> spells) {
    boolean isApart = List.of(risks.columns()).contains(Investigate.APART);
    List<Row> placed = new ArrayList<>();
    Spells open = null;
    Integer apart = null;
    for (Iterator<Row> each = inOrder(risks, isApart); each.hasNext(); ) {
      Row risk = each.next();
      if (open == null || risk.getInt(0) != apart) {
        apart = risk.getInt(0);
        open = spells.get();
      }
      LocalDate date = LocalDate.parse(risk.getString(2));
      LocalDate first = open.take(date, risk.getString(1), risk.getDouble(3));
      if (first != null) {
        placed.add(RowFactory.create(apart, risk.getString(1), date, first));
      }
    }
    Dataset<Row> rows = risks.sparkSession().createDataFrame(placed, PLACED);
    return risks.join(
        broadcast(isApart ? rows : rows.drop(Investigate.APART)),
        Investigate.names(risks, ACTOR, EVENT_DATE),
        "left");
  }

  private static Iterator<Row> inOrder(Dataset<Row> risks, boolean isApart) {
    Column apart = isApart ? col(Investigate.APART) : lit(0);
    return risks
        .select(
            apart.as(Investigate.APART),
            col(ACTOR),
            col(EVENT_DATE).cast("string").as(EVENT_DATE),
            col(RISK),
            col(POINTS))
        .orderBy(
            col(Investigate.APART),
            col(EVENT_DATE),
            col(POINTS).desc(),
            col(RISK).desc(),
            col(ACTOR))
        .toLocalIterator();
  }

  /** What an alert is known by: {@link #FIRST_DATE} and its actor. */
  static Column id() {
    return Ids.of(col(ACTOR), col(FIRST_DATE));
  }

  /**
   * The rows of {@code alerts}.
   *
   * @param alerted rows of {@code risks} from some date on; alerts that began before it are left
   *     out
   * @param newest the newest date that is known
   * @param restDays after how many days without points an alert is over
   */
  static Dataset<Row> of(Dataset<Row> alerted, LocalDate newest, int restDays) {
    Column own = filter(col(Risks.CONTRIBUTIONS), one -> one.getField(PROFILE).isNotNull());
    // By weight; of equal ones the newest first.
    Column weighed =
        transform(
            own,
            one ->
                struct(
                    one.getField(POINTS).as(POINTS),
                    one.getField(EVENT_DATE).as(EVENT_DATE),
                    one.getField(PROFILE).as(PROFILE),
                    one.getField(DETECTOR).as(DETECTOR),
                    one.getField(EVENT_ID).as(EVENT_ID),
                    one.getField(REASON).as(REASON),
                    one.getField(ATTACK).as(ATTACK)));
    return alerted
        .groupBy(ALERT_ID, ACTOR)
        .agg(
            min(EVENT_DATE).as(FIRST_DATE),
            max(EVENT_DATE).as(LAST_DATE),
            count(lit(1)).cast("int").as("dates"),
            min_by(col(POINTS), col(EVENT_DATE)).as(POINTS),
            max(RISK).as(RISK),
            sort_array(flatten(collect_list(weighed)), false).as(SAID))
        .where(col(ALERT_ID).equalTo(id()))
        .withColumn(EVENT_DATE, col(FIRST_DATE))
        .withColumn(
            STATE,
            when(date_add(col(LAST_DATE), restDays).geq(lit(newest)), "open").otherwise("resting"))
        .withColumn("profiles", names(PROFILE))
        .withColumn("detectors", names(DETECTOR))
        .withColumn(
            "event_ids",
            slice(
                array_distinct(transform(col(SAID), one -> one.getField(EVENT_ID))),
                1,
                MOST_EVENTS))
        .withColumn(REASON, col(SAID).getItem(0).getField(REASON))
        .withColumn(ATTACK, Risks.techniques(transform(col(SAID), one -> one.getField(ATTACK))));
  }

  private static Column names(String field) {
    return array_sort(array_distinct(transform(col(SAID), one -> one.getField(field))));
  }
}
