package dev.nightwarden.observe;

import static org.apache.spark.sql.functions.udf;

import dev.nightwarden.value.Search;
import dev.nightwarden.value.Search.Places;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.PatternSyntaxException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.RLike;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Replaces Spark's regular-expression functions, which may not end on hostile texts or run out of
 * stack on long ones, by functions that give the same results and do neither.
 */
final class Searches {
  private static final Map<String, Search> KNOWN = new ConcurrentHashMap<>();

  /** How many patterns are kept, and how long each may be. */
  private static final int MAX_PATTERNS = 1_000;

  private static final DataType TEXTS = DataTypes.createArrayType(DataTypes.StringType);

  private Searches() {}

  /** What a part of an expression becomes, its own parts done; null where it stays. */
  static Expression bounded(Expression node) {
    String name = name(node);
    return name == null
        ? Likes.bounded(node)
        : bounded(name, CollectionConverters.asJava(node.children()));
  }

  /**
   * Refuses a pattern that is none.
   *
   * @throws SqlException naming it
   */
  static void check(Expression node) {
    String name = name(node);
    if (name != null
        && NAMES.contains(name)
        && node.children().size() > 1
        && node.children().apply(1) instanceof Literal pattern
        && pattern.value() != null) {
      try {
        compiled(pattern.value().toString());
      } catch (PatternSyntaxException e) {
        throw new SqlException(
            "has %s, which is not a regular expression: %s"
                .formatted(pattern.sql(), e.getDescription()));
      }
    }
  }

  private static final Set<String> NAMES =
      Set.of(
          "rlike",
          "regexp",
          "regexp_like",
          "regexp_extract",
          "regexp_extract_all",
          "regexp_substr",
          "regexp_count",
          "regexp_instr",
          "regexp_replace",
          "split");

  /** The name of a function that is called; null where none is. */
  private static String name(Expression node) {
    if (node instanceof RLike) {
      return "rlike";
    }
    return node instanceof UnresolvedFunction function && function.nameParts().size() == 1
        ? function.nameParts().head().toLowerCase(Locale.ROOT)
        : null;
  }

  private static Expression bounded(String name, List<Expression> given) {
    Column one = functions.lit(1);
    int count = given.size();
    boolean splitsLetters = name.equals("split") && count > 1 && isEmpty(given.get(1));
    Column search =
        switch (name + (splitsLetters ? " by nothing" : " " + count)) {
          case "rlike 2", "regexp 2", "regexp_like 2" ->
              call(name, (UDF2<String, String, Boolean>) Searches::isIn, BOOLEAN, given);
          case "regexp_extract 2" -> call(name, EXTRACT, TEXT, given, one);
          case "regexp_extract 3" -> call(name, EXTRACT, TEXT, given);
          case "regexp_extract_all 2" -> call(name, EXTRACT_ALL, TEXTS, given, one);
          case "regexp_extract_all 3" -> call(name, EXTRACT_ALL, TEXTS, given);
          case "regexp_substr 2" ->
              functions.nullif(
                  call(name, EXTRACT, TEXT, given, functions.lit(0)), functions.lit(""));
          case "regexp_count 2" ->
              functions.size(call(name, EXTRACT_ALL, TEXTS, given, functions.lit(0)));
          case "regexp_instr 2", "regexp_instr 3" ->
              call(
                  name,
                  (UDF2<String, String, Integer>) Searches::place,
                  INTEGER,
                  given.subList(0, 2));
          case "regexp_replace 3" -> call(name, REPLACE, TEXT, given, one);
          case "regexp_replace 4" -> call(name, REPLACE, TEXT, given);
          case "split 2" -> call(name, SPLIT, TEXTS, given, functions.lit(-1));
          case "split 3" -> call(name, SPLIT, TEXTS, given);
          default -> null;
        };
    return search == null ? null : ExpressionUtils.expression(search);
  }

  private static final DataType TEXT = DataTypes.StringType;
  private static final DataType BOOLEAN = DataTypes.BooleanType;
  private static final DataType INTEGER = DataTypes.IntegerType;
  private static final UDF3<String, String, Integer, String> EXTRACT = Searches::extract;
  private static final UDF3<String, String, Integer, List<String>> EXTRACT_ALL =
      Searches::extractAll;
  private static final UDF3<String, String, Integer, List<String>> SPLIT = Searches::split;
  private static final UDF4<String, String, String, Integer, String> REPLACE = Searches::replace;

