package dev.nightwarden.train;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The values of a row as Spark itself keeps them, in one binary value that is never null: it passes
 * through functions of rows without an object for each value. Of use within one job only.
 *
 * <p>It is public, with its constructor, only because Catalyst copies expressions by reflection.
 */
public final class PackedValues extends Expression implements CodegenFallback, Serializable {
  private static final long serialVersionUID = 1L;

  private final Expression child;
  private transient UnsafeProjection written;

  /**
   * @param child a struct that is never null
   */
  public PackedValues(Expression child) {
    this.child = child;
  }

  /** The values of these columns. */
  static Column of(List<Column> columns) {
    Column all = functions.struct(columns.toArray(Column[]::new));
    return ExpressionUtils.column(new PackedValues(ExpressionUtils.expression(all)));
  }

  /**
   * The values again.
   *
   * @param width how many there are
   */
  static InternalRow read(byte[] packed, int width) {
    UnsafeRow row = new UnsafeRow(width);
    row.pointTo(packed, packed.length);
    return row;
  }

  @Override
  public Object eval(InternalRow row) {
    InternalRow values = (InternalRow) child.eval(row);
    if (written == null) {
      written = UnsafeProjection.create((StructType) child.dataType());
    }
    // A copy: the bytes of the row itself are written over by the next one.
    return written.apply(values).copy().getBytes();
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return CodegenFallback.super.doGenCode(context, code);
  }

  @Override
  public DataType dataType() {
    return DataTypes.BinaryType;
  }

  @Override
  public boolean nullable() {
    return false;
  }

  @Override
  public Seq<Expression> children() {
    return CollectionConverters.asScala(List.of(child)).toSeq();
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new PackedValues(newChildren.head());
  }

  @Override
  public int productArity() {
    return 1;
  }

  @Override
  public Object productElement(int index) {
    if (index != 0) {
      throw new IndexOutOfBoundsException(index);
    }
    return child;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof PackedValues;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PackedValues packed && child.equals(packed.child);
  }

  @Override
  public int hashCode() {
    return 31 * child.hashCode() + 2;
  }
}
