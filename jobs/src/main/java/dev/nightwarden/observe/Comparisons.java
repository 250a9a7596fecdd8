package dev.nightwarden.observe;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;

import dev.nightwarden.table.Columns;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.BinaryComparison;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataTypes;
import scala.jdk.javaapi.CollectionConverters;

/** Comparisons between values of the record, which have their types only message by message. */
final class Comparisons {
  private Comparisons() {}

  /** What a part of an expression becomes, its own parts done; null where it stays. */
  static Expression rewritten(Expression node) {
    if (node instanceof BinaryComparison comparison) {
      return comparison(comparison);
    } else if (node instanceof In in && isOpen(in.value())) {
      return anyOf(in);
    } else if (node instanceof UnresolvedFunction function && function.nameParts().size() == 1) {
      List<Expression> given = CollectionConverters.asJava(function.arguments());
      String name = function.nameParts().head().toLowerCase(Locale.ROOT);
      if (name.equals("between") && given.size() == 3) {
        return new And(
            kept(new GreaterThanOrEqual(given.get(0), given.get(1))),
            kept(new LessThanOrEqual(given.get(0), given.get(2))));
      } else if (name.equals("nullif") && given.size() == 2) {
        return new If(
            kept(new EqualTo(given.get(0), given.get(1))),
            new Literal(null, DataTypes.NullType),
            // Compared, it may be of another type than where it is given.
            given.get(0) instanceof PathValue value ? value.elsewhere() : given.get(0));
      }
    }
    return null;
  }

  private static Expression kept(BinaryComparison comparison) {
    Expression rewritten = comparison(comparison);
    return rewritten == null ? comparison : rewritten;
  }

  private static Expression comparison(BinaryComparison comparison) {
    if (!isOpen(comparison.left()) || !isOpen(comparison.right())) {
      return null;
    }
    String left = ((PathValue) comparison.left()).path();
    String right = ((PathValue) comparison.right()).path();
    Column compared = MessageValues.compared(left, right);
    Column result;
    if (comparison instanceof EqualTo) {
      result = compared.equalTo(0);
    } else if (comparison instanceof EqualNullSafe) {
      Column noneHasOne = isMissing(left).and(isMissing(right));
      result = coalesce(compared.equalTo(0), noneHasOne);
    } else if (comparison instanceof LessThan) {
      result = compared.lt(0);
    } else if (comparison instanceof LessThanOrEqual) {
      result = compared.leq(0);
    } else if (comparison instanceof GreaterThan) {
      result = compared.gt(0);
    } else if (comparison instanceof GreaterThanOrEqual) {
      result = compared.geq(0);
    } else {
      return null;
    }
    return ExpressionUtils.expression(result);
  }

  private static Column isMissing(String path) {
    return MessageValues.text(col(Columns.DATA), path).isNull();
  }

  private static boolean isOpen(Expression node) {
    return node instanceof PathValue value && value.isOpen();
  }

  /** {@code a IN (b, 5)}: each of the list by itself, where values of the record are among them. */
  private static Expression anyOf(In in) {
    List<Expression> list = CollectionConverters.asJava(in.list());
    if (list.stream().noneMatch(Comparisons::isOpen)) {
      return null;
    }
    return list.stream()
        .map(element -> kept(new EqualTo(in.value(), element)))
        .reduce(Or::new)
        .orElseThrow();
  }
}
