package dev.nightwarden;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.geo.GeoFunctions;
import dev.nightwarden.metric.MetricFunctions;
import dev.nightwarden.reporter.Evidence;
import dev.nightwarden.reporter.Mandatory;
import dev.nightwarden.reporter.OptionalReporter;
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
  private static final List<SqlFunction> OWN =
      List.of(
          new SqlFunction(
              "mandatory_score",
              List.of("seen", "total", "distinct"),
              "How odd a value is that every message should carry (double in [0, 1]), from how often"
                  + " it was seen before, in how many messages, among how many distinct values. A"
                  + " null seen stands for a missing value and gives 1.",
              NightwardenFunctions::mandatoryScore),
          new SqlFunction(
              "optional_score",
              List.of("seen", "total", "missing"),
              "How odd a value is that few messages carry (double in [0, 1]), from how often it was"
                  + " seen before, in how many messages, and how many of those had none. A null seen"
                  + " stands for a missing value and gives 0.",
              NightwardenFunctions::optionalScore),
          atPath(
              "value_at",
              "The value at a dotted path of a variant as canonical JSON text (string; null where it"
                  + " is missing or JSON null). An exact key wins over nesting.",
              Values::valueAt),
          atPath(
              "text_at",
              "The value at a dotted path of a variant as text, a string without its quotes (string;"
                  + " null where it is missing or JSON null). An exact key wins over nesting.",
              Values::textAt),
          new SqlFunction(
              "printable",
              List.of("text"),
              "The text with control, format and direction characters shown as U+FFFD, cut after 120"
                  + " characters (string; null stays null).",
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
      registry.registerFunction(identifier(function), info(function), builder(function));
    }
  }

  static FunctionIdentifier identifier(SqlFunction function) {
    return new FunctionIdentifier(function.name());
  }

  static ExpressionInfo info(SqlFunction function) {
    return new ExpressionInfo(
        NightwardenFunctions.class.getName(),
        null,
        function.name(),
        function.usage() + " - " + function.doc(),
        "",
        "",
        "",
        "",
        "",
        "",
        "built-in");
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
      String name, String doc, UDF2<VariantVal, String, String> find) {
    return new SqlFunction(
        name,
        List.of("data", "path"),
        doc,
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
