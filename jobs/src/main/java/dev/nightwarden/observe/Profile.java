package dev.nightwarden.observe;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Which messages match, who the actor is, which fields are watched.
 *
 * @param name the profile's name in the config
 * @param transports the transports it reads; empty: all
 * @param matches an SQL condition on the message; null: every message
 * @param actor the actor's path; null where {@code actorSql} is given
 * @param actorSql an SQL expression for the actor; null where {@code actor} is given
 * @param history how many days back messages count, the event's own date not included; empty: all
 * @param fields the fields by name
 * @param types the declared types of message fields, for SQL; undeclared ones are text
 * @param learning when an anomaly does not count yet
 * @param peers whom actors are compared with; null: all actors
 */
public record Profile(
    String name,
    List<String> transports,
    String matches,
    String actor,
    String actorSql,
    OptionalInt history,
    Map<String, Field> fields,
    Map<String, DataType> types,
    Learning learning,
    Peers peers) {
  public Profile {
    transports = List.copyOf(transports);
    fields = new TreeMap<>(fields);
    types = new TreeMap<>(types);
  }

  /** One that learns nothing of others. */
  public Profile(
      String name,
      List<String> transports,
      String matches,
      String actor,
      String actorSql,
      OptionalInt history,
      Map<String, Field> fields,
      Map<String, DataType> types) {
    this(name, transports, matches, actor, actorSql, history, fields, types, Learning.NONE, null);
  }

  /** Whether anything of it depends on what other actors showed. */
  public boolean looksAtOthers() {
    return !learning.isNone()
        || fields.values().stream().anyMatch(field -> field.reporter().looksAtOthers());
  }

  /**
   * Checks the SQL without reading a message.
   *
   * @param spark null: only what needs no session, which is whether it parses and asks for what it
   *     may not
   * @throws dev.nightwarden.plugin.IllegalKeyException naming the key and what is wrong with it
   */
  public void check(SparkSession spark) {
    check(spark, "matches", matches, DataTypes.BooleanType);
    check(spark, "actor_sql", actorSql, DataTypes.StringType);
  }

  /**
   * Checks SQL over its messages, as above.
   *
   * @param key of it within the profile
   * @param sql null: nothing to check
   * @param wanted the type that it is to give
   */
  public void check(SparkSession spark, String key, String sql, DataType wanted) {
    if (sql == null) {
      return;
    }
    SqlException.under(
        "profiles.\"%s\".%s".formatted(name, key),
        () -> {
          if (spark == null) {
            MessageSql.parse(sql, Map.of());
          } else {
            MessageSql.check(spark, sql, types, wanted);
          }
        });
  }
}
