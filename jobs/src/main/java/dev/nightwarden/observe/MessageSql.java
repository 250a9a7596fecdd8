package dev.nightwarden.observe;

import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.Star;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.LeafNode;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * SQL expressions over a message, in which a name is a path into its data.
 *
 * <p>{@code event_time}, {@code event_date}, {@code message_id} and {@code transport} are the
 * message's own; any other name has its declared type, or else the record's: compared with a number
 * it is a number, with a boolean a boolean (null where it is none), with text it is text; it is
 * null where the message has no such value. An expression must give the same answer for the same
 * message whenever it is asked, and reads nothing but the message.
 */
public final class MessageSql {
  private static final Set<String> OWN =
      Set.of(Columns.EVENT_TIME, Columns.EVENT_DATE, Columns.MESSAGE_ID, Columns.TRANSPORT);

  /** They run code or read what is not in the message. */
  private static final Set<String> FORBIDDEN =
      Set.of("reflect", "java_method", "try_reflect", "input_file_name", "read_files");

  private static final Set<String> OF_THE_MOMENT =
      Set.of(
          "current_timestamp",
          "current_date",
          "current_time",
          "curdate",
          "now",
          "localtimestamp",
          "current_user",
          "session_user",
          "user",
          "current_timezone",
          "current_database",
          "current_catalog",
          "current_schema",
          "version",
          "rand",
          "randn",
          "random",
          "randstr",
          "uniform",
          "uuid",
          "aes_encrypt",
          "shuffle",
          "monotonically_increasing_id",
          "spark_partition_id");

  private MessageSql() {}

  /**
   * An expression as a column of {@code messages}.
   *
   * @param types the declared types of message fields
   * @throws SqlException if it does not parse, reads more than the message, or depends on the
   *     moment
   */
  public static Column parse(String sql, Map<String, DataType> types) {
    return column(typed(values(sql, types)));
  }

  /** As {@link #parse}, of an expression that is to be true or false. */
  public static Column condition(String sql, Map<String, DataType> types) {
    return column(typed(asCondition(values(sql, types))));
  }

  /** As {@link #parse}, null where it cannot be evaluated for a message. */
  public static Column attempt(String sql, Map<String, DataType> types) {
    return Attempt.of(parse(sql, types)).getField(Attempt.VALUE);
  }

  /** As {@link #condition}, null where it cannot be evaluated for a message. */
  public static Column attemptCondition(String sql, Map<String, DataType> types) {
    return Attempt.of(condition(sql, types)).getField(Attempt.VALUE);
  }

  /** Why an expression cannot be evaluated for a message, in bounded text; null where it can. */
  public static Column attemptError(String sql, Map<String, DataType> types) {
    return Attempt.of(parse(sql, types)).getField(Attempt.ERROR);
  }

  /** The expression with a {@link PathValue} for each path. */
  private static Expression values(String sql, Map<String, DataType> types) {
    Expression parsed;
    try {
      parsed = CatalystSqlParser$.MODULE$.parseExpression(sql);
    } catch (Exception e) {
      throw new SqlException("does not parse as SQL: " + firstLine(e));
    }
    refuseForbidden(parsed);
    AtomicInteger place = new AtomicInteger();
    return Rewrite.up(
        parsed,
        node -> {
          if (node instanceof UnresolvedAttribute attribute && !isOwn(attribute)) {
            String path = path(attribute);
            DataType declared = types.get(path);
            return new PathValue(
                path,
                place.getAndIncrement(),
                declared == null ? DataTypes.StringType : declared,
                declared != null);
          }
          Searches.check(node);
          return Comparisons.rewritten(node);
        });
  }

  /** A value of the record that stands alone for a condition is a boolean. */
  private static Expression asCondition(Expression expression) {
    return expression instanceof PathValue value && value.isOpen()
        ? value.as(DataTypes.BooleanType)
        : expression;
  }

  /**
   * The expression with the type of each value decided; as it is where there is no session to
   * decide, or the expression is wrong, of which {@link #check} tells.
   */
  private static Expression typed(Expression values) {
    Option<SparkSession> session =
        SparkSession.getActiveSession().orElse(SparkSession::getDefaultSession);
    if (session.isEmpty()) {
      return values;
    }
    try {
      return PathTypes.decide(values, expression -> analyzed(session.get(), expression));
    } catch (Exception e) {
      if (e instanceof AnalysisException || e instanceof IllegalArgumentException) {
        return values;
      }
      throw e;
    }
  }

  private static Column column(Expression typed) {
    return ExpressionUtils.column(
        Rewrite.up(
            typed,
            node ->
                node instanceof PathValue value
                    ? ExpressionUtils.expression(value.column())
                    : Searches.bounded(node)));
  }

  private static LogicalPlan plan(SparkSession spark, Expression expression) {
    Dataset<Row> probe =
        spark
            .createDataFrame(List.<Row>of(), Table.MESSAGES.schema())
            .select(ExpressionUtils.column(expression));
    return ((org.apache.spark.sql.classic.Dataset<Row>) probe).queryExecution().analyzed();
  }

  private static Expression analyzed(SparkSession spark, Expression expression) {
    return plan(spark, expression) instanceof Project project
        ? (Expression) project.projectList().head()
        : expression;
  }

