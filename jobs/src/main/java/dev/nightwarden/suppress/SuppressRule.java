package dev.nightwarden.suppress;

import static dev.nightwarden.table.Columns.ACTOR;
import static dev.nightwarden.table.Columns.DATA;
import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.EVENT_DATE;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.PROFILE;
import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.nightwarden.geo.AddressBlocks;
import dev.nightwarden.observe.MessageSql;
import dev.nightwarden.observe.MessageValues;
import dev.nightwarden.observe.SqlException;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * A rule of the section {@code suppress}: anomalies for which all its conditions hold do not count.
 *
 * @param from the first event date it holds for; null: the first there is
 * @param until the last event date it holds for
 * @param networks in CIDR notation; the address is at the path {@code ip} of the message
 * @param where SQL over the fields of the record, as in {@code matches} of a profile; a record for
 *     which it cannot be evaluated is not suppressed
 */
public record SuppressRule(
    @Key(doc = "Why, for those who read it next year.", required = true) String reason,
    @Key(doc = "Who answers for it.", required = true) String owner,
    @Key(doc = "The first event date that it holds for. Default: from the beginning.")
        LocalDate from,
    @Key(doc = "The last event date that it holds for.", required = true) LocalDate until,
    @Key(doc = "Anomalies of these profiles; features for those of that section.")
        List<String> profiles,
    @Key(doc = "Anomalies of these actors.") List<String> actors,
    @Key(doc = "Anomalies of these detectors, as the column detector has them.")
        List<String> detectors,
    @Key(doc = "Anomalies of these fields.") List<String> fields,
    @Key(doc = "Anomalies of these values, as text or as the column value has them.")
        List<String> values,
    @Key(doc = "Anomalies of messages whose address is in one of these: 192.0.2.0/24.")
        List<String> networks,
    @Key(doc = "Where a message has the address that networks are compared with: client.ip.")
        String ip,
    @Key(doc = "SQL over the fields of the record: anomalies of messages that match.") String where)
    implements Checked {
  public SuppressRule {
    profiles = List.copyOf(profiles);
    actors = List.copyOf(actors);
    detectors = List.copyOf(detectors);
    fields = List.copyOf(fields);
    values = List.copyOf(values);
    networks = List.copyOf(networks);
  }

  @Override
  public void check() {
    if (reason.isBlank()) {
      throw new IllegalKeyException("reason", "is empty; say why these need not be looked at");
    }
    if (owner.isBlank()) {
      throw new IllegalKeyException("owner", "is empty; say who answers for the rule");
    }
    if (from != null && from.isAfter(until)) {
      throw new IllegalKeyException("until", "is %s, before from (%s)".formatted(until, from));
    }
    boolean isAll =
        Stream.of(profiles, actors, detectors, fields, values, networks).allMatch(List::isEmpty)
            && where == null;
    if (isAll) {
      throw new IllegalKeyException(
          "where",
          "is missing, and so is every other condition: the rule would suppress everything; give"
              + " actors, detectors, fields, values, networks, profiles or where");
    }
    if (networks.isEmpty() != (ip == null)) {
      throw new IllegalKeyException(
          ip == null ? "ip" : "networks", "is missing: networks and ip go together");
    }
    try {
      AddressBlocks unused = new AddressBlocks(networks);
    } catch (IllegalArgumentException e) {
      throw new IllegalKeyException("networks", e.getMessage());
    }
  }

  /** Checks its SQL, with a session also whether it can be evaluated. */
  void check(String key, SparkSession spark, Map<String, DataType> types) {
    if (where != null) {
      SqlException.under(
          key + ".where",
          () -> {
            if (spark == null) {
              MessageSql.parse(where, types);
            } else {
              MessageSql.check(spark, where, types, DataTypes.BooleanType);
            }
          });
    }
  }

  /** Whether it asks for the message of an anomaly. */
  boolean looksAtMessages() {
    return where != null || !networks.isEmpty();
  }

  /**
   * Whether an anomaly is suppressed, never null.
   *
   * @param types the declared types of message fields
   */
  Column covers(Map<String, DataType> types) {
    Column all = col(EVENT_DATE).leq(lit(until));
    if (from != null) {
      all = all.and(col(EVENT_DATE).geq(lit(from)));
    }
    all = all.and(isOneOf(PROFILE, profiles)).and(isOneOf(ACTOR, actors));
    all = all.and(isOneOf(DETECTOR, detectors)).and(isOneOf(FIELD, fields));
    List<String> spelled =
        values.stream()
            .flatMap(value -> Stream.of(value, TextNode.valueOf(value).toString()))
            .toList();
    all = all.and(isOneOf(VALUE, spelled));
    if (!networks.isEmpty()) {
      AddressBlocks blocks = new AddressBlocks(networks);
      UDF1<String, Boolean> contains = blocks::contains;
      all =
          all.and(
              udf(contains, DataTypes.BooleanType)
                  .withName("in_networks")
                  .apply(MessageValues.text(col(DATA), ip)));
    }
    if (where != null) {
      all = all.and(MessageSql.attemptCondition(where, types));
    }
    return coalesce(all, lit(false));
  }

  private static Column isOneOf(String column, List<String> names) {
    return names.isEmpty() ? lit(true) : col(column).isin(names.toArray());
  }
}
