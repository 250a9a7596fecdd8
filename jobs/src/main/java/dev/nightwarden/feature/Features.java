package dev.nightwarden.feature;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.DATA;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.cluster.RecordFeature;
import dev.nightwarden.config.Hashes;
import dev.nightwarden.observe.MessageSql;
import dev.nightwarden.observe.MessageValues;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampType;

/**
 * Applies the section {@code features}: from messages to records, and from records to a table of
 * features.
 */
public final class Features {
  /** Marks features among the columns of {@link #table}. */
  private static final String FEATURE = "feature.";

  private static final String DROPPED = "dropped_by";

  private final FeatureSettings settings;
  private final Map<String, DataType> types;
  private final DateRecords dateRecords = new DateRecords(this);

  /**
   * @param types the declared types of message fields; undeclared ones are text
   */
  public Features(FeatureSettings settings, Map<String, DataType> types) {
    this.settings = settings;
    this.types = new TreeMap<>(types);
  }

  /** The section. */
  public FeatureSettings settings() {
    return settings;
  }

  DateRecords dateRecords() {
    return dateRecords;
  }

  /** Lets go of the records of dates that were kept so as not to be computed again. */
  public void release() {
    dateRecords.release();
  }

  Inputs inputs(List<String> dataNeeded) {
    return new Inputs(dataNeeded, types);
  }

  /**
   * Every path that is needed, by the key of the config that names it first.
   *
   * @return path to key, such as {@code client.bytes} to {@code features.features.[0].data_needed}
   */
  public Map<String, String> needed() {
    return needs().paths();
  }

  /**
   * Checks the SQL without reading a message.
   *
   * @param spark null: only what needs no session, which is whether it parses and asks for what it
   *     may not
   * @throws dev.nightwarden.plugin.IllegalKeyException naming the key and what is wrong with it
   */
  public void check(SparkSession spark) {
    needs().check(spark);
  }

  private FeatureNeeds needs() {
    return new FeatureNeeds(settings, types);
  }

  /**
   * The messages the section reads.
   *
   * @param messages rows of {@code messages}
   * @return the same columns and {@code actor} (text, never null), {@code dropped_by} (the name of
   *     the first filter that drops the record; null for one that is kept)
   */
  public Dataset<Row> read(Dataset<Row> messages) {
    Dataset<Row> rows =
        settings.transports().isEmpty()
            ? messages
            : messages.where(col(TRANSPORT).isin(settings.transports().toArray()));
    Column actor =
        settings.actor() == null
            ? col(TRANSPORT)
            : coalesce(
                nullif(MessageValues.actor(col(DATA), settings.actor()), lit("")), col(TRANSPORT));
    Column dropped = lit(null).cast("string");
    for (int i = settings.filters().size() - 1; i >= 0; i--) {
      FilterSettings filter = settings.filters().get(i);
      Inputs inputs = inputs(filter.dataNeeded());
      Column drops =
          filter.params() == null
              ? inputs.condition(filter.expression())
              : filter.params().drops(inputs);
      dropped = when(drops, lit(filter.name())).otherwise(dropped);
    }
    return rows.withColumn(ACTOR, actor).withColumn(DROPPED, dropped);
  }

  /** Of rows of {@link #read} those that no filter drops, without {@code dropped_by}. */
  public Dataset<Row> records(Dataset<Row> messages) {
    return read(messages).where(col(DROPPED).isNull()).drop(DROPPED);
  }

  /**
   * The values that flags want counted, as observations: see {@link
   * dev.nightwarden.observe.Observe#observations}; no table where no flag does.
   */
  public List<Dataset<Row>> observations(Dataset<Row> messages) {
    List<Dataset<Row>> observations = new ArrayList<>();
    for (FlagSettings flag : settings.flags()) {
      String path = kept(flag);
      if (path != null) {
        observations.add(
            flagged(records(messages), flag)
                .select(
                    lit(FeatureSettings.PROFILE).as(PROFILE),
                    lit("*").as(ACTOR),
                    col(TRANSPORT),
                    col(MESSAGE_ID),
                    col(EVENT_TIME),
                    col(EVENT_DATE),
                    lit(flag.name()).as(FIELD),
                    MessageValues.value(col(DATA), path).as(VALUE))
                .where(col(VALUE).isNotNull()));
      }
    }
    return observations;
  }

