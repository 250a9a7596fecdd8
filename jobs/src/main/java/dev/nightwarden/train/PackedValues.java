package dev.nightwarden.train;

import dev.nightwarden.observe.Interpreted;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The values of a row as Spark itself keeps them, in one binary value that is never null: it passes
 * through functions of rows without an object for each value. Of use within one job only.
 */
public final class PackedValues extends Interpreted {
  private static final long serialVersionUID = 1L;

  private transient UnsafeProjection written;

  /**
   * @param child a struct that is never null
   */
  public PackedValues(Expression child) {
    super(child);
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
    InternalRow values = (InternalRow) child().eval(row);
    if (written == null) {
      written = UnsafeProjection.create((StructType) child().dataType());
    }
    // A copy: the bytes of the row itself are written over by the next one.
    return written.apply(values).copy().getBytes();
  }

  @Override
  public DataType dataType() {
    return DataTypes.BinaryType;
  }

  @Override
  protected Expression over(Expression other) {
    return new PackedValues(other);
  }
}
