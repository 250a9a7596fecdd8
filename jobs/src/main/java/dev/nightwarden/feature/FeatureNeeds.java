package dev.nightwarden.feature;

import dev.nightwarden.observe.MessageSql;
import dev.nightwarden.observe.SqlException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * What the section {@code features} asks of the data: paths, and SQL expressions.
 *
 * @param types the declared types of message fields; undeclared ones are text
 */
public record FeatureNeeds(FeatureSettings settings, Map<String, DataType> types) {
  /**
   * Every path that is needed, by the key of the config that names it first.
   *
   * @return path to key, such as {@code client.bytes} to {@code features.features.[0].data_needed}
   */
  public Map<String, String> paths() {
    Map<String, String> needed = new LinkedHashMap<>();
    for (int i = 0; i < settings.filters().size(); i++) {
      FilterSettings filter = settings.filters().get(i);
      List<String> own = filter.params() == null ? List.of() : filter.params().paths();
      need(needed, "filters", i, filter.dataNeeded(), own);
    }
    for (int i = 0; i < settings.features().size(); i++) {
      FeatureEntry feature = settings.features().get(i);
      List<String> own = feature.params() == null ? List.of() : feature.params().paths();
      need(needed, "features", i, feature.dataNeeded(), own);
    }
    for (int i = 0; i < settings.flags().size(); i++) {
      FlagSettings flag = settings.flags().get(i);
      List<String> own = flag.params() == null ? List.of() : flag.params().paths();
      need(needed, "flags", i, flag.dataNeeded(), own);
    }
    return needed;
  }

  private static void need(
      Map<String, String> needed, String list, int index, List<String> paths, List<String> own) {
    String at = "features.%s.[%d].".formatted(list, index);
    paths.forEach(path -> needed.putIfAbsent(path, at + "data_needed"));
    own.forEach(path -> needed.putIfAbsent(path, at + "params"));
  }

  /** Every SQL expression by its key; those of features may give any type, the others a boolean. */
  public Map<String, String> expressions() {
    Map<String, String> expressions = new LinkedHashMap<>();
    for (int i = 0; i < settings.filters().size(); i++) {
      String expression = settings.filters().get(i).expression();
      expressions.put("features.filters.[%d].expression".formatted(i), expression);
    }
    for (int i = 0; i < settings.features().size(); i++) {
      String expression = settings.features().get(i).expression();
      expressions.put("features.features.[%d].expression".formatted(i), expression);
    }
    for (int i = 0; i < settings.flags().size(); i++) {
      FlagSettings flag = settings.flags().get(i);
      String at = "features.flags.[%d].".formatted(i);
      expressions.put(at + "expression", flag.expression());
      expressions.put(at + "where", flag.where());
      if (flag.params() != null) {
        flag.params()
            .conditions()
            .forEach((key, expression) -> expressions.put(at + "params." + key, expression));
      }
    }
    expressions.values().removeIf(expression -> expression == null);
    return expressions;
  }

  /**
   * Checks the SQL without reading a message.
   *
   * @param spark null: only what needs no session, which is whether it parses and asks for what it
   *     may not
   * @throws dev.nightwarden.plugin.IllegalKeyException naming the key and what is wrong with it
   */
  void check(SparkSession spark) {
    expressions()
        .forEach(
            (key, expression) ->
                SqlException.under(
                    key,
                    () -> {
                      if (spark == null) {
                        MessageSql.parse(expression, types);
                      } else if (key.contains(".features.[")) {
                        MessageSql.check(spark, expression, types);
                      } else {
                        MessageSql.check(spark, expression, types, DataTypes.BooleanType);
                      }
                    }));
  }
}