  /**
   * What decides {@link #observations}.
   *
   * @param paths by flag, the path whose values it wants counted, and of which records
   */
  public record Kept(
      Map<String, List<String>> paths,
      List<String> transports,
      List<FilterSettings> filters,
      Map<String, String> types) {}

  /** The hash of the section, which decides what flags and clusters find. */
  Map<String, String> fingerprints() {
    return Map.of(FeatureSettings.PROFILE, Hashes.of(settings));
  }

  /** What decides {@link #observations}; null where there are none. */
  public Kept kept() {
    Map<String, List<String>> paths = new TreeMap<>();
    for (FlagSettings flag : settings.flags()) {
      if (kept(flag) != null) {
        paths.put(flag.name(), List.of(kept(flag), String.valueOf(flag.where())));
      }
    }
    return paths.isEmpty()
        ? null
        : new Kept(paths, settings.transports(), settings.filters(), sqlTypes());
  }

  private Map<String, String> sqlTypes() {
    Map<String, String> names = new TreeMap<>();
    types.forEach((path, type) -> names.put(path, type.sql()));
    return names;
  }

  static String kept(FlagSettings flag) {
    return flag.params() instanceof AggregationFlag aggregation ? aggregation.keeps() : null;
  }

  /** The records a flag looks at. */
  Dataset<Row> flagged(Dataset<Row> records, FlagSettings flag) {
    return flag.where() == null
        ? records
        : records.where(inputs(flag.dataNeeded()).condition(flag.where()));
  }

  /** How many days before a date any flag looks at. */
  public int lookbackDays() {
    return settings.flags().stream()
        .filter(flag -> flag.params() instanceof AggregationFlag)
        .mapToInt(flag -> ((AggregationFlag) flag.params()).lookbackDays())
        .max()
        .orElse(0);
  }

  /** Whether what is found on a date may depend on any date before. */
  public boolean remembersAll() {
    return settings.flags().stream().anyMatch(flag -> kept(flag) != null);
  }

  /**
   * Looks at the records of some dates.
   *
   * @param messages rows of {@code messages} of those dates
   */
  public Look look(Dataset<Row> messages) {
    List<String> paths = new ArrayList<>(needed().keySet());
    List<String> autos = autoFields();
    Map<String, String> expressions = needs().expressions();
    List<Column> counts = new ArrayList<>();
    settings.filters().forEach(filter -> counts.add(count_if(col(DROPPED).equalTo(filter.name()))));
    paths.forEach(path -> counts.add(count(MessageValues.text(col(DATA), path))));
    expressions
        .values()
        .forEach(expression -> counts.add(count(MessageSql.attemptError(expression, types))));
    counts.addAll(autoCounts(autos));
    List<Row> rows = ofDates(messages, counts);
    long records = 0;
    Map<String, Long> dropped = new LinkedHashMap<>();
    Map<String, Long> present = new TreeMap<>();
    Map<String, Long> sqlErrors = new LinkedHashMap<>();
    Map<LocalDate, Map<String, Boolean>> numeric = new TreeMap<>();
    for (Row row : rows) {
      int at = 1;
      records += row.getLong(at++);
      for (FilterSettings filter : settings.filters()) {
        dropped.merge(filter.name(), row.getLong(at++), Long::sum);
      }
      for (String path : paths) {
        present.merge(path, row.getLong(at++), Long::sum);
      }
      for (String key : expressions.keySet()) {
        sqlErrors.merge(key, row.getLong(at++), Long::sum);
      }
      numeric.put(LocalDate.parse(row.getString(0)), autoNumeric(autos, row, at));
    }
    return new Look(records, dropped, present, sqlErrors, numeric);
  }

  /** {@link Look#numeric} alone, which is known without a look where no field is {@code auto}. */
  Map<LocalDate, Map<String, Boolean>> numeric(Dataset<Row> messages) {
    List<String> autos = autoFields();
    Map<LocalDate, Map<String, Boolean>> numeric = new TreeMap<>();
    if (!autos.isEmpty()) {
      ofDates(messages, autoCounts(autos))
          .forEach(
              row -> numeric.put(LocalDate.parse(row.getString(0)), autoNumeric(autos, row, 2)));
    }
    return numeric;
  }

  private List<Row> ofDates(Dataset<Row> messages, List<Column> counts) {
    return read(messages)
        .groupBy(EVENT_DATE)
        .agg(count(lit(1)), counts.toArray(Column[]::new))
        .withColumn(EVENT_DATE, col(EVENT_DATE).cast("string"))
        .collectAsList();
  }

