package dev.nightwarden.observe;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.try_to_timestamp;
import static org.apache.spark.sql.functions.udf;

import dev.nightwarden.table.Columns;
import dev.nightwarden.value.Numbers;
import dev.nightwarden.value.Shortened;
import dev.nightwarden.value.Values;
import java.math.BigDecimal;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.unsafe.types.VariantVal;

/** The values of a message's data, by path. */
public final class MessageValues {
  private MessageValues() {}

  /** The value at a path as canonical JSON text; null where it is missing or JSON null. */
  public static Column json(Column data, String path) {
    return udf(
            (UDF1<VariantVal, String>) value -> Values.valueAt(value, path), DataTypes.StringType)
        .withName("value_at")
        .apply(data);
  }

  /**
   * What a profile takes for the value of a field: as {@link #json}, a long one {@link Shortened}.
   */
  public static Column value(Column data, String path) {
    return udf(
            (UDF1<VariantVal, String>) value -> Shortened.valueAt(value, path),
            DataTypes.StringType)
        .withName("value_at")
        .apply(data);
  }

  /** What a profile takes for the actor: as {@link #text}, a long one {@link Shortened}. */
  public static Column actor(Column data, String path) {
    return udf(
            (UDF1<VariantVal, String>) value -> Shortened.text(Values.textAt(value, path)),
            DataTypes.StringType)
        .withName("actor_at")
        .apply(data);
  }

  /** A text, {@link Shortened} if it is long. */
  static Column shortened(Column text) {
    return udf((UDF1<String, String>) Shortened::text, DataTypes.StringType)
        .withName("shortened")
        .apply(text);
  }

  /** The value at a path as text: strings without quotes, others as JSON; null as above. */
  public static Column text(Column data, String path) {
    return udf((UDF1<VariantVal, String>) value -> Values.textAt(value, path), DataTypes.StringType)
        .withName("text_at")
        .apply(data);
  }

  /**
   * The value at a path of {@code data}, as the record has it and an expression takes it.
   *
   * @param type text; {@link PathTypes#EXACT}, double, bigint or smaller: the number, null where
   *     there is none; boolean likewise
   */
  static Column ofRecord(String path, DataType type) {
    Column data = col(Columns.DATA);
    if (type.equals(DataTypes.StringType)) {
      return text(data, path);
    } else if (type.equals(DataTypes.BooleanType)) {
      return udf((UDF1<VariantVal, Boolean>) value -> Numbers.booleanAt(value, path), type)
          .withName("boolean_at")
          .apply(data);
    } else if (type instanceof IntegralType) {
      return udf((UDF1<VariantVal, Long>) value -> Numbers.longAt(value, path), DataTypes.LongType)
          .withName("number_at")
          .apply(data)
          .try_cast(type);
    } else if (type.equals(PathTypes.EXACT)) {
      return udf((UDF1<VariantVal, BigDecimal>) value -> Numbers.exactAt(value, path), type)
          .withName("number_at")
          .apply(data);
    }
    return udf((UDF1<VariantVal, Double>) value -> Numbers.doubleAt(value, path), type)
        .withName("number_at")
        .apply(data);
  }

  /** The value at a path of {@code data} in the type that its transport declares. */
  static Column declared(String path, DataType type) {
    Column text = text(col(Columns.DATA), path);
    if (type.equals(DataTypes.StringType)) {
      return text;
    }
    return type.equals(DataTypes.TimestampType) ? try_to_timestamp(text) : text.try_cast(type);
  }

  /** How the values at two paths of {@code data} compare: see {@link Numbers#compare}. */
  static Column compared(String path, String other) {
    return udf(
            (UDF1<VariantVal, Integer>) value -> Numbers.compare(value, path, other),
            DataTypes.IntegerType)
        .withName("compared")
        .apply(col(Columns.DATA));
  }
}
