package dev.nightwarden.observe;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.try_to_timestamp;
import static org.apache.spark.sql.functions.udf;

import dev.nightwarden.table.Columns;
import dev.nightwarden.table.Table;
import dev.nightwarden.value.Search;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.catalyst.analysis.Star;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.RLike;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.LeafNode;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * SQL expressions over a message, in which a name is a path into its data.
 *
 * <p>{@code event_time}, {@code event_date}, {@code message_id} and {@code transport} are the
 * message's own; any other name has its declared type, or else is text, and is null where the
 * message has no such value. An expression must give the same answer for the same message whenever
 * it is asked, and reads nothing but the message.
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

  private static final Set<String> SEARCHES = Set.of("rlike", "regexp", "regexp_like");
  private static final Map<String, Search> PATTERNS = new ConcurrentHashMap<>();

  /** How many patterns are kept, and how long each may be. */
  private static final int MAX_PATTERNS = 1_000;

  private MessageSql() {}

  /**
   * An expression as a column of {@code messages}.
   *
   * @param types the declared types of message fields
   * @throws SqlException if it does not parse, reads more than the message, or depends on the
   *     moment
   */
  public static Column parse(String sql, Map<String, DataType> types) {
    return parse(sql, path -> typed(path, types.getOrDefault(path, DataTypes.StringType)));
  }

  /** As {@link #parse}, null where it cannot be evaluated for a message. */
  public static Column attempt(String sql, Map<String, DataType> types) {
    return Attempt.of(parse(sql, types)).getField(Attempt.VALUE);
  }

  /** Why an expression cannot be evaluated for a message, in bounded text; null where it can. */
  public static Column attemptError(String sql, Map<String, DataType> types) {
    return Attempt.of(parse(sql, types)).getField(Attempt.ERROR);
  }

  private static Column parse(String sql, Function<String, Column> values) {
    Expression parsed;
    try {
      parsed = CatalystSqlParser$.MODULE$.parseExpression(sql);
    } catch (Exception e) {
      throw new SqlException("does not parse as SQL: " + firstLine(e));
    }
    refuseForbidden(parsed);
    return ExpressionUtils.column(
        parsed.transformUp(
            new AbstractPartialFunction<Expression, Expression>() {
              @Override
              public boolean isDefinedAt(Expression node) {
                return (node instanceof UnresolvedAttribute attribute && !isOwn(attribute))
                    || searches(node);
              }

              @Override
              public Expression apply(Expression node) {
                if (searches(node)) {
                  return search(CollectionConverters.asJava(node.children()));
                }
                return ExpressionUtils.expression(values.apply(path((UnresolvedAttribute) node)));
              }
            }));
  }

  /** Whether this is {@code text RLIKE pattern}, or one of the functions that say the same. */
  private static boolean searches(Expression node) {
    return node instanceof RLike
        || (node instanceof UnresolvedFunction function
            && function.nameParts().size() == 1
            && function.arguments().size() == 2
            && SEARCHES.contains(function.nameParts().head().toLowerCase(Locale.ROOT)));
  }

  /** A search that gives up where Spark's own might take for ever. */
  private static Expression search(List<Expression> arguments) {
    if (arguments.get(1) instanceof Literal pattern && pattern.value() != null) {
      try {
        compiled(pattern.value().toString());
      } catch (PatternSyntaxException e) {
        throw new SqlException(
            "has %s, which is no regular expression: %s"
                .formatted(pattern.sql(), e.getDescription()));
      }
    }
    return ExpressionUtils.expression(
        udf(
                (UDF2<String, String, Boolean>)
                    (text, pattern) -> {
                      if (text == null || pattern == null) {
                        return null;
                      }
                      return compiled(pattern).isIn(text);
                    },
                DataTypes.BooleanType)
            .withName("rlike")
            .apply(
                ExpressionUtils.column(arguments.get(0)).cast("string"),
                ExpressionUtils.column(arguments.get(1)).cast("string")));
  }

  private static Search compiled(String pattern) {
    Search known = PATTERNS.get(pattern);
    if (known == null) {
      known = Search.of(pattern);
      // A pattern may come from the messages, whose writers bring as many as they like.
      if (PATTERNS.size() < MAX_PATTERNS && pattern.length() <= MAX_PATTERNS) {
        PATTERNS.put(pattern, known);
      }
    }
    return known;
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
    DataType found = check(spark, sql, types);
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
    parse(sql, types);
    Map<String, String> names = new HashMap<>();
    Set<String> taken = new HashSet<>(List.of(Table.MESSAGES.schema().fieldNames()));
    StructType schema = Table.MESSAGES.schema();
    for (String path : paths(sql)) {
      // Spark takes columns that differ by case alone for one; paths are two.
      String name = path;
      while (!taken.add(name.toLowerCase(Locale.ROOT))) {
        name += "'";
      }
      names.put(path, name);
      schema = schema.add(name, types.getOrDefault(path, DataTypes.StringType));
    }
    Column parsed = parse(sql, path -> col("`" + names.get(path).replace("`", "``") + "`"));
    try {
      Dataset<Row> probe = spark.createDataFrame(List.<Row>of(), schema).select(parsed);
      checkAnalyzed(
          ((org.apache.spark.sql.classic.Dataset<Row>) probe).queryExecution().analyzed());
      return probe.schema().fields()[0].dataType();
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
          "must say something of each message alone: no aggregate, no window, no explode");
    }
    Expression analyzed = (Expression) project.projectList().head();
    if (!analyzed.deterministic()) {
      throw new SqlException("must not depend on when or where it is asked");
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

  private static Column typed(String path, DataType type) {
    Column text = MessageValues.text(col(Columns.DATA), path);
    if (type.equals(DataTypes.StringType)) {
      return text;
    }
    return type.equals(DataTypes.TimestampType) ? try_to_timestamp(text) : text.try_cast(type);
  }

  private static void refuseForbidden(Expression parsed) {
    walk(
        parsed,
        node -> {
          if (node instanceof SubqueryExpression) {
            throw new SqlException("must not contain a query of its own");
          }
          if (node instanceof Star) {
            throw new SqlException("must not contain *; name the fields it is about");
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
                  "must not call " + name + ", whose answer depends on when it is asked");
            }
          }
          if (node instanceof UnresolvedAttribute attribute && nameParts(attribute).size() == 1) {
            String name = nameParts(attribute).get(0).toLowerCase(Locale.ROOT);
            if (name.startsWith("current_") && OF_THE_MOMENT.contains(name)) {
              throw new SqlException(
                  "must not use " + name + ", whose answer depends on when it is asked");
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
