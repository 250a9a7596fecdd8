package dev.nightwarden.suppress;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;

/**
 * The section {@code suppress}: rules by name, in the order of the config; of several that cover an
 * anomaly the first counts.
 *
 * @param types the declared types of message fields
 */
public record Suppressions(Map<String, SuppressRule> rules, Map<String, DataType> types) {
  public Suppressions {
    rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    types = new TreeMap<>(types);
  }

  boolean isNone() {
    return rules.isEmpty();
  }

  boolean looksAtMessages() {
    return rules.values().stream().anyMatch(SuppressRule::looksAtMessages);
  }

  void check(SparkSession spark) {
    rules.forEach((name, rule) -> rule.check("suppress.\"%s\"".formatted(name), spark, types));
  }

  /** The name of the rule that covers an anomaly (text); null where none does. */
  Column rule() {
    Column first = lit(null).cast("string");
    for (Map.Entry<String, SuppressRule> rule : rules.entrySet()) {
      first = coalesce(first, when(rule.getValue().covers(types), lit(rule.getKey())));
    }
    return first;
  }
}
