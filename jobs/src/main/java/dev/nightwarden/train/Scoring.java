package dev.nightwarden.train;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.ceil;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/** Brings events and forests together. */
final class Scoring {
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
    List<StructField> outputs = Outputs.fields(params);
    StructType packed = new StructType();
    for (int i = 0; i < own.length; i++) {
      packed = packed.add("c" + i, carried(own[i].dataType()));
    }
    for (int o = 0; o < outputs.size(); o++) {
      packed = packed.add("o" + o, written(outputs.get(o).dataType()));
    }
    Encoder<Row> encoder = Encoders.row(packed);
    Dataset<Row> scored = keys == 0 ? byOneForest(encoder) : byActor(encoder);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < own.length; i++) {
      columns.add(unpacked(own[i], "c" + i));
    }
    for (int o = 0; o < outputs.size(); o++) {
      Column output = read(outputs.get(o).dataType(), col("o" + o));
      columns.add(output.as(outputs.get(o).name()));
    }
    return scored.select(columns.toArray(Column[]::new));
  }

  private Dataset<Row> byOneForest(Encoder<Row> encoder) {
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
    List<Column> columns = packed();
    columns.addAll(inputs.values());
    return events
        .select(columns.toArray(Column[]::new))
        .mapPartitions(
            new OneForest(inputs.layout(), params.getExplainAll(), own.length, shared), encoder);
  }

  private Dataset<Row> byActor(Encoder<Row> encoder) {
    Dataset<Row> groups = groups();
    List<Column> columns = framed(inputs.keys());
    columns.add(spreading().as("spread"));
    columns.addAll(packed());
    columns.addAll(inputs.values());
    Dataset<Row> spread = events.select(columns.toArray(Column[]::new));
    Column group = coalesce(pmod(col("spread"), coalesce(col("groups"), lit(1L))), lit(0L));
    Dataset<Row> left =
        spread
            .join(broadcast(groups), sameKey(), "left")
            .withColumn("spread", group)
            .drop(joined());
    columns = framed(forestKeys());
    columns.addAll(stored());
    Column replicas = sequence(lit(0L), coalesce(col("groups"), lit(1L)).minus(1));
    Dataset<Row> right =
        forests
            .where(col("forest").isNotNull())
            .select(columns.toArray(Column[]::new))
            .join(broadcast(groups), sameKey(), "left")
            .withColumn("spread", explode(replicas))
            .drop(joined());
    StructType key = new StructType();
    Column[] by = new Column[keys + 1];
    for (int k = 0; k < keys; k++) {
      key = key.add("k" + k, DataTypes.StringType, false);
      by[k] = col("k" + k);
    }
    key = key.add("spread", DataTypes.LongType, false);
    by[keys] = col("spread");
    var eventsByKey = left.groupBy(by).<Row, Row>as(Encoders.row(key), Encoders.row(left.schema()));
    var forestsByKey =
        right.groupBy(by).<Row, Row>as(Encoders.row(key), Encoders.row(right.schema()));
    return eventsByKey.cogroup(
        forestsByKey,
        new ForestOfActor(inputs.layout(), params.getExplainAll(), keys, own.length),
        encoder);
  }

  /** Of each key with many events, over how many groups they are spread. */
  private Dataset<Row> groups() {
    Column[] by = framed(inputs.keys()).toArray(Column[]::new);
    List<Column> columns = new ArrayList<>();
    for (int k = 0; k < keys; k++) {
      columns.add(col("k" + k).as("n" + k));
    }
    columns.add(least(ceil(col("n").divide(group)), lit(MOST_GROUPS)).as("groups"));
    return events
        .select(by)
        .groupBy(names("k"))
        .agg(count(lit(1)).as("n"))
        .where(col("n").gt(group))
        .select(columns.toArray(Column[]::new));
  }

  private Column sameKey() {
    Column same = lit(true);
    for (int k = 0; k < keys; k++) {
      same = same.and(col("k" + k).equalTo(col("n" + k)));
    }
    return same;
  }

  private String[] joined() {
    String[] names = new String[keys + 1];
    for (int k = 0; k < keys; k++) {
      names[k] = "n" + k;
    }
    names[keys] = "groups";
    return names;
  }

  private Column[] names(String letter) {
    Column[] names = new Column[keys];
    for (int k = 0; k < keys; k++) {
      names[k] = col(letter + k);
    }
    return names;
  }

  /** Keys that are never null: both sides of a cogroup must say the same of them. */
  private static List<Column> framed(List<Column> keys) {
    List<Column> framed = new ArrayList<>();
    for (Column key : keys) {
      framed.add(coalesce(concat(lit("="), key), lit("")).as("k" + framed.size()));
    }
    return framed;
  }

  /** A forest as a {@link Scorer} reads it. */
  private static List<Column> stored() {
    return List.of(col("forest"), col("encoder"), to_json(col("usual")).as("usual"));
  }

  /**
   * {@link Usual} goes through as the text it is for all events of an actor. As objects it made the
   * code that writes a row longer than the JVM compiles.
   */
  private static DataType written(DataType output) {
    return output.equals(Usual.TYPE) ? DataTypes.StringType : output;
  }

  private static Column read(DataType output, Column written) {
    return output.equals(Usual.TYPE) ? from_json(written, Usual.TYPE, Map.of()) : written;
  }

  private List<Column> forestKeys() {
    List<Column> columns = new ArrayList<>();
    for (String name : EventColumns.keyNames(params)) {
      columns.add(EventColumns.quoted(name).cast(DataTypes.StringType).as("k" + columns.size()));
    }
    return columns;
  }

  /** What spreads an actor's events: the same for an event however often it is computed. */
  private Column spreading() {
    return inputs.hasId()
        ? xxhash64(inputs.id())
        : xxhash64(inputs.values().toArray(Column[]::new));
  }

  /** The events' own columns. Dates and times go as numbers: as objects they depend on zones. */
  private List<Column> packed() {
    List<Column> columns = new ArrayList<>();
    for (StructField field : own) {
      Column column = EventColumns.quoted(field.name());
      if (field.dataType() instanceof TimestampType) {
        column = unix_micros(column);
      } else if (field.dataType() instanceof DateType) {
        column = unix_date(column);
      }
      columns.add(column.as("c" + columns.size()));
    }
    return columns;
  }

  private static DataType carried(DataType type) {
    if (type instanceof TimestampType) {
      return DataTypes.LongType;
    }
    return type instanceof DateType ? DataTypes.IntegerType : type;
  }

  private static Column unpacked(StructField field, String name) {
    Column column = col(name);
    if (field.dataType() instanceof TimestampType) {
      column = timestamp_micros(column);
    } else if (field.dataType() instanceof DateType) {
      column = date_from_unix_date(column);
    }
    return column.as(field.name(), field.metadata());
  }

  /** Scores a partition by the one forest there is. */
  private record OneForest(
      EventLayout layout, boolean explainAll, int columns, Broadcast<Row> stored)
      implements MapPartitionsFunction<Row, Row> {
    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
      Row forest = stored == null ? null : stored.value();
      return Scorer.of(layout, explainAll, forest, 0).score(rows, 0, columns);
    }
  }

  /** Scores a group of an actor's events by the actor's forest. */
  private record ForestOfActor(EventLayout layout, boolean explainAll, int keys, int columns)
      implements CoGroupFunction<Row, Row, Row, Row>, Serializable {
    @Override
    public Iterator<Row> call(Row key, Iterator<Row> events, Iterator<Row> forests) {
      if (!events.hasNext()) {
        return events;
      }
      Row forest = forests.hasNext() ? forests.next() : null;
      if (forests.hasNext()) {
        throw new IllegalArgumentException(
            "an actor has several forests: keep one of each, or name in byCols what differs");
      }
      int from = keys + 1;
      return Scorer.of(layout, explainAll, forest, keys).score(events, from, from + columns);
    }
  }
}
