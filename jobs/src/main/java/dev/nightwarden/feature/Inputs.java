package dev.nightwarden.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.try_to_timestamp;

import dev.nightwarden.observe.MessageSql;
import dev.nightwarden.observe.MessageValues;
import dev.nightwarden.table.Columns;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * What a filter, metric or flag reads of a message: its values by path, as columns over rows of
 * {@code messages}.
 *
 * @param dataNeeded the paths that the config names for it, in their order
 * @param types the declared types of message fields; undeclared ones are text
 */
public record Inputs(List<String> dataNeeded, Map<String, DataType> types) {
  public Inputs {
    dataNeeded = List.copyOf(dataNeeded);
    types = new TreeMap<>(types);
  }

  /** The text at a path: strings as they are, others as JSON; null where there is no value. */
  public Column text(String path) {
    return MessageValues.text(col(Columns.DATA), path);
  }

  /** As {@link #text}, a long one {@link dev.nightwarden.value.Shortened}: fit to group by. */
  public Column shortText(String path) {
    return MessageValues.actor(col(Columns.DATA), path);
  }

  /** The canonical JSON text of the value at a path; null where there is none. */
  public Column json(String path) {
    return MessageValues.json(col(Columns.DATA), path);
  }

  /** The number at a path (double); null where there is none. */
  public Column number(String path) {
    return text(path).try_cast(DataTypes.DoubleType);
  }

  /** The time at a path (timestamp); the message's own time for the path of no name, null. */
  public Column time(String path) {
    return path == null ? col(Columns.EVENT_TIME) : try_to_timestamp(text(path));
  }

  /** The value at a path in its declared type. */
  public Column typed(String path) {
    DataType type = types.getOrDefault(path, DataTypes.StringType);
    return type.equals(DataTypes.TimestampType) ? time(path) : text(path).try_cast(type);
  }

  /**
   * An SQL expression over the message, as in {@code matches} of a profile; null where it cannot be
   * evaluated for a message.
   */
  public Column sql(String expression) {
    return MessageSql.attempt(expression, types);
  }

  /** As {@link #sql}, of an expression that is true or false. */
  public Column condition(String expression) {
    return MessageSql.attemptCondition(expression, types);
  }

  /** The text at the first needed path. */
  public Column first() {
    return text(dataNeeded.get(0));
  }
}
