package dev.nightwarden.train;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.xxhash64;

import dev.nightwarden.forest.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** What a table of events must have, checked; and its columns as forests read them. */
final class EventColumns {
  private final ForestParams<?> params;
  private final StructType schema;
  private final List<String> keyNames;
  private final List<Column> values = new ArrayList<>();
  private final EventLayout layout;

  /**
   * @throws IllegalArgumentException for columns that are missing or of another type
   */
  EventColumns(ForestParams<?> params, StructType schema) {
    this.params = params;
    this.schema = schema;
    keyNames = keyNames(params);
    for (String key : keyNames) {
      type(key, key.equals(params.getActorCol()) ? "actorCol" : "byCols");
    }
    String vector = params.getFeaturesCol();
    List<Feature> features = params.features();
    if ((vector == null) == features.isEmpty()) {
      throw new IllegalArgumentException(
          vector == null
              ? "there are no features: set featureCols (column:kind), or featuresCol (a vector)"
              : "both featureCols and featuresCol are set; allowed: one of them");
    }
    if (vector != null) {
      need(
          type(vector, "featuresCol").equals(SQLDataTypes.VectorType()),
          "featuresCol",
          vector,
          "a vector");
      values.add(vector_to_array(column(vector), "float64").as("v0"));
    }
    List<Integer> shownAt = new ArrayList<>();
    for (Feature feature : features) {
      values.add(value(feature).as("v" + values.size()));
    }
    Map<String, String> shown = shown(features);
    for (Feature feature : features) {
      String column = shown.get(feature.name());
      shownAt.add(column == null ? -1 : values.size());
      if (column != null) {
        type(column, "shownCols");
        values.add(column(column).cast(DataTypes.StringType).as("s" + values.size()));
      }
    }
    layout = new EventLayout(features, vector, shownAt);
  }

  /** The columns that make up the key of a forest: byCols, then actorCol. */
  static List<String> keyNames(ForestParams<?> params) {
    List<String> names = new ArrayList<>(Arrays.asList(params.getByCols()));
    if (params.getActorCol() != null) {
      names.add(params.getActorCol());
    }
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException(
          "byCols and actorCol name a column twice: %s".formatted(names));
    }
    return names;
  }

  /** The key as text: k0, k1, ... */
  List<Column> keys() {
    List<Column> keys = new ArrayList<>();
    for (String name : keyNames) {
      keys.add(column(name).cast(DataTypes.StringType).as("k" + keys.size()));
    }
    return keys;
  }

  /** The key's columns with their own types. */
  List<StructField> keyFields() {
    return keyNames.stream()
        .map(name -> DataTypes.createStructField(name, type(name, "byCols"), true))
        .toList();
  }

  /** The message id as text. */
  Column id() {
    type(params.getIdCol(), "idCol");
    return column(params.getIdCol()).cast(DataTypes.StringType).as("id");
  }

  /** Whether the table has a column of message ids. */
  boolean hasId() {
    return find(params.getIdCol()) != null;
  }

  /** What decides which of an actor's events are sampled, of (seed, actor, message id). */
  Column hash() {
    String actor = params.getActorCol();
    Column seed = lit(params.getSeed());
    Column hash =
        actor == null
            ? xxhash64(seed, id())
            : xxhash64(seed, column(actor).cast(DataTypes.StringType), id());
    return hash.as("hash");
  }

  /** Whether the event is somebody's. */
  Column hasActor() {
    return params.getActorCol() == null ? lit(true) : column(params.getActorCol()).isNotNull();
  }

  /** The features' values, then what shows them, in the order that {@link #layout} reads. */
  List<Column> values() {
    return values;
  }

  /** How to read {@link #values} from a row. */
  EventLayout layout() {
    return layout;
  }

  private Column value(Feature feature) {
    String name = feature.name();
    DataType type = type(name, "featureCols");
    Column column = column(name);
    return switch (feature.kind()) {
      case NUMBER -> {
        boolean fits = type instanceof NumericType || type instanceof BooleanType;
        need(fits, "featureCols", name, "a number or boolean, for kind number");
        yield column.cast(DataTypes.DoubleType);
      }
      case CATEGORY -> column.cast(DataTypes.StringType);
      case OWNER, USER_AGENT -> {
        need(type instanceof StringType, "featureCols", name, "text, for this kind");
        yield column;
      }
      case HOUR -> {
        if (type instanceof TimestampType) {
          yield unix_micros(column);
        }
        if (type instanceof TimestampNTZType) {
          yield unix_micros(column.cast(DataTypes.TimestampType));
        }
        boolean fits = type instanceof LongType || type instanceof IntegerType;
        need(fits, "featureCols", name, "a timestamp or microseconds since 1970, for kind hour");
        yield column.cast(DataTypes.LongType);
      }
      case PLACE -> place(name, type, column);
    };
  }

  private Column place(String name, DataType type, Column column) {
    DataType numbers = DataTypes.createArrayType(DataTypes.DoubleType);
    if (type.equals(SQLDataTypes.VectorType())) {
      return vector_to_array(column, "float64");
    }
    if (type instanceof StructType struct
        && Arrays.asList(struct.fieldNames()).containsAll(List.of("x", "y", "z"))) {
      return array(column.getField("x"), column.getField("y"), column.getField("z")).cast(numbers);
    }
    boolean fits = type instanceof ArrayType list && list.elementType() instanceof NumericType;
    need(fits, "featureCols", name, "an array of three numbers, a struct of x, y, z or a vector");
    return column.cast(numbers);
  }

  private Map<String, String> shown(List<Feature> features) {
    Map<String, String> shown = new LinkedHashMap<>();
    for (String pair : params.getShownCols()) {
      List<String> parts = ForestParamSet.shown(pair);
      if (features.stream().noneMatch(feature -> feature.name().equals(parts.get(0)))) {
        throw new IllegalArgumentException(
            "shownCols: %s is not a feature; features: %s"
                .formatted(parts.get(0), features.stream().map(Feature::name).toList()));
      }
      shown.put(parts.get(0), parts.get(1));
    }
    return shown;
  }

  private void need(boolean fits, String param, String name, String wanted) {
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: %s is %s; needed: %s"
              .formatted(param, name, type(name, param).catalogString(), wanted));
    }
  }

  private DataType type(String name, String param) {
    DataType found = find(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "%s: there is no column %s; columns: %s"
              .formatted(param, name, Arrays.asList(schema.fieldNames())));
    }
    return found;
  }

  private DataType find(String name) {
    if (has(schema, name)) {
      return schema.apply(name).dataType();
    }
    DataType type = schema;
    for (String part : name.split("\\.", -1)) {
      if (!(type instanceof StructType struct) || !has(struct, part)) {
        return null;
      }
      type = struct.apply(part).dataType();
    }
    return type;
  }

  /** A column of just this name, or a field of a struct. */
  private Column column(String name) {
    if (has(schema, name)) {
      return quoted(name);
    }
    String[] parts = name.split("\\.", -1);
    Column column = quoted(parts[0]);
    for (int p = 1; p < parts.length; p++) {
      column = column.getField(parts[p]);
    }
    return column;
  }

  static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  private static boolean has(StructType struct, String name) {
    return Arrays.asList(struct.fieldNames()).contains(name);
  }
}
