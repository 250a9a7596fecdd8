package dev.nightwarden.observe;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An expression over another one that Spark interprets and that is never null. Two are equal if
 * they are of one class and over equal expressions.
 *
 * <p>Whatever extends it is public, with its constructor, only because Catalyst copies expressions
 * by reflection.
 */
public abstract class Interpreted extends Expression implements CodegenFallback, Serializable {
  private static final long serialVersionUID = 1L;

  private final Expression child;

  protected Interpreted(Expression child) {
    this.child = child;
  }

  /** The same over another expression. */
  protected abstract Expression over(Expression other);

  /** What it is over. */
  protected final Expression child() {
    return child;
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return CodegenFallback.super.doGenCode(context, code);
  }

  @Override
  public final boolean nullable() {
    return false;
  }

  @Override
  public final Seq<Expression> children() {
    return CollectionConverters.asScala(List.of(child)).toSeq();
  }

  @Override
  public final Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return over(newChildren.head());
  }

  @Override
  public final int productArity() {
    return 1;
  }

  @Override
  public final Object productElement(int index) {
    if (index != 0) {
      throw new IndexOutOfBoundsException(index);
    }
    return child;
  }

  @Override
  public final boolean canEqual(Object other) {
    return getClass().isInstance(other);
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof Interpreted same
        && getClass().equals(same.getClass())
        && child.equals(same.child);
  }

  @Override
  public final int hashCode() {
    return 31 * child.hashCode() + getClass().getName().hashCode();
  }
}