  private static boolean isEmpty(Expression pattern) {
    return pattern instanceof Literal literal && "".equals(String.valueOf(literal.value()));
  }

  private static Column call(
      String name, UDF2<?, ?, ?> function, DataType type, List<Expression> given) {
    return call(name, udf(function, type), given);
  }

  private static Column call(
      String name,
      UDF3<?, ?, ?, ?> function,
      DataType type,
      List<Expression> given,
      Column... more) {
    return call(name, udf(function, type), given, more);
  }

  private static Column call(
      String name,
      UDF4<?, ?, ?, ?, ?> function,
      DataType type,
      List<Expression> given,
      Column... more) {
    return call(name, udf(function, type), given, more);
  }

  private static Column call(
      String name, UserDefinedFunction function, List<Expression> given, Column... more) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      boolean isNumber = i == 3 || (i == 2 && !name.equals("regexp_replace"));
      columns.add(ExpressionUtils.column(given.get(i)).cast(isNumber ? "int" : "string"));
    }
    columns.addAll(List.of(more));
    return function.withName(name).apply(columns.toArray(Column[]::new));
  }

  static Search compiled(String pattern) {
    Search known = KNOWN.get(pattern);
    if (known == null) {
      known = Search.of(pattern);
      // A pattern may come from the messages, whose writers bring as many as they like.
      if (KNOWN.size() < MAX_PATTERNS && pattern.length() <= MAX_PATTERNS) {
        KNOWN.put(pattern, known);
      }
    }
    return known;
  }

  private static Boolean isIn(String text, String pattern) {
    if (text == null || pattern == null) {
      return null;
    }
    return compiled(pattern).isIn(text);
  }

  /** Where the pattern is first found, counted from 1; 0: nowhere. */
  private static Integer place(String text, String pattern) {
    return text == null || pattern == null
        ? null
        : compiled(pattern).in(text, places -> places.find() ? places.start() + 1 : 0);
  }

  private static String extract(String text, String pattern, Integer group) {
    return text == null || pattern == null || group == null
        ? null
        : compiled(pattern).in(text, places -> places.find() ? held(places, group) : "");
  }

  private static List<String> extractAll(String text, String pattern, Integer group) {
    if (text == null || pattern == null || group == null) {
      return null;
    }
    return compiled(pattern)
        .in(
            text,
            places -> {
              List<String> all = new ArrayList<>();
              while (places.find()) {
                all.add(held(places, group));
              }
              return all;
            });
  }

  private static String held(Places places, int group) {
    if (group < 0 || group > places.groups()) {
      throw new IllegalArgumentException(
          "group %d is asked for, and the pattern has %d".formatted(group, places.groups()));
    }
    String held = places.group(group);
    return held == null ? "" : held;
  }

  private static List<String> split(String text, String pattern, Integer limit) {
    if (text == null || pattern == null || limit == null) {
      return null;
    }
    return compiled(pattern)
        .in(
            text,
            places -> {
              List<String> parts = new ArrayList<>();
              int from = 0;
              while ((limit <= 0 || parts.size() < limit - 1) && places.find()) {
                if (places.end() > 0) {
                  parts.add(text.substring(from, places.start()));
                  from = places.end();
                }
              }
              parts.add(text.substring(from));
              return parts;
            });
  }

  private static String replace(String text, String pattern, String by, Integer position) {
    if (text == null || pattern == null || by == null || position == null) {
      return null;
    }
    int from = position - 1;
    if (from < 0) {
      throw new IllegalArgumentException(
          "position %d is asked for; 1 is the first".formatted(position));
    } else if (from > 0 && from >= text.length()) {
      return text;
    }
    String looked = text.substring(from);
    return compiled(pattern)
        .in(
            looked,
            places -> {
              StringBuilder replaced = new StringBuilder(text.substring(0, from));
              int next = 0;
              while (places.find()) {
                replaced.append(looked, next, places.start());
                Replacement.append(replaced, by, places);
                next = places.end();
              }
              return replaced.append(looked, next, looked.length()).toString();
            });
  }
}
