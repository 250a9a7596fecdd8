package dev.nightwarden;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.geo.GeoFunctions;
import dev.nightwarden.metric.MetricFunctions;
import dev.nightwarden.reporter.Evidence;
import dev.nightwarden.reporter.Mandatory;
import dev.nightwarden.reporter.OptionalReporter;
import dev.nightwarden.sql.Argument;
import dev.nightwarden.sql.Example;
import dev.nightwarden.sql.SqlFunction;
import dev.nightwarden.value.Printable;
import dev.nightwarden.value.Values;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.classic.ColumnNodeToExpressionConverter$;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.VariantVal;
import scala.Function1;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * The catalogue: every function under its SQL name.
 *
 * <p>In a notebook, {@code NightwardenFunctions.register(spark)}; on a cluster, {@code --conf
 * spark.sql.extensions=dev.nightwarden.NightwardenExtensions}.
 */
public final class NightwardenFunctions {
  private static final Argument SEEN =
      new Argument(
          "seen",
          "bigint",
          "in how many earlier messages the actor showed this value; null: no value");

  private static final Argument TOTAL =
      new Argument("total", "bigint", "how many earlier messages of the actor there are");

  private static final List<SqlFunction> OWN =
      List.of(
          new SqlFunction(
              "mandatory_score",
              List.of(
                  SEEN,
                  TOTAL,
                  new Argument(
                      "distinct", "bigint", "how many distinct values those messages had")),
              "How odd a value is that every message should carry, in [0, 1]: 1 for one never seen, 0"
                  + " for one seen at least as often as the values were on average, otherwise the"
                  + " share of messages without it.",
              "double",
              "A null seen stands for a missing value and gives 1; total and distinct are never null.",
              List.of(
                  new Example("mandatory_score(0, 3, 2)", "1.0"),
                  new Example("mandatory_score(1, 4, 2)", "0.75"),
                  new Example("mandatory_score(NULL, 4, 2)", "1.0")),
              NightwardenFunctions::mandatoryScore),
          new SqlFunction(
              "optional_score",
              List.of(
                  SEEN,
                  TOTAL,
                  new Argument("missing", "bigint", "how many of those messages had no value")),
              "How odd a value is that few messages carry, in [0, 1]: 0 for one seen before, 1 for a"
                  + " first message, otherwise the share of messages without any value.",
              "double",
              "A null seen stands for a missing value and gives 0; total and missing are never null.",
              List.of(
                  new Example("optional_score(0, 4, 3)", "0.75"),
                  new Example("optional_score(1, 4, 3)", "0.0")),
              NightwardenFunctions::optionalScore),
          atPath(
              "value_at",
              "The value at a path of a message's data as canonical JSON text: object keys sorted, a"
                  + " string with its quotes. An exact key wins over nesting.",
              List.of(
                  new Example(
                      "value_at(parse_json('{\"os\": {\"name\": \"Linux\"}}'), 'os.name')",
                      "\"Linux\""),
                  new Example(
                      "value_at(parse_json('{\"os\": {\"name\": \"Linux\"}}'), 'os.arch')",
                      "NULL")),
              Values::valueAt),
          atPath(
              "text_at",
              "The value at a path of a message's data as text, a string without its quotes. An exact"
                  + " key wins over nesting.",
              List.of(
                  new Example(
                      "text_at(parse_json('{\"os\": {\"name\": \"Linux\"}}'), 'os.name')", "Linux"),
                  new Example("text_at(parse_json('{\"ports\": [22, 443]}'), 'ports.1')", "443")),
              Values::textAt),
          new SqlFunction(
              "printable",
              List.of(new Argument("text", "string", "whatever a log says")),
              "The text, fit to be shown: control, format and direction characters as U+FFFD, cut"
                  + " after 120 characters.",
              "string",
              "A null text gives null.",
              List.of(new Example("printable('line 1\\nline 2')", "line 1\uFFFDline 2")),
              arguments -> Printable.printable(arguments.get(0), 120)));

  private static final List<SqlFunction> ALL =
      Stream.of(OWN, GeoFunctions.all(), MetricFunctions.all()).flatMap(List::stream).toList();

  private NightwardenFunctions() {}

  /** All functions, in the order in which a listing shows them. */
  public static List<SqlFunction> all() {
    return ALL;
  }

  /** Makes every function known to the SQL of a session, under its name. */
  public static void register(SparkSession spark) {
    var registry =
        ((org.apache.spark.sql.classic.SparkSession) spark).sessionState().functionRegistry();
    for (SqlFunction function : ALL) {
      boolean isThere =
          registry
              .lookupFunction(identifier(function))
              .exists(info -> info.getClassName().equals(NightwardenFunctions.class.getName()));
      if (!isThere) {
        registry.registerFunction(identifier(function), info(function), builder(function));
      }
    }
  }

  static FunctionIdentifier identifier(SqlFunction function) {
    return new FunctionIdentifier(function.name());
  }

  static ExpressionInfo info(SqlFunction function) {
    return function.info(NightwardenFunctions.class);
  }

  static Function1<Seq<Expression>, Expression> builder(SqlFunction function) {
    return new AbstractFunction1<>() {
      @Override
      public Expression apply(Seq<Expression> given) {
        List<Column> arguments =
            CollectionConverters.asJava(given).stream().map(ExpressionUtils::column).toList();
        if (arguments.size() != function.arguments().size()) {
          throw new IllegalArgumentException(
              "%s takes %d arguments, not %d"
                  .formatted(function.usage(), function.arguments().size(), arguments.size()));
        }
        return ColumnNodeToExpressionConverter$.MODULE$.apply(
            function.result().apply(arguments).node());
      }
    };
  }

  private static SqlFunction atPath(
      String name, String gives, List<Example> examples, UDF2<VariantVal, String, String> find) {
    return new SqlFunction(
        name,
        List.of(
            new Argument("data", "variant", "what a message says, such as messages.data"),
            new Argument("path", "string", "keys and places in arrays, joined by dots")),
        gives,
        "string",
        "Null where nothing is at the path, or JSON null; and for a null.",
        examples,
        arguments ->
            udf(find, DataTypes.StringType)
                .withName(name)
                .apply(arguments.get(0), arguments.get(1)));
  }

  private static Column mandatoryScore(List<Column> arguments) {
    Column seen = arguments.get(0);
    Column present = when(seen.isNotNull(), lit(""));
    Evidence known = new Evidence(present, seen, arguments.get(1), arguments.get(2), lit(0L));
    return new Mandatory(1.0).score(known);
  }

  private static Column optionalScore(List<Column> arguments) {
    Column seen = arguments.get(0);
    Column present = when(seen.isNotNull(), lit(""));
    Evidence known = new Evidence(present, seen, arguments.get(1), lit(0L), arguments.get(2));
    return new OptionalReporter(1.0).score(known);
  }
}
