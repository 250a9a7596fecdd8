package dev.nightwarden.observe;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.MultiLikeBase;
import org.apache.spark.sql.catalyst.expressions.StringRegexExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.types.StringType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A text that an SQL expression spells out and compares with the value of a path, such as {@code
 * 'root'} in {@code lower(user) <> 'root'}.
 */
public record SpelledText(String path, String text) {
  private static final Set<String> COMPARING =
      Set.of(
          "between",
          "contains",
          "endswith",
          "find_in_set",
          "ilike",
          "instr",
          "like",
          "locate",
          "nullif",
          "position",
          "regexp",
          "regexp_like",
          "rlike",
          "startswith");

  /**
   * The first in an expression that parses; texts without a character are none.
   *
   * @param paths which paths are meant
   * @param texts which texts are
   */
  public static Optional<SpelledText> in(
      String sql, Predicate<String> paths, Predicate<String> texts) {
    return in(CatalystSqlParser$.MODULE$.parseExpression(sql), paths, texts);
  }

  private static Optional<SpelledText> in(
      Expression node, Predicate<String> paths, Predicate<String> texts) {
    if (isComparing(node)) {
      Optional<String> path = path(node, paths);
      Optional<String> text = text(node, texts);
      if (path.isPresent() && text.isPresent()) {
        return Optional.of(new SpelledText(path.get(), text.get()));
      }
    }
    return children(node).stream()
        .map(child -> in(child, paths, texts))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static boolean isComparing(Expression node) {
    if (node instanceof UnresolvedFunction function) {
      return function.nameParts().size() == 1
          && COMPARING.contains(function.nameParts().head().toLowerCase(Locale.ROOT));
    }
    return node instanceof BinaryComparison
        || node instanceof In
        || node instanceof StringRegexExpression
        || node instanceof MultiLikeBase;
  }

  private static Optional<String> path(Expression node, Predicate<String> paths) {
    if (node instanceof UnresolvedAttribute attribute) {
      String path = String.join(".", CollectionConverters.asJava(attribute.nameParts()));
      return Optional.of(path).filter(paths);
    }
    return children(node).stream()
        .map(child -> path(child, paths))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> text(Expression node, Predicate<String> texts) {
    if (node instanceof Literal literal && literal.dataType() instanceof StringType) {
      return Optional.ofNullable(literal.value())
          .map(Object::toString)
          .filter(text -> !text.isEmpty())
          .filter(texts);
    } else if (node instanceof MultiLikeBase likes) {
      return CollectionConverters.asJava(likes.patterns()).stream()
          .map(String::valueOf)
          .filter(texts)
          .findFirst();
    }
    return children(node).stream()
        .map(child -> text(child, texts))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static List<Expression> children(Expression node) {
    return CollectionConverters.asJava(node.children());
  }
}
