package dev.nightwarden.train;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.ceil;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Brings events and forests together. */
final class Scoring {
  /** How many columns hold a stored forest. */
  static final int STORED = 3;

  /** Names that an events' own column will hardly have. */
  private static final String KEY = "nightwarden_key_";

  private static final String JOINED = "nightwarden_joined_";
  private static final String GROUPS = "nightwarden_groups";
  private static final String COUNTED = "nightwarden_counted";
  private static final String SPREAD = "nightwarden_spread";
  private static final String EVENT = "nightwarden_event";
  private static final String STORED_AS = "nightwarden_forest_";
  private static final String FOUND = "nightwarden_found";

  private static final long GROUP = 200_000;

  private static final long MOST_GROUPS = 1_000;

  private final ForestParams<?> params;
  private final Dataset<Row> forests;
  private final Dataset<Row> events;
  private final EventColumns inputs;
  private final StructField[] own;
  private final int keys;
  private final long group;

  Scoring(ForestParams<?> params, Dataset<Row> forests, Dataset<Row> events) {
    this(params, forests, events, GROUP);
  }

  /**
   * @param group an actor of more events than this is spread over several groups
   */
  Scoring(ForestParams<?> params, Dataset<Row> forests, Dataset<Row> events, long group) {
    this.group = group;
    this.params = params;
    this.forests = forests;
    this.events = events;
    inputs = new EventColumns(params, events.schema());
    own = events.schema().fields();
    keys = inputs.keys().size();
  }

  /** The events with {@link Outputs}. */
  Dataset<Row> scored() {
    return keys == 0 ? byOneForest() : byActor();
  }

  private Dataset<Row> byOneForest() {
    List<Row> stored =
        forests
            .where(col("forest").isNotNull())
            .select(stored().toArray(Column[]::new))
            .limit(2)
            .collectAsList();
    if (stored.size() > 1) {
      throw new IllegalArgumentException(
          "the model has several forests but no actorCol: set actorCol, or keep one forest");
    }
    Broadcast<Row> shared =
        stored.isEmpty()
            ? null
            : JavaSparkContext.fromSparkContext(events.sparkSession().sparkContext())
                .broadcast(stored.get(0));
    return judged(events, inputs.values(), shared, lit(true));
  }

  private Dataset<Row> byActor() {
    Dataset<Row> groups = groups();
    List<Column> columns = framed(inputs.keys());
    columns.add(spreading().as(SPREAD));
    columns.addAll(own());
    Column group = coalesce(pmod(col(SPREAD), coalesce(col(GROUPS), lit(1L))), lit(0L));
    Dataset<Row> left =
        events
            .select(columns.toArray(Column[]::new))
            .join(broadcast(groups), sameKey(), "left")
            .withColumn(SPREAD, group)
            .drop(joined())
            .withColumn(EVENT, lit(true));
    columns = framed(forestKeys());
    columns.addAll(stored());
    Column replicas = sequence(lit(0L), coalesce(col(GROUPS), lit(1L)).minus(1));
    Dataset<Row> right =
        forests
            .where(col("forest").isNotNull())
            .select(columns.toArray(Column[]::new))
            .join(broadcast(groups), sameKey(), "left")
            .withColumn(SPREAD, explode(replicas))
            .drop(joined())
            .withColumn(EVENT, lit(false));
    List<Column> order = new ArrayList<>(keyColumns());
    Dataset<Row> together = left.unionByName(right, true).repartition(order.toArray(Column[]::new));
    order.add(col(EVENT));
    List<Column> read = new ArrayList<>(List.of(col(EVENT)));
    read.addAll(keyColumns());
    for (int i = 0; i < STORED; i++) {
      read.add(col(STORED_AS + i));
    }
    read.addAll(inputs.values());
    Dataset<Row> sorted = together.sortWithinPartitions(order.toArray(Column[]::new));
    return judged(sorted, read, null, col(EVENT));
  }