  /**
   * Checks that an expression can be evaluated over messages, whatever they hold, and gives the
   * wanted type.
   *
   * @throws SqlException if it does not, naming the unknown function, the type it has, or the text
   *     it takes for something else
   */
  public static void check(
      SparkSession spark, String sql, Map<String, DataType> types, DataType wanted) {
    boolean isCondition = wanted.equals(DataTypes.BooleanType);
    DataType found = check(spark, sql, types, isCondition);
    if (!wanted.equals(found)) {
      throw new SqlException(
          "gives a %s, but must give a %s".formatted(found.simpleString(), wanted.simpleString()));
    }
  }

  /**
   * As {@link #check(SparkSession, String, Map, DataType)}, whatever type it gives.
   *
   * @return that type
   */
  public static DataType check(SparkSession spark, String sql, Map<String, DataType> types) {
    return check(spark, sql, types, false);
  }

  private static DataType check(
      SparkSession spark, String sql, Map<String, DataType> types, boolean isCondition) {
    Expression values = values(sql, types);
    try {
      LogicalPlan plan =
          plan(
              spark,
              PathTypes.decide(
                  isCondition ? asCondition(values) : values,
                  expression -> analyzed(spark, expression)));
      checkAnalyzed(plan);
      return plan.schema().fields()[0].dataType();
    } catch (Exception e) {
      // A function of ours refuses its arguments, or lacks a file, with the latter.
      boolean isRefused = e instanceof IllegalArgumentException && !(e instanceof SqlException);
      if (e instanceof AnalysisException || isRefused) {
        throw new SqlException("cannot be evaluated: " + firstLine(e));
      }
      throw e;
    }
  }

  private static void checkAnalyzed(LogicalPlan plan) {
    if (!(plan instanceof Project project && project.child() instanceof LeafNode)) {
      throw new SqlException(
          "must be computed from one message alone: no aggregate, no window, no explode");
    }
    Expression analyzed = (Expression) project.projectList().head();
    if (!analyzed.deterministic()) {
      throw new SqlException("must be deterministic, but depends on when or where it is evaluated");
    }
    walk(
        analyzed,
        node -> {
          if (node instanceof Cast cast
              && cast.evalMode().toString().equals("ANSI")
              && cast.child().dataType().equals(DataTypes.StringType)
              && !List.of(DataTypes.StringType, DataTypes.BinaryType).contains(cast.dataType())
              && !cast.child().foldable()) {
            String text = cast.child().sql();
            String type = cast.dataType().simpleString();
            throw new SqlException(
                ("takes the text %s for a %s, and cannot be evaluated where it is none;"
                        + " declare it with types in its transport, or write try_cast(%s AS %s)")
                    .formatted(text, type, text, type));
          }
        });
  }

  /** The message paths an expression reads, each once, in the order of their first use. */
  public static List<String> paths(String sql) {
    List<String> paths = new ArrayList<>();
    walk(
        CatalystSqlParser$.MODULE$.parseExpression(sql),
        node -> {
          if (node instanceof UnresolvedAttribute attribute && !isOwn(attribute)) {
            String path = path(attribute);
            if (!paths.contains(path)) {
              paths.add(path);
            }
          }
        });
    return paths;
  }

  private static void refuseForbidden(Expression parsed) {
    walk(
        parsed,
        node -> {
          if (node instanceof SubqueryExpression) {
            throw new SqlException("must not contain a subquery");
          }
          if (node instanceof Star) {
            throw new SqlException("must not contain *; name the fields");
          }
          if (node instanceof UnresolvedFunction function) {
            List<String> parts = CollectionConverters.asJava(function.nameParts());
            String name = parts.get(parts.size() - 1).toLowerCase(Locale.ROOT);
            if (FORBIDDEN.contains(name)) {
              throw new SqlException(
                  "must not call " + name + ", which reaches outside the message");
            }
            boolean readsClock = name.equals("unix_timestamp") && function.arguments().isEmpty();
            if (OF_THE_MOMENT.contains(name) || readsClock) {
              throw new SqlException(
                  "must not call " + name + ", whose result depends on when it is evaluated");
            }
          }
          if (node instanceof UnresolvedAttribute attribute && nameParts(attribute).size() == 1) {
            String name = nameParts(attribute).get(0).toLowerCase(Locale.ROOT);
            if (name.startsWith("current_") && OF_THE_MOMENT.contains(name)) {
              throw new SqlException(
                  "must not use " + name + ", whose result depends on when it is evaluated");
            }
          }
        });
  }

  private static void walk(Expression node, Consumer<Expression> visit) {
    visit.accept(node);
    for (Expression child : CollectionConverters.asJava(node.children())) {
      walk(child, visit);
    }
  }

  private static List<String> nameParts(UnresolvedAttribute attribute) {
    return CollectionConverters.asJava(attribute.nameParts());
  }

  private static String path(UnresolvedAttribute attribute) {
    return String.join(".", nameParts(attribute));
  }

  private static boolean isOwn(UnresolvedAttribute attribute) {
    List<String> parts = nameParts(attribute);
    return parts.size() == 1 && OWN.contains(parts.get(0));
  }

  private static String firstLine(Throwable error) {
    return String.valueOf(error.getMessage()).strip().lines().findFirst().orElse("").strip();
  }
}
