package dev.nightwarden.observe;

import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.udf;

import dev.nightwarden.value.Search;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ILike;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.LikeAll;
import org.apache.spark.sql.catalyst.expressions.LikeAny;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.MultiLikeBase;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.NotLikeAll;
import org.apache.spark.sql.catalyst.expressions.NotLikeAny;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import scala.jdk.javaapi.CollectionConverters;

/**
 * {@code LIKE} with several {@code %}, for which Spark uses a regular expression that takes time
 * quadratic in the text's length, or worse.
 */
final class Likes {
  /** Up to two, Spark looks through the text once. */
  private static final int QUICK = 2;

  private Likes() {}

  /** What a part of an expression becomes, its own parts done; null where it stays. */
  static Expression bounded(Expression node) {
    if (node instanceof Like like && isSlow(like.right())) {
      return like(
          ExpressionUtils.column(like.left()),
          ExpressionUtils.column(like.right()),
          like.escapeChar());
    } else if (node instanceof ILike like && isSlow(like.right())) {
      return like(
          lower(ExpressionUtils.column(like.left())),
          lower(ExpressionUtils.column(like.right())),
          like.escapeChar());
    } else if (node instanceof MultiLikeBase likes) {
      return several(likes);
    }
    return null;
  }

  private static boolean isSlow(Expression pattern) {
    return !(pattern instanceof Literal literal) || isSlow(String.valueOf(literal.value()));
  }

  private static boolean isSlow(String pattern) {
    return pattern.chars().filter(c -> c == '%').count() > QUICK;
  }

  private static Expression several(MultiLikeBase likes) {
    List<UTF8String> patterns = CollectionConverters.asJava(likes.patterns());
    if (patterns.stream().noneMatch(pattern -> isSlow(String.valueOf(pattern)))) {
      return null;
    }
    boolean isAll = likes instanceof LikeAll || likes instanceof NotLikeAll;
    boolean isNot = likes instanceof NotLikeAny || likes instanceof NotLikeAll;
    if (!isAll && !isNot && !(likes instanceof LikeAny)) {
      return null;
    }
    BinaryOperator<Expression> joined = isAll ? And::new : Or::new;
    return patterns.stream()
        .map(pattern -> like(likes.child(), pattern))
        .map(like -> isNot ? new Not(like) : like)
        .reduce(joined)
        .orElseThrow();
  }

  private static Expression like(Expression text, UTF8String pattern) {
    return like(
        ExpressionUtils.column(text),
        ExpressionUtils.column(new Literal(pattern, DataTypes.StringType)),
        '\\');
  }

  private static Expression like(Column text, Column pattern, char escape) {
    return ExpressionUtils.expression(
        udf(
                (UDF2<String, String, Boolean>) (given, like) -> isLike(given, like, escape),
                DataTypes.BooleanType)
            .withName("like")
            .apply(text.cast("string"), pattern.cast("string")));
  }

  private static Boolean isLike(String text, String like, char escape) {
    if (text == null || like == null) {
      return null;
    }
    return Searches.compiled(regex(like, escape)).isIn(text);
  }

  /**
   * The regular expression for a pattern of LIKE, for {@link Search}.
   *
   * @throws IllegalArgumentException if the escape stands before what needs none
   */
  static String regex(String like, char escape) {
    StringBuilder regex = new StringBuilder("(?s)\\A");
    for (int i = 0; i < like.length(); i += Character.charCount(like.codePointAt(i))) {
      int c = like.codePointAt(i);
      if (c == escape) {
        i++;
        c = i < like.length() ? like.codePointAt(i) : -1;
        if (c != '_' && c != '%' && c != escape) {
          throw new IllegalArgumentException(
              "LIKE has its escape %s where neither _, %% nor %s follows"
                  .formatted(escape, escape));
        }
        regex.append(Pattern.quote(Character.toString(c)));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(Character.toString(c)));
      }
    }
    return regex.append("\\z").toString();
  }
}
