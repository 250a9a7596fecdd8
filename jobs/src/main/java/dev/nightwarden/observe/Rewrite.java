package dev.nightwarden.observe;

import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.runtime.AbstractPartialFunction;

/** Changes parts of an expression. */
final class Rewrite {
  private Rewrite() {}

  /**
   * The expression with its parts replaced, the inner ones first.
   *
   * @param change what a part becomes; null: it stays
   */
  static Expression up(Expression expression, UnaryOperator<Expression> change) {
    return expression.transformUp(
        new AbstractPartialFunction<Expression, Expression>() {
          @Override
          public boolean isDefinedAt(Expression node) {
            return true;
          }

          @Override
          public Expression apply(Expression node) {
            Expression changed = change.apply(node);
            return changed == null ? node : changed;
          }
        });
  }
}