  /** The events' own columns and what {@link ForestScore} says of them. */
  private Dataset<Row> judged(
      Dataset<Row> rows, List<Column> read, Broadcast<Row> one, Column isEvent) {
    List<StructField> outputs = Outputs.fields(params);
    StructType found = new StructType();
    for (int o = 0; o < outputs.size(); o++) {
      found = found.add("o" + o, outputs.get(o).dataType());
    }
    List<Column> columns = own();
    List<Column> result = own();
    for (int i = 0; i < own.length; i++) {
      result.set(i, result.get(i).as(own[i].name(), own[i].metadata()));
    }
    columns.add(isEvent.as(EVENT));
    int spread = keys == 0 ? 0 : keys + 1;
    columns.add(
        ForestScore.of(
                read,
                new ForestScore.Plan(inputs.layout(), params.getExplainAll(), found, spread, one))
            .as(FOUND));
    for (int o = 0; o < outputs.size(); o++) {
      result.add(col(FOUND).getField("o" + o).as(outputs.get(o).name()));
    }
    return rows.select(columns.toArray(Column[]::new))
        .where(col(EVENT))
        .select(result.toArray(Column[]::new));
  }

  private List<Column> own() {
    List<Column> columns = new ArrayList<>();
    for (StructField field : own) {
      columns.add(EventColumns.quoted(field.name()));
    }
    return columns;
  }

  private List<Column> keyColumns() {
    List<Column> columns = new ArrayList<>();
    for (int k = 0; k < keys; k++) {
      columns.add(col(KEY + k));
    }
    columns.add(col(SPREAD));
    return columns;
  }

  /** Of each key with many events, over how many groups they are spread. */
  private Dataset<Row> groups() {
    Column[] by = framed(inputs.keys()).toArray(Column[]::new);
    List<Column> columns = new ArrayList<>();
    for (int k = 0; k < keys; k++) {
      columns.add(col(KEY + k).as(JOINED + k));
    }
    columns.add(least(ceil(col(COUNTED).divide(group)), lit(MOST_GROUPS)).as(GROUPS));
    return events
        .select(by)
        .groupBy(names(KEY))
        .agg(count(lit(1)).as(COUNTED))
        .where(col(COUNTED).gt(group))
        .select(columns.toArray(Column[]::new));
  }

  private Column sameKey() {
    Column same = lit(true);
    for (int k = 0; k < keys; k++) {
      same = same.and(col(KEY + k).equalTo(col(JOINED + k)));
    }
    return same;
  }

  private String[] joined() {
    String[] names = new String[keys + 1];
    for (int k = 0; k < keys; k++) {
      names[k] = JOINED + k;
    }
    names[keys] = GROUPS;
    return names;
  }

  private Column[] names(String letter) {
    Column[] names = new Column[keys];
    for (int k = 0; k < keys; k++) {
      names[k] = col(letter + k);
    }
    return names;
  }

  /** Keys that are never null: events and forests must say the same of them. */
  private static List<Column> framed(List<Column> keys) {
    List<Column> framed = new ArrayList<>();
    for (Column key : keys) {
      framed.add(coalesce(concat(lit("="), key), lit("")).as(KEY + framed.size()));
    }
    return framed;
  }

  /** A forest as {@link ForestScore} reads it: {@value #STORED} binary values. */
  private static List<Column> stored() {
    return List.of(
        col("forest").as(STORED_AS + 0),
        col("encoder").as(STORED_AS + 1),
        PackedValues.of(List.of(col("usual"))).as(STORED_AS + 2));
  }

  private List<Column> forestKeys() {
    List<Column> columns = new ArrayList<>();
    for (String name : EventColumns.keyNames(params)) {
      columns.add(EventColumns.quoted(name).cast(DataTypes.StringType).as(KEY + columns.size()));
    }
    return columns;
  }

  /** What spreads an actor's events: the same for an event however often it is computed. */
  private Column spreading() {
    return inputs.hasId()
        ? xxhash64(inputs.id())
        : xxhash64(inputs.values().toArray(Column[]::new));
  }
}