  /** Of each path, how many records have a text and how many of these are numbers. */
  private static List<Column> autoCounts(List<String> autos) {
    List<Column> counts = new ArrayList<>();
    for (String path : autos) {
      Column text = when(col(DROPPED).isNull(), MessageValues.text(col(DATA), path));
      counts.add(count(text));
      counts.add(count(text.try_cast(DataTypes.DoubleType)));
    }
    return counts;
  }

  private static Map<String, Boolean> autoNumeric(List<String> autos, Row row, int from) {
    Map<String, Boolean> numeric = new TreeMap<>();
    for (int i = 0; i < autos.size(); i++) {
      long values = row.getLong(from + 2 * i);
      numeric.put(autos.get(i), values > 0 && values == row.getLong(from + 2 * i + 1));
    }
    return numeric;
  }

  private List<String> autoFields() {
    return settings.features().stream()
        .filter(feature -> isAuto(feature))
        .map(feature -> feature.dataNeeded().get(0))
        .distinct()
        .toList();
  }

  private boolean isAuto(FeatureEntry feature) {
    return feature.type().equals("field")
        && feature.kind().equals("auto")
        && !types.containsKey(feature.dataNeeded().get(0));
  }

  /**
   * The table of features.
   *
   * @param records rows of {@link #records}
   * @return columns transport, message_id, event_time, event_date, actor and one for each feature,
   *     {@code feature.NAME}: double, boolean or text, null where the record has no such value
   */
  public Dataset<Row> table(Dataset<Row> records) {
    List<Column> columns = new ArrayList<>();
    List.of(TRANSPORT, MESSAGE_ID, EVENT_TIME, EVENT_DATE, ACTOR).forEach(n -> columns.add(col(n)));
    for (FeatureEntry feature : settings.features()) {
      columns.add(value(feature).as(FEATURE + feature.name()));
    }
    Dataset<Row> raw = records.select(columns.toArray(Column[]::new));
    List<Column> cast = new ArrayList<>();
    for (StructField column : raw.schema().fields()) {
      Column value = col("`" + column.name().replace("`", "``") + "`");
      cast.add(
          column.name().startsWith(FEATURE)
              ? simple(value, column.dataType()).as(column.name())
              : value);
    }
    return raw.select(cast.toArray(Column[]::new));
  }

  /** The name of a feature's column in {@link #table}. */
  public static String column(String feature) {
    return FEATURE + feature;
  }

  private Column value(FeatureEntry feature) {
    Inputs inputs = inputs(feature.dataNeeded());
    Column value =
        switch (feature.type()) {
          case "field" -> inputs.typed(feature.dataNeeded().get(0));
          case "metric" -> feature.params().of(inputs);
          default -> inputs.sql(feature.expression());
        };
    return switch (feature.kind()) {
      case "numeric" -> value.cast("string").try_cast(DataTypes.DoubleType);
      case "categorical" -> value.cast(DataTypes.StringType);
      default -> value;
    };
  }

  private static Column simple(Column value, DataType type) {
    if (type instanceof BooleanType) {
      return value;
    }
    if (type instanceof TimestampType) {
      return unix_micros(value).divide(1e6);
    }
    return value.cast(type instanceof NumericType ? DataTypes.DoubleType : DataTypes.StringType);
  }

  /**
   * How the features of a date are compared.
   *
   * @param table what {@link #table} gives
   * @param numeric by field of kind {@code auto}, whether all its values on the date are numbers
   */
  List<RecordFeature> compared(Dataset<Row> table, Map<String, Boolean> numeric) {
    List<RecordFeature> features = new ArrayList<>();
    for (FeatureEntry feature : settings.features()) {
      DataType type =
          table.schema().fields()[table.schema().fieldIndex(column(feature.name()))].dataType();
      boolean isNumber =
          isAuto(feature)
              ? numeric.getOrDefault(feature.dataNeeded().get(0), false)
              : type instanceof NumericType;
      RecordFeature.Kind kind =
          isNumber
              ? RecordFeature.Kind.NUMERIC
              : type instanceof BooleanType
                  ? RecordFeature.Kind.BOOLEAN
                  : RecordFeature.Kind.CATEGORICAL;
      features.add(new RecordFeature(feature.name(), kind, feature.multiplier()));
    }
    return features;
  }
}
