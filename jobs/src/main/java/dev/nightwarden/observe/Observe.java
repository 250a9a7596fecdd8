package dev.nightwarden.observe;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.DATA;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.EVENT_TIME;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.MESSAGE_ID;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.TRANSPORT;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** From messages to observations: the values of each message that a profile watches. */
public final class Observe {
  /** The values of a message's fields, in the order of the profile's. */
  public static final String VALUES = "values";

  /** Why a profile's SQL cannot be evaluated for a message; null where it can. */
  public static final String SQL_ERROR = "sql_error";

  private static final String MATCHED = "matched";
  private static final String NAMED = "named";

  private Observe() {}

  /**
   * The messages a profile watches: those of its transports that match. Messages for which its SQL
   * cannot be evaluated are among them, without an actor, so that they can be counted.
   *
   * @param messages rows of {@code messages}
   * @return the same columns and {@code profile}, {@code actor} (text; null where the message names
   *     none, an empty name being none; a long one shortened as {@link
   *     dev.nightwarden.value.Shortened} says), {@code sql_error} (why {@code matches} or {@code
   *     actor_sql} cannot be evaluated, in at most 300 characters; null where they can)
   */
  public static Dataset<Row> watched(Dataset<Row> messages, Profile profile) {
    Dataset<Row> rows = messages;
    if (!profile.transports().isEmpty()) {
      rows = rows.where(col(TRANSPORT).isin(profile.transports().toArray()));
    }
    Column error = lit(null).cast("string");
    if (profile.matches() != null) {
      Column matches = MessageSql.condition(profile.matches(), profile.types());
      rows =
          rows.withColumn(MATCHED, Attempt.of(matches))
              .where(
                  col(MATCHED)
                      .getField(Attempt.VALUE)
                      .or(col(MATCHED).getField(Attempt.ERROR).isNotNull()));
      error = col(MATCHED).getField(Attempt.ERROR);
    }
    Column actor = MessageValues.actor(col(DATA), profile.actor());
    if (profile.actorSql() != null) {
      Column sql = MessageSql.parse(profile.actorSql(), profile.types()).cast("string");
      rows = rows.withColumn(NAMED, Attempt.of(sql));
      error = coalesce(error, col(NAMED).getField(Attempt.ERROR));
      actor = MessageValues.shortened(col(NAMED).getField(Attempt.VALUE));
    }
    return rows.withColumn(PROFILE, lit(profile.name()))
        .withColumn(ACTOR, when(error.isNull(), nullif(actor, lit(""))))
        .withColumn(SQL_ERROR, error)
        .drop(MATCHED, NAMED);
  }

  /**
   * Whom a profile would take for the actor of a message of its transports, whether or not it
   * watches the message: text; null where there is none.
   */
  public static Column actor(Profile profile) {
    Column actor =
        profile.actorSql() == null
            ? MessageValues.actor(col(DATA), profile.actor())
            : MessageValues.shortened(
                MessageSql.attempt(profile.actorSql(), profile.types()).cast("string"));
    return profile.transports().isEmpty()
        ? actor
        : when(col(TRANSPORT).isin(profile.transports().toArray()), actor);
  }

  /**
   * One row per watched message, with the values of its fields.
   *
   * @param watched what {@link #watched} gives; messages without an actor are passed over
   * @return columns profile, actor, transport, message_id, event_time, event_date, values (array of
   *     canonical JSON texts in the order of the profile's fields, null where a {@code single}
   *     field has no value)
   */
  public static Dataset<Row> values(Dataset<Row> watched, Profile profile) {
    Column[] fields =
        profile.fields().entrySet().stream().map(Observe::value).toArray(Column[]::new);
    return watched.where(col(ACTOR).isNotNull()).select(kept(array(fields).as(VALUES)));
  }

  /**
   * One row per watched message and field.
   *
   * @param watched what {@link #watched} gives; messages without an actor are passed over
   * @return columns profile, actor, transport, message_id, event_time, event_date, field, value
   *     (canonical JSON text, long values shortened as {@link dev.nightwarden.value.Shortened}
   *     says; null where a {@code single} field has no value)
   */
  public static Dataset<Row> observations(Dataset<Row> watched, Profile profile) {
    Column[] fields =
        profile.fields().entrySet().stream()
            .map(field -> struct(lit(field.getKey()).as(FIELD), value(field).as(VALUE)))
            .toArray(Column[]::new);
    return watched.where(col(ACTOR).isNotNull()).select(kept(inline(array(fields))));
  }

  private static Column[] kept(Column more) {
    Stream<Column> kept =
        Stream.of(PROFILE, ACTOR, TRANSPORT, MESSAGE_ID, EVENT_TIME, EVENT_DATE)
            .map(name -> col(name));
    return Stream.concat(kept, Stream.of(more)).toArray(Column[]::new);
  }

  private static Column value(Map.Entry<String, Field> field) {
    if (field.getValue() instanceof Field.Multi multi) {
      return jsonArray(multi.keys());
    }
    if (field.getValue() instanceof HourOfWeek hour) {
      return udf(LocalHours.of(hour), DataTypes.StringType)
          .withName("hour_of_week")
          .apply(col(DATA), unix_micros(col(EVENT_TIME)));
    }
    return MessageValues.value(col(DATA), field.getValue().paths(field.getKey()).get(0));
  }

  /** Canonical JSON texts as one canonical array; a missing element is {@code null}. */
  private static Column jsonArray(List<String> keys) {
    Column[] elements =
        keys.stream()
            .map(key -> coalesce(MessageValues.value(col(DATA), key), lit("null")))
            .toArray(Column[]::new);
    return concat(lit("["), concat_ws(",", elements), lit("]"));
  }
}
