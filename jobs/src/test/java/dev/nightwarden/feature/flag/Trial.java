package dev.nightwarden.feature.flag;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.parse_json;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.udf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Registry;
import dev.nightwarden.feature.AggregationFlag;
import dev.nightwarden.feature.DirectFlag;
import dev.nightwarden.feature.Flag;
import dev.nightwarden.feature.FlagSettings;
import dev.nightwarden.feature.Inputs;
import dev.nightwarden.feature.Records;
import dev.nightwarden.value.Shortened;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.VariantVal;

/** Messages written by a test, and what a flag says of them. */
final class Trial {
  private static final StructType SCHEMA =
      new StructType()
          .add("transport", DataTypes.StringType)
          .add("message_id", DataTypes.StringType)
          .add("micros", DataTypes.LongType)
          .add("actor", DataTypes.StringType)
          .add("json", DataTypes.StringType);

  private final List<Row> rows = new ArrayList<>();

  /** A hit of an aggregation flag. */
  record Found(String date, String id, String actor, Map<String, String> figures) {}

  /** A flag as the config would make it. */
  static Flag flag(String name, String params) {
    String yaml =
        "{type: %s, name: %s, data_needed: [amount], params: {%s}}"
            .formatted(
                List.of("transfer_above", "in_list", "not_in_list").contains(name)
                    ? "direct"
                    : "aggregation",
                name,
                params);
    Flag flag =
        new ConfigReader(Registry.load(), Map.of())
            .read("f.yml", yaml.getBytes(StandardCharsets.UTF_8), List.of(), FlagSettings.class)
            .config()
            .params();
    String said = flag.message().replace("{actor}", "");
    for (String figure : flag.figures()) {
      said = said.replace("{" + figure + "}", "");
    }
    assertEquals(-1, said.indexOf('{'), flag.message());
    return flag;
  }

  static AggregationFlag aggregation(String name, String params) {
    return (AggregationFlag) flag(name, params);
  }

  Trial at(String time, String id, String actor, String json) {
    return at(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time)), id, actor, json);
  }

  Trial at(long micros, String id, String actor, String json) {
    rows.add(RowFactory.create("logs", id, micros, actor, json));
    return this;
  }

  /** The ids of the messages that raise a direct flag, in order. */
  List<String> raise(DirectFlag flag) {
    Inputs inputs = inputs();
    return messages(rows).where(flag.hits(inputs)).select("message_id").collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  /** What a direct flag can say of the messages that raise it. */
  Map<String, String> figures(DirectFlag flag, String id) {
    Inputs inputs = inputs();
    Map<String, Column> figures = new TreeMap<>(flag.figures(inputs));
    assertEquals(flag.figures(), figures.keySet());
    Row row =
        messages(rows)
            .where(col("message_id").equalTo(id))
            .select(figures.values().toArray(Column[]::new))
            .first();
    Map<String, String> texts = new TreeMap<>();
    for (String name : figures.keySet()) {
      texts.put(name, row.getString(texts.size()));
    }
    return texts;
  }

  /**
   * What a flag finds on dates, after a look at the laws: asked for together or one by one, and
   * with the messages in another order, the answer is the same.
   */
  List<Found> found(AggregationFlag flag, String... dates) {
    List<Found> together = ask(flag, rows, dates);
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(7));
    List<Found> apart = new ArrayList<>();
    for (String date : dates) {
      apart.addAll(ask(flag, shuffled, date));
    }
    assertEquals(together, apart, "together, and one by one in another order");
    return together;
  }

  /** As {@link #found}, without the look. */
  List<Found> ask(AggregationFlag flag, String... dates) {
    return ask(flag, rows, dates);
  }

  private static List<Found> ask(AggregationFlag flag, List<Row> given, String... dates) {
    TreeSet<LocalDate> wanted = new TreeSet<>();
    for (String date : dates) {
      wanted.add(LocalDate.parse(date));
    }
    Dataset<Row> messages = messages(given);
    Column seen =
        flag.keeps() == null
            ? col("actor")
            : udf(
                    (UDF1<VariantVal, String>) data -> Shortened.valueAt(data, flag.keeps()),
                    DataTypes.StringType)
                .apply(col("data"));
    Dataset<Row> kept =
        messages
            .where(col("event_date").leq(wanted.last()))
            .select(seen.as("value"), col("event_date"));
    List<Row> suspects =
        flag
            .suspects(new Records(messages, wanted, inputs(), () -> kept))
            .select(
                col("event_date").cast("string"),
                col("message_id"),
                col("actor"),
                col("figures"),
                expr("to_date(event_time) = event_date AND transport = 'logs'"),
                expr("unix_micros(event_time)"))
            .collectAsList()
            .stream()
            .sorted(
                Comparator.comparing((Row row) -> row.getLong(5))
                    .thenComparing(row -> row.getString(1)))
            .toList();
    List<Found> found = new ArrayList<>();
    for (Row row : suspects) {
      assertEquals(true, row.getBoolean(4));
      Map<String, String> figures = new TreeMap<>(row.<String, String>getJavaMap(3));
      assertEquals(flag.figures(), figures.keySet());
      found.add(new Found(row.getString(0), row.getString(1), row.getString(2), figures));
    }
    return found;
  }

  private static Inputs inputs() {
    return new Inputs(List.of("amount"), Map.of());
  }

  private static Dataset<Row> messages(List<Row> rows) {
    // Not as local data, which Spark's optimizer would evaluate without sending anything anywhere.
    SparkSession spark = SharedSpark.session();
    return spark
        .createDataFrame(
            JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, 1), SCHEMA)
        .select(
            col("transport"),
            col("message_id"),
            timestamp_micros(col("micros")).as("event_time"),
            date_from_unix_date(expr("cast(floor(micros / 86400000000D) AS int)")).as("event_date"),
            col("actor"),
            parse_json(col("json")).as("data"));
  }
}
