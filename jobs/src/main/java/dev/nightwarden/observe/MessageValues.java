package dev.nightwarden.observe;

import static org.apache.spark.sql.functions.udf;

import dev.nightwarden.value.Shortened;
import dev.nightwarden.value.Values;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
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
}
